/* SPDX-License-Identifier: Apache-2.0 */
/* Which cases a command line means. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/util.h"

#define CASE "title: t\nwhy: w\ncovers: [%s]\nneeds: [%s]\n%s" \
	     "steps:\n  - socket: {domain: AF_INET, type: SOCK_%s}\n"

static void write_case(const char *path, const char *covers, const char *need,
		       const char *each)
{
	char *text = xasprintf(CASE, covers, need, each,
			       *each ? "$t" : "DGRAM");

	scratch_write(path, text, strlen(text));
	free(text);
}

static void write_corpus(void)
{
	static const char each[] = "each: {t: [DGRAM, STREAM]}\n";

	write_case("cases/udp/b.yaml", "recv", "udp", "");
	write_case("cases/udp/a.yaml", "send, EAGAIN", "udp", each);
	write_case("cases/tcp/deep/c.yaml", "SO_LINGER", "tcp", "");
	write_case("other/d.yaml", "bind", "tcp", "");
	write_case("bad/e.yaml", "nothing", "tcp", "");
	write_case("bad/f.yaml", "bind", "tcp", "");
	scratch_write("cases/udp/.hidden.yaml", "", 0);
	scratch_write("cases/.git/x.yaml", "", 0);
	scratch_write("cases/udp/notes.txt", "", 0);
	scratch_write("empty/notes.txt", "", 0);
}

/* Arguments as on a command line, and the ids or the sentence they give. */
static const struct {
	const char *what[4], *globs[3], *tags[3];
	const char *ids;
} selections[] = {
	{{NULL}, {NULL}, {NULL},
	 "tcp/deep/c udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp/"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"udp"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp/b.yaml"}, {NULL}, {NULL}, "udp/b"},
	{{"udp/b"}, {NULL}, {NULL}, "udp/b"},
	{{"cases/udp/b"}, {NULL}, {NULL}, "udp/b"},
	{{"udp/a"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM]"},
	{{"udp/a[STREAM]"}, {NULL}, {NULL}, "udp/a[STREAM]"},
	{{"cases/udp/a.yaml[STREAM]", "udp/a[DGRAM]"}, {NULL}, {NULL},
	 "udp/a[DGRAM] udp/a[STREAM]"},
	{{"udp", "udp/b", "./cases/udp/b.yaml"}, {NULL}, {NULL},
	 "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"udp/b", "other/d.yaml"}, {NULL}, {NULL}, "other/d udp/b"},
	{{NULL}, {"udp/*"}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{NULL}, {"*c", "udp/a[STREAM]"}, {NULL}, "tcp/deep/c udp/a[STREAM]"},
	{{NULL}, {NULL}, {"tcp"}, "tcp/deep/c"},
	{{NULL}, {NULL}, {"SO_LINGER", "recv"}, "tcp/deep/c udp/b"},
	{{NULL}, {"udp/*"}, {"EAGAIN"}, "udp/a[DGRAM] udp/a[STREAM]"},
	/* a file with a mistake does not hide the others */
	{{"bad"}, {NULL}, {NULL},
	 "bad/f! bad/e.yaml:3: covers: unknown word nothing"},
	/* what is not there */
	{{"udp/bb"}, {NULL}, {NULL},
	 "no file, folder or case is called udp/bb; did you mean udp/b?"},
	{{"cases/udp/bb.yaml"}, {NULL}, {NULL},
	 "no file, folder or case is called cases/udp/bb.yaml; did you mean "
	 "cases/udp/b.yaml?"},
	{{"upd"}, {NULL}, {NULL},
	 "no file, folder or case is called upd; did you mean udp?"},
	{{"cases/upd/", "udp", "udp/bb"}, {NULL}, {NULL},
	 "no file, folder or case is called cases/upd/; did you mean "
	 "cases/udp?\nno file, folder or case is called udp/bb; did you mean "
	 "udp/b?"},
	{{"udp/a[STREM]"}, {NULL}, {NULL},
	 "udp/a has no variant [STREM]; did you mean [STREAM]?"},
	{{"udp/b[STREAM]"}, {NULL}, {NULL}, "udp/b has no variant [STREAM]"},
	{{"cases/udp[STREAM]"}, {NULL}, {NULL},
	 "cases/udp is a folder: it has no variant [STREAM]"},
	{{"empty"}, {NULL}, {NULL}, "no cases in the folder empty"},
	{{"udp"}, {"tcp/*"}, {NULL}, "no case fits the glob tcp/*"},
	{{NULL}, {"udp/*", "x*"}, {NULL}, "no case fits the glob x*"},
	{{NULL}, {NULL}, {"SO_LINGR"},
	 "no case has the tag SO_LINGR; did you mean SO_LINGER?"},
	{{NULL}, {"udp/*"}, {"tcp"}, "no case fits all of the selection"},
};

static int count(const char *const *words)
{
	int n = 0;

	while (words[n])
		n++;
	return n;
}

START_TEST(selecting)
{
	const struct selection sel = {
		.what = (char **)selections[_i].what,
		.nwhat = count(selections[_i].what),
		.globs = (char **)selections[_i].globs,
		.nglobs = count(selections[_i].globs),
		.tags = (char **)selections[_i].tags,
		.ntags = count(selections[_i].tags),
	};
	struct corpus c;
	struct buf b = {0};
	char *why = NULL;

	write_corpus();
	if (corpus_load(&sel, &c, &why))
		buf_puts(&b, why);
	for (int i = 0; i < c.n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", c.cases[i].id);
	for (int i = 0; i < c.nmistakes; i++)
		buf_printf(&b, "! %s", c.mistakes[i]);
	ck_assert_str_eq(b.s, selections[_i].ids);
	free(why);
	buf_free(&b);
	corpus_free(&c);
}
END_TEST

START_TEST(no_cases_at_all)
{
	const struct selection sel = {0};
	struct corpus c;
	char *why = NULL;

	/* Where there is no such folder, the installed one counts. */
	ck_assert_int_eq(mkdir("cases", 0755), 0);
	ck_assert_int_eq(corpus_load(&sel, &c, &why), -1);
	ck_assert_str_eq(why, "no cases in the folder cases");
	free(why);
}
END_TEST

START_TEST(ids_clash)
{
	char *what[] = {"x/udp/a.yaml", "y/udp/a.yaml"};
	const struct selection sel = {.what = what, .nwhat = 2};
	struct corpus c;
	char *why = NULL;

	write_case("x/udp/a.yaml", "bind", "udp", "");
	write_case("y/udp/a.yaml", "bind", "udp", "");
	ck_assert_int_eq(corpus_load(&sel, &c, &why), 0);
	ck_assert_int_eq(c.n, 1);
	ck_assert_int_eq(c.nmistakes, 1);
	ck_assert_str_eq(c.mistakes[0], "y/udp/a.yaml: its id udp/a is also "
					"that of x/udp/a.yaml");
	corpus_free(&c);
}
END_TEST

Suite *select_suite(void);

Suite *select_suite(void)
{
	Suite *s = suite_create("select");
	TCase *t = tcase_create("select");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, selecting, 0, COUNT(selections));
	tcase_add_test(t, no_cases_at_all);
	tcase_add_test(t, ids_clash);
	suite_add_tcase(s, t);
	return s;
}
