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
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/tmp.h"

#define WORDS_SHOWN 300

static void child(pid_t parent, char *const *argv, const char *dir,
		  const int out[2], const int err[2])
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(126);
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
	struct pollfd fds[2] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
	struct buf *bufs[2] = {&r->out, &r->err};

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		long long left = end - now_ms();

		r->late = left <= 0 || r->out.len > HOST_RUN_MAX ||
			  r->err.len > HOST_RUN_MAX;
		if (r->late || (poll(fds, 2, (int)left) < 0 && errno != EINTR))
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

int host_run(struct host_run *r, char *const *argv, const char *until, int ms,
	     char **why)
{
	struct tmp tmp;
	char *dir;
	int out[2] = {-1, -1}, err[2] = {-1, -1};
	long long end = now_ms() + ms;
	pid_t pid = -1, parent = getpid();

	*r = (struct host_run){0};
	if (tmp_make(&tmp, why) < 0)
		return -1;
	dir = xasprintf("%s/home", tmp.dir);
	mkdir(dir, 0755);
	if (pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0)
		pid = fork();
	if (pid == 0)
		child(parent, argv, dir, out, err);
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
	tmp_remove(&tmp);
	free(dir);
	return pid < 0 ? -1 : 0;
}

void host_run_free(struct host_run *r)
{
	buf_free(&r->out);
	buf_free(&r->err);
}

/* All of it, or both ends. */
static void words_quote(struct buf *b, const char *s, size_t len)
{
	if (len <= 2 * WORDS_SHOWN) {
		buf_quote(b, s, len);
		return;
	}
	buf_quote(b, s, WORDS_SHOWN);
	buf_puts(b, " ... ");
	buf_quote(b, s + len - WORDS_SHOWN, WORDS_SHOWN);
}

char *host_run_words(const struct host_run *r)
{
	const struct buf *said = r->err.len ? &r->err : &r->out;
	size_t len = said->len;
	struct buf b = {0};

	while (len && isspace((unsigned char)said->s[len - 1]))
		len--;
	if (r->late)
		buf_puts(&b, "it did not finish in time");
	else if (WIFSIGNALED(r->status))
		buf_printf(&b, "it was killed by signal %d (%s)",
			   WTERMSIG(r->status), strsignal(WTERMSIG(r->status)));
	else
		buf_printf(&b, "it exited with status %d",
			   WEXITSTATUS(r->status));
	if (len) {
		buf_puts(&b, "; it said: ");
		words_quote(&b, said->s, len);
	}
	return buf_take(&b);
}
