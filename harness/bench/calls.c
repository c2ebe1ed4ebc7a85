/* SPDX-License-Identifier: Apache-2.0 */
/* What one system call takes: bare, and when our tracer follows. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../actor.h"
#include "../cpu.h"
#include "../pair.h"
#include "../trace.h"
#include "bench.h"

int bench_calls(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	long long began = now_us();

	for (long i = 0; i < n; i++) {
		struct sockaddr_storage a;
		socklen_t len = sizeof(a);

		if (getsockname(fd, (struct sockaddr *)&a, &len) < 0)
			return 1;
	}
	printf("%.0f\n", n ? 1e3 * (double)(now_us() - began) / n : 0);
	return 0;
}

/* As play.c waits: pipes and stops, whichever comes. */
static void follow(struct tracer *t, struct actor *a)
{
	sigset_t mask;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigdelset(&mask, SIGCHLD);
	while (!a->out_closed || !t->ended[0].gone) {
		struct pollfd fd = { a->out_closed ? -1 : a->ends.out, POLLIN,
				     0 };
		struct timespec wait = { 0, 20000000 };

		int ready = ppoll(&fd, 1, &wait, &mask);

		trace_pump(t);
		if (ready > 0)
			actor_read(a);
	}
}

static int traced_in(struct room *r, char *n, char **why)
{
	struct tcase t = { .actors = { "guest" }, .nactors = 1 };
	char self[4096] = "", *argv[] = { self, "calls", n, NULL };
	char *const *const argvs[] = { argv };
	struct recording *rec = recording_new(&t);
	struct tracer tracer;
	struct ends ends;
	struct actor a;

	cpu_pin(-1, r->pid); /* as every play is */
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0 ||
	    room_ready(r, why) < 0 || trace_begin(&tracer, r, rec, why) < 0 ||
	    room_spawn(r, 1, argvs, NULL, &ends, why) < 0)
		return -1;
	actor_init(&a, "guest", &ends);
	follow(&tracer, &a);
	fwrite(a.out.s, 1, a.out.len, stdout);
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
		r = room_new(&lobby, (struct room_kind){ .hosts = 1 }, &why);
		err = r ? traced_in(r, argv[1], &why) : -1;
	}
	if (err < 0)
		fprintf(stderr, "bench: %s\n", why);
	room_free(r);
	lobby_close(&lobby);
	free(why);
	return err < 0;
}
