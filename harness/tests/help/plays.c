/* SPDX-License-Identifier: Apache-2.0 */
#include "plays.h"

#include <assert.h>
#include <dirent.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "play/actor.h"
#include "room/maker.h"
#include "trace/trace.h"
#include "scratch.h"

#define HEAD "title: t\nwhy: socket(2)\ncovers: [socket]\nsteps:\n"
#define FILE_NAME "cases/play/x.yaml"

struct pair_config plays;
struct stage plays_stage;

static struct lobby lobby;
static struct corpus corpus;
static char build[PATH_MAX];
static char mark[64]; /* in the environment of all that is run */

__attribute__((constructor)) static void build_find(void)
{
	const char *path = getenv("SOCKDIFF_BUILD");

	if (!realpath(path ? path : "build", build))
		build[0] = '\0';
}

const char *plays_build(void)
{
	return build;
}

void plays_mark(void)
{
	snprintf(mark, sizeof(mark), "SOCKDIFF_TEST=%ld.%lld", (long)getpid(),
		 now_us());
	putenv(mark);
}

void plays_open(void)
{
	struct host *native;
	char *why = NULL;

	scratch_open();
	plays_mark();
	stage_begin();
	native = host_load("native", &why);
	if (!native || lobby_open(&lobby, &why) < 0) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	plays = (struct pair_config){
		.lobby = &lobby,
		.host = native,
		.native = native,
	};
}

void plays_close(void)
{
	stage_end(&plays_stage);
	lobby_close(&lobby);
	corpus_free(&corpus);
	host_free((struct host *)plays.native);
	scratch_close();
}

const struct tcase *plays_case(const char *steps)
{
	char *what[] = {FILE_NAME}, *why = NULL;
	struct selection sel = {.what = what, .nwhat = 1};
	char *text = xasprintf(HEAD "%s", steps);

	scratch_write(FILE_NAME, text, strlen(text));
	free(text);
	corpus_free(&corpus);
	if (corpus_load(&sel, &corpus, &why) < 0 || corpus.n != 1) {
		fprintf(stderr, "%s\n",
			corpus.nmistakes ? corpus.mistakes[0] : why);
		abort();
	}
	return &corpus.cases[0];
}

struct host *plays_script(const char *script)
{
	static int n;
	char here[PATH_MAX], *why = NULL;
	char *file = xasprintf("script%d", ++n), *command;
	char *text = xasprintf("#!/bin/sh\nplayer=%s/guests/player-native\n"
			       "%s",
			       build, script);
	struct host *h;

	scratch_write(file, text, strlen(text));
	chmod(file, 0755);
	command = xasprintf("%s/%s", getcwd(here, sizeof(here)), file);
	h = host_from_command(command, "native", &why);
	assert(h);
	free(command);
	free(text);
	free(file);
	return h;
}

static struct room *room_open(enum net_id net)
{
	char *why = NULL;
	struct room *r = room_new(&lobby, (struct room_kind){false, net}, &why);

	if (!r || room_ready(r, &why) < 0) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	return r;
}

struct recording *plays_play(const struct tcase *t, const struct host *guest)
{
	struct play_config c = {
		.guest = guest, .native = plays.native, .limits = plays.limits};
	struct room *r = room_open(t->net->id);
	struct recording *rec = play(t, &c, r);

	room_free(r);
	return rec;
}

char *plays_text(const char *steps)
{
	struct recording *rec = plays_play(plays_case(steps), plays.native);
	struct buf b = {0};

	recording_print(&b, rec);
	recording_free(rec);
	return buf_take(&b);
}

/* Until the actor has ended and all that it printed was read. */
static void actor_follow(struct tracer *t, struct actor *a)
{
	while (!a->out_closed || !t->ended[0].gone) {
		struct pollfd fd = {a->out_closed ? -1 : a->ends.out, POLLIN,
				    0};

		poll(&fd, 1, 1);
		trace_pump(t);
		actor_read(a);
	}
}

char *plays_say(const char *script)
{
	return plays_say_in(NET_one_host, false, script);
}

char *plays_say_in(enum net_id net, bool far, const char *script)
{
	const struct tcase *t = plays_case("  - unlink: {path: a}\n");
	char *const argv[] = {"sh", "-c", (char *)script, NULL};
	char *const *const argvs[] = {argv};
	struct recording *rec = recording_new(t);
	struct room *r = room_open(net);
	struct tracer tracer;
	struct ends ends;
	struct actor a;
	char *why = NULL, *text;
	int err = trace_begin(&tracer, r, rec, &why);

	assert(!err);
	err = room_spawn(r, 1, argvs, &far, NULL, &ends, &why);
	assert(!err);
	actor_init(&a, "guest", &ends);
	actor_follow(&tracer, &a);
	text = xstrndup(a.out.s ? a.out.s : "", a.out.len);
	room_kill(r);
	trace_reap(&tracer);
	trace_free(&tracer);
	actor_free(&a);
	room_free(r);
	recording_free(rec);
	return text;
}

static bool is_marked(const char *pid)
{
	char path[300], text[65536];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%s/environ", pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	return memmem(text, n, mark, strlen(mark) + 1) != NULL;
}

/* The kernel remembers the environment with which a program was run; this
 * process itself was run without the mark. */
static bool any_marked(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *e;
	bool found = false;

	while (!found && (e = readdir(proc)))
		found = is_marked(e->d_name);
	closedir(proc);
	return found;
}

bool plays_left_behind(void)
{
	maker_end(); /* it stays for the next room */
	/* What was killed needs a CPU to die. */
	for (int i = 0; i < 200 && any_marked(); i++)
		poll(NULL, 0, 10);
	return any_marked();
}
