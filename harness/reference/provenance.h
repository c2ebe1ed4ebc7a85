/* SPDX-License-Identifier: Apache-2.0 */
/*
 * provenance.h: where and with what a recording was made.
 *
 *	kernel: 6.1.0-18-amd64
 *	arch: x86_64
 *	libc: glibc 2.36
 *	sockdiff: 0.1.0
 *	libpcap: 1.10.3
 *	net.core.rmem_default: 212992       all of sysctls.def
 *
 * Kernel, architecture, settings and libc (its resolver answers getaddrinfo)
 * may make Linux answer otherwise. The other versions are ours: what they
 * change is to be recorded again.
 */
#ifndef PROVENANCE_H
#define PROVENANCE_H

#include "base/util.h"

struct provenance {
	struct fact {
		char *key, *value;
	} * v;
	int n;
};

/* This machine. */
void provenance_here(struct provenance *p);
void provenance_free(struct provenance *p);
/* Append it as lines. */
void provenance_print(struct buf *b, const struct provenance *p);
/* Take such a line over; false when it is none. */
bool provenance_line(struct provenance *p, const char *line);
/* The value of a key; "" when it is not known. */
const char *provenance_get(const struct provenance *p, const char *key);
/*
 * What may move answers and is not the same here, "kernel 6.1.0 (here
 * 6.18.4), arch ..."; "" when all is the same. The caller frees it.
 */
char *provenance_differs(const struct provenance *stored,
			 const struct provenance *here);

#endif
