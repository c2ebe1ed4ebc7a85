/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.h: workers, one process each, that take jobs by number.
 *
 * Workers are forks, so they share what was loaded before. A worker that dies
 * is replaced, and its job is told as lost. The answer to a job is one piece
 * of text.
 */
#ifndef POOL_H
#define POOL_H

#include <stdbool.h>

struct pool {
	int workers;
	int jobs;
	void *ctx;
	/* In the worker, once; NULL for nothing. */
	void (*begin)(void *ctx);
	/* In the worker: do a job, answer with text that the pool frees. */
	char *(*work)(void *ctx, int job);
	/* In the worker, when it is no longer needed; NULL for nothing. */
	void (*finish)(void *ctx);
	/* In the caller, for every job: its answer, or NULL and why. */
	void (*done)(void *ctx, int job, const char *text, const char *why);
	/* In the caller: a worker died; NULL for nothing. */
	void (*lost)(void *ctx, int pid);
	/* In the caller, about 20 times a second; returns true to stop. */
	bool (*tick)(void *ctx);
};

/* Do all jobs, in order of their numbers. False when tick stopped it. */
bool pool_run(struct pool *p);

#endif
