/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read strace's arguments share. */
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"
#include "lang/pretty.h"
#include "strace_args.h"

const char *const hidden_why[HIDDEN_COUNT] = {
#define HIDDEN(name, why) [HIDDEN_##name] = why,
#include "strace_hidden.def"
#undef HIDDEN
};

void seen_hide(struct buf *b, const struct seen *s, enum hidden what)
{
	buf_puts(b, HIDDEN_MARK);
	s->hidden[what]++;
}

struct piece seen_arg(const struct seen *s, int i)
{
	return i < s->call->nargs ? s->call->args[i] : piece_of("");
}

bool seen_failed(const struct seen *s)
{
	return s->at.ret < 0;
}

bool seen_faulted(const struct seen *s)
{
	return piece_is(s->call->err, "EFAULT");
}

void seen_unread(struct buf *b, struct piece p)
{
	buf_puts(b, piece_is(p, "NULL") ? "NULL" : "bad");
}

void seen_data(struct buf *b, const struct buf *bytes, size_t size)
{
	size_t n = size < DECODE_DATA_MAX ? size : DECODE_DATA_MAX;

	if (bytes->len < n)
		buf_printf(b, "%zu of %zu bytes", bytes->len, n);
	else if (size <= WIRE_WHOLE)
		pretty_data(b, bytes->s, size, size, 0);
	else
		pretty_data(b, bytes->s, 64, size, wire_fnv(bytes->s, n));
}

/* Not bytes, but [{nlmsg_len=20, ...}, ...]. */
bool seen_netlink(struct piece p)
{
	return !piece_starts(p, "\"") && piece_find(p, "nlmsg_len=") < p.len;
}

static bool pieces_join(const struct piece *parts, int count, size_t n,
			struct buf *bytes)
{
	for (int i = 0; i < count && bytes->len < n; i++) {
		int len = piece_int(piece_member(parts[i], "iov_len"), 0);
		size_t want = bytes->len + (size_t)len;

		want = want < n ? want : n;
		piece_bytes(piece_member(parts[i], "iov_base"), bytes);
		if (bytes->len < want)
			return false;
		bytes->len = want;
	}
	return true;
}

void seen_pieces(struct buf *b, const struct seen *s, struct piece iov,
		 size_t n)
{
	struct piece parts[PIECES_MAX], inside;
	struct buf bytes = {0};
	int count;

	if (!piece_inside(iov, '[', &inside)) {
		seen_unread(b, iov);
		return;
	}
	count = piece_split(inside, parts, PIECES_MAX);
	if (count && seen_netlink(piece_member(parts[0], "iov_base"))) {
		seen_hide(b, s, HIDDEN_NETLINK);
		return;
	}
	if (pieces_join(parts, count, n, &bytes))
		seen_data(b, &bytes,
			  bytes.len < DECODE_DATA_MAX ? bytes.len
						      : DECODE_DATA_MAX);
	else
		buf_puts(b, "bad");
	buf_free(&bytes);
}
