/* SPDX-License-Identifier: Apache-2.0 */
/*
 * repeat.h: a case played several times must come out the same every time.
 *
 * Natively, all recordings must be equal to the letter (but for what the case
 * leaves uncompared); else the case is broken, "unstable: ...". The host may
 * differ from Linux, but should do so every time in the same way; else its
 * worst verdict counts and the case is flaky.
 */
#ifndef REPEAT_H
#define REPEAT_H

#include <argp.h>

#include "room/busy.h"
#include "play/pair.h"

struct repeat {
	int n;       /* plays of each case; 0 is 1 */
	bool loaded; /* --load was given */
	struct load load;
};

/* --repeat and --load, an argp child; its input is a struct repeat. */
extern const struct argp repeat_argp;
/* Start and end the busy processes, if they were asked for. */
int repeat_begin(struct repeat *r, char **why);
void repeat_end(struct repeat *r);

/* pair_play() n times; p becomes the pair with the worst verdict. */
void repeat_pair(struct pair *p, int n, struct stage *s,
		 const struct pair_config *c, const struct tcase *t);
/*
 * Play natively n times: *text is the recording as reference.h stores it, or
 * NULL and *why is what is wrong, "file:line: id: sentence".
 */
void repeat_native(char **text, char **why, int n, struct stage *s,
		   const struct pair_config *c, const struct tcase *t);

/*
 * "unstable: step 6 recv {fd: s}: \"= 4\" and \"= 8\"" when two texts of
 * reference_recording() differ, else NULL; *line is that of the case's step.
 */
char *repeat_unstable(const struct tcase *t, const char *first,
		      const char *other, int *line);

#endif
