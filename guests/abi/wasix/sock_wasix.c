/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX's sockets: how they come to be, are named and joined, see wasix.h. */
#include "wasix.h"

#include "player/names.h"
#include "player/numbers.h"

WASIX_IMPORT(sock_open)(uint32_t af, uint32_t type, uint32_t proto, wasi_ptr);
WASIX_IMPORT(sock_pair)
(uint32_t af, uint32_t type, uint32_t proto, wasi_ptr fd, wasi_ptr other);
WASIX_IMPORT(sock_bind)(uint32_t fd, wasi_ptr addr);
WASIX_IMPORT(sock_connect)(uint32_t fd, wasi_ptr addr);
WASIX_IMPORT(sock_listen)(uint32_t fd, uint32_t backlog);
WASIX_IMPORT(sock_accept_v2)
(uint32_t fd, uint32_t flags, wasi_ptr nfd, wasi_ptr addr);
WASIX_IMPORT(sock_addr_local)(uint32_t fd, wasi_ptr addr);
WASIX_IMPORT(sock_addr_peer)(uint32_t fd, wasi_ptr addr);
WASIX_IMPORT(fd_dup)(uint32_t fd, wasi_ptr nfd);
WASIX_IMPORT(fd_pipe)(wasi_ptr fd, wasi_ptr other);
WASIX_IMPORT(fd_fdflags_set)(uint32_t fd, uint32_t flags);
WASI_IMPORT(wasi_snapshot_preview1, sock_shutdown)(uint32_t fd, uint32_t how);

#define FDFLAG_NONBLOCK 4
#define FDFLAG_NONE 0x8000 /* is no flag */
#define FDFLAGSEXT_CLOEXEC 1
#define TYPE_FLAGS (LINUX_TYPE_SOCK_NONBLOCK | LINUX_TYPE_SOCK_CLOEXEC)

/* Linux's number of each of WASIX's, from 0 */
static const int wasix_families[] = {
	LINUX_FAMILY_AF_UNSPEC,
	LINUX_FAMILY_AF_INET,
	LINUX_FAMILY_AF_INET6,
	LINUX_FAMILY_AF_UNIX,
};
static const int wasix_types[] = {
	0,
	LINUX_TYPE_SOCK_STREAM,
	LINUX_TYPE_SOCK_DGRAM,
	LINUX_TYPE_SOCK_RAW,
	LINUX_TYPE_SOCK_SEQPACKET,
};

#define COUNT(list) ((int)(sizeof(list) / sizeof((list)[0])))

/* Its place, or else a number that is no place. */
static int wasix_number(const int *list, int n, int linux_number, uint32_t *out)
{
	for (int i = 0; i < n; i++)
		if (list[i] == linux_number) {
			*out = (uint32_t)i;
			return 0;
		}
	*out = (uint32_t)(linux_number >= 0 && linux_number < n
				  ? linux_number + n
				  : linux_number);
	return -1;
}

const char *wasix_family(int linux_family, uint32_t *family)
{
	return wasix_number(wasix_families, COUNT(wasix_families), linux_family,
			    family) == 0 ||
			       names_name(GROUP_FAMILY, linux_family) == NULL
		       ? NULL
		       : "this address family is not supported";
}

/* SOCK_RDM Linux has in none of these families. */
const char *wasix_type(int linux_family, int linux_type, uint32_t *type)
{
	(void)linux_family;
	return wasix_number(wasix_types, COUNT(wasix_types), linux_type,
			    type) == 0 ||
			       linux_type == LINUX_TYPE_SOCK_RDM ||
			       names_name(GROUP_TYPE, linux_type) == NULL
		       ? NULL
		       : "this socket type is not supported";
}

int wasix_linux_type(uint32_t type)
{
	return type > 0 && type < (uint32_t)COUNT(wasix_types)
		       ? wasix_types[type]
		       : -1;
}

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return "wasix";
}

long sock_pid(void)
{
	return -1;
}

/* A new descriptor's two flags, which have calls of their own. */
static struct sock_ret wasix_made(struct sock_ret r, int flags)
{
	struct sock_ret set;

	r = wasi_made(r, flags & LINUX_TYPE_SOCK_NONBLOCK);
	if (r.why != NULL || r.ret == -1 || !(flags & LINUX_TYPE_SOCK_CLOEXEC))
		return r;
	set = wasi_ret(
		wasix_32v1_fd_fdflags_set((uint32_t)r.ret, FDFLAGSEXT_CLOEXEC),
		r.ret);
	if (set.ret == -1)
		sock_close((int)r.ret);
	return set;
}

