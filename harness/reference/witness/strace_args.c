/* SPDX-License-Identifier: Apache-2.0 */
#include "strace_args.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "guests/lang/rows.h"
#include "guests/lang/wire.h"
#include "lang/pretty.h"

/* --- plain memory ---------------------------------------------------------*/

static void show_string(struct buf *b, const struct seen *s, int i, size_t size)
{
	struct buf bytes = {0};

	if (size && !piece_bytes(seen_arg(s, i), &bytes))
		seen_unread(b, seen_arg(s, i));
	else
		seen_data(b, &bytes, size);
	buf_free(&bytes);
}

static void show_data_in(struct buf *b, const struct seen *s, int i)
{
	if (seen_netlink(seen_arg(s, i)))
		seen_hide(b, s, HIDDEN_NETLINK);
	else
		show_string(b, s, i, (size_t)s->args[i + 1]);
}

static void show_data_out(struct buf *b, const struct seen *s, int i)
{
	size_t room = (size_t)s->args[i + 1], n = (size_t)s->at.ret;

	if (seen_failed(s))
		buf_puts(b, piece_is(seen_arg(s, i), "NULL") ? "NULL" : "?");
	else
		show_string(b, s, i, n < room ? n : room);
}

static void show_path(struct buf *b, const struct seen *s, int i)
{
	struct buf bytes = {0};

	if (piece_bytes(seen_arg(s, i), &bytes)) {
		buf_puts(b, "\"");
		buf_quote(b, bytes.s, bytes.len);
		buf_puts(b, "\"");
	} else {
		seen_unread(b, seen_arg(s, i));
	}
	buf_free(&bytes);
}

static void show_timespec(struct buf *b, const struct seen *s, int i)
{
	int sec = piece_int(piece_member(seen_arg(s, i), "tv_sec"), -1);
	int nsec = piece_int(piece_member(seen_arg(s, i), "tv_nsec"), -1);

	if (nsec < 0)
		seen_unread(b, seen_arg(s, i));
	else
		buf_printf(b, "%lld ms",
			   (long long)sec * 1000 + nsec / 1000000);
}

/* The first n bytes of all; false when they are not all to be read. */
static void show_iov_in(struct buf *b, const struct seen *s, int i)
{
	seen_pieces(b, s, seen_arg(s, i), SIZE_MAX);
}

static void show_iov_out(struct buf *b, const struct seen *s, int i)
{
	if (seen_failed(s))
		buf_puts(b, "?");
	else
		seen_pieces(b, s, seen_arg(s, i), (size_t)s->at.ret);
}

/* --- numbers and options --------------------------------------------------*/

/* Of a struct, as SIOCGIFINDEX has one, the first four bytes. */
static void show_int_out(struct buf *b, const struct seen *s, int i)
{
	struct piece name = piece_member(seen_arg(s, i), "ifr_name");
	struct buf bytes = {0};
	int n;

	if (seen_failed(s)) {
		buf_puts(b, "?");
	} else if (piece_bytes(name, &bytes)) {
		bytes_resize(&bytes, sizeof(n));
		memcpy(&n, bytes.s, sizeof(n));
		buf_printf(b, "[%d]", n);
	} else {
		seen_len_out(b, s, i);
	}
	buf_free(&bytes);
}

/* What strace left out of a value that is longer than what it showed. */
static int tail_hidden(struct piece p, size_t shown, int len)
{
	if ((size_t)len <= shown)
		return -1;
	if (shown == sizeof(int))
		return HIDDEN_INT_TAIL;
	return piece_starts(p, "{imr_multiaddr=") ? HIDDEN_MREQ_TAIL : -1;
}

/* Is it too short for what strace would show of its option? */
static bool is_short_value(const struct seen *s, int i, int len)
{
	const struct sockopt *o =
		sockopt_of((int)s->args[i - 2], (int)s->args[i - 1]);

	if (!len || !piece_starts(seen_arg(s, i), "0x") || seen_faulted(s))
		return false;
	return len < (int)sizeof(int) ||
	       (o && (o->kind == OPT_BYTES || o->kind == OPT_MREQ6));
}

static void show_value(struct buf *b, const struct seen *s, int i, int len)
{
	struct buf bytes = {0};
	struct piece p = seen_arg(s, i);

	if (len < 0 || len > 1024) {
		buf_printf(b, "%d bytes", len);
	} else if (is_short_value(s, i, len)) {
		buf_puts(b, "{hex: ");
		seen_hide(b, s, HIDDEN_SHORT_VALUE);
		buf_puts(b, "}");
	} else if (len && !piece_bytes(p, &bytes)) {
		seen_unread(b, p);
	} else if (tail_hidden(p, bytes.len, len) >= 0) {
		buf_puts(b, "{hex: ");
		for (size_t k = 0; k < bytes.len; k++)
			buf_printf(b, "%02x", (unsigned char)bytes.s[k]);
		seen_hide(b, s, (enum hidden)tail_hidden(p, bytes.len, len));
		buf_puts(b, "}");
	} else {
		bytes_resize(&bytes, (size_t)len);
		pretty_value(b, (int)s->args[i - 2], (int)s->args[i - 1],
			     bytes.s ? bytes.s : "", bytes.len);
	}
	buf_free(&bytes);
}

static void show_value_in(struct buf *b, const struct seen *s, int i)
{
	show_value(b, s, i, (int)s->args[i + 1]);
}

