/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strace_args.h: a call as strace shows it, in the form of a recording.
 *
 * Numbers go through the decoders of decode.c. Whatever points to memory is
 * read out of strace's text into the bytes that it stands for, and those are
 * shown by pretty.h, as ours are: so it is the bytes that are compared.
 */
#ifndef STRACE_ARGS_H
#define STRACE_ARGS_H

#include "trace/decode.h"
#include "strace_line.h"

/* What strace does not show: strace_hidden.def. */
enum hidden {
#define HIDDEN(name, why) HIDDEN_##name,
#include "strace_hidden.def"
#undef HIDDEN
	HIDDEN_COUNT
};
extern const char *const hidden_why[HIDDEN_COUNT];
/* Stands in a value for whatever the own tracer shows there. */
#define HIDDEN_MARK "\xe2\x80\xa6"

struct seen {
	struct stopped at; /* row, args, ret and fds are set */
	const struct strace_call *call;
	uint64_t args[STRACE_ARGS_MAX];
	int *hidden; /* how often each: counted up */
};

/* Of a call whose row is known; names of descriptors are read from fds. */
void seen_begin(struct seen *s, const struct syscall_row *row,
		const struct strace_call *c, const struct fd_names *fds,
		int *hidden);
/* Set the arguments and the descriptor of c, as decode.h does. */
void seen_args(const struct seen *s, struct call *c);
/* Descriptors that the call made, beside the one it returned; how many. */
int seen_made(const struct seen *s, int *fds, int max);

/* --- what these share: strace_seen.c --- */

/* Argument i; empty when it was not printed. */
struct piece seen_arg(const struct seen *s, int i);
bool seen_failed(const struct seen *s);
/* It failed for a pointer: what strace cannot read is then not there. */
bool seen_faulted(const struct seen *s);

/* Append the mark, and count it. */
void seen_hide(struct buf *b, const struct seen *s, enum hidden what);
/* An address where there should be something to see. */
void seen_unread(struct buf *b, struct piece p);
/* Are these bytes a netlink message, as strace shows one? */
bool seen_netlink(struct piece p);
/* [{iov_base="ab", iov_len=2}, ...]: joined, at most n bytes. */
void seen_pieces(struct buf *b, const struct seen *s, struct piece iov,
		 size_t n);
/* Bytes that were kept of so many. */
void seen_data(struct buf *b, const struct buf *bytes, size_t size);

/* --- addresses: strace_addr.c --- */

/* Append argument i, readable. */
typedef void renderer(struct buf *b, const struct seen *s, int i);
renderer seen_addr_in, seen_addr_out, seen_len_out;
void seen_addr(struct buf *b, const struct seen *s, struct piece p, size_t len);
/* What the kernel told, cut to the room that there was: len is "128 => 16". */
void seen_told(struct buf *b, const struct seen *s, struct piece addr,
	       struct piece len);

/* --- messages: strace_msg.c --- */

/* A msghdr's parts. */
void seen_msghdr(const struct seen *s, struct call *c, int i);
/* The descriptors that came in one. */
int seen_rights(const struct seen *s, int i, int *fds, int max);

#endif
