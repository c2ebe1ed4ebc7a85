/* SPDX-License-Identifier: Apache-2.0 */
/* Plays of cases: the bare replay, and what a step takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "play/pair.h"
#include "base/pool.h"
#include "bench.h"

struct bench {
	struct corpus corpus;
	struct lobby lobby;
	struct host *native;
	struct pair_config pairs;
	struct stage stage; /* of a worker */
};

static bool injects(const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++)
		if (t->steps[i].inject)
			return true;
	return false;
}

static int complain(char *why)
{
	fprintf(stderr, "bench: %s\n", why ? why : "a case has a mistake");
	free(why);
	return 1;
}

static int bench_open(struct bench *b, char **what, int n, char **why)
{
	struct selection sel = {.what = what, .nwhat = n};

	memset(b, 0, sizeof(*b));
	if (corpus_load(&sel, &b->corpus, why) < 0 || b->corpus.nmistakes ||
	    lobby_open(&b->lobby, why) < 0)
		return -1;
	b->native = host_load("native", why);
	b->pairs = (struct pair_config){
		.lobby = &b->lobby,
		.host = b->native,
		.native = b->native,
		.no_packets = true,
	};
	return b->native ? 0 : -1;
}

static void bench_close(struct bench *b)
{
	lobby_close(&b->lobby);
	host_free(b->native);
	gate_free(b->pairs.gate);
	corpus_free(&b->corpus);
}

int bench_cases(int argc, char **argv)
{
	struct selection sel = {.what = argv + 1, .nwhat = argc - 1};
	struct corpus c = {0};
	char *why = NULL;

	if (corpus_load(&sel, &c, &why) < 0)
		return complain(why);
	for (int i = 0; i < c.n; i++)
		if (!injects(&c.cases[i]))
			printf("%s\n", c.cases[i].id);
	corpus_free(&c);
	return 0;
}

/* --- the bare replay ------------------------------------------------------*/

static void worker_begin(void *ctx)
{
	(void)ctx;
	stage_begin();
}

static void worker_finish(void *ctx)
{
	stage_end(&((struct bench *)ctx)->stage);
}

static char *worker_play(void *ctx, int job)
{
	struct bench *b = ctx;
	struct recording *r =
		pair_native(&b->stage, &b->pairs, &b->corpus.cases[job]);
	char *text = xstrdup(r->end == END_BROKEN && r->why ? r->why : "");

	recording_free(r);
	return text;
}

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct bench *b = ctx;

	if (!text || *text)
		fprintf(stderr, "bench: %s: %s\n", b->corpus.cases[job].id,
			text ? text : why);
}

int bench_replay(int argc, char **argv)
{
	struct pool pool = {.begin = worker_begin,
			    .work = worker_play,
			    .finish = worker_finish,
			    .done = case_done};
	int jobs = argc > 1 ? atoi(argv[1]) : 0;
	char *why = NULL;
	struct bench b;
	long long began;

	if (jobs < 1 || bench_open(&b, argv + 2, argc - 2, &why) < 0)
		return complain(why);
	/* Nobody would answer for calls that are marked: seccomp(2). */
	free(b.lobby.filter.filter);
	b.lobby.filter = (struct sock_fprog){0};
	b.pairs.bare = true;
	b.pairs.gate = gate_new(jobs);
	pool.workers = jobs * WORKERS_PER_PLAY;
	pool.jobs = b.corpus.n;
	pool.ctx = &b;
	began = now_us();
	pool_run(&pool);
	printf("%lld\n", now_us() - began);
	bench_close(&b);
	return 0;
}

/* --- steps ----------------------------------------------------------------*/

static long long play_us(struct bench *b, int i)
{
	struct recording *r =
		pair_native(&b->stage, &b->pairs, &b->corpus.cases[i]);
	long long us = r->us;

	if (r->end != END_OK)
		fprintf(stderr, "bench: %s\n", r->why);
	recording_free(r);
	return us;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The longer case comes first by its number of steps, whatever its name. */
static double step_ns(struct bench *b)
{
	const struct tcase *t = b->corpus.cases;
	int longer = t[0].nsteps < t[1].nsteps;
	int more = t[longer].nsteps - t[!longer].nsteps;
	long long us = play_us(b, longer);

	return 1e3 * (double)(us - play_us(b, !longer)) / more;
}

int bench_steps(int argc, char **argv)
{
	int n = argc == 4 ? atoi(argv[3]) : 0;
	char *why = NULL;
	struct bench b;
	double *ns;

	if (n < 1 || bench_open(&b, argv + 1, 2, &why) < 0 || b.corpus.n != 2)
		return complain(why);
	ns = xcalloc((size_t)n, sizeof(*ns));
	stage_begin();
	for (int i = 0; i < n; i++)
		ns[i] = step_ns(&b);
	qsort(ns, (size_t)n, sizeof(*ns), by_size);
	printf("%.0f\n", ns[n / 2]);
	free(ns);
	stage_end(&b.stage);
	bench_close(&b);
	return 0;
}
