/* SPDX-License-Identifier: Apache-2.0 */
/* Operations that send and receive. */
#include "ops.h"

#include <string.h>

#include "answer.h"
#include "control.h"
#include "fds.h"
#include "guard.h"

/* What recv and its kin make room for when the case does not say. */
#define DATA_DEFAULT 256
#define DATA_EFAULT 14
/* So many bytes of data may happen to be those that were there before. */
#define DATA_ALIKE 3

/* The pieces of a receiving call: what the ABI sees, and our own view. */
static struct sock_piece data_pieces[ARGS_PIECES];
static struct guard *data_guards[ARGS_PIECES];
static unsigned char data_joined[ARGS_DATA];

static struct sock_piece data_room(int i, size_t len)
{
	data_guards[i] = guard_new("data", len);
	data_pieces[i] = (struct sock_piece){data_guards[i]->bytes, len};
	return data_pieces[i];
}

/* One buffer of `len`, at `buf`. */
static struct sock_iov data_in_one(const struct args *a)
{
	struct sock_iov iov = {.piece = data_pieces, .n = 1};

	data_room(0, (size_t)args_or(&a->len, DATA_DEFAULT));
	data_pieces[0].base = hostile(a->buf.ptr, data_pieces[0].base);
	return iov;
}

/* The buffers of `iov`, the first of them at `buf`. */
static struct sock_iov data_in_list(const struct args *a)
{
	struct sock_iov iov = {
		.piece = data_pieces,
		.n = a->iov.given ? a->iov.pieces.n : 1,
		.list = 1,
		.listptr = a->iovbuf.ptr,
	};

	for (int i = 0; i < iov.n; i++)
		data_room(i, a->iov.given ? a->iov.pieces.piece[i].len
					  : DATA_DEFAULT);
	if (iov.n > 0)
		data_pieces[0].base = hostile(a->buf.ptr, data_pieces[0].base);
	return iov;
}

static size_t data_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * What was received. After EFAULT the kernel may have written any part of
 * the buffers, so that nothing can be called a scribble.
 */
static void data_tell(const struct args *a, struct sock_ret r, int n)
{
	size_t left = r.ret > 0 ? (size_t)r.ret : 0;
	size_t done = 0, written = 0;

	if (r.why != NULL || a->buf.given)
		return;
	if (r.ret == -1 && r.err == DATA_EFAULT)
		return;
	for (int i = 0; i < n; i++) {
		struct guard *g = data_guards[i];

		g->used = left < g->size ? left : g->size;
		memcpy(data_joined + done, g->bytes, g->used);
		if (guard_written(g) > 0)
			written = done + data_least(guard_written(g), g->used);
		done += g->used;
		left -= g->used;
	}
	if (r.ret == -1)
		return;
	if (written + DATA_ALIKE < done || (written == 0 && done > 0))
		answer_short("data", written, done);
	else
		answer_data(data_joined, done);
}

/* The data of a sending call: `data`, `len` long, at `buf`. */
static struct sock_piece data_out(const struct args *a)
{
	static unsigned char zeros[ARGS_DATA];
	struct sock_piece p = {zeros, a->data.bytes.n};

	if (a->data.given)
		p.base = a->data.bytes.at;
	p.base = hostile(a->buf.ptr, p.base);
	p.len = (size_t)args_or(&a->len, (long)p.len);
	return p;
}

static struct sock_iov data_out_list(const struct args *a)
{
	struct sock_iov iov = {
		.piece = a->iov.pieces.piece,
		.n = a->iov.pieces.n,
		.list = 1,
		.listptr = a->iovbuf.ptr,
	};

	if (iov.n > 0)
		a->iov.pieces.piece[0].base =
			hostile(a->buf.ptr, a->iov.pieces.piece[0].base);
	return iov;
}

void op_send(const struct args *a)
{
	answer_ret(sock_send((int)a->fd.number, data_out(a),
			     (int)a->flags.number));
}

