/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judge.h: what system calls say against a host whose answers are right.
 *
 *	faked    the guest was told that it is done, Linux asks its kernel for
 *	         that, and the host did not, nor later in the case
 *	altered  the host asked for something else, or for something besides
 *
 * Where not all of a step's calls were followed nothing is said of it.
 *
 * Layer 2 judges little and explains much: calls of one class stand for each
 * other, and tolerance.def lists what else is the same.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "recording/recording.h"

struct judgement {
	enum gap_class gclass;
	char *what;       /* the call */
	char *want, *got; /* the arguments that differ, or the calls */
};

/*
 * Judge the guest's step i, answered alike in both. True when there is
 * something against the host; the caller frees the strings.
 */
bool judge_step(const struct recording *want, const struct recording *got,
		int i, struct judgement *j);

/*
 * The same for a step that rules forbid (allow.h): the host must not have
 * asked the kernel for it.
 */
bool judge_refused(const struct recording *got, int i, struct judgement *j);

/*
 * Are two calls the same request, with the same outcome? Their descriptors
 * are not compared.
 */
bool judge_same(const struct call *want, const struct call *got);

#endif
