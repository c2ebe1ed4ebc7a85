/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a host is to refuse: as a case says it, as a manifest says it, and as
 * it is played.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/made.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "host/host.h"
#include "verdict/judge.h"

#define STEPS                                                    \
	"- socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"- bind: {fd: s, addr: 127.0.0.1:7001, refused: yes}\n"
#define HEAD "title: t\nwhy: bind(2)\ncovers: [bind]\n"
#define CASE(allow, step)  \
	HEAD allow         \
		"steps:\n" \
		"- socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n" step

/* --- the language ---------------------------------------------------------*/

static const struct {
	const char *text, *wrong;
} texts[] = {
	{HEAD "allow: [\"bind:127.0.0.1:7000\", all]\nsteps:\n" STEPS, ""},
	{HEAD "allow: []\nsteps:\n" STEPS, ""},
	{HEAD "allow: all\nsteps:\n" STEPS,
	 "4: allow must be a list of at most 16 rules, such as "
	 "[\"bind:127.0.0.1:7000\"]"},
	{HEAD "allow: [[a]]\nsteps:\n" STEPS, "4: allow: a rule must be text"},
	{HEAD "steps:\n" STEPS,
	 "6: refused: nothing is refused in a case without the key allow"},
	{CASE("allow: []\n", "- bind: {fd: s, addr: 127.0.0.1:1, "
			     "refused: maybe}\n"),
	 "7: refused: the only value is yes"},
	{CASE("allow: []\n", "- peer.unlink: {path: a, refused: yes}\n"
			     "- bind: {fd: s, addr: 127.0.0.1:1}\n"),
	 "7: refused: only calls of the guest can be refused"},
};

START_TEST(language)
{
	struct corpus c;
	char *wrong = scratch_load(texts[_i].text, strlen(texts[_i].text), &c);

	ck_assert_str_eq(wrong, texts[_i].wrong);
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* --- manifests ------------------------------------------------------------*/

#define HOST "abi: native\ncommand: [run, \"{allow}\", /player-x]\n"

static const struct {
	const char *text, *words; /* words for the case, or what is wrong */
} manifests[] = {
	{HOST "allow: [--allow, \"<{rule}>\"]\n",
	 "run --allow <bind:127.0.0.1:7000> --allow <unix:door> "
	 "/player-x "},
	{HOST "allow: harness\n", "run /player-x "},
	{"abi: native\ncommand: [run, /player-x]\n",
	 "host m has no allow rules"},
	{HOST "allow: []\n", "m.yaml:3: allow must be a list of 1 to 4 "
			     "words, or the word harness"},
	{HOST "allow: [a, b, c, d, \"{rule}\"]\n",
	 "m.yaml:3: allow must be a list of 1 to 4 words, or the word "
	 "harness"},
};

static char *words_of(const struct host *h, const struct tcase *t)
{
	struct buf b = {0};
	char *why = NULL, **argv = host_argv(h, t, &why);

	for (int i = 0; argv && argv[i]; i++)
		buf_printf(&b, "%s ", argv[i]);
	host_argv_free(argv);
	return argv ? buf_take(&b) : why;
}

START_TEST(manifest)
{
	static const char text[] =
		HEAD "allow: [\"bind:127.0.0.1:7000\", \"unix:door\"]\n"
		     "steps:\n" STEPS;
	struct corpus c;
	char *wrong = scratch_load(text, sizeof(text) - 1, &c), *why = NULL;
	struct host *h;

	scratch_write("m.yaml", manifests[_i].text, strlen(manifests[_i].text));
	h = host_read("m", "m.yaml", &why);
	if (h)
		why = words_of(h, &c.cases[0]);
	ck_assert_str_eq(why, manifests[_i].words);
	free(why);
	if (h && h->allow[0]) { /* a case without rules may do all */
		why = words_of(h, NULL);
		ck_assert_str_eq(why, "run --allow <all> /player-x ");
		free(why);
	}
	host_free(h);
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* --- plays ----------------------------------------------------------------*/

static const struct tcase *refusing(struct corpus *c)
{
	static const char text[] = HEAD "allow: []\nsteps:\n" STEPS;
	char *wrong = scratch_load(text, sizeof(text) - 1, c);

	ck_assert_str_eq(wrong, "");
	free(wrong);
	return &c->cases[0];
}

/* Natively it is EACCES, and no socket is bound. */
START_TEST(native)
{
	struct corpus c;
	struct recording *r = plays_play(refusing(&c), plays.native);

	ck_assert_str_eq(record_field(&r->steps[1], "errno"), "EACCES");
	recording_free(r);
	corpus_free(&c);
}
END_TEST

/* A host that knows its rules, and does not keep them. */
START_TEST(kept_by_nobody)
{
	char here[4096], *command, *why = NULL;
	struct pair p = {0};
	struct corpus c;
	struct host *h;

	command = xasprintf("%s/guests/player-native", plays_build());
	h = host_from_command(command, "native", &why);
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	h->argv[1] = xstrdup("{allow}");
	h->allow[0] = xstrdup("--allow={rule}");
	plays.host = h;
	pair_play(&p, &plays_stage, &plays, refusing(&c));
	ck_assert_int_eq(p.result->verdict, DIFFERS);
	ck_assert_str_eq(p.result->gaps[0].want, "EACCES");
	pair_free(&p);
	plays.host = plays.native;
	host_free(h);
	free(command);
	corpus_free(&c);
}
END_TEST

/* The errno is right, and yet the kernel was asked. */
START_TEST(asked_all_the_same)
{
	struct corpus c;
	const struct tcase *t = refusing(&c);
	struct recording *got = made(
		t, "ret=s\nret=-1 errno=EACCES | bind s addr=127.0.0.1:7001");
	struct judgement j;

	ck_assert(judge_refused(got, 1, &j));
	ck_assert_int_eq(j.gclass, GAP_altered);
	ck_assert_str_eq(j.what, "forbidden bind");
	free(j.what);
	free(j.want);
	free(j.got);
	recording_free(got);
	got = made(t, "ret=s\nret=-1 errno=EACCES");
	ck_assert(!judge_refused(got, 1, &j));
	recording_free(got);
	corpus_free(&c);
}
END_TEST

Suite *allow_suite(void);

Suite *allow_suite(void)
{
	Suite *s = suite_create("allow");
	TCase *words = tcase_create("words"), *play = tcase_create("plays");

	tcase_add_checked_fixture(words, scratch_open, scratch_close);
	tcase_add_loop_test(words, language, 0, (int)COUNT(texts));
	tcase_add_loop_test(words, manifest, 0, (int)COUNT(manifests));
	tcase_add_test(words, asked_all_the_same);
	suite_add_tcase(s, words);
	tcase_add_checked_fixture(play, plays_open, plays_close);
	tcase_add_test(play, native);
	tcase_add_test(play, kept_by_nobody);
	suite_add_tcase(s, play);
	return s;
}
