/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_SHOWN 300

static void child(char *const *argv, const char *dir, const int out[2],
		  const int err[2])
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out[1], 1) < 0 ||
	    dup2(err[1], 2) < 0 || chdir(dir) < 0)
		_exit(126);
	close_range(3, ~0U, 0);
	execvp(argv[0], argv);
	dprintf(2, "cannot run %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* What there is on fd; false at its end. */
static bool drain(int fd, struct buf *b)
{
	char text[4096];
	ssize_t n = read(fd, text, sizeof(text));

	if (n > 0)
		buf_add(b, text, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* Listen until it has said it, closed both pipes, or has to be ended. */
static void listen_to(struct host_run *r, int out, int err, const char *until,
		      long long end)
{
	struct pollfd fds[2] = { { out, POLLIN, 0 }, { err, POLLIN, 0 } };
	struct buf *bufs[2] = { &r->out, &r->err };

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		long long left = end - now_ms();

		r->late = left <= 0 || r->out.len > HOST_RUN_MAX ||
			  r->err.len > HOST_RUN_MAX;
		if (r->late || (poll(fds, 2, (int)left) < 0 &&
				errno != EINTR))
			return;
		for (int i = 0; i < 2; i++)
			if (fds[i].fd >= 0 && fds[i].revents &&
			    !drain(fds[i].fd, bufs[i]))
				fds[i].fd = -1;
		if (until && r->out.len && strstr(r->out.s, until)) {
			r->said = true;
			return;
		}
	}
}

/* Its end, if it came to one by itself. */
static void reap(struct host_run *r, pid_t pid, long long end)
{
	while (!r->said && !r->late) {
		if (waitpid(pid, &r->status, WNOHANG) == pid) {
			kill(-pid, SIGKILL);
			return;
		}
		r->late = now_ms() >= end;
		poll(NULL, 0, 1);
	}
	kill(-pid, SIGKILL);
	while (waitpid(pid, &r->status, 0) < 0 && errno == EINTR)
		;
}

static void dir_remove(const char *dir)
{
	char *const argv[] = { "rm", "-rf", "--", (char *)dir, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

int host_run(struct host_run *r, char *const *argv, const char *until, int ms,
	     char **why)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = xasprintf("%s/sockdiff-host.XXXXXX", tmp ? tmp : "/tmp");
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	long long end = now_ms() + ms;
	pid_t pid = -1;

	*r = (struct host_run){ 0 };
	if (!mkdtemp(dir)) {
		free(dir);
		return fail(why, "cannot make a folder for a host: %s",
			    strerror(errno));
	}
	if (pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0)
		pid = fork();
	if (pid == 0)
		child(argv, dir, out, err);
	close(out[1]);
	close(err[1]);
	if (pid < 0)
		fail(why, "cannot run %s: %s", argv[0], strerror(errno));
	else
		listen_to(r, out[0], err[0], until, end);
	close(out[0]);
	close(err[0]);
	if (pid > 0)
		reap(r, pid, end);
	dir_remove(dir);
	free(dir);
	return pid < 0 ? -1 : 0;
}

void host_run_free(struct host_run *r)
{
	buf_free(&r->out);
	buf_free(&r->err);
}

char *host_run_words(const struct host_run *r)
{
	const struct buf *said = r->err.len ? &r->err : &r->out;
	size_t len = said->len, from;
	struct buf b = { 0 };

	while (len && isspace((unsigned char)said->s[len - 1]))
		len--;
	from = len > WORDS_SHOWN ? len - WORDS_SHOWN : 0;
	if (r->late)
		buf_puts(&b, "it did not end in time");
	else if (WIFSIGNALED(r->status))
		buf_printf(&b, "it was killed by signal %d (%s)",
			   WTERMSIG(r->status),
			   strsignal(WTERMSIG(r->status)));
	else
		buf_printf(&b, "it ended with status %d",
			   WEXITSTATUS(r->status));
	if (len) {
		buf_puts(&b, "; it said: ");
		buf_quote(&b, said->s + from, len - from);
	}
	return buf_take(&b);
}
