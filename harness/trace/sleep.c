/* SPDX-License-Identifier: Apache-2.0 */
#include "sleep.h"

#include <dirent.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"

/* Of a timeout that is there, and its length not known: it is looked at
 * again, and the limit of the step runs meanwhile. */
#define SOME_TIME 0
#define NO_END LLONG_MAX

enum kind { MS, SPEC, UNTIL, VAL, FUTEX, NANO, FD, ALWAYS };

static const struct {
	long nr;
	int arg;
	enum kind kind;
} sleeps[] = {
#define SLEEP(name, arg, kind) {SYS_##name, arg, kind},
#include "sleeps.def"
#undef SLEEP
};

/* The call that a thread sleeps in: proc_pid_syscall(5). */
struct asleep {
	pid_t pid;
	long nr;
	uint64_t args[6];
};

static bool asleep_read(pid_t pid, struct asleep *a)
{
	char path[64], text[256] = "", *at, *end;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
	f = fopen(path, "re");
	at = f ? fgets(text, sizeof(text), f) : NULL;
	if (f)
		fclose(f);
	if (!at)
		return false;
	a->pid = pid;
	a->nr = strtol(at, &end, 10);
	if (end == at) /* "running" */
		return false;
	for (int i = 0; i < 6; i++)
		a->args[i] = strtoull(end, &end, 16);
	return true;
}

/* --- how long, in ms ------------------------------------------------------*/

static long long spec_ms(const struct asleep *a, uint64_t at)
{
	struct timespec ts;

	if (memory_read(a->pid, at, &ts, sizeof(ts)) != sizeof(ts))
		return NO_END;
	return ts.tv_sec < INT_MAX ? ts.tv_sec * 1000LL + ts.tv_nsec / 1000000
				   : NO_END;
}

static long long val_ms(const struct asleep *a, uint64_t at)
{
	struct timeval tv;

	if (memory_read(a->pid, at, &tv, sizeof(tv)) != sizeof(tv))
		return NO_END;
	return tv.tv_sec < INT_MAX ? tv.tv_sec * 1000LL + tv.tv_usec / 1000
				   : NO_END;
}

static long long until_ms(uint64_t at)
{
	return at ? SOME_TIME : NO_END;
}

/* futex(2): only FUTEX_WAIT says how long, the others until when. */
static long long futex_ms(const struct asleep *a)
{
	switch ((int)a->args[1] & FUTEX_CMD_MASK) {
	case FUTEX_WAIT:
		return spec_ms(a, a->args[3]);
	case FUTEX_WAIT_BITSET:
	case FUTEX_LOCK_PI:
	case FUTEX_WAIT_REQUEUE_PI:
		return until_ms(a->args[3]);
	default:
		return NO_END;
	}
}

static long long option_ms(int fd, int name)
{
	struct timeval tv = {0};
	socklen_t len = sizeof(tv);

	if (getsockopt(fd, SOL_SOCKET, name, &tv, &len) < 0 ||
	    (!tv.tv_sec && !tv.tv_usec))
		return NO_END;
	return tv.tv_sec * 1000LL + tv.tv_usec / 1000;
}

/* The process of a thread: only that has a pidfd, before Linux 6.9. */
static pid_t process_of(pid_t tid)
{
	char path[64], line[128];
	pid_t pid = tid;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "Tgid: %d", &pid);
	if (f)
		fclose(f);
	return pid;
}

/* A copy of its socket says it; the copy is gone before anything goes on. */
static long long socket_ms(const struct asleep *a)
{
	int pidfd = (int)syscall(SYS_pidfd_open, process_of(a->pid), 0);
	int fd = -1;
	long long ms = NO_END, other;

	if (pidfd >= 0)
		fd = (int)syscall(SYS_pidfd_getfd, pidfd, (int)a->args[0], 0);
	if (fd >= 0) {
		ms = option_ms(fd, SO_RCVTIMEO);
		other = option_ms(fd, SO_SNDTIMEO);
		ms = other < ms ? other : ms;
		close(fd);
	}
	if (pidfd >= 0)
		close(pidfd);
	return ms;
}

static long long kind_ms(const struct asleep *a, int arg, enum kind kind)
{
	uint64_t value = a->args[arg];

	switch (kind) {
	case MS:
		return (int)value < 0 ? NO_END : (int)value;
	case SPEC:
		return spec_ms(a, value);
	case UNTIL:
		return until_ms(value);
	case VAL:
		return val_ms(a, value);
	case FUTEX:
		return futex_ms(a);
	case NANO:
		return (int)a->args[1] & TIMER_ABSTIME ? SOME_TIME
						       : spec_ms(a, value);
	case FD:
		return socket_ms(a);
	case ALWAYS:
		return SOME_TIME;
	}
	return NO_END;
}

static bool call_ends(pid_t pid, int ms)
{
	struct asleep a;

	if (!asleep_read(pid, &a))
		return false;
	for (size_t i = 0; i < COUNT(sleeps); i++)
		if (sleeps[i].nr == a.nr && a.nr != SYSCALL_NONE)
			return kind_ms(&a, sleeps[i].arg, sleeps[i].kind) <= ms;
	return false;
}

/* --- timers ---------------------------------------------------------------*/

/* proc_pid_fdinfo(5): how long until a timerfd of the process ends. */
static long long timerfd_ms(pid_t pid, const char *fd)
{
	char path[300], line[128];
	long long sec = 0, nsec = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", pid, fd);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "it_value: (%lld, %lld)", &sec, &nsec);
	if (f)
		fclose(f);
	return sec || nsec ? sec * 1000 + nsec / 1000000 : NO_END;
}

static bool timerfd_ends(pid_t pid, int ms)
{
	char path[64], file[320], to[64];
	bool ends = false;
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	d = opendir(path);
	while (d && !ends && (e = readdir(d))) {
		ssize_t n;

		snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		n = readlink(file, to, sizeof(to) - 1);
		to[n > 0 ? n : 0] = '\0';
		ends = strcmp(to, "anon_inode:[timerfd]") == 0 &&
		       timerfd_ms(pid, e->d_name) <= ms;
	}
	if (d)
		closedir(d);
	return ends;
}

/* proc_pid_timers(5) lists those of timer_create(2), running or not. */
static bool has_timers(pid_t pid)
{
	char path[64];
	bool any = false;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/timers", pid);
	f = fopen(path, "re");
	if (f) {
		any = fgetc(f) != EOF;
		fclose(f);
	}
	return any;
}

bool sleep_ends(pid_t pid, int ms)
{
	return call_ends(pid, ms) || timerfd_ends(pid, ms) || has_timers(pid);
}
