/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.h: which parts, words and imports of an ABI a reproducer needs: those
 * that something in it names, and those that these name in turn.
 */
#ifndef REPRODUCE_PARTS_H
#define REPRODUCE_PARTS_H

#include "expect.h"

#define PARTS_MAX 200

struct parts {
	const struct expect *e;
	bool word[PARTS_MAX], part[PARTS_MAX]; /* by their index */
	char *text[PARTS_MAX];                 /* of parts, filled in */
	bool texts, ip4s;                      /* all data, all addresses */
	struct buf all;                        /* whatever is needed */
};

void parts_open(struct parts *p, const struct expect *e);
void parts_close(struct parts *p);
/*
 * C that will be in the file, and whether for WebAssembly too. Comments and
 * strings name nothing.
 */
void parts_need(struct parts *p, const char *text, bool wasm);
/* All that stands above the guest; and above the peers. */
void parts_put_head(struct buf *b, const struct parts *p);
void parts_put_driver(struct buf *b, const struct parts *p);

#endif