void op_sendto(const struct args *a)
{
	struct sock_to to = ops_to(a);

	answer_ret(sock_sendto((int)a->fd.number, data_out(a),
			       (int)a->flags.number, &to));
}

void op_sendmsg(const struct args *a)
{
	struct sock_msg m = {
		.iov = data_out_list(a),
		.to = ops_to(a),
		.control =
			{
				.bytes = a->control.bytes.at,
				.len = a->control.bytes.n,
				.ptr = a->ctlbuf.ptr,
			},
		.flags = (int)a->flags.number,
	};

	answer_ret(sock_sendmsg((int)a->fd.number, &m));
}

void op_write(const struct args *a)
{
	struct sock_piece one = data_out(a);
	struct sock_iov iov = {.piece = &one, .n = 1};

	if (a->iov.given)
		iov = data_out_list(a);
	answer_ret(sock_write((int)a->fd.number, &iov));
}

void op_recv(const struct args *a)
{
	struct sock_iov iov = data_in_one(a);
	struct sock_ret r =
		sock_recv((int)a->fd.number, *iov.piece, (int)a->flags.number);

	answer_ret(r);
	data_tell(a, r, 1);
}

void op_recvfrom(const struct args *a)
{
	struct sock_iov iov = data_in_one(a);
	struct sock_from from = ops_from(a);
	struct sock_ret r = sock_recvfrom((int)a->fd.number, *iov.piece,
					  (int)a->flags.number, &from);
	int more = answer_ret(r);

	data_tell(a, r, 1);
	if (more)
		answer_from(&from);
}

void op_read(const struct args *a)
{
	struct sock_iov iov = a->iov.given ? data_in_list(a) : data_in_one(a);
	struct sock_ret r = sock_read((int)a->fd.number, &iov);

	answer_ret(r);
	data_tell(a, r, iov.n);
}

/* Name the descriptors that arrived; names that are left over get -1. */
static void data_name_fds(const struct args *a, const struct control_fds *fds)
{
	for (int i = 0; a->as.given && i < a->as.names.n; i++)
		fds_set(a->as.names.name[i], i < fds->n ? fds->fd[i] : -1, -1);
}

static void data_tell_control(const struct args *a, struct sock_msg *m,
			      struct guard *g)
{
	struct control_fds fds = {0};
	size_t len = m->control.told >= 0 ? (size_t)m->control.told
					  : guard_written(g);

	if (len > g->size)
		len = g->size;
	if (m->control.told >= 0)
		g->used = len;
	if (!a->ctlbuf.given && g->size > 0)
		control_tell(answer_key("control"), g->bytes, len, &fds);
	data_name_fds(a, &fds);
	if (g->size > 0 || a->ctlbuf.given)
		answer_num("controllen", m->control.told);
}

static void data_tell_flags(const struct sock_msg *m)
{
	struct spell *t = answer_key("flags");

	if (m->flags_told == SOCK_UNSAYABLE) {
		spell_char(t, '-');
		return;
	}
	names_tell_bits(t, GROUP_MSG, (unsigned long)m->flags_told);
	if (m->flags_some)
		spell_char(t, '*');
}

void op_recvmsg(const struct args *a)
{
	size_t room = (size_t)a->controllen.number;
	struct guard *g = guard_new("control", room);
	struct sock_msg m = {
		.iov = data_in_list(a),
		.from = ops_from(a),
		.control = {.bytes = g->bytes,
			    .len = room,
			    .ptr = a->ctlbuf.ptr},
		.flags = (int)a->flags.number,
	};
	struct sock_ret r = sock_recvmsg((int)a->fd.number, &m);
	int more = answer_ret(r);
	struct control_fds none = {0};

	data_tell(a, r, m.iov.n);
	if (!more) {
		data_name_fds(a, &none);
		return;
	}
	answer_from(&m.from);
	data_tell_flags(&m);
	data_tell_control(a, &m, g);
}
