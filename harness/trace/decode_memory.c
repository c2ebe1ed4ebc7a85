/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_memory.h"

#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

#include "guests/lang/rows.h"
#include "guests/lang/wire.h"
#include "lang/pretty.h"
#include "opened_path.h"

size_t memory_read(pid_t pid, uint64_t from, void *to, size_t n)
{
	struct iovec local = {to, n};
	struct iovec remote = {(void *)(uintptr_t)from, n};
	ssize_t got;

	if (!from || !n)
		return 0;
	got = process_vm_readv(pid, &local, 1, &remote, 1, 0);
	return got < 0 ? 0 : (size_t)got;
}

static void bad_pointer(struct buf *b, uint64_t p)
{
	buf_puts(b, p ? "bad" : "NULL");
}

static void show_path(struct buf *b, const struct stopped *s, int i)
{
	char path[256];
	/* A path may end just before a page that is not there. */
	size_t n = memory_read(s->pid, s->args[i], path, sizeof(path));

	if (!n)
		n = memory_read(s->pid, s->args[i], path, 16);
	if (!n) {
		bad_pointer(b, s->args[i]);
		return;
	}
	buf_puts(b, "\"");
	buf_quote(b, path, strnlen(path, n));
	buf_puts(b, "\"");
}

static void show_timespec(struct buf *b, const struct stopped *s, int i)
{
	struct timespec ts;

	if (memory_read(s->pid, s->args[i], &ts, sizeof(ts)) != sizeof(ts))
		bad_pointer(b, s->args[i]);
	else
		buf_printf(b, "%lld ms",
			   (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

/* unix(7): a path ends at its NUL; what is behind it is chance. */
static size_t sockaddr_length(const char *bytes, size_t len)
{
	size_t path = offsetof(struct sockaddr_un, sun_path);
	sa_family_t family = AF_UNSPEC;
	size_t n;

	if (len > path)
		memcpy(&family, bytes, sizeof(family));
	if (family != AF_UNIX || bytes[path] == '\0')
		return len;
	n = path + strnlen(bytes + path, len - path);
	return n < len ? n + 1 : len;
}

/* What is longer than any address the kernel refuses, and does not read. */
static void show_sockaddr(struct buf *b, const struct stopped *s, uint64_t at,
			  size_t len)
{
	union {
		char bytes[sizeof(struct sockaddr_storage)];
		struct sockaddr_un un;
	} a;

	if (!at)
		buf_puts(b, "NULL");
	else if (len > sizeof(a))
		buf_printf(b, "%zu bytes", len);
	else if (memory_read(s->pid, at, a.bytes, len) != len || !len)
		buf_puts(b, len ? "bad" : "{}");
	else {
		len = opened_path(s->pid, &a.un, len);
		pretty_sockaddr(b, a.bytes, sockaddr_length(a.bytes, len));
	}
}

static void show_addr_in(struct buf *b, const struct stopped *s, int i)
{
	show_sockaddr(b, s, s->args[i], (unsigned)s->args[i + 1]);
}

static bool length_read(const struct stopped *s, int i, int *len)
{
	return memory_read(s->pid, s->args[i], len, sizeof(*len)) ==
	       sizeof(*len);
}

/* An address that the kernel told, cut to the room that there was for it. */
static void show_told(struct buf *b, const struct stopped *s, uint64_t at,
		      size_t len)
{
	if (at && len == 0)
		buf_puts(b, "none");
	else
		show_sockaddr(b, s, at, len < s->room ? len : s->room);
}

static void show_addr_out(struct buf *b, const struct stopped *s, int i)
{
	int len;

	if (s->args[i] && (s->ret < 0 || !length_read(s, i + 1, &len)))
		buf_puts(b, "?");
	else
		show_told(b, s, s->args[i], s->args[i] ? (size_t)len : 0);
}

static void show_len_out(struct buf *b, const struct stopped *s, int i)
{
	int len;

	if (length_read(s, i, &len))
		buf_printf(b, "[%d]", len);
	else
		bad_pointer(b, s->args[i]);
}

static void show_bytes(struct buf *b, const struct stopped *s, uint64_t at,
		       size_t n)
{
	static unsigned char bytes[DECODE_DATA_MAX];
	size_t want = n < sizeof(bytes) ? n : sizeof(bytes);

	if (n && memory_read(s->pid, at, bytes, want) != want)
		bad_pointer(b, at);
	else if (n <= WIRE_WHOLE)
		pretty_data(b, bytes, n, n, 0);
	else
		pretty_data(b, bytes, 64, n, wire_fnv(bytes, want));
}

static void show_data_in(struct buf *b, const struct stopped *s, int i)
{
	show_bytes(b, s, s->args[i], (size_t)s->args[i + 1]);
}

/* With MSG_TRUNC more is told than was written. */
static void show_data_out(struct buf *b, const struct stopped *s, int i)
{
	size_t room = (size_t)s->args[i + 1];

	if (s->ret < 0)
		buf_puts(b, s->args[i] ? "?" : "NULL");
	else
		show_bytes(b, s, s->args[i],
			   (size_t)s->ret < room ? (size_t)s->ret : room);
}

/* The pieces of an iovec array joined, at most n bytes of them. */
static void show_pieces(struct buf *b, const struct stopped *s, uint64_t at,
			size_t count, size_t n)
{
	static unsigned char bytes[DECODE_DATA_MAX];
	struct iovec iov[UIO_MAXIOV]; /* more the kernel refuses */
	size_t have = 0, all = count < COUNT(iov) ? count : COUNT(iov);

	if (count && memory_read(s->pid, at, iov, all * sizeof(*iov)) !=
			     all * sizeof(*iov)) {
		bad_pointer(b, at);
		return;
	}
	for (size_t i = 0; i < all && have < n; i++) {
		size_t len = iov[i].iov_len;

		len = len < n - have ? len : n - have;
		len = len < sizeof(bytes) - have ? len : sizeof(bytes) - have;
		if (len && memory_read(s->pid, (uintptr_t)iov[i].iov_base,
				       bytes + have, len) != len) {
			buf_puts(b, "bad");
			return;
		}
		have += len;
	}
	pretty_data(b, bytes, have <= WIRE_WHOLE ? have : 64, have,
		    wire_fnv(bytes, have));
}

static void show_iov_in(struct buf *b, const struct stopped *s, int i)
{
	show_pieces(b, s, s->args[i], (size_t)s->args[i + 1], SIZE_MAX);
}

static void show_iov_out(struct buf *b, const struct stopped *s, int i)
{
	if (s->ret < 0)
		buf_puts(b, "?");
	else
		show_pieces(b, s, s->args[i], (size_t)s->args[i + 1],
			    (size_t)s->ret);
}

static const char *namer(void *ctx, int fd)
{
	return fd_name(ctx, fd);
}

static void show_control(struct buf *b, const struct stopped *s,
			 const struct msghdr *m)
{
	char bytes[4096];
	size_t n = m->msg_controllen;

	n = n < sizeof(bytes) ? n : sizeof(bytes);
	if (!m->msg_control || !n)
		buf_puts(b, "[]");
	else if (memory_read(s->pid, (uintptr_t)m->msg_control, bytes, n) != n)
		buf_puts(b, "bad");
	else
		pretty_control(b, bytes, n, namer, (void *)s->fds);
}

static bool msghdr_read(const struct stopped *s, int i, struct msghdr *m)
{
	return memory_read(s->pid, s->args[i], m, sizeof(*m)) == sizeof(*m);
}

void memory_msghdr(const struct stopped *s, struct call *c, int i, bool out)
{
	struct buf data = {0}, addr = {0}, control = {0}, flags = {0};
	struct msghdr m;

	if (!msghdr_read(s, i, &m) || (out && s->ret < 0)) {
		call_arg_set(c, "msg", xstrdup(out ? "?" : "bad"));
		return;
	}
	show_pieces(&data, s, (uintptr_t)m.msg_iov, m.msg_iovlen,
		    out ? (size_t)s->ret : SIZE_MAX);
	if (out)
		show_told(&addr, s, (uintptr_t)m.msg_name, m.msg_namelen);
	else /* to sendmsg(2) a name of no bytes is none, wherever it is */
		show_sockaddr(&addr, s,
			      m.msg_namelen ? (uintptr_t)m.msg_name : 0,
			      m.msg_namelen);
	show_control(&control, s, &m);
	call_arg_set(c, "addr", buf_take(&addr));
	call_arg_set(c, "data", buf_take(&data));
	call_arg_set(c, "control", buf_take(&control));
	if (!out)
		return;
	pretty_flags(&flags, "MSG", (unsigned)m.msg_flags);
	call_arg_set(c, "msg_flags", buf_take(&flags));
}

static void show_value(struct buf *b, const struct stopped *s, int i, int len)
{
	char bytes[1024];

	if (len < 0 || len > (int)sizeof(bytes))
		buf_printf(b, "%d bytes", len);
	else if (len && memory_read(s->pid, s->args[i], bytes, (size_t)len) !=
				(size_t)len)
		bad_pointer(b, s->args[i]);
	else
		pretty_value(b, (int)s->args[i - 2], (int)s->args[i - 1], bytes,
			     (size_t)len);
}

static void show_value_in(struct buf *b, const struct stopped *s, int i)
{
	show_value(b, s, i, (int)s->args[i + 1]);
}

static void show_value_out(struct buf *b, const struct stopped *s, int i)
{
	int len;

	if (s->ret < 0 || !length_read(s, i + 1, &len))
		buf_puts(b, s->args[i] ? "?" : "NULL");
	else
		show_value(b, s, i, len);
}

static void show_pollfds(struct buf *b, const struct stopped *s, int i)
{
	struct pollfd fds[FDS_MAX];
	size_t n = s->args[i + 1] < COUNT(fds) ? s->args[i + 1] : COUNT(fds);

	if (n && memory_read(s->pid, s->args[i], fds, n * sizeof(*fds)) !=
			 n * sizeof(*fds)) {
		bad_pointer(b, s->args[i]);
		return;
	}
	buf_puts(b, "[");
	for (size_t k = 0; k < n; k++) {
		buf_puts(b, k ? ", " : "");
		fd_names_show(b, s->fds, fds[k].fd);
		buf_puts(b, ": ");
		pretty_flags(b, "POLL", (unsigned short)fds[k].events);
	}
	buf_puts(b, "]");
}

int decode_pair(const struct stopped *s, int *fds)
{
	for (int i = 0; s->row->args[i].key; i++)
		if (s->row->args[i].kind == DECODE_PAIR_OUT)
			return memory_read(s->pid, s->args[i], fds, 8) == 8 ? 2
									    : 0;
	return 0;
}

static void show_pair_out(struct buf *b, const struct stopped *s, int i)
{
	int fds[2];

	if (s->ret < 0 || memory_read(s->pid, s->args[i], fds, 8) != 8) {
		buf_puts(b, "?");
		return;
	}
	for (int k = 0; k < 2; k++) {
		const char *name = fd_name(s->fds, fds[k]);

		buf_puts(b, k ? ", " : "[");
		buf_puts(b, name ? name : "?");
	}
	buf_puts(b, "]");
}

static void show_int_out(struct buf *b, const struct stopped *s, int i)
{
	int n;

	if (s->ret < 0 || !length_read(s, i, &n))
		buf_puts(b, "?");
	else
		buf_printf(b, "[%d]", n);
}

size_t memory_room(const struct stopped *s)
{
	struct msghdr m;
	int len;

	for (int i = 0; s->row->args[i].key; i++) {
		enum decode_kind kind = s->row->args[i].kind;

		if (kind == DECODE_LEN_OUT && length_read(s, i, &len))
			return len < 0 ? 0 : (size_t)len;
		if (kind == DECODE_MSGHDR_OUT && msghdr_read(s, i, &m))
			return m.msg_namelen;
	}
	return 0;
}

/* Lies it whole in what is there? Its length is the process's own word. */
static bool is_whole(const struct cmsghdr *c, const char *end)
{
	return c->cmsg_len >= sizeof(*c) &&
	       c->cmsg_len <= (size_t)(end - (const char *)c);
}

int decode_rights(const struct stopped *s, int *fds, int max)
{
	_Alignas(struct cmsghdr) char bytes[4096];
	struct msghdr m;
	struct cmsghdr *c;
	int n = 0;

	if ((s->row->nr != SYS_recvmsg && s->row->nr != SYS_sendmsg) ||
	    s->ret < 0 || !msghdr_read(s, 1, &m) ||
	    m.msg_controllen > sizeof(bytes) ||
	    memory_read(s->pid, (uintptr_t)m.msg_control, bytes,
			m.msg_controllen) != m.msg_controllen)
		return 0;
	m.msg_control = bytes;
	for (c = CMSG_FIRSTHDR(&m); c && is_whole(c, bytes + m.msg_controllen);
	     c = CMSG_NXTHDR(&m, c)) {
		size_t len = c->cmsg_len - CMSG_LEN(0);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i + 4 <= len && n < max; i += 4)
			memcpy(&fds[n++], CMSG_DATA(c) + i, 4);
	}
	return n;
}

ROWS_BEGIN(memory_decoders);
decoder *const memory_decoders[DECODE_COUNT] = {
	[ROW(DECODE_PATH)] = show_path,
	[ROW(DECODE_TIMESPEC)] = show_timespec,
	[ROW(DECODE_ADDR_IN)] = show_addr_in,
	[ROW(DECODE_DATA_IN)] = show_data_in,
	[ROW(DECODE_IOV_IN)] = show_iov_in,
	[ROW(DECODE_VALUE_IN)] = show_value_in,
	[ROW(DECODE_POLLFDS)] = show_pollfds,
	[ROW(DECODE_ADDR_OUT)] = show_addr_out,
	[ROW(DECODE_LEN_OUT)] = show_len_out,
	[ROW(DECODE_DATA_OUT)] = show_data_out,
	[ROW(DECODE_IOV_OUT)] = show_iov_out,
	[ROW(DECODE_VALUE_OUT)] = show_value_out,
	[ROW(DECODE_PAIR_OUT)] = show_pair_out,
	[ROW(DECODE_INT_OUT)] = show_int_out,
};
ROWS_END(memory_decoders, DECODE_COUNT - DECODE_IN_MEMORY - 2);
