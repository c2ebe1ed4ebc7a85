/* SPDX-License-Identifier: Apache-2.0 */
/*
 * show.h: both plays of a case next to each other.
 *
 *	  native                         │ wazero
 *	5 recv {fd: s, len: 4, flags: MSG_TRUNC}
 *	!   = 10 data="0123"             │   = 4 data="0123"
 *	~   | recvfrom(s, "0123", ...    │   | recvmsg(s, {...
 *	! cases/udp/recv-msg-trunc.yaml:13: recv told ret 4, Linux 10
 *
 * The margin says what a colour only repeats: ! this is the gap, . this is
 * its consequence, ~ this differs and is not judged. Narrow terminals get the
 * two one under the other, see side.h.
 */
#ifndef SHOW_H
#define SHOW_H

#include "verdict/diff.h"

struct show_style {
	const char *host; /* what the second play ran on */
	int width;        /* columns */
	bool color;
	bool full; /* long lines go on in the next row, nothing is cut */
};

/*
 * Append the case, want (Linux) and got (the host), with the marks of res.
 * Without got and res (NULL) only want is shown.
 */
void show_print(struct buf *out, const struct tcase *t,
		const struct recording *want, const struct recording *got,
		const struct result *res, const struct show_style *style);

#endif
