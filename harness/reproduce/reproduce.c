/* SPDX-License-Identifier: Apache-2.0 */
#include "reproduce.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "expect.h"
#include "source.h"
#include "verdict/sentence.h"

#define BUILD_WASM                                          \
	"clang-14 --target=wasm32-wasi --sysroot=/usr -O1 " \
	"-o guest.wasm guest.c"
#define BUILD_LINUX "cc -D_GNU_SOURCE -O1 -o guest guest.c"

/* --- the difference in words --------------------------------------------------- */

static void put_sentence(struct buf *b, const struct reproduce *r)
{
	const struct result *res = r->result;
	const struct gap *g = res->gaps;

	if (res->ngaps == 0) {
		buf_printf(b, "%s answers as Linux does.", r->host->name);
		return;
	}
	if (g->step < r->t->nsteps)
		buf_printf(b, "Step %d: ", g->step + 1);
	gap_say(b, g);
	buf_puts(b, ".");
}

/* The system calls of the gap's step, where only these differ. */
static void put_calls(struct buf *b, const struct reproduce *r)
{
	const struct gap *g = r->result->gaps;
	const struct recording *side[] = {r->want, r->got};

	if (r->result->ngaps == 0 || g->layer != 2 || g->step >= r->t->nsteps)
		return;
	buf_puts(b, "\n"
		    "The outputs may be the same: compare the system calls "
		    "(strace -f).\n");
	for (int i = 0; i < 2; i++) {
		const struct step_record *s = &side[i]->steps[g->step];

		buf_printf(b, "In step %d %s makes these:\n", g->step + 1,
			   i ? r->host->name : "Linux");
		for (int k = 0; k < s->ncalls; k++) {
			buf_puts(b, "    ");
			call_text(b, &s->calls[k]);
			buf_puts(b, "\n");
		}
	}
}

/* --- the command that runs the host ------------------------------------------------ */

/* A word of its command as a shell takes it; the guest's file is our own. */
static void put_word(struct buf *b, const struct host *h, const char *word,
		     const char *guest)
{
	const char *at = h->guest ? strstr(word, h->guest) : NULL;
	struct buf all = {0};

	if (at) {
		buf_add(&all, word, (size_t)(at - word));
		buf_printf(&all, "%s%s", guest, at + strlen(h->guest));
		buf_puts(b, all.s);
	} else if (strspn(word,
			  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
			  "UVWXYZ0123456789-_=./:,+@[]") == strlen(word)) {
		buf_puts(b, word);
	} else {
		buf_puts(b, "'");
		for (const char *c = word; *c; c++)
			buf_printf(b, *c == '\'' ? "'\\%c'" : "%c", *c);
		buf_puts(b, "'");
	}
	buf_free(&all);
}

/* short: as someone would type it who has the host in his PATH. */
static int put_command(struct buf *b, const struct reproduce *r,
		       const char *guest, bool brief, char **why)
{
	char **argv = host_argv(r->host, r->t, why);

	if (!argv)
		return -1;
	for (int i = 0; argv[i]; i++) {
		const char *slash = strrchr(argv[i], '/');
		bool path =
			brief && argv[i][0] == '/' && slash &&
			!(r->host->guest && strstr(argv[i], r->host->guest));

		buf_puts(b, i ? " " : "");
		put_word(b, r->host, path ? slash + 1 : argv[i], guest);
	}
	host_argv_free(argv);
	return 0;
}

static bool is_alone(const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++)
		if (t->steps[i].actor)
			return false;
	return true;
}

/* The command of one side. With peers, they and the guest are a pipe. */
static int put_side(struct buf *b, const struct reproduce *r, bool host,
		    bool brief, char **why)
{
	const char *here = brief ? "" : "\"$here\"/",
		   *guest = brief ? "guest.wasm" : "\"$here\"/guest.wasm";

	if (!brief)
		buf_puts(b, "timeout \"${TIMEOUT:-20}\" ");
	if (!host)
		buf_printf(b, "%sguest", brief ? "./" : here);
	else if (put_command(b, r, guest, brief, why) < 0)
		return -1;
	if (!is_alone(r->t))
		buf_printf(b, " <fifo | %s%sguest fifo",
			   brief ? "" : "timeout \"${TIMEOUT:-20}\" ",
			   brief ? "./" : here);
	return 0;
}

static int put_run(struct buf *b, const struct reproduce *r, char **why)
{
	buf_puts(b,
		 "#!/bin/sh\n"
		 "# Runs the guest: run.sh linux, or run.sh host.\n"
		 "here=$(cd \"$(dirname \"$0\")\" && pwd)\n"
		 "[ -x \"$here\"/guest ] || { echo 'build.sh first' >&2; exit "
		 "2; }\n"
		 "empty=$(mktemp -d) && cd \"$empty\" || exit 2\n");
	if (!is_alone(r->t))
		buf_puts(b, "mkfifo fifo || exit 2\n");
	for (int host = 0; host < 2; host++) {
		buf_puts(b, host ? ";;\nhost)\n\t" : "case $1 in\nlinux)\n\t");
		if (put_side(b, r, host, false, why) < 0)
			return -1;
		buf_puts(b, "\n\t");
	}
	buf_puts(b, ";;\n"
		    "*)\n\techo 'usage: run.sh linux, or run.sh host' >&2 ;;\n"
		    "esac </dev/null\n"
		    "rm -rf \"$empty\"\n");
	return 0;
}

