/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preopen.h: sockets that a guest is given when it starts, the key `preopen`
 * of a case:
 *
 *	preopen:
 *	  l: {listen: 127.0.0.1:7000}
 *	  c: {connect: "[::1]:7001"}
 *	  d: {datagram: 127.0.0.1:7002, peer: 127.0.0.1:7003}
 *
 * They are made before the first step. Natively the player makes them, told
 * by a command of wire.h; a host makes them as its command line says, which
 * its manifest knows (host.h), and the player is told their numbers, one
 * after the other.
 */
#ifndef PREOPEN_H
#define PREOPEN_H

#include <stdbool.h>

#include "base/util.h"

enum preopen_kind {
#define PREOPEN(name, type, late, help) PREOPEN_##name,
#include "preopen.def"
#undef PREOPEN
	PREOPEN_KINDS
};

extern const struct preopen_row {
	const char *name, *type, *help;
	bool late;
} preopen_rows[PREOPEN_KINDS];

struct preopen {
	char *name;
	enum preopen_kind kind;
	char *addr, *peer;           /* as the case writes them; peer or NULL */
	char *addr_wire, *peer_wire; /* in the form of wire.h */
	char *known;                 /* addr as system calls show it */
};

void preopen_clear(struct preopen *p);
const char *preopen_domain(const struct preopen *p);
/* As recordings show it: given l {listen: 127.0.0.1:7000}. */
void preopen_text(struct buf *b, const struct preopen *p);
/* Does the guest have to start late? */
bool preopen_any_late(const struct preopen *v, int n);
/*
 * The command, with its newline, that tells a player of it: that it has the
 * number fd, or, if that is -1, to make it.
 */
void preopen_command(struct buf *b, const struct preopen *p, int fd);

#endif
