/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake.h: a case, recordings and results made by hand, to test reports with.
 *
 *	1 socket {as: s, ...}
 *	2 bind {...}
 *	3 getsockopt {fd: s, name: SO_RCVBUF}
 *	4 recv {fd: s, len: 4}
 *	5 close {fd: s}
 */
#ifndef FAKE_H
#define FAKE_H

#include "verdict/diff.h"

/* Constant: the case udp/recv-msg-trunc[AF_INET6]. */
const struct tcase *fake_case(void);
/* Another id and line, all else as above; the caller frees nothing. */
struct tcase fake_variant(const char *id, int line);

/* A recording in which every step was answered with ret=0. */
struct recording *fake_recording(const struct tcase *t);
/* Append a call; value may be NULL. Returns it to be changed. */
struct call *fake_call(struct recording *r, int step, const char *name,
		       enum call_class calls, const char *value, long ret);

/* A result without gaps, and one gap more; its layer is 1. */
struct result *fake_result(const struct tcase *t, enum verdict verdict,
			   const char *why);
void fake_gap(struct result *r, int step, enum gap_class gclass,
	      const char *what, const char *want, const char *got);

#endif
