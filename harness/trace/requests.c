/* SPDX-License-Identifier: Apache-2.0 */
#include "requests.h"

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "decode.h"

/* linux/close_range.h, which not every system has. */
#define RANGE_CLOEXEC (1U << 2)

/* The kernel takes bytes from a pipe or a file, past every memory. */
static const struct syscall_row put = {
	.nr = SYSCALL_NONE,
	.calls = CALL_SEND,
	.args = {{"fd", DECODE_FD},
		 {"data", DECODE_UNSEEN},
		 {"len", DECODE_INT}},
};
static const struct syscall_row take = {
	.nr = SYSCALL_NONE,
	.calls = CALL_RECV,
	.args = {{"fd", DECODE_FD},
		 {"data", DECODE_UNSEEN},
		 {"len", DECODE_INT}},
};

static bool is_known(const struct stopped *s, uint64_t fd)
{
	return (int)fd >= 0 && (int)fd < FDS_MAX && s->fds->name[(int)fd];
}

/* Has it a name of the case's, and not just a number? */
static bool is_named(const struct stopped *s, uint64_t fd)
{
	return is_known(s, fd) && s->fds->name[(int)fd][0] != '#';
}

/* It stands for a call of the table, or for one of those above. */
static void stand_for(struct request *r, const struct syscall_row *row,
		      uint64_t a0, uint64_t a1, uint64_t a2)
{
	r->at.row = row;
	r->calls = row->calls;
	r->args[0] = a0;
	r->args[1] = a1;
	r->args[2] = a2;
}

/* --- messages -------------------------------------------------------------*/

static bool message_get(const struct stopped *s, bool returned, int k,
			struct request *r)
{
	uint64_t at = s->args[1] + (uint64_t)k * sizeof(struct mmsghdr);
	int n = (int)s->args[2];
	unsigned len;

	if (returned)
		n = s->ret < 0 ? 1 : (int)s->ret;
	if (k >= n)
		return false;
	stand_for(r,
		  syscall_find(s->row->calls == CALL_SEND ? SYS_sendmsg
							  : SYS_recvmsg),
		  s->args[0], at, s->args[3]);
	if (returned && s->ret > 0 &&
	    memory_read(s->pid, at + offsetof(struct mmsghdr, msg_len), &len,
			sizeof(len)) == sizeof(len))
		r->at.ret = len;
	if (k > 0)
		r->at.room = sizeof(struct sockaddr_storage);
	return true;
}

/* --- both ends ------------------------------------------------------------*/

/* From one descriptor to another; -1 for an end that is not ours. */
struct ends {
	int from, to;
	uint64_t len;
};

static struct ends ends_of(const struct stopped *s, int from, int to, int len)
{
	return (struct ends){
		from >= 0 && is_known(s, s->args[from]) ? (int)s->args[from]
							: -1,
		is_known(s, s->args[to]) ? (int)s->args[to] : -1, s->args[len]};
}

/* The end that the case knows is first: errnos are injected into that. */
static bool end_get(const struct stopped *s, struct ends e, int k,
		    struct request *r)
{
	bool both = e.from >= 0 && e.to >= 0;
	bool take_first = e.to < 0 || (both && is_named(s, (uint64_t)e.from) &&
				       !is_named(s, (uint64_t)e.to));
	bool takes = (k == 0) == take_first;
	int fd = takes ? e.from : e.to;

	if (k > both || fd < 0)
		return false;
	stand_for(r, takes ? &take : &put, (uint64_t)fd, 0, e.len);
	return true;
}

static bool sendfile_get(const struct stopped *s, bool returned, int k,
			 struct request *r)
{
	(void)returned;
	return end_get(s, ends_of(s, 1, 0, 3), k, r);
}

static bool splice_get(const struct stopped *s, bool returned, int k,
		       struct request *r)
{
	(void)returned;
	return end_get(s, ends_of(s, 0, 2, 4), k, r);
}

/* What is copied stays in its pipe as well. */
static bool tee_get(const struct stopped *s, bool returned, int k,
		    struct request *r)
{
	(void)returned;
	return end_get(s, ends_of(s, -1, 1, 2), k, r);
}

/* proc_pid_fd(5): the link's mode is that of the descriptor. */
static bool is_writable(const struct stopped *s)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", s->pid, (int)s->args[0]);
	return lstat(path, &st) == 0 && st.st_mode & S_IWUSR;
}

static bool vmsplice_get(const struct stopped *s, bool returned, int k,
			 struct request *r)
{
	(void)returned;
	if (k > 0 || !is_known(s, s->args[0]))
		return false;
	stand_for(r, syscall_find(is_writable(s) ? SYS_writev : SYS_readv),
		  s->args[0], s->args[1], s->args[2]);
	return true;
}

/* --- io_submit(2) ---------------------------------------------------------*/

/* What lies at a context's address: struct aio_ring of the kernel's. */
struct ring {
	unsigned id, nr, head, tail, magic, compat, incompat, header;
};
#define RING_MAGIC 0xa10a10a1
#define RING_LOOK 1024 /* the process can write what it likes into a ring */

