/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.h: the one C file of a reproducer.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "expect.h"
#include "host/host.h"

/*
 * Append it. `about` is its first comment, several lines. -1 and a sentence
 * that names the step when one cannot be written.
 */
int source_write(struct buf *b, const struct expect *e, const struct host *h,
		 const char *about, char **why);

#endif