static void show_value_out(struct buf *b, const struct seen *s, int i)
{
	struct piece before, after;

	piece_change(seen_arg(s, i + 1), &before, &after);
	if (seen_failed(s))
		buf_puts(b, piece_is(seen_arg(s, i), "NULL") ? "NULL" : "?");
	else
		show_value(b, s, i, piece_int(after, -1));
}

/* --- descriptors ----------------------------------------------------------*/

static void show_pollfds(struct buf *b, const struct seen *s, int i)
{
	struct piece parts[FDS_MAX], inside;
	int count;

	if (!piece_inside(seen_arg(s, i), '[', &inside)) {
		seen_unread(b, seen_arg(s, i));
		return;
	}
	count = piece_split(inside, parts, FDS_MAX);
	buf_puts(b, "[");
	for (int k = 0; k < count; k++) {
		struct piece events = piece_member(parts[k], "events");

		buf_puts(b, k ? ", " : "");
		fd_names_show(b, s->at.fds,
			      piece_int(piece_member(parts[k], "fd"), INT_MIN));
		buf_puts(b, ": ");
		if (events.len)
			pretty_flags(b, "POLL",
				     (unsigned short)piece_int(events, 0));
		else
			seen_hide(b, s, HIDDEN_UNPOLLED);
	}
	buf_puts(b, "]");
}

static void show_pair_out(struct buf *b, const struct seen *s, int i)
{
	int fds[2];

	if (seen_failed(s) || piece_ints(seen_arg(s, i), fds, 2) != 2) {
		buf_puts(b, "?");
		return;
	}
	for (int k = 0; k < 2; k++) {
		const char *name = fd_name(s->at.fds, fds[k]);

		buf_puts(b, k ? ", " : "[");
		buf_puts(b, name ? name : "?");
	}
	buf_puts(b, "]");
}

/* --- all of them ----------------------------------------------------------*/

ROWS_BEGIN(renderers);
static renderer *const renderers[DECODE_COUNT] = {
	[ROW(DECODE_PATH)] = show_path,
	[ROW(DECODE_TIMESPEC)] = show_timespec,
	[ROW(DECODE_ADDR_IN)] = seen_addr_in,
	[ROW(DECODE_DATA_IN)] = show_data_in,
	[ROW(DECODE_IOV_IN)] = show_iov_in,
	[ROW(DECODE_VALUE_IN)] = show_value_in,
	[ROW(DECODE_POLLFDS)] = show_pollfds,
	[ROW(DECODE_ADDR_OUT)] = seen_addr_out,
	[ROW(DECODE_LEN_OUT)] = seen_len_out,
	[ROW(DECODE_DATA_OUT)] = show_data_out,
	[ROW(DECODE_IOV_OUT)] = show_iov_out,
	[ROW(DECODE_VALUE_OUT)] = show_value_out,
	[ROW(DECODE_PAIR_OUT)] = show_pair_out,
	[ROW(DECODE_INT_OUT)] = show_int_out,
};
ROWS_END(renderers, DECODE_COUNT - DECODE_IN_MEMORY - 2);

void seen_begin(struct seen *s, const struct syscall_row *row,
		const struct strace_call *c, const struct fd_names *fds,
		int *hidden)
{
	*s = (struct seen){.call = c, .hidden = hidden};
	for (int i = 0; i < c->nargs; i++)
		piece_number(c->args[i], &s->args[i]);
	s->at = (struct stopped){.row = row, .fds = fds, .ret = c->ret};
}

/* Where strace shows a call's argument that is not of its number alone. */
static void arg_show(struct buf *b, const struct seen *s, int i)
{
	struct stopped at = s->at;

	at.args = s->args;
	if (decode_plain(b, &at, i))
		return;
	if (at.row->args[i].kind >= DECODE_OUT && !s->call->returned)
		buf_puts(b, "?");
	else
		renderers[at.row->args[i].kind](b, s, i);
}

static bool is_msghdr(enum decode_kind kind)
{
	return kind == DECODE_MSGHDR_IN || kind == DECODE_MSGHDR_OUT;
}

void seen_args(const struct seen *s, struct call *c)
{
	const struct syscall_arg *args = s->at.row->args;

	for (int i = 0; args[i].key; i++) {
		struct buf b = {0};

		if (args[i].kind == DECODE_MSGHDR_IN)
			seen_msghdr(s, c, i);
		if (is_msghdr(args[i].kind))
			continue;
		arg_show(&b, s, i);
		if (args[i].kind == DECODE_FD && strcmp(args[i].key, "fd") == 0)
			c->fd = buf_take(&b);
		else if (b.len)
			call_arg_set(c, args[i].key, buf_take(&b));
	}
	/* As the own tracer does it, when the call has returned. */
	for (int i = 0; args[i].key; i++)
		if (args[i].kind == DECODE_MSGHDR_OUT)
			seen_msghdr(s, c, i);
}

int seen_made(const struct seen *s, int *fds, int max)
{
	for (int i = 0; s->at.row->args[i].key; i++) {
		if (s->at.row->args[i].kind == DECODE_PAIR_OUT)
			return piece_ints(seen_arg(s, i), fds, 2);
		if (s->at.row->args[i].kind == DECODE_MSGHDR_OUT)
			return seen_rights(s, i, fds, max);
	}
	return 0;
}
