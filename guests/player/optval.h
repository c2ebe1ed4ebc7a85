/* SPDX-License-Identifier: Apache-2.0 */
/*
 * optval.h: the value of a socket option between the wire's VALUE and bytes.
 *
 * The bytes are laid out as on Linux x86-64, whatever the player was compiled
 * for; an ABI with another layout translates. The kinds and their fields are
 * those of optkinds.def.
 */
#ifndef OPTVAL_H
#define OPTVAL_H

#include "names.h"
#include "spell.h"

/* How many bytes a kind has; 0 when that varies. */
size_t optval_size(enum names_kind kind);
/* What getsockopt makes room for when the case does not say. */
size_t optval_room(enum names_kind kind);
/* A VALUE as bytes; cuts text in place. How many, or -1. */
long optval_parse(char *text, unsigned char *out, size_t room);
/* Bytes as a VALUE of that kind; hex: when their number is not the kind's. */
void optval_tell(struct spell *t, enum names_kind kind,
		 const unsigned char *bytes, size_t n);

#endif
