/* SPDX-License-Identifier: Apache-2.0 */
/*
 * causes_text.h: the root causes of a run on a terminal, most severe first.
 *
 *	differences from Linux by cause, most severe first
 *	  70 cases  many errnos become EIO: ECONNRESET, EPIPE ...
 *	            sockdiff run -H wazero 'accepted/reset[read]'
 *	...
 *	339 differences in 339 cases; --gaps lists them
 */
#ifndef CAUSES_TEXT_H
#define CAUSES_TEXT_H

#include "summary.h"

/* Append that section; nothing when no cause has a gap that is new. */
void causes_text(struct buf *b, const struct report_end_style *style,
		 const json_t *results);

#endif
