/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasinet_v0: sockets with Linux's numbers, addresses of its own shape, and
 * WASI's errnos. What is not about sockets is preview1's: wasi_fd.c and its
 * neighbours. Constants go through as they are, flags that the host may add
 * to a socket's type among them.
 *
 * Control messages are Linux's, as control.h draws them. The length of what
 * was received is not told; what is behind it is zero.
 */
#include "player/args.h"
#include "player/names.h"
#include "player/numbers.h"
#include "player/raw.h"
#include "abi/wasi/wasi.h"
#include "wasinet_addr.h"

#define IMPORT(name) WASI_IMPORT(wasinet_v0, name)

IMPORT(sock_open)(uint32_t family, uint32_t type, uint32_t proto, wasi_ptr fd);
IMPORT(sock_bind)(uint32_t fd, wasi_ptr addr, uint32_t len);
IMPORT(sock_connect)(uint32_t fd, wasi_ptr addr, uint32_t len);
IMPORT(sock_listen)(uint32_t fd, uint32_t backlog);
IMPORT(sock_accept)(uint32_t fd, wasi_ptr nfd, wasi_ptr addr, uint32_t len);
IMPORT(sock_getsockopt)
(uint32_t fd, uint32_t level, uint32_t name, wasi_ptr value, uint32_t len);
IMPORT(sock_setsockopt)
(uint32_t fd, uint32_t level, uint32_t name, wasi_ptr value, uint32_t len);
IMPORT(sock_getlocaladdr)(uint32_t fd, wasi_ptr addr, uint32_t len);
IMPORT(sock_getpeeraddr)(uint32_t fd, wasi_ptr addr, uint32_t len);
IMPORT(sock_recv_from)
(uint32_t fd, wasi_ptr iovs, uint32_t n, wasi_ptr oob, uint32_t ooblen,
 wasi_ptr addr, uint32_t len, uint32_t flags, wasi_ptr nread, wasi_ptr oflags);
IMPORT(sock_send_to)
(uint32_t fd, wasi_ptr iovs, uint32_t n, wasi_ptr oob, uint32_t ooblen,
 wasi_ptr addr, uint32_t len, uint32_t flags, wasi_ptr nwritten);
IMPORT(sock_shutdown)(uint32_t fd, uint32_t how);

/* SO_ERROR of SOL_SOCKET, whose value is an errno */
#define WASINET_SOCKET 1
#define WASINET_ERROR 4

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return "wasinet_v0";
}

/* In SCM_CREDENTIALS 0 stands for the guest, which has no id of its own. */
long sock_pid(void)
{
	return 0;
}

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	struct guard *fd = wasi_out_fd();

	return wasi_ret_fd(
		wasinet_v0_sock_open(wasinet_family(domain), (uint32_t)type,
				     (uint32_t)protocol, wasi_at(fd->bytes)),
		fd);
}

struct sock_ret sock_bind(int fd, const struct sock_to *to)
{
	struct wasinet_to n = wasinet_to(to);

	if (n.why != NULL)
		return sock_cannot(n.why);
	return wasi_ret(wasinet_v0_sock_bind((uint32_t)fd, n.at, n.len), 0);
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	struct wasinet_to n = wasinet_to(to);

	if (n.why != NULL)
		return sock_cannot(n.why);
	return wasi_ret(wasinet_v0_sock_connect((uint32_t)fd, n.at, n.len), 0);
}

struct sock_ret sock_listen(int fd, int backlog)
{
	return wasi_ret(wasinet_v0_sock_listen((uint32_t)fd, (uint32_t)backlog),
			0);
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct wasinet_from n = wasinet_from(from);
	struct guard *nfd = wasi_out_fd();
	struct sock_ret r;

	if (flags != NULL && (*flags & ~LINUX_TYPE_SOCK_NONBLOCK) != 0)
		return sock_cannot("accept has no flags argument");
	if (n.why != NULL)
		return sock_cannot(n.why);
	r = wasi_ret_fd(wasinet_v0_sock_accept(
				(uint32_t)fd, wasi_at(nfd->bytes), n.at, n.len),
			nfd);
	if (r.ret != -1)
		wasinet_from_tell(&n, from);
	return wasi_made(r, flags != NULL && *flags != 0);
}

struct sock_ret sock_shutdown(int fd, int how)
{
	return wasi_ret(wasinet_v0_sock_shutdown((uint32_t)fd, (uint32_t)how),
			0);
}

struct sock_ret sock_getsockname(int fd, struct sock_from *from)
{
	struct wasinet_from n = wasinet_from(from);
	struct sock_ret r;

	if (n.why != NULL)
		return sock_cannot(n.why);
	r = wasi_ret(wasinet_v0_sock_getlocaladdr((uint32_t)fd, n.at, n.len),
		     0);
	if (r.ret != -1)
		wasinet_from_tell(&n, from);
	return r;
}