/* What a socket is to be; NULL, or why it cannot be said. */
static const char *wasix_kind(int domain, int type, uint32_t *family,
			      uint32_t *kind)
{
	const char *why = wasix_family(domain, family);

	return why != NULL ? why : wasix_type(domain, type & ~TYPE_FLAGS, kind);
}

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	struct guard *fd = wasi_out_fd();
	uint32_t family, kind;
	const char *why = wasix_kind(domain, type, &family, &kind);

	if (why != NULL)
		return sock_cannot(why);
	return wasix_made(wasi_ret_fd(wasix_32v1_sock_open(family, kind,
							   (uint32_t)protocol,
							   wasi_at(fd->bytes)),
				      fd),
			  type);
}

/* Two descriptors that a call made: each with its flags, or neither. */
static struct sock_ret wasix_two(uint32_t err, const struct guard *one,
				 const struct guard *other, int flags,
				 int fd[2])
{
	struct sock_ret r = wasi_ret_fd(err, one);

	if (r.ret == -1)
		return r;
	fd[0] = (int)wasi_out_u32(one);
	fd[1] = guard_written(other) == 0 ? -1 : (int)wasi_out_u32(other);
	r = wasix_made(r, flags);
	if (r.ret != -1)
		r = wasix_made(sock_done(fd[1]), flags);
	return r.ret == -1 && r.err != 0 ? r : sock_done(0);
}

struct sock_ret sock_socketpair(int domain, int type, int protocol,
				enum hostile ptr, int fd[2])
{
	struct guard *one = wasi_out_fd(), *other = wasi_out_fd();
	uint32_t family, kind, err;
	const char *why = wasix_kind(domain, type, &family, &kind);

	if (why != NULL)
		return sock_cannot(why);
	err = wasix_32v1_sock_pair(family, kind, (uint32_t)protocol,
				   wasi_at(hostile(ptr, one->bytes)),
				   wasi_at(other->bytes));
	return wasix_two(err, one, other, type & TYPE_FLAGS, fd);
}

struct sock_ret sock_pipe(int fd[2])
{
	struct guard *one = wasi_out_fd(), *other = wasi_out_fd();
	uint32_t err =
		wasix_32v1_fd_pipe(wasi_at(one->bytes), wasi_at(other->bytes));

	return wasix_two(err, one, other, 0, fd);
}

struct sock_ret sock_dup(int fd)
{
	struct guard *nfd = wasi_out_fd();

	return wasi_ret_fd(wasix_32v1_fd_dup((uint32_t)fd, wasi_at(nfd->bytes)),
			   nfd);
}

struct sock_ret sock_bind(int fd, const struct sock_to *to)
{
	struct wasix_to n;
	const char *why = wasix_to(&n, to);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasix_32v1_sock_bind((uint32_t)fd, n.at), 0);
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	struct wasix_to n;
	const char *why = wasix_to(&n, to);

	if (why != NULL)
		return sock_cannot(why);
	return wasi_ret(wasix_32v1_sock_connect((uint32_t)fd, n.at), 0);
}

struct sock_ret sock_listen(int fd, int backlog)
{
	return wasi_ret(wasix_32v1_sock_listen((uint32_t)fd, (uint32_t)backlog),
			0);
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct guard *nfd = wasi_out_fd();
	struct wasix_from n;
	const char *why = wasix_from(&n, from);
	int said = flags == NULL ? 0 : *flags;
	uint32_t fdflags =
		said & LINUX_TYPE_SOCK_NONBLOCK ? FDFLAG_NONBLOCK : 0;
	struct sock_ret r;

	if (why != NULL)
		return sock_cannot(why);
	if (said & ~TYPE_FLAGS)
		fdflags |= FDFLAG_NONE;
	r = wasi_ret_fd(wasix_32v1_sock_accept_v2((uint32_t)fd, fdflags,
						  wasi_at(nfd->bytes), n.at),
			nfd);
	if (r.ret != -1)
		wasix_from_tell(&n, from);
	return wasix_made(r, said & LINUX_TYPE_SOCK_CLOEXEC);
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

struct sock_ret sock_getsockname(int fd, struct sock_from *from)
{
	struct wasix_from n;
	const char *why = wasix_from(&n, from);
	struct sock_ret r;

	if (why != NULL)
		return sock_cannot(why);
	r = wasi_ret(wasix_32v1_sock_addr_local((uint32_t)fd, n.at), 0);
	if (r.ret != -1)
		wasix_from_tell(&n, from);
	return r;
}

struct sock_ret sock_getpeername(int fd, struct sock_from *from)
{
	struct wasix_from n;
	const char *why = wasix_from(&n, from);
	struct sock_ret r;

	if (why != NULL)
		return sock_cannot(why);
	r = wasi_ret(wasix_32v1_sock_addr_peer((uint32_t)fd, n.at), 0);
	if (r.ret != -1)
		wasix_from_tell(&n, from);
	return r;
}
