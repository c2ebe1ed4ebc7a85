/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets of WasmEdge and of wasi-go, told apart by struct wasmedge. */
#include "wasmedge.h"

#include "player/names.h"
#include "player/numbers.h"
#include "wasmedge_addr.h"

WASI_IMPORT(wasi_snapshot_preview1, sock_shutdown)(uint32_t fd, uint32_t how);

#define FDFLAG_NONBLOCK 4
#define FDFLAG_NONE 0x8000 /* is no flag */

/* Linux's number of each of WasmEdge's, from 0 */
static const int wasmedge_families[] = {
	LINUX_FAMILY_AF_UNSPEC,
	LINUX_FAMILY_AF_INET,
	LINUX_FAMILY_AF_INET6,
	LINUX_FAMILY_AF_UNIX,
};
static const int wasmedge_types[] = {
	0,
	LINUX_TYPE_SOCK_DGRAM,
	LINUX_TYPE_SOCK_STREAM,
};

#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

static int wasmedge_number(const int *list, int n, int linux_number)
{
	while (n-- > 0)
		if (list[n] == linux_number)
			return n;
	return -1;
}

int wasmedge_family(int linux_family)
{
	return wasmedge_number(wasmedge_families, COUNT(wasmedge_families),
			       linux_family);
}

int wasmedge_type(int linux_type)
{
	return wasmedge_number(wasmedge_types, COUNT(wasmedge_types),
			       linux_type);
}

int wasmedge_linux_type(uint32_t type)
{
	return type < COUNT(wasmedge_types) ? wasmedge_types[type] : -1;
}

uint32_t wasmedge_outside(int linux_number, int n)
{
	return linux_number >= 0 && linux_number < n
		       ? (uint32_t)(linux_number + n)
		       : (uint32_t)linux_number;
}

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return wasmedge.abi;
}

long sock_pid(void)
{
	return -1;
}

/* The number of a family; NULL, or why there is none. */
static const char *open_family(int linux_family, uint32_t *family)
{
	int n = wasmedge_family(linux_family);

	*family = (uint32_t)n;
	if (n != -1)
		return NULL;
	*family = wasmedge_outside(linux_family, COUNT(wasmedge_families));
	return names_name(GROUP_FAMILY, linux_family) == NULL
		       ? NULL
		       : "this address family is not supported";
}

/* Has Linux no such type of a socket, in this family at least? */
static int type_is_none(int linux_family, int linux_type)
{
	return names_name(GROUP_TYPE, linux_type) == NULL ||
	       linux_type == LINUX_TYPE_SOCK_RDM ||
	       (linux_type == LINUX_TYPE_SOCK_SEQPACKET &&
		linux_family != LINUX_FAMILY_AF_UNIX);
}

static const char *open_type(int linux_family, int linux_type, uint32_t *type)
{
	int n = wasmedge_type(linux_type);

	*type = (uint32_t)n;
	if (n > 0)
		return NULL;
	*type = wasmedge_outside(linux_type, COUNT(wasmedge_types));
	return type_is_none(linux_family, linux_type)
		       ? NULL
		       : "this socket type is not supported";
}

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	struct guard *fd = wasi_out_fd();
	uint32_t family, kind;
	const char *why = open_family(domain, &family);

	if (why == NULL)
		why = open_type(domain, type & ~LINUX_TYPE_SOCK_NONBLOCK,
				&kind);
	if (protocol != 0)
		why = "sock_open has no protocol argument";
	if (type & LINUX_TYPE_SOCK_CLOEXEC)
		why = "SOCK_CLOEXEC is not supported";
	if (why != NULL)
		return sock_cannot(why);
	return wasi_made(
		wasi_ret_fd(wasmedge.open(family, kind, wasi_at(fd->bytes)),
			    fd),
		type & LINUX_TYPE_SOCK_NONBLOCK);
}

