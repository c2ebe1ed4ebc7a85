/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pretty.h: how values look in recordings, the same for answers (which come
 * in the form of wire.h) and for system calls (which come as bytes).
 *
 *	address   127.0.0.1:7000  [::1]:7000  [fe80::1%2]:80  unix:door
 *	          unix:@door  unix:  unspec  family 16 {00ff..}
 *	data      "abc\x00"  "aaaa"... 65507 bytes, fnv 1f3c..
 *	value     1  {onoff: 1, linger: 5}  {sec: 1, usec: 0}  "lo"  {hex: 00}
 *	flags     MSG_PEEK|MSG_DONTWAIT|0x8000000  0
 *
 * Everything is appended to a buf. What cannot be understood is shown raw.
 */
#ifndef PRETTY_H
#define PRETTY_H

#include <stdint.h>
#include <sys/un.h>

#include "tables.h"
#include "base/util.h"

/*
 * The longest sockaddr of AF_UNIX: a path of 108 bytes fills sun_path, and is
 * told with a NUL behind that (unix(7), BUGS).
 */
#define PRETTY_UN_MAX (sizeof(struct sockaddr_un) + 1)
/* A sockaddr of len bytes. */
void pretty_sockaddr(struct buf *b, const void *sockaddr, size_t len);
/* The first n of size bytes are at hand, and the hash of all of them. */
void pretty_data(struct buf *b, const void *bytes, size_t n, size_t size,
		 uint64_t fnv);
/* An option's value of len bytes. */
void pretty_value(struct buf *b, long level, long name, const void *bytes,
		  size_t len);
/* Bytes as digits. */
void pretty_hex(struct buf *b, const void *bytes, size_t n);
/* Flags of a group of names.def, joined by |. */
void pretty_flags(struct buf *b, const char *group, unsigned long flags);
/* One constant of a group, or the number. */
void pretty_name(struct buf *b, const char *group, long number);
/* Control messages of len bytes, as Linux lays them out. fd_name may be NULL;
 * it names a received or sent descriptor. */
typedef const char *fd_namer(void *ctx, int fd);
void pretty_control(struct buf *b, const void *bytes, size_t len,
		    fd_namer *name, void *ctx);

/* The same from the wire: a field of an answer, by its key. */
void pretty_field(struct buf *b, const char *key, const char *wire);
/* The field `raw`: 0, addr 020000000200000059 (130 bytes) */
void pretty_raw(struct buf *b, const char *wire);
/*
 * A wire ADDR as the sockaddr it stands for: its length, or 0 when it is not
 * of the form.
 */
size_t wire_sockaddr(const char *wire, void *sockaddr, size_t room);

#endif
