/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scratch.h: an empty folder to write cases into.
 *
 * scratch_open and scratch_close are a fixture: between them the folder is
 * the current one; it is removed with all that is in it.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>

#include "case/case.h"

/* The first lines of a good case; its step makes the guest's descriptor s. */
#define SCRATCH_HEAD       \
	"title: t\n"       \
	"why: recv(2)\n"   \
	"covers: [recv]\n" \
	"steps:\n"         \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
#define SCRATCH_LINE 6 /* of what follows it */

void scratch_open(void);
void scratch_close(void);
/* Write a file, and the folders above it. */
void scratch_write(const char *path, const char *text, size_t len);
/*
 * Load one case file with that text as cases/udp/x.yaml. Returns its
 * mistakes, "LINE: sentence" in lines of their own, "" when there are none.
 * Its cases are in c; free both.
 */
char *scratch_load(const char *text, size_t len, struct corpus *c);

#endif
