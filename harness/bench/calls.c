/* SPDX-License-Identifier: Apache-2.0 */
/* What one system call takes: bare, and when our tracer follows. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "play/actor.h"
#include "room/cpu.h"
#include "play/pair.h"
#include "trace/trace.h"
#include "bench.h"

static double busy_ns(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return 1e9 * (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       1e3 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

int bench_calls(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	long long began = now_us();
	double busy = busy_ns(RUSAGE_SELF);

	for (long i = 0; i < n; i++) {
		struct sockaddr_storage a;
		socklen_t len = sizeof(a);

		if (getsockname(fd, (struct sockaddr *)&a, &len) < 0)
			return 1;
	}
	if (n > 0)
		printf("%.0f %.0f\n", 1e3 * (double)(now_us() - began) / n,
		       (busy_ns(RUSAGE_SELF) - busy) / n);
	return 0;
}

/* As play.c waits: pipes and stops, whichever comes. */
static void follow(struct tracer *t, struct actor *a)
{
	sigset_t mask;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigdelset(&mask, SIGCHLD);
	while (!a->out_closed || !t->ended[0].gone) {
		struct pollfd fd = {a->out_closed ? -1 : a->ends.out, POLLIN,
				    0};
		struct timespec wait = {0, 20000000};

		int ready = ppoll(&fd, 1, &wait, &mask);

		trace_pump(t);
		if (ready > 0)
			actor_read(a);
	}
}

/* What `calls` printed, the CPU of who followed it added. */
static void sum_print(const char *printed, double busy)
{
	double ns, own;

	if (printed && sscanf(printed, "%lf %lf", &ns, &own) == 2)
		printf("%.0f %.0f\n", ns, own + busy);
}

/* N calls under strace: what they printed, and the CPU of all of it. */
static double strace_run(long n, double *ns)
{
	double busy = busy_ns(RUSAGE_CHILDREN), own;
	char *line = xasprintf("exec strace -f --seccomp-bpf "
			       "-e trace=getsockname -o /dev/null "
			       "/proc/%d/exe calls %ld",
			       getpid(), n);
	FILE *f = popen(line, "r");

	if (!f || fscanf(f, "%lf %lf", ns, &own) != 2)
		*ns = 0;
	if (f)
		pclose(f);
	free(line);
	return busy_ns(RUSAGE_CHILDREN) - busy;
}

/* All that strace does once is taken off: a run with a single call. */
int bench_strace(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 0;
	double ns, busy = n > 1 ? strace_run(n, &ns) : 0, ignored;

	if (n <= 1 || !ns)
		return 1;
	printf("%.0f %.0f\n", ns, (busy - strace_run(1, &ignored)) / (n - 1));
	return 0;
}

static int traced_in(struct room *r, char *n, char **why)
{
	struct tcase t = {.actors = {"guest"}, .nactors = 1};
	char self[4096] = "", *argv[] = {self, "calls", n, NULL};
	char *const *const argvs[] = {argv};
	struct recording *rec = recording_new(&t);
	struct tracer tracer;
	struct ends ends;
	struct actor a;
	double busy;

	cpu_pin(-1, r->pid); /* as every play is */
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0 ||
	    room_ready(r, why) < 0 || trace_begin(&tracer, r, rec, why) < 0 ||
	    room_spawn(r, 1, argvs, NULL, NULL, &ends, why) < 0)
		return -1;
	actor_init(&a, "guest", &ends);
	busy = busy_ns(RUSAGE_SELF);
	follow(&tracer, &a);
	busy = (busy_ns(RUSAGE_SELF) - busy) / atol(n);
	sum_print(a.out.s, busy);
	room_kill(r);
	trace_reap(&tracer);
	trace_free(&tracer);
	actor_free(&a);
	recording_free(rec);
	return 0;
}

int bench_traced(int argc, char **argv)
{
	struct lobby lobby;
	struct room *r = NULL;
	char *why = NULL;
	int err = -1;

	if (argc != 2)
		return 2;
	stage_begin();
	if (lobby_open(&lobby, &why) == 0) {
		r = room_new(&lobby, (struct room_kind){.net = NET_one_host},
			     &why);
		err = r ? traced_in(r, argv[1], &why) : -1;
	}
	if (err < 0)
		fprintf(stderr, "bench: %s\n", why);
	room_free(r);
	lobby_close(&lobby);
	free(why);
	return err < 0;
}
