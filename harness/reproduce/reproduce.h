/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reproduce.h: a case as a few small files that need no sockdiff, to be sent
 * to those who make the host:
 *
 *	guest.c      the guest, in C, and natively the same for Linux
 *	build.sh     builds both
 *	run.sh       runs one: run.sh linux, run.sh host
 *	linux.txt    what that prints on Linux ...
 *	host.txt     ... and on the host
 *	README.txt   the difference in a sentence, and all of the above but
 *	             guest.c, to paste
 */
#ifndef REPRODUCE_H
#define REPRODUCE_H

#include "host/host.h"
#include "recording/recording.h"
#include "verdict/diff.h"

struct reproduce {
	const struct tcase *t;
	const struct host *host;
	const struct recording *want, *got; /* normalised */
	const struct result *result;
};

/*
 * Can one be written for the case on that host, as far as is known without
 * playing it? -1 and a sentence, which names the step, if not.
 */
int reproduce_can(const struct tcase *t, const struct host *h, char **why);
/* Write all files into a folder, which is made; -1 and a sentence. */
int reproduce_write(const struct reproduce *r, const char *dir, char **why);

#endif