/* --- the files ---------------------------------------------------------------------- */

static void put_about(struct buf *b, const struct reproduce *r)
{
	buf_printf(b, "/* %s */\n", r->t->title);
}

static void put_indented(struct buf *b, const char *text)
{
	while (text && *text) {
		size_t n = strcspn(text, "\n");

		buf_puts(b, "    ");
		buf_add(b, text, n);
		buf_puts(b, "\n");
		text += n + (text[n] == '\n');
	}
}

static int put_readme(struct buf *b, const struct reproduce *r,
		      const char *want, const char *got, char **why)
{
	const struct host *h = r->host;

	buf_printf(b, "%s on %s", r->t->title, h->name);
	if (h->version)
		buf_printf(b, " (%s)", h->version);
	buf_puts(b, "\n\n");
	put_sentence(b, r);
	buf_printf(b,
		   "\n"
		   "\n"
		   "guest.c calls the imports of %s; built natively, it "
		   "makes Linux's calls instead.\n",
		   h->abi);
	buf_puts(b, "\nBuild both (Debian: clang-14, lld-14, wasi-libc, "
		    "libclang-rt-14-dev-wasm32):\n\n"
		    "    " BUILD_WASM "\n    " BUILD_LINUX "\n");
	if (!is_alone(r->t))
		buf_puts(b, "    mkfifo fifo\n");
	for (int host = 0; host < 2; host++) {
		buf_printf(b, host ? "\n%s:\n\n    " : "\nLinux%.0s:\n\n    ",
			   h->name);
		if (put_side(b, r, host, true, why) < 0)
			return -1;
		buf_puts(b, "\n\n");
		put_indented(b, host ? got : want);
	}
	put_calls(b, r);
	buf_puts(b, "\n"
		    "Each line is a step. In a step without a result the guest "
		    "was killed or still waits.\n");
	if (!is_alone(r->t))
		buf_puts(b, "`./guest fifo` makes the peers' steps. It reads "
			    "the guest's lines, and writes one to the fifo\n"
			    "when the guest's turn has come.\n");
	if (r->t->nports)
		buf_puts(b, "Its ports must be free; after a TCP connection "
			    "this can take a minute.\n");
	buf_printf(b, "\nFrom the case %s of sockdiff.\n", r->t->id);
	return 0;
}

static int put_file(const char *dir, const char *name, struct buf *b, int mode,
		    char **why)
{
	char *path = xasprintf("%s/%s", dir, name);
	int bad = file_write(path, b->s ? b->s : "", b->len, why);

	if (!bad && chmod(path, (mode_t)mode) < 0)
		bad = fail(why, "cannot make %s executable", path);
	free(path);
	buf_free(b);
	return bad;
}

int reproduce_can(const struct tcase *t, const struct host *h, char **why)
{
	struct plan *p = xcalloc(1, sizeof(*p));
	int bad = plan_make(p, t, h->abi, why);

	free(p);
	if (!bad && !h->guest)
		bad = fail(why,
			   "the command of host %s has no {guest}: it can "
			   "run no guest except the player",
			   h->name);
	return bad;
}

static int write_texts(const struct reproduce *r, const struct expect *e,
		       const char *dir, char **why)
{
	struct buf want = {0}, got = {0}, readme = {0}, run = {0};
	struct buf source = {0}, about = {0}, build = {0};
	int bad = expect_text(&want, e, r->want, why);

	if (!bad)
		bad = expect_text(&got, e, r->got, why);
	put_about(&about, r);
	if (!bad)
		bad = source_write(&source, e, r->host, about.s, why);
	if (!bad)
		bad = put_readme(&readme, r, want.s, got.s, why);
	if (!bad)
		bad = put_run(&run, r, why);
	if (!bad)
		bad = dir_make(dir, why);
	buf_puts(
		&build,
		"#!/bin/sh\n# Builds guest.c for Linux and for "
		"WebAssembly.\ncd \"$(dirname \"$0\")\" || exit 2\n" BUILD_LINUX
		" &&\n" BUILD_WASM "\n");
	if (!bad && (put_file(dir, "guest.c", &source, 0644, why) < 0 ||
		     put_file(dir, "build.sh", &build, 0755, why) < 0 ||
		     put_file(dir, "run.sh", &run, 0755, why) < 0 ||
		     put_file(dir, "linux.txt", &want, 0644, why) < 0 ||
		     put_file(dir, "host.txt", &got, 0644, why) < 0 ||
		     put_file(dir, "README.txt", &readme, 0644, why) < 0))
		bad = -1;
	buf_free(&want);
	buf_free(&got);
	buf_free(&readme);
	buf_free(&run);
	buf_free(&source);
	buf_free(&about);
	buf_free(&build);
	return bad;
}

int reproduce_write(const struct reproduce *r, const char *dir, char **why)
{
	struct plan *p = xcalloc(1, sizeof(*p));
	struct expect e = {.plan = p, .want = r->want, .got = r->got};
	int bad = plan_make(p, r->t, r->host->abi, why);

	if (!bad)
		bad = write_texts(r, &e, dir, why);
	free(p);
	return bad;
}
