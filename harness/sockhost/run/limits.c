/* SPDX-License-Identifier: Apache-2.0 */
#include "limits.h"

#include <err.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include <wasm-rt.h>

#include "run.h"

#define PAGE 65536

/* With one more the runtime's sizes, of 32 bits, would be 0. */
#define PAGES_MOST 65535

static struct {
	uint64_t most, used; /* bytes */
	double seconds;      /* 0: no limit */
	const char *most_text;
	void (*late)(void);
	char line[512]; /* what is printed when time is up */
} limits = {.most = UINT64_MAX};

/* --- what is asked for ----------------------------------------------------*/

static int limits_wrong(char **why, const char *option, const char *text,
			const char *what)
{
	if (asprintf(why, "--%s %s: %s", option, text, what) == -1)
		abort();
	return -1;
}

int limits_memory(const char *text, char **why)
{
	static const char units[] = "KMG";
	char *end;
	uint64_t n = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(units, *end) : NULL;
	int shift = unit ? 10 * (int)(unit - units + 1) : 0;

	if (*text < '0' || *text > '9' || (*end && (!unit || end[1])) ||
	    n == 0 || n > UINT64_MAX >> shift)
		return limits_wrong(why, "max-memory", text,
				    "a number of "
				    "bytes, as in 1000000, 512K, 64M or 2G");
	limits.most = n << shift;
	limits.most_text = text;
	return 0;
}

/* A year is enough, and fits into what setitimer(2) takes. */
#define SECONDS_MOST (366 * 86400.0)

int limits_time(const char *text, char **why)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds > 0 && seconds <= SECONDS_MOST))
		return limits_wrong(why, "timeout", text,
				    "a number of "
				    "seconds, as in 10 or 0.5");
	limits.seconds = seconds;
	return 0;
}

/* --- time -----------------------------------------------------------------*/

static void limits_late(int sig)
{
	ssize_t n;

	(void)sig;
	limits.late();
	n = write(STDERR_FILENO, limits.line, strlen(limits.line));
	(void)n; /* there is no one else to say it to */
	_exit(RUN_LATE);
}

void limits_begin(const char *name, void (*late)(void))
{
	const struct sigaction action = {.sa_handler = limits_late};
	struct itimerval timer = {.it_interval = {0, 0}};
	double whole = floor(limits.seconds);
	sigset_t alarm;

	if (limits.seconds == 0)
		return;
	limits.late = late;
	snprintf(limits.line, sizeof(limits.line),
		 "%.400s: timed out after %g second%s\n", name, limits.seconds,
		 limits.seconds == 1 ? "" : "s");
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigaction(SIGALRM, &action, NULL);
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
	timer.it_value.tv_sec = (time_t)whole;
	timer.it_value.tv_usec = (suseconds_t)((limits.seconds - whole) * 1e6);
	if (whole == 0 && timer.it_value.tv_usec == 0)
		timer.it_value.tv_usec = 1; /* 0 would be never */
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* --- memory ---------------------------------------------------------------*/

static bool limits_take(uint64_t bytes)
{
	if (bytes > limits.most - limits.used)
		return false;
	limits.used += bytes;
	return true;
}

/* What a guest has from the start. */
static void limits_start(const char *what, uint64_t bytes)
{
	if (!limits_take(bytes))
		errx(RUN_USAGE,
		     "its initial %s of %llu bytes exceeds --max-memory %s",
		     what, (unsigned long long)bytes, limits.most_text);
}

static void limits_no_memory(const void *got, uint64_t bytes)
{
	if (!got && bytes)
		errx(RUN_USAGE, "not enough memory for its initial %llu bytes",
		     (unsigned long long)bytes);
}

/* wabt's own, as build.mk renames them */
void unlimited_allocate_memory(wasm_rt_memory_t *m, uint32_t pages,
			       uint32_t most);
uint32_t unlimited_grow_memory(wasm_rt_memory_t *m, uint32_t pages);

void wasm_rt_allocate_memory(wasm_rt_memory_t *m, uint32_t pages, uint32_t most)
{
	uint64_t bytes = (uint64_t)pages * PAGE;

	if (pages > PAGES_MOST)
		errx(RUN_USAGE, "its initial memory of 4 GiB is too large; the "
				"maximum is 64 KiB less");
	limits_start("memory", bytes);
	unlimited_allocate_memory(m, pages, most);
	limits_no_memory(m->data, bytes);
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *m, uint32_t pages)
{
	uint64_t bytes = (uint64_t)pages * PAGE;
	uint32_t old;

	if ((uint64_t)m->pages + pages > PAGES_MOST || !limits_take(bytes))
		return UINT32_MAX;
	old = unlimited_grow_memory(m, pages);
	if (old == UINT32_MAX)
		limits.used -= bytes;
	return old;
}

#define TABLE(type)                                                         \
	void unlimited_allocate_##type##_table(wasm_rt_##type##_table_t *t, \
					       uint32_t n, uint32_t most);  \
	uint32_t unlimited_grow_##type##_table(wasm_rt_##type##_table_t *t, \
					       uint32_t n,                  \
					       wasm_rt_##type##_t value);   \
                                                                            \
	void wasm_rt_allocate_##type##_table(wasm_rt_##type##_table_t *t,   \
					     uint32_t n, uint32_t most)     \
	{                                                                   \
		uint64_t bytes = n * (uint64_t)sizeof(wasm_rt_##type##_t);  \
                                                                            \
		limits_start("table", bytes);                               \
		unlimited_allocate_##type##_table(t, n, most);              \
		limits_no_memory(t->data, bytes);                           \
	}                                                                   \
                                                                            \
	uint32_t wasm_rt_grow_##type##_table(wasm_rt_##type##_table_t *t,   \
					     uint32_t n,                    \
					     wasm_rt_##type##_t value)      \
	{                                                                   \
		uint64_t bytes = n * (uint64_t)sizeof(wasm_rt_##type##_t);  \
		uint32_t old;                                               \
                                                                            \
		if (!limits_take(bytes))                                    \
			return UINT32_MAX;                                  \
		old = unlimited_grow_##type##_table(t, n, value);           \
		if (old == UINT32_MAX)                                      \
			limits.used -= bytes;                               \
		return old;                                                 \
	}

TABLE(funcref)
TABLE(externref)
