/* SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util.h"

#define WORKERS_MAX 256
#define ANSWER_MAX (64u << 20)

struct worker {
	pid_t pid;
	int fd;
	int job; /* or -1 */
};

static bool write_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t w = send(fd, p, n, MSG_NOSIGNAL);

		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

static bool read_all(int fd, void *bytes, size_t n)
{
	char *p = bytes;

	while (n) {
		ssize_t r = read(fd, p, n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return false;
		p += r;
		n -= (size_t)r;
	}
	return true;
}

/* The worker's life: a number comes, a length and a text go. */
static void worker_main(struct pool *p, pid_t parent, int fd)
{
	int job;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before that was set. */
	if (getppid() != parent)
		_exit(0);
	/* What the terminal sends is for the caller, who ends us. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	if (p->begin)
		p->begin(p->ctx);
	while (read_all(fd, &job, sizeof(job))) {
		char *text = p->work(p->ctx, job);
		unsigned len = (unsigned)strlen(text);

		if (!write_all(fd, &len, sizeof(len)) ||
		    !write_all(fd, text, len))
			break;
		free(text);
	}
	if (p->finish)
		p->finish(p->ctx);
	_exit(0);
}

/* One that cannot be started has no fd. */
static void worker_start(struct pool *p, struct worker *w,
			 const struct worker *all, int n)
{
	pid_t parent = getpid();
	int pair[2];

	w->fd = w->job = -1;
	w->pid = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return;
	fflush(NULL);
	w->pid = fork();
	if (w->pid == 0) {
		for (int i = 0; i < n; i++)
			if (all[i].fd >= 0)
				close(all[i].fd);
		close(pair[0]);
		worker_main(p, parent, pair[1]);
	}
	close(pair[1]);
	if (w->pid > 0)
		w->fd = pair[0];
	else
		close(pair[0]);
}

static void worker_give(struct worker *w, int *next, int jobs)
{
	if (w->fd < 0 || *next >= jobs)
		return;
	w->job = (*next)++;
	write_all(w->fd, &w->job, sizeof(w->job));
}

/* A worker is gone: say why its job is lost, and start another. */
static void worker_lost(struct pool *p, struct worker *w, struct worker *all,
			int n)
{
	int status = 0, job = w->job;
	char why[128];

	close(w->fd);
	w->fd = -1;
	waitpid(w->pid, &status, 0);
	if (WIFSIGNALED(status))
		snprintf(why, sizeof(why),
			 "a worker of sockdiff was killed by signal %d (%s)",
			 WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		snprintf(why, sizeof(why),
			 "a worker of sockdiff exited with status %d",
			 WEXITSTATUS(status));
	if (p->lost)
		p->lost(p->ctx, w->pid);
	worker_start(p, w, all, n);
	if (job >= 0)
		p->done(p->ctx, job, NULL, why);
}

/* True when the worker is free again. */
static void worker_answer(struct pool *p, struct worker *w, struct worker *all,
			  int n)
{
	unsigned len;
	char *text;
	int job = w->job;

	if (!read_all(w->fd, &len, sizeof(len)) || len > ANSWER_MAX) {
		worker_lost(p, w, all, n);
		return;
	}
	text = xcalloc(len + 1, 1);
	if (read_all(w->fd, text, len)) {
		w->job = -1;
		p->done(p->ctx, job, text, NULL);
	} else {
		worker_lost(p, w, all, n);
	}
	free(text);
}

/* There is nobody left, and nobody new could be started. */
static void jobs_lose(struct pool *p, const struct worker *w, int n, int *next)
{
	for (int i = 0; i < n; i++)
		if (w[i].fd >= 0)
			return;
	while (*next < p->jobs)
		p->done(p->ctx, (*next)++, NULL,
			"sockdiff could not start a worker");
}

static int busy(const struct worker *w, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += w[i].job >= 0;
	return sum;
}

static void workers_end(struct worker *w, int n, bool kill_them)
{
	for (int i = 0; i < n; i++) {
		if (w[i].fd < 0)
			continue;
		close(w[i].fd);
		if (kill_them)
			kill(w[i].pid, SIGTERM);
	}
	for (int i = 0; i < n; i++)
		if (w[i].pid > 0)
			waitpid(w[i].pid, NULL, 0);
}

/* Wait for answers, at most until the next tick. */
static void turn(struct pool *p, struct worker *w, int n, int *next)
{
	struct pollfd fds[WORKERS_MAX];

	for (int i = 0; i < n; i++)
		fds[i] = (struct pollfd){w[i].fd, POLLIN, 0};
	if (poll(fds, (nfds_t)n, 50) <= 0)
		return;
	for (int i = 0; i < n; i++) {
		if (!fds[i].revents)
			continue;
		worker_answer(p, &w[i], w, n);
		worker_give(&w[i], next, p->jobs);
	}
}

bool pool_run(struct pool *p)
{
	int n = p->workers < p->jobs ? p->workers : p->jobs, next = 0;
	struct worker w[WORKERS_MAX];
	bool stopped = false;

	n = n > WORKERS_MAX ? WORKERS_MAX : n;
	for (int i = 0; i < n; i++) {
		worker_start(p, &w[i], w, i);
		worker_give(&w[i], &next, p->jobs);
	}
	while (!stopped && (busy(w, n) || next < p->jobs)) {
		jobs_lose(p, w, n, &next);
		turn(p, w, n, &next);
		stopped = p->tick && p->tick(p->ctx);
	}
	workers_end(w, n, stopped);
	return !stopped;
}
