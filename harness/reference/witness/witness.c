/* SPDX-License-Identifier: Apache-2.0 */
#include "witness.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recording/normalise.h"
#include "play/once.h"
#include "play/pair.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "result/results.h"

/*
 * What strace writes to: a file of ours that it has as its stderr, for a room
 * has no place outside of itself where it could write.
 */
#define FILE_NAME "/dev/fd/2"
/* What strace may write of one actor: as much as the room lets it. */
#define TEXT_MAX (64 << 20)

enum outcome { AGREE, DISAGREE, UNPLAYED, LEFT_OUT, OUTCOMES };

struct witness {
	const struct witness_config *config;
	const struct corpus *corpus;
	const int *which;
	int n;
	struct lobby bare; /* the same, but its actors are not marked */
	struct shelf shelf[2][NET_COUNT]; /* a worker's: [bare][net] */
	int notes[CASE_ACTORS_MAX]; /* a worker's: what each strace writes to */
	/* In the main process: */
	char **told; /* of each job, what is to be printed */
	int outcomes[OUTCOMES];
	long calls;
	long hidden[HIDDEN_COUNT];
};

/* --- one play -------------------------------------------------------------*/

static struct recording *witness_once(struct witness *w, const struct tcase *t,
				      char *const *const *traced)
{
	const struct play_config config = {.guest = w->config->native,
					   .native = w->config->native,
					   .traced = traced,
					   .notes = traced ? w->notes : NULL};
	const struct room_kind kind = {false, t->net->id};
	const bool bare = traced != NULL;

	return play_once(t, &config, &w->shelf[bare][kind.net],
			 bare ? &w->bare : w->config->lobby, kind);
}

/* --- a play under strace --------------------------------------------------*/

/* As many as fit into a command line beside all else. */
#define INJECTS_MAX 16

struct straced {
	struct strace_reading reading;
	struct strace_inject injects[CASE_ACTORS_MAX][INJECTS_MAX];
	int ninjects[CASE_ACTORS_MAX];
};

/*
 * What strace says of memory that it cannot read is no part of the call that it
 * is in the middle of: "send(3, strace: umoven: short read ...\n0x7f.., 10) = ".
 */
static void complaints_cut(char *text)
{
	char *at = text;

	while ((at = strstr(at, "strace: umove"))) {
		size_t n = strcspn(at, "\n");

		n += at[n] == '\n';
		memmove(at, at + n, strlen(at + n) + 1);
	}
}

static int texts_read(const struct witness *w, struct straced *s, char **why)
{
	int n = s->reading.rec->tcase->nactors, err = 0;

	for (int i = 0; i < n && err == 0; i++) {
		char name[FD_PATH_MAX];
		char *text = file_read(fd_path(name, w->notes[i]), TEXT_MAX,
				       NULL, why);

		if (text)
			complaints_cut(text);
		err = text ? strace_read(&s->reading, i, text, why) : -1;
		free(text);
	}
	strace_name_pids(&s->reading);
	return err;
}

static void play_under(struct witness *w, struct straced *s,
		       const struct tcase *t)
{
	char **argv[CASE_ACTORS_MAX];
	char *const *traced[CASE_ACTORS_MAX];

	for (int i = 0; i < t->nactors; i++) {
		if (ftruncate(w->notes[i], 0) < 0)
			abort();
		argv[i] = strace_argv(w->config->native->argv, FILE_NAME,
				      s->injects[i], s->ninjects[i]);
		traced[i] = argv[i];
	}
	s->reading = (struct strace_reading){.rec = witness_once(w, t, traced)};
	for (int i = 0; i < t->nactors; i++)
		strace_argv_free(argv[i]);
}

/* Something to inject that strace was not told of yet: is it told now? */
static bool injects_add(struct straced *s, int nactors, bool *cannot)
{
	bool added = false;

	*cannot = false;
	for (int i = 0; i < nactors; i++) {
		const struct strace_inject *missed = &s->reading.missed[i];

		if (!missed->row)
			continue;
		*cannot |= s->ninjects[i] == INJECTS_MAX;
		for (int k = 0; k < s->ninjects[i]; k++)
			*cannot |= s->injects[i][k].row == missed->row;
		if (!*cannot)
			s->injects[i][s->ninjects[i]++] = *missed;
		added = true;
	}
	return added && !*cannot;
}

/*
 * strace injects by count, and only a play tells which call that is: so the
 * case is played until all is injected, which the play before has shown. One
 * that comes to no good may do so for what was not injected yet.
 */
static enum outcome play_straced(struct witness *w, struct straced *s,
				 const struct tcase *t, char **why)
{
	bool cannot, ended;

	if (t->program) {
		fail(why, "skipped: programs cannot be told apart from the "
			  "player by strace");
		return LEFT_OUT;
	}
	if (t->descriptors >= 0) {
		fail(why, "skipped: the guest has too few descriptors to run "
			  "under strace");
		return LEFT_OUT;
	}
	do {
		recording_free(s->reading.rec);
		play_under(w, s, t);
		ended = s->reading.rec->end == END_OK;
		if (texts_read(w, s, why) < 0)
			return UNPLAYED;
	} while (injects_add(s, t->nactors, &cannot));
	if (!cannot || !ended)
		return AGREE;
	fail(why, "skipped: strace can inject only once per system call");
	return LEFT_OUT;
}

/* --- in a worker ----------------------------------------------------------*/

static void unplayed(struct buf *b, const struct recording *r, const char *who)
{
	buf_printf(b, "%s:%d: %s: %s: ", r->tcase->file, r->tcase->line,
		   r->tcase->id, who);
	end_text(b, r);
	if (r->noise && *r->noise)
		buf_printf(b, " (%s)", r->noise);
	buf_puts(b, "\n");
}

