/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abi_guest.h: the guest that abi.c begins with: what it was given, and what
 * lies in its memory, for arguments that are right to point to.
 */
#ifndef TESTS_FUZZ_ABI_GUEST_H
#define TESTS_FUZZ_ABI_GUEST_H

#include <stdint.h>

#include "sockhost/sockhost.h"

/* By rules, not "all"; traced; with sockets that wait. */
enum { GRANTED = 1, TRACED = 2, WAITS = 4 };

/* Where things lie in memory, all within its first 4 KiB. */
enum {
	OUT = 64,
	OUT2 = 72,
	RECORD = 128,
	RECORD6 = 264,
	PYTHON = 400,
	PAIRS = 432,
	BYTES = 464,
	VECTORS = 608,
	IOVECS = 704,
	CONTROL = 768,
	VALUE = 840,
	TEXTS = 1000,
	SUBS = 1200,
	EVENTS = 1408,
	NODES = 1600,
	GROUP = 1800,
	DATA = 2304
};

/*
 * Its descriptors: 3 UDP, 4 a folder, 5 6 and 7 8 pairs, 9 10 a connection,
 * 11 listens, 12 UDP of IPv6. 0 to 2 are a file, for /dev/null takes bytes
 * that it does not read, also from where there are none, and the sanitizer
 * believes that they were. Traces go to `trace`.
 */
struct sockhost *abi_guest(uint8_t mode, int trace);
/* What its memory holds at first, as much as there is room for. */
void abi_guest_memory(uint8_t *mem, uint32_t size);

#endif
