/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h: a host run for a word or two, outside of any play: to ask for
 * its version, or whether it takes a guest at all.
 *
 * It runs in an empty folder of its own, removed afterwards, in a process
 * group of its own, whose stdin is empty. It is ended when it has said what
 * was waited for, has printed too much, or its time is over.
 */
#ifndef HOST_RUN_H
#define HOST_RUN_H

#include "base/util.h"

#define HOST_RUN_MS 30000  /* as long as a play waits for a host to start */
#define HOST_RUN_MAX 65536 /* bytes that it may print */

struct host_run {
	bool said;  /* what was waited for */
	bool late;  /* its time was over */
	int status; /* of waitpid(2), unless said or late */
	struct buf out, err;
};

/*
 * until: what to wait for on its stdout, NULL for its end. -1 and a sentence
 * when it could not be run; the caller frees what is in r in any case.
 */
int host_run(struct host_run *r, char *const *argv, const char *until, int ms,
	     char **why);
void host_run_free(struct host_run *r);
/* How it ended, and its first and last words: one line. Free it. */
char *host_run_words(const struct host_run *r);

#endif