static enum outcome case_witness(struct witness *w, struct straced *s,
				 struct recording *own, struct buf *b,
				 int *calls)
{
	const struct tcase *t = own->tcase;
	char *why = NULL;
	enum outcome v = play_straced(w, s, t, &why);
	struct recording *theirs = s->reading.rec;

	if (v != AGREE) {
		buf_printf(b, "%s:%d: %s: %s\n", t->file, t->line, t->id, why);
	} else if (theirs->end != END_OK) {
		unplayed(b, theirs, "strace");
		v = UNPLAYED;
	} else {
		normalise(own);
		normalise(theirs);
		v = witness_compare(b, own, theirs, calls) ? AGREE : DISAGREE;
	}
	free(why);
	recording_free(theirs);
	return v;
}

static enum outcome case_play(struct witness *w, struct straced *s,
			      const struct tcase *t, struct buf *b, int *calls)
{
	struct recording *own = witness_once(w, t, NULL);
	enum outcome v = UNPLAYED;

	if (own->end == END_OK)
		v = case_witness(w, s, own, b, calls);
	else
		unplayed(b, own, "own tracer");
	recording_free(own);
	return v;
}

static void worker_begin(void *ctx)
{
	struct witness *w = ctx;

	stage_begin();
	/* Two write to each, at its end: strace, and its stderr. */
	for (int i = 0; i < CASE_ACTORS_MAX; i++) {
		w->notes[i] = memfd_create("strace", MFD_CLOEXEC);
		fcntl(w->notes[i], F_SETFL, O_APPEND);
	}
}

static void worker_finish(void *ctx)
{
	struct witness *w = ctx;

	for (size_t i = 0; i < COUNT(w->shelf); i++)
		for (size_t k = 0; k < COUNT(w->shelf[i]); k++)
			shelf_clear(&w->shelf[i][k]);
}

/* "OUTCOME CALLS HIDDEN HIDDEN ..\n", and what is to be printed. */
static char *worker_play(void *ctx, int job)
{
	static struct straced s;
	struct witness *w = ctx;
	struct buf text = {0}, b = {0};
	enum outcome v;
	int calls = 0;

	memset(&s, 0, sizeof(s));
	v = case_play(w, &s, &w->corpus->cases[w->which[job]], &b, &calls);
	buf_printf(&text, "%d %d", v, calls);
	for (int i = 0; i < HIDDEN_COUNT; i++)
		buf_printf(&text, " %d", v == AGREE ? s.reading.hidden[i] : 0);
	buf_printf(&text, "\n%s", b.s ? b.s : "");
	buf_free(&b);
	return buf_take(&text);
}

/* --- in the main process --------------------------------------------------*/

static bool tick(void *ctx)
{
	const struct witness *w = ctx;
	int done = 0;

	for (int i = 0; i < OUTCOMES; i++)
		done += w->outcomes[i];
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%d of %d played", done, w->n);
	return interrupt_came();
}

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct witness *w = ctx;
	const struct tcase *t = &w->corpus->cases[w->which[job]];
	char *rest;
	long v;

	if (!text) {
		w->told[job] = xasprintf("%s:%d: %s: %s\n", t->file, t->line,
					 t->id, why);
		w->outcomes[UNPLAYED]++;
		return;
	}
	v = strtol(text, &rest, 10);
	w->outcomes[v >= 0 && v < OUTCOMES ? v : UNPLAYED]++;
	w->calls += strtol(rest, &rest, 10);
	for (int i = 0; i < HIDDEN_COUNT; i++)
		w->hidden[i] += strtol(rest, &rest, 10);
	w->told[job] = xstrdup(rest + 1);
}

static void sums_print(const struct witness *w)
{
	FILE *out = w->config->out;

	for (int i = 0; i < HIDDEN_COUNT; i++)
		if (w->hidden[i])
			fprintf(out, "hidden %ld times: %s\n", w->hidden[i],
				hidden_why[i]);
	fprintf(out, "%d of %d cases agree, %ld calls compared",
		w->outcomes[AGREE], w->n, w->calls);
	if (w->outcomes[UNPLAYED])
		fprintf(out, ", %d could not be played", w->outcomes[UNPLAYED]);
	if (w->outcomes[LEFT_OUT])
		fprintf(out, ", %d left out", w->outcomes[LEFT_OUT]);
	if (interrupt_came())
		fprintf(out, ", interrupted");
	fputc('\n', out);
}

static int status_of(const struct witness *w)
{
	if (w->outcomes[UNPLAYED] || interrupt_came())
		return STATUS_BROKEN;
	return w->outcomes[DISAGREE] ? STATUS_GAPS : STATUS_GOOD;
}

static void told_print(struct witness *w)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%*s\r", 40, "");
	for (int i = 0; i < w->n; i++) {
		if (w->told[i])
			fputs(w->told[i], w->config->out);
		free(w->told[i]);
	}
	free(w->told);
	sums_print(w);
}

int witness_run(const struct witness_config *c, const struct corpus *corpus,
		const int *which, int n, char **why)
{
	struct witness w = {.config = c,
			    .corpus = corpus,
			    .which = which,
			    .n = n,
			    .bare = *c->lobby};
	struct pool pool = {.workers = c->jobs,
			    .jobs = n,
			    .ctx = &w,
			    .begin = worker_begin,
			    .work = worker_play,
			    .finish = worker_finish,
			    .done = case_done,
			    .tick = tick};

	if (strace_check(why) < 0)
		return -1;
	w.bare.filter = w.bare.early = (struct sock_fprog){0};
	w.told = xcalloc((size_t)n + 1, sizeof(*w.told));
	interrupt_catch();
	pool_run(&pool);
	told_print(&w);
	return status_of(&w);
}