struct sock_ret sock_getpeername(int fd, struct sock_from *from)
{
	struct wasinet_from n = wasinet_from(from);
	struct sock_ret r;

	if (n.why != NULL)
		return sock_cannot(n.why);
	r = wasi_ret(wasinet_v0_sock_getpeeraddr((uint32_t)fd, n.at, n.len), 0);
	if (r.ret != -1)
		wasinet_from_tell(&n, from);
	return r;
}

/* wasinet's vectors are those of a 64-bit guest. */
static wasi_ptr wasinet_iovs(const struct sock_iov *iov)
{
	static struct {
		uint64_t at;
		uint32_t len;
	} list[ARGS_PIECES];

	_Static_assert(sizeof(list[0]) == 16, "wasinet");
	for (int i = 0; i < iov->n; i++) {
		list[i].at = wasi_at(iov->piece[i].base);
		list[i].len = iov->piece[i].len;
	}
	return wasi_at(hostile(iov->listptr, list));
}

static wasi_ptr wasinet_oob(const struct sock_control *c)
{
	return wasi_at(hostile(c->ptr, c->len > 0 ? c->bytes : NULL));
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	static const struct sock_to nobody;
	struct wasinet_to to =
		wasinet_to(sock_msg_unnamed(m) ? &nobody : &m->to);
	struct guard *n = wasi_out("len");
	uint32_t err;

	if (to.why != NULL)
		return sock_cannot(to.why);
	err = wasinet_v0_sock_send_to(
		(uint32_t)fd, wasinet_iovs(&m->iov), (uint32_t)m->iov.n,
		wasinet_oob(&m->control), m->control.len, to.at, to.len,
		(uint32_t)m->flags, wasi_at(n->bytes));
	return wasi_ret(err, (int)wasi_out_u32(n));
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	struct wasinet_from from = wasinet_from(&m->from);
	struct guard *n = wasi_out("len"), *flags = wasi_out("flags");
	uint32_t err;

	if (from.why != NULL)
		return sock_cannot(from.why);
	err = wasinet_v0_sock_recv_from(
		(uint32_t)fd, wasinet_iovs(&m->iov), (uint32_t)m->iov.n,
		wasinet_oob(&m->control), m->control.len, from.at, from.len,
		(uint32_t)m->flags, wasi_at(n->bytes), wasi_at(flags->bytes));
	m->flags_told = (long)wasi_out_u32(flags);
	m->control.told = SOCK_UNSAYABLE;
	if (err == 0)
		wasinet_from_tell(&from, &m->from);
	return wasi_ret(err, (int)wasi_out_u32(n));
}

struct sock_ret sock_recvfrom(int fd, struct sock_piece data, int flags,
			      struct sock_from *from)
{
	struct sock_msg m = {
		.iov = {.piece = &data, .n = 1},
		.from = *from,
		.flags = flags,
	};
	struct sock_ret r;

	if (from->len.how == LEN_NUMBER && from->len.number < 0)
		return sock_cannot("a bad length pointer cannot make a receive "
				   "lose its data");
	r = sock_recvmsg(fd, &m);
	*from = m.from;
	return r;
}

/* SO_ERROR's value, which is WASI's, as Linux's, where it was cut too. */
static void wasinet_error(struct sock_opt *opt, long n)
{
	unsigned char *value = opt->room->bytes;
	uint32_t wasi = wasi_load_cut(value, n);
	int err = wasi == 0 ? 0 : names_errno_wasi((int)wasi);

	raw_keep(opt->room);
	if (err < 0)
		opt->odd = (int)wasi;
	else
		wasi_store_cut(value, n, (uint32_t)err);
}

/* How much of the buffer holds the value, which no call tells. */
static void wasinet_value(struct sock_opt *opt)
{
	long written = guard_value(opt->room, opt->size);

	opt->told = SOCK_UNSAYABLE;
	opt->written = written;
	if (opt->level == WASINET_SOCKET && opt->name == WASINET_ERROR &&
	    written > 0 && written <= opt->size)
		wasinet_error(opt, written);
	if (opt->ptr != HOSTILE_NOT)
		opt->written = SOCK_HIDDEN;
}

struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt)
{
	uint32_t err;

	if (opt->lenptr != HOSTILE_NOT)
		return sock_cannot("lengths are not passed by pointer");
	err = wasinet_v0_sock_getsockopt(
		(uint32_t)fd, (uint32_t)opt->level, (uint32_t)opt->name,
		wasi_at(hostile(opt->ptr, opt->room->bytes)),
		(uint32_t)opt->len);
	if (err == 0)
		wasinet_value(opt);
	return wasi_ret(err, 0);
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	return wasi_ret(wasinet_v0_sock_setsockopt(
				(uint32_t)fd, (uint32_t)opt->level,
				(uint32_t)opt->name,
				wasi_at(hostile(opt->ptr, opt->bytes)),
				(uint32_t)opt->len),
			0);
}
