/* SPDX-License-Identifier: Apache-2.0 */
/*
 * errnos.h: errnos of Linux as WASI's and back, from guests/lang/errnos.def. What
 * WASI has no number for is told as io, the nearest word there is.
 */
#ifndef SOCKHOST_ERRNOS_H
#define SOCKHOST_ERRNOS_H

#include <stdint.h>

struct sockhost;

enum {
	WASI_SUCCESS = 0,
	WASI_IO = 29,
	WASI_NOTCAPABLE = 76,
};

/* An errno of Linux, as WASI's. 0 is 0. */
uint32_t errnos_wasi(struct sockhost *h, int linux_errno);
/* A result of the core: 0 for 0 or more, else the errno. */
uint32_t errnos_result(struct sockhost *h, long result);
/* WASI's as Linux's, or -1. */
int errnos_linux(uint32_t wasi);
/*
 * SO_ERROR's value, len bytes at ptr in the guest's memory, told as WASI's.
 */
void errnos_value(struct sockhost *h, uint32_t ptr, uint32_t len);

#endif
