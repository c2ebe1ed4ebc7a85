/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses and lengths as strace shows them.
 */
#include <string.h>
#include <sys/socket.h>

#include "lang/pretty.h"
#include "strace_args.h"

/* A path ends at its NUL, whatever the length says: unix(7). */
static size_t addr_length(struct piece p, const struct buf *bytes, size_t len)
{
	size_t path = bytes->len + 1;

	if (!piece_starts(piece_member(p, "sun_path"), "\""))
		return len;
	return path < len ? path : len;
}

void seen_addr(struct buf *b, const struct seen *s, struct piece p, size_t len)
{
	struct buf bytes = {0};

	if (piece_is(p, "NULL")) {
		buf_puts(b, "NULL");
	} else if (len > sizeof(struct sockaddr_storage)) {
		buf_printf(b, "%zu bytes", len);
	} else if (!len) {
		buf_puts(b, "{}");
	} else if (piece_member(p, "nl_pid").len) {
		seen_hide(b, s, HIDDEN_NETLINK);
	} else if (len < sizeof(sa_family_t) && !seen_faulted(s)) {
		buf_puts(b, "{");
		seen_hide(b, s, HIDDEN_SHORT_ADDRESS);
		buf_puts(b, "}");
	} else if (!piece_bytes(p, &bytes)) {
		seen_unread(b, p);
	} else {
		bytes_resize(&bytes, addr_length(p, &bytes, len));
		pretty_sockaddr(b, bytes.s, bytes.len);
	}
	buf_free(&bytes);
}

void seen_addr_in(struct buf *b, const struct seen *s, int i)
{
	seen_addr(b, s, seen_arg(s, i), (unsigned)s->args[i + 1]);
}

void seen_told(struct buf *b, const struct seen *s, struct piece addr,
	       struct piece len)
{
	struct piece before, after;
	int room, told;

	piece_change(len, &before, &after);
	room = piece_int(before, 0);
	told = piece_int(after, 0);
	if (!piece_is(addr, "NULL") && told == 0)
		buf_puts(b, "none");
	else
		seen_addr(b, s, addr, (size_t)(told < room ? told : room));
}

void seen_addr_out(struct buf *b, const struct seen *s, int i)
{
	if (seen_failed(s) && !piece_is(seen_arg(s, i), "NULL"))
		buf_puts(b, "?");
	else
		seen_told(b, s, seen_arg(s, i), seen_arg(s, i + 1));
}

void seen_len_out(struct buf *b, const struct seen *s, int i)
{
	struct piece before, after;
	uint64_t n;

	piece_change(seen_arg(s, i), &before, &after);
	/* With nowhere to put an address strace does not look at its length. */
	bool unseen = i > 0 && piece_is(seen_arg(s, i - 1), "NULL") &&
		      !piece_is(seen_arg(s, i), "NULL");

	if (unseen) {
		buf_puts(b, "[");
		seen_hide(b, s, HIDDEN_NULL_LENGTH);
		buf_puts(b, "]");
	} else if (!piece_starts(seen_arg(s, i), "[") ||
		   !piece_number(after, &n)) {
		seen_unread(b, seen_arg(s, i));
	} else if (seen_faulted(s)) {
		buf_puts(b, "[");
		seen_hide(b, s, HIDDEN_FAULT_LENGTH);
		buf_puts(b, "]");
	} else {
		buf_printf(b, "[%d]", (int)n);
	}
}
