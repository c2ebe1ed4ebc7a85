/* SPDX-License-Identifier: Apache-2.0 */
/*
 * optval.h: the value of a socket option between the wire's VALUE and bytes.
 *
 * The bytes are laid out as on Linux x86-64, whatever the player was compiled
 * for; an ABI with another layout translates. The fields of each kind, i32
 * and u32 four bytes, i64 and u64 eight, all little-endian, ip4 and ip6
 * addresses in network order:
 *
 *	int       i32                     u64     u64
 *	linger    i32 onoff, i32 seconds  timeval i64 seconds, i64 microseconds
 *	ucred     u32 pid, u32 uid, u32 gid
 *	inaddr    ip4                     mreq    ip4 group, ip4 interface
 *	mreqsrc   ip4 group, ip4 interface, ip4 source
 *	mreq6     ip6 group, u32 interface index
 *	str, hex  as many bytes as there are
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
