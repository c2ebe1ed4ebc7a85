/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args.h: the arguments of a command, out of their wire form.
 *
 * struct args has a member for every name of an argument in ops.def. Which
 * of its fields holds depends on the argument's kind:
 *
 *	number         constants, OPTION, INT, LEN, MS, BOOL (0, 1), OFLAGS
 *	number family  FD: the descriptor, and its socket's family or -1
 *	ptr            PTR
 *	addr           ADDR
 *	len            ADDRLEN
 *	bytes          DATA, VALUE, CONTROL; STR and PATH end with a NUL
 *	pieces         IOVOUT, IOVIN (lengths alone, base is NULL)
 *	names          AS, AS2, ASN
 *	option         OPTION
 *	poll           POLLFDS
 *
 * Everything that is pointed to lives until the next args_decode().
 */
#ifndef ARGS_H
#define ARGS_H

#include "names.h"
#include "sock.h"
#include "lang/wire.h"

/* Longest data, and most pieces of a step; one more than Linux takes. */
#define ARGS_DATA (1 << 20)
#define ARGS_PIECES 1025
/* Most room for control messages. */
#define ARGS_CONTROL (1 << 20)
#define ARGS_NAMES 64
#define ARGS_POLLFDS 64

struct args_names {
	int n;
	char *name[ARGS_NAMES];
};

struct args_bytes {
	unsigned char *at;
	size_t n;
};

struct args_pieces {
	struct sock_piece *piece;
	int n;
};

struct args_poll {
	struct sock_pollfd *fd;
	int n;
};

struct arg {
	int given;
	long number;
	int family;
	union {
		enum hostile ptr;
		struct sock_addr addr;
		struct sock_len len;
		struct args_bytes bytes;
		struct args_pieces pieces;
		struct args_names names;
		const struct names_option *option; /* NULL for a number */
		struct args_poll poll;
	};
};

struct args {
	struct arg fd, domain, type, protocol, as, path, flags, addr, addrlen;
	struct arg backlog, how, data, len, iov, control, controllen;
	struct arg level, name, optlen, value, fds, timeout, on, request;
	struct arg node, service, up, mtu, to;
	struct arg peer; /* of a preopen */
	struct arg buf, addrbuf, lenbuf, iovbuf, ctlbuf;
};

/* From argkinds.def. */
enum args_kind {
#define ARGKIND(kind, function, group) KIND_##kind,
#include "lang/argkinds.def"
#undef ARGKIND
};

/* One argument of an operation, as its row in ops.def says. */
struct args_row {
	const char *key; /* NULL ends a list */
	enum args_kind kind;
	int need;
	size_t member; /* offset in struct args */
};

enum args_result { ARGS_OK, ARGS_MALFORMED, ARGS_INEXPRESSIBLE };

/*
 * Decode the fields of a command by the rows of its operation; cuts them in
 * place. *why is a sentence when the result is not ARGS_OK.
 */
enum args_result args_decode(const struct args_row *rows, struct wire_line *w,
			     struct args *a, const char **why);
/* The number of an argument, or what it is when left out. */
long args_or(const struct arg *a, long otherwise);

#endif
