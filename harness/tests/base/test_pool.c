/* SPDX-License-Identifier: Apache-2.0 */
/* Workers: every job is done once or told as lost, whatever they do. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "base/pool.h"
#include "base/util.h"

#define JOBS 40

static struct {
	char *said[JOBS]; /* answers, or "lost: why" */
	int n, ticks, stop_at, dead;
} state;

static void done(void *ctx, int job, const char *text, const char *why)
{
	ck_assert_ptr_eq(ctx, &state);
	ck_assert_ptr_null(state.said[job]);
	state.said[job] = text ? xstrdup(text) : xasprintf("lost: %s", why);
	state.n++;
}

static bool tick(void *ctx)
{
	(void)ctx;
	state.ticks++;
	return state.stop_at && state.n >= state.stop_at;
}

static void lost(void *ctx, int pid)
{
	(void)ctx;
	ck_assert_int_gt(pid, 0);
	state.dead++;
}

static char *work_good(void *ctx, int job)
{
	(void)ctx;
	return xasprintf("job %d", job);
}

static bool run(char *(*work)(void *, int), int workers, int jobs)
{
	struct pool p = {.workers = workers,
			 .jobs = jobs,
			 .ctx = &state,
			 .work = work,
			 .done = done,
			 .lost = lost,
			 .tick = tick};
	bool whole = pool_run(&p);

	/* Nobody is left. */
	ck_assert_int_eq(waitpid(-1, NULL, __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
	return whole;
}

static void expect_good(int job)
{
	char *want = xasprintf("job %d", job);

	ck_assert_str_eq(state.said[job], want);
	free(want);
}

static const struct {
	int workers, jobs;
} sizes[] = {{1, JOBS}, {2, JOBS}, {16, JOBS}, {1000, JOBS}, {4, 1}, {4, 0}};

START_TEST(all_done)
{
	ck_assert(run(work_good, sizes[_i].workers, sizes[_i].jobs));
	ck_assert_int_eq(state.n, sizes[_i].jobs);
	for (int i = 0; i < sizes[_i].jobs; i++)
		expect_good(i);
	ck_assert_int_eq(state.dead, 0);
}
END_TEST

/* Jobs 3 and 11 are bad for who does them. */
static char *work_killed(void *ctx, int job)
{
	if (job == 3)
		kill(getpid(), SIGKILL);
	if (job == 11)
		_exit(7);
	return work_good(ctx, job);
}

static void expect_lost(int job, const char *why)
{
	char *want = xasprintf("lost: a worker of sockdiff %s", why);

	ck_assert_str_eq(state.said[job], want);
	free(want);
}

START_TEST(worker_dies)
{
	ck_assert(run(work_killed, sizes[_i].workers, JOBS));
	expect_lost(3, "was killed by signal 9 (Killed)");
	expect_lost(11, "exited with status 7");
	for (int i = 0; i < JOBS; i++)
		if (i != 3 && i != 11)
			expect_good(i);
	ck_assert_int_eq(state.dead, 2);
}
END_TEST

static char *work_all_die(void *ctx, int job)
{
	(void)ctx;
	_exit(job % 3 + 1);
}

START_TEST(all_die)
{
	ck_assert(run(work_all_die, 2, JOBS));
	ck_assert_int_eq(state.n, JOBS);
	expect_lost(2, "exited with status 3");
	ck_assert_int_eq(state.dead, JOBS);
}
END_TEST

/* An answer that breaks off. */
static char *work_half(void *ctx, int job)
{
	unsigned len = 100;

	if (job != 5)
		return work_good(ctx, job);
	/* The worker's only socket is the one to its caller. */
	for (int fd = 3; fd < 64; fd++)
		if (send(fd, &len, sizeof(len), 0) > 0)
			send(fd, "x", 1, 0);
	_exit(0);
}

START_TEST(half_an_answer)
{
	ck_assert(run(work_half, 1, JOBS));
	expect_lost(5, "exited with status 0");
	expect_good(4);
	expect_good(6);
}
END_TEST

#define LONG (3 << 20)

static char *work_long(void *ctx, int job)
{
	char *text = xcalloc(LONG + 1, 1);

	(void)ctx;
	return memset(text, 'a' + job, LONG);
}

START_TEST(long_answers)
{
	ck_assert(run(work_long, 2, 4));
	for (int i = 0; i < 4; i++) {
		ck_assert_uint_eq(strlen(state.said[i]), LONG);
		ck_assert_int_eq(state.said[i][LONG - 1], 'a' + i);
	}
}
END_TEST

/* After ten jobs some worker hangs for ever: stopping ends it. */
static char *work_hangs(void *ctx, int job)
{
	if (job >= 10)
		for (;;)
			pause();
	return work_good(ctx, job);
}

START_TEST(stopped)
{
	state.stop_at = 10;
	ck_assert(!run(work_hangs, 3, JOBS));
	ck_assert_int_eq(state.n, 10);
	for (int i = 0; i < 10; i++)
		expect_good(i);
}
END_TEST

START_TEST(no_worker)
{
	struct rlimit none = {3, 3};

	setrlimit(RLIMIT_NOFILE, &none);
	ck_assert(run(work_good, 2, 3));
	ck_assert_str_eq(state.said[2],
			 "lost: sockdiff could not start a worker");
}
END_TEST

static int bell[2];

static char *work_waits(void *ctx, int job)
{
	char c;

	ck_assert_int_eq(read(bell[0], &c, 1), 1);
	return work_good(ctx, job);
}

static bool tick_thrice(void *ctx)
{
	if (++state.ticks == 3)
		ck_assert_int_eq(write(bell[1], "x", 1), 1);
	return ctx == NULL;
}

/* Also while nothing is done: here the third tick ends the job. */
START_TEST(ticks)
{
	struct pool p = {.workers = 1,
			 .jobs = 1,
			 .ctx = &state,
			 .work = work_waits,
			 .done = done,
			 .tick = tick_thrice};

	ck_assert_int_eq(pipe(bell), 0);
	ck_assert(pool_run(&p));
	ck_assert_int_ge(state.ticks, 3);
	expect_good(0);
}
END_TEST

static void began(void *ctx)
{
	(void)ctx;
	state.ticks = 100;
}

static char *work_began(void *ctx, int job)
{
	(void)ctx;
	return xasprintf("%d", state.ticks + job);
}

static void finished(void *ctx)
{
	(void)ctx;
	if (write(bell[1], "x", 1) != 1)
		_exit(1);
}

START_TEST(begin_and_finish)
{
	struct pool p = {.workers = 2,
			 .jobs = 6,
			 .ctx = &state,
			 .begin = began,
			 .work = work_began,
			 .finish = finished,
			 .done = done};
	char text[8];

	ck_assert_int_eq(pipe(bell), 0);
	ck_assert(pool_run(&p));
	ck_assert_str_eq(state.said[5], "105");
	/* Each worker once. */
	ck_assert_int_eq(read(bell[0], text, sizeof(text)), 2);
}
END_TEST

Suite *pool_suite(void);

Suite *pool_suite(void)
{
	Suite *s = suite_create("pool");
	TCase *c = tcase_create("workers");

	tcase_add_loop_test(c, all_done, 0, (int)COUNT(sizes));
	tcase_add_loop_test(c, worker_dies, 0, 3);
	tcase_add_test(c, all_die);
	tcase_add_test(c, half_an_answer);
	tcase_add_test(c, long_answers);
	tcase_add_test(c, stopped);
	tcase_add_test(c, no_worker);
	tcase_add_test(c, ticks);
	tcase_add_test(c, begin_and_finish);
	suite_add_tcase(s, c);
	return s;
}
