/* SPDX-License-Identifier: Apache-2.0 */
/* Which cases a command line means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/paths.h"
#include "base/util.h"

#define CASE                                              \
	"title: t\nwhy: w\ncovers: [%s]\nneeds: [%s]\n%s" \
	"steps:\n  - socket: {domain: AF_INET, type: SOCK_%s}\n"

static void write_case(const char *path, const char *covers, const char *need,
		       const char *each)
{
	char *text =
		xasprintf(CASE, covers, need, each, *each ? "$t" : "DGRAM");

	scratch_write(path, text, strlen(text));
	free(text);
}

static void write_corpus(void)
{
	static const char renamed[] = "# what these were called before\n"
				      "udp/bee  udp/b\n"
				      "udp/half\n"
				      "udp/ay\tudp/a\n";
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
	scratch_write("cases/RENAMED", renamed, strlen(renamed));
}

/* Arguments as on a command line, and the ids or the sentence they give. */
static const struct {
	const char *what[4], *globs[3], *tags[3];
	const char *ids;
} selections[] = {
	{{NULL}, {NULL}, {NULL}, "tcp/deep/c udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp/"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"udp"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"cases/udp/b.yaml"}, {NULL}, {NULL}, "udp/b"},
	{{"udp/b"}, {NULL}, {NULL}, "udp/b"},
	{{"cases/udp/b"}, {NULL}, {NULL}, "udp/b"},
	{{"udp/a"}, {NULL}, {NULL}, "udp/a[DGRAM] udp/a[STREAM]"},
	{{"udp/a[STREAM]"}, {NULL}, {NULL}, "udp/a[STREAM]"},
	{{"cases/udp/a.yaml[STREAM]", "udp/a[DGRAM]"},
	 {NULL},
	 {NULL},
	 "udp/a[DGRAM] udp/a[STREAM]"},
	{{"udp", "udp/b", "./cases/udp/b.yaml"},
	 {NULL},
	 {NULL},
	 "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{"udp/b", "other/d.yaml"}, {NULL}, {NULL}, "other/d udp/b"},
	{{NULL}, {"udp/*"}, {NULL}, "udp/a[DGRAM] udp/a[STREAM] udp/b"},
	{{NULL}, {"*c", "udp/a[STREAM]"}, {NULL}, "tcp/deep/c udp/a[STREAM]"},
	{{NULL}, {NULL}, {"tcp"}, "tcp/deep/c"},
	{{NULL}, {NULL}, {"SO_LINGER", "recv"}, "tcp/deep/c udp/b"},
	{{NULL}, {"udp/*"}, {"EAGAIN"}, "udp/a[DGRAM] udp/a[STREAM]"},
	/* a file with a mistake does not hide the others */
	{{"bad"},
	 {NULL},
	 {NULL},
	 "bad/f! bad/e.yaml:3: covers: unknown word nothing"},
	/* what is not there */
	{{"udp/bb"},
	 {NULL},
	 {NULL},
	 "no file, folder or case named udp/bb; did you mean udp/b?"},
	{{"cases/udp/bb.yaml"},
	 {NULL},
	 {NULL},
	 "no file, folder or case named cases/udp/bb.yaml; did you mean "
	 "cases/udp/b.yaml?"},
	{{"upd"},
	 {NULL},
	 {NULL},
	 "no file, folder or case named upd; did you mean udp?"},
	{{"cases/upd/", "udp", "udp/bb"},
	 {NULL},
	 {NULL},
	 "no file, folder or case named cases/upd/; did you mean cases/udp?\n"
	 "no file, folder or case named udp/bb; did you mean udp/b?"},
	{{"udp/a[STREM]"},
	 {NULL},
	 {NULL},
	 "udp/a has no variant [STREM]; did you mean [STREAM]?"},
	{{"udp/b[STREAM]"}, {NULL}, {NULL}, "udp/b has no variant [STREAM]"},
	/* what was renamed: the id, a variant of it, its file, as a glob */
	{{"udp/bee"}, {NULL}, {NULL}, "udp/bee has been renamed to udp/b"},
	{{"udp/ay[DGRAM]"},
	 {NULL},
	 {NULL},
	 "udp/ay[DGRAM] has been renamed to udp/a"},
	{{"cases/udp/ay.yaml", "udp/b"},
	 {NULL},
	 {NULL},
	 "cases/udp/ay.yaml has been renamed to udp/a"},
	{{NULL},
	 {"udp/ay[DGRAM]"},
	 {NULL},
	 "udp/ay[DGRAM] has been renamed to udp/a"},
	{{"udp/half"},
	 {NULL},
	 {NULL},
	 "no file, folder or case named udp/half"},
	{{"cases/udp[STREAM]"},
	 {NULL},
	 {NULL},
	 "cases/udp is a folder and has no variants such as [STREAM]"},
	{{"empty"}, {NULL}, {NULL}, "no cases in the folder empty"},
	{{"udp"}, {"tcp/*"}, {NULL}, "no case matches the glob tcp/*"},
	{{NULL}, {"udp/*", "x*"}, {NULL}, "no case matches the glob x*"},
	{{NULL},
	 {NULL},
	 {"SO_LINGR"},
	 "no case has the tag SO_LINGR; did you mean SO_LINGER?"},
	{{NULL}, {"udp/*"}, {"tcp"}, "no case matches all selectors"},
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

/* Which of the two is there, and which is not, in the product's own table. */
static void check_renamed(const char *old, const char *to)
{
	char *gone = xasprintf("%s/%s.yaml", path_cases(), old);
	char *here = xasprintf("%s/%s.yaml", path_cases(), to);

	ck_assert_msg(access(gone, F_OK) < 0, "%s is still there", gone);
	ck_assert_msg(access(here, F_OK) == 0, "%s is not there", here);
	free(gone);
	free(here);
}

START_TEST(renamed_cases_exist)
{
	char *path = xasprintf("%s/RENAMED", path_cases());
	FILE *f = fopen(path, "r");
	char line[256], old[128], to[128];
	int n = 0;

	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		ck_assert_int_eq(sscanf(line, "%127s %127s", old, to), 2);
		check_renamed(old, to);
		n++;
	}
	ck_assert_int_gt(n, 0);
	fclose(f);
	free(path);
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
	ck_assert_str_eq(c.mistakes[0], "y/udp/a.yaml: its id udp/a is already "
					"used by x/udp/a.yaml");
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
	tcase_add_test(t, renamed_cases_exist);
	tcase_add_test(t, ids_clash);
	suite_add_tcase(s, t);
	return s;
}