struct sock_ret sock_bind(int fd, const struct sock_to *to)
{
	struct wasmedge_to n;
	const char *why = wasmedge_to(&n, to);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasmedge.bind((uint32_t)fd, wasi_at(n.at), n.port), 0);
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	struct wasmedge_to n;
	const char *why = wasmedge_to(&n, to);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasmedge.connect((uint32_t)fd, wasi_at(n.at), n.port),
			0);
}

struct sock_ret sock_listen(int fd, int backlog)
{
	return wasi_ret(wasmedge.listen((uint32_t)fd, (uint32_t)backlog), 0);
}

/*
 * fdflags of accept4's flags; NULL, or why they cannot be said. Without them
 * there are the parts: accept, and make the new socket non-blocking.
 */
static const char *accept_flags(const int *flags, uint32_t *out)
{
	int left = flags == NULL ? 0 : *flags & ~LINUX_TYPE_SOCK_NONBLOCK;

	*out = flags != NULL && *flags & LINUX_TYPE_SOCK_NONBLOCK
		       ? FDFLAG_NONBLOCK
		       : 0;
	if (left & LINUX_TYPE_SOCK_CLOEXEC)
		return "SOCK_CLOEXEC is not supported";
	if (left != 0 && wasmedge.accept2 == NULL)
		return "accept has no flags argument";
	if (left != 0)
		*out |= FDFLAG_NONE;
	return NULL;
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct guard *nfd = wasi_out_fd();
	uint32_t fdflags;
	const char *why = accept_flags(flags, &fdflags);

	if (why != NULL)
		return sock_cannot(why);
	if (from->ptr != HOSTILE_NOT || from->lenptr != HOSTILE_NOT ||
	    from->len.how != LEN_DEFAULT)
		return sock_cannot("accept returns no address");
	from->told = FROM_UNSAYABLE;
	from->addrlen = SOCK_UNSAYABLE;
	if (wasmedge.accept2 != NULL)
		return wasi_ret_fd(wasmedge.accept2((uint32_t)fd, fdflags,
						    wasi_at(nfd->bytes)),
				   nfd);
	return wasi_made(
		wasi_ret_fd(wasmedge.accept1((uint32_t)fd, wasi_at(nfd->bytes)),
			    nfd),
		fdflags & FDFLAG_NONBLOCK);
}

/*
 * sdflags are bits, one more than Linux's numbers: no bit at all is -1, which
 * is no direction.
 */
struct sock_ret sock_shutdown(int fd, int how)
{
	return wasi_ret(wasi_snapshot_preview1_sock_shutdown((uint32_t)fd,
							     (uint32_t)how + 1),
			0);
}

/* getsockname and getpeername, as either version has them. */
static struct sock_ret sock_name(int fd, struct sock_from *from,
				 uint32_t (*call1)(uint32_t, wasi_ptr, wasi_ptr,
						   wasi_ptr),
				 uint32_t (*call2)(uint32_t, wasi_ptr,
						   wasi_ptr))
{
	struct wasmedge_from n;
	const char *why = wasmedge_from(&n, from);
	uint32_t err;

	if (call1 != NULL && from->family == LINUX_FAMILY_AF_UNIX)
		return sock_cannot("addresses have 4 or 16 bytes");
	if (why != NULL)
		return sock_cannot(why);
	if (call1 != NULL)
		err = call1((uint32_t)fd, wasi_at(n.head),
			    wasi_at(n.type->bytes), wasi_at(n.port->bytes));
	else
		err = call2((uint32_t)fd, wasi_at(n.head),
			    wasi_at(n.port->bytes));
	if (err == 0)
		wasmedge_from_name(&n, from);
	return wasi_ret(err, 0);
}

struct sock_ret sock_getsockname(int fd, struct sock_from *from)
{
	return sock_name(fd, from, wasmedge.name1, wasmedge.name2);
}

struct sock_ret sock_getpeername(int fd, struct sock_from *from)
{
	return sock_name(fd, from, wasmedge.peer1, wasmedge.peer2);
}
