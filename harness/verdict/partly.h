/* SPDX-License-Identifier: Apache-2.0 */
/*
 * partly.h: fields of which an ABI can say only a part: when what it says is
 * the same as Linux's whole. Both are as recorded.
 *
 * revents. preview1's poll_oneoff has no word for POLLERR, nor for which of
 * several reasons made a descriptor ready. What such an ABI tells ends in a
 * star, [POLLIN*, 0*], and is the same as a set of Linux's
 *
 *	that holds POLLERR or POLLHUP   when it is not empty
 *	that holds neither              when it is equal
 *
 * except that POLLERR, which stands for an event with an errno, is the same
 * only as a set that holds it.
 *
 * flags. Of a message's the ABI can say MSG_TRUNC alone: MSG_TRUNC* and 0*
 * are the same as any that have it, or not.
 *
 * Addresses. A - stands where there is no way to say the port, 127.0.0.1:-,
 * or the scope, [fe80::1%-]:7000: any is the same.
 *
 * Source: guests/lang/wire.h, and event and eventrwflags of WASI preview1.
 */
#ifndef PARTLY_H
#define PARTLY_H

#include <stdbool.h>

bool revents_same(const char *want, const char *got);
bool flags_same(const char *want, const char *got);
bool address_same(const char *want, const char *got);

#endif