/* The result of a request; false while it is not done. */
static bool event_find(const struct stopped *s, uint64_t iocb, int64_t *res)
{
	struct ring ring;
	struct io_event e;

	if (memory_read(s->pid, s->args[0], &ring, sizeof(ring)) !=
		    sizeof(ring) ||
	    ring.magic != RING_MAGIC || !ring.nr)
		return false;
	for (unsigned i = 1; i <= ring.nr && i <= RING_LOOK; i++) {
		unsigned at = (ring.tail % ring.nr + ring.nr - i) % ring.nr;

		if (memory_read(s->pid,
				s->args[0] + ring.header + at * sizeof(e), &e,
				sizeof(e)) != sizeof(e))
			return false;
		if (e.obj == iocb) {
			*res = e.res;
			return true;
		}
	}
	return false;
}

static const struct syscall_row *iocb_row(const struct iocb *cb)
{
	static const long nr[] = {
		[IOCB_CMD_PREAD] = SYS_read,
		[IOCB_CMD_PWRITE] = SYS_write,
		[IOCB_CMD_PREADV] = SYS_readv,
		[IOCB_CMD_PWRITEV] = SYS_writev,
	};
	size_t op = cb->aio_lio_opcode;

	return op < COUNT(nr) && (nr[op] || op == IOCB_CMD_PREAD)
		       ? syscall_find(nr[op])
		       : NULL;
}

static bool iocb_get(const struct stopped *s, bool returned, int k,
		     struct request *r)
{
	int n = (int)s->args[1];

	if (returned)
		n = s->ret < 0 ? 1 : (int)s->ret;
	for (int i = 0; i < n && i <= REQUESTS_MAX; i++) {
		uint64_t at;
		struct iocb cb;

		if (memory_read(s->pid, s->args[2] + (uint64_t)i * sizeof(at),
				&at, sizeof(at)) != sizeof(at) ||
		    memory_read(s->pid, at, &cb, sizeof(cb)) != sizeof(cb))
			return false;
		if (!is_known(s, cb.aio_fildes) || !iocb_row(&cb) || k-- > 0)
			continue;
		stand_for(r, iocb_row(&cb), cb.aio_fildes, cb.aio_buf,
			  cb.aio_nbytes);
		if (returned && s->ret >= 0 && !event_find(s, at, &r->at.ret))
			r->at.unknown = true;
		return true;
	}
	return false;
}

/* --- descriptors ----------------------------------------------------------*/

static bool close_get(const struct stopped *s, bool returned, int k,
		      struct request *r)
{
	(void)returned;
	if ((unsigned)s->args[2] & RANGE_CLOEXEC)
		return false;
	for (uint64_t fd = (unsigned)s->args[0];
	     fd <= (unsigned)s->args[1] && fd < FDS_MAX; fd++) {
		if (!is_known(s, fd) || k-- > 0)
			continue;
		stand_for(r, syscall_find(SYS_close), fd, 0, 0);
		return true;
	}
	return false;
}

/* dup2 onto itself does nothing at all: dup(2). */
static bool dup_get(const struct stopped *s, bool returned, int k,
		    struct request *r)
{
	bool known = is_known(s, s->args[0]);
	bool closes =
		is_known(s, s->args[1]) && (int)s->args[0] != (int)s->args[1];

	if (k == 0 && known)
		return true;
	if (k != known || !closes)
		return false;
	stand_for(r, syscall_find(SYS_close), s->args[1], 0, 0);
	r->at.ret = s->ret < 0 ? s->ret : 0;
	return !returned || s->ret >= 0 || k == 0;
}

static bool any_known(const struct stopped *s)
{
	for (int i = 0; s->row->args[i].key; i++)
		if (s->row->args[i].kind == DECODE_FD &&
		    is_known(s, s->args[i]))
			return true;
	return false;
}

/* A call that asks for itself. fcntl can be a dup as well. */
static bool plain_get(const struct stopped *s, bool returned, int k,
		      struct request *r)
{
	int cmd = (int)s->args[1];

	(void)returned;
	if (s->row->calls == CALL_FCNTL &&
	    (cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC))
		r->calls = CALL_DUP;
	return k == 0 && (!s->row->only_sockets || any_known(s));
}

typedef bool getter(const struct stopped *s, bool returned, int k,
		    struct request *r);

/* The calls that ask for something else than themselves. */
static const struct {
	long nr;
	getter *get;
} getters[] = {
	{SYS_sendmmsg, message_get},  {SYS_recvmmsg, message_get},
	{SYS_io_submit, iocb_get},    {SYS_sendfile, sendfile_get},
	{SYS_splice, splice_get},     {SYS_tee, tee_get},
	{SYS_vmsplice, vmsplice_get}, {SYS_close_range, close_get},
	{SYS_dup2, dup_get},          {SYS_dup3, dup_get},
};

bool request_get(const struct stopped *s, bool returned, int k,
		 struct request *r)
{
	getter *get = plain_get;

	*r = (struct request){.at = *s, .calls = s->row->calls};
	memcpy(r->args, s->args, sizeof(r->args));
	r->at.args = r->args;
	for (size_t i = 0; i < COUNT(getters); i++)
		if (getters[i].nr == s->row->nr)
			get = getters[i].get;
	return get(s, returned, k, r);
}
