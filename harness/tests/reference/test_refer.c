/* SPDX-License-Identifier: Apache-2.0 */
/* What is done with plays: stored, compared, and what nobody needs named. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/fake.h"
#include "tests/help/scratch.h"
#include "reference/refer.h"

/* Each test has two files of cases, played with these texts. */
static struct tcase cases[3];
static struct refer_play plays[3];
static struct refer r;

static void open_all(void)
{
	int fd;

	scratch_open();
	cases[0] = fake_variant("udp/x[a]", 1);
	cases[1] = fake_variant("udp/x[b]", 1);
	cases[2] = fake_variant("udp/y", 1);
	cases[0].base = cases[1].base = (char *)"udp/x";
	cases[0].file = cases[1].file = (char *)"cases/udp/x.yaml";
	cases[2].base = (char *)"udp/y";
	for (int i = 0; i < 3; i++)
		plays[i] = (struct refer_play){
			.chosen = true, .text = (char *)"1 a {}\n  = 0\n"};
	r = (struct refer){.dir = "ref"};
	ck_assert(provenance_line(&r.here, "kernel: 6.1.0"));
	/* It says what it does. */
	fd = open("out", O_WRONLY | O_CREAT | O_APPEND, 0666);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	close(fd);
}

static void close_all(void)
{
	refer_free(&r);
	scratch_close();
}

/* Both files, as a run hands them over. */
static void both(void (*file)(struct refer *, const struct refer_file *))
{
	file(&r, &(struct refer_file){&cases[0], &plays[0], 2});
	file(&r, &(struct refer_file){&cases[2], &plays[2], 1});
}

static char *text_of(const char *path)
{
	char *why = NULL;

	return file_read(path, 1 << 20, NULL, &why);
}

/* Forget what was counted, not what is stored. */
static void again(void)
{
	struct provenance here_then = r.here;

	r.here = (struct provenance){0};
	refer_free(&r);
	r = (struct refer){.dir = "ref", .here = here_then};
	ck_assert_int_eq(truncate("out", 0), 0);
}

static void edit(const char *path, const char *what, const char *to)
{
	char *text = text_of(path), *at = strstr(text, what), *changed;

	changed = xasprintf("%.*s%s%s", (int)(at - text), text, to,
			    at + strlen(what));
	scratch_write(path, changed, strlen(changed));
	free(changed);
	free(text);
}

static bool said(const char *what)
{
	char *out = text_of("out");
	bool is = strstr(out, what) != NULL;

	free(out);
	return is;
}

/* --- storing --------------------------------------------------------------*/

START_TEST(new_then_same_then_changed)
{
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_NEW], 2);
	again();
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_UNCHANGED], 2);
	again();
	plays[1].text = (char *)"1 a {}\n  = 1\n";
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
	ck_assert_int_eq(r.counts[REFER_UNCHANGED], 1);
	ck_assert_int_eq(r.ntroubles, 0);
}
END_TEST

/* A variant that came, went or was renamed changes the file. */
START_TEST(variants)
{
	both(refer_write);
	again();
	refer_write(&r, &(struct refer_file){&cases[0], &plays[0], 1});
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
	again();
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
	again();
	cases[1].id = (char *)"udp/x[c]";
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
}
END_TEST

/* Reviewed once, a file stays, on whatever machine it is true as well. */
START_TEST(other_machine)
{
	char *before, *after;

	both(refer_write);
	before = text_of("ref/udp/y.rec");
	again();
	provenance_free(&r.here);
	provenance_line(&r.here, "kernel: 6.18.4");
	both(refer_write);
	after = text_of("ref/udp/y.rec");
	ck_assert_str_eq(after, before);
	ck_assert_int_eq(r.counts[REFER_UNCHANGED], 2);
	free(before);
	free(after);
}
END_TEST

START_TEST(broken_is_not_stored)
{
	char *before, *after;

	both(refer_write);
	before = text_of("ref/udp/x.rec");
	again();
	plays[0].trouble = (char *)"cases/udp/x.yaml:6: udp/x[a]: unstable: "
				   "step 1 a {}: \"= 0\" and \"= 1\"";
	plays[1].text = plays[2].text = (char *)"1 a {}\n  = 2\n";
	both(refer_write);
	after = text_of("ref/udp/x.rec");
	ck_assert_str_eq(after, before);
	ck_assert_int_eq(r.counts[REFER_BROKEN], 1);
	ck_assert_int_eq(r.counts[REFER_REFUSED], 1);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
	ck_assert_int_eq(r.ntroubles, 1);
	ck_assert_str_eq(r.troubles[0], plays[0].trouble);
	free(before);
	free(after);
}
END_TEST

static const struct {
	const char *what, *to;
	bool forced;
	const char *trouble;
} spoilt[] = {
	{"= 0", "= 9", true,
	 "ref/udp/y.rec:8: was edited by hand: the checksum does not match; "
	 "--force overwrites it"},
	{"sockdiff", "mine", true,
	 "ref/udp/y.rec:1: this is not a sockdiff recording; --force "
	 "overwrites it"},
	{"schema 1", "schema 2", false,
	 "ref/udp/y.rec:1: it was written by a newer sockdiff"},
};

START_TEST(spoilt_is_not_replaced)
{
	both(refer_write);
	edit("ref/udp/y.rec", spoilt[_i].what, spoilt[_i].to);
	again();
	plays[1].text = (char *)"1 a {}\n  = 2\n";
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1); /* the other file */
	ck_assert_int_eq(r.counts[REFER_REFUSED], 1);
	ck_assert_int_eq(r.ntroubles, 1);
	ck_assert_str_eq(r.troubles[0], spoilt[_i].trouble);
	again();
	r.force = true;
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], spoilt[_i].forced);
	ck_assert_int_eq(r.counts[REFER_REFUSED], !spoilt[_i].forced);
}
END_TEST

START_TEST(old_schema_is_replaced)
{
	both(refer_write);
	edit("ref/udp/y.rec", "schema 1", "schema 0");
	again();
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_CHANGED], 1);
	ck_assert_int_eq(r.ntroubles, 0);
}
END_TEST

/* What cannot be written is a trouble of its own, and not the last word. */
START_TEST(no_room_for_it)
{
	scratch_write("ref/udp/x.rec/in-the-way", "", 0);
	both(refer_write);
	ck_assert_int_eq(r.counts[REFER_REFUSED], 1);
	ck_assert_int_eq(r.counts[REFER_NEW], 1);
	ck_assert_int_eq(r.ntroubles, 1);
	ck_assert_ptr_nonnull(strstr(r.troubles[0], "ref/udp/x.rec"));
}
END_TEST

/* --- comparing ------------------------------------------------------------*/

START_TEST(all_the_same)
{
	both(refer_write);
	again();
	both(refer_check);
	ck_assert_int_eq(r.counts[REFER_SAME], 3);
	ck_assert(!r.red);
	ck_assert(!said("same"));
	again();
	r.verbose = true;
	both(refer_check);
	ck_assert(said("same     udp/x[b]\n"));
}
END_TEST

START_TEST(drift_is_red)
{
	both(refer_write);
	again();
	plays[1].text = (char *)"1 a {}\n  = 1\n";
	both(refer_check);
	ck_assert_int_eq(r.counts[REFER_SAME], 2);
	ck_assert_int_eq(r.counts[REFER_DRIFT], 1);
	ck_assert(r.red);
	ck_assert(said("drift    udp/x[b]\n"
		       "         ref/udp/x.rec:10: step 1 a {}\n"
		       "           want = 0\n"
		       "           got  = 1\n"));
}
END_TEST

START_TEST(drift_elsewhere_is_not)
{
	both(refer_write);
	again();
	provenance_free(&r.here);
	provenance_line(&r.here, "kernel: 6.18.4");
	plays[0].text = plays[1].text = (char *)"1 a {}\n  = 1\n";
	both(refer_check);
	ck_assert_int_eq(r.counts[REFER_DRIFT], 2);
	ck_assert_int_eq(r.drift_elsewhere, 2);
	ck_assert(!r.red);
	ck_assert_int_eq(r.nelsewhere, 1);
	ck_assert_str_eq(r.elsewhere[0], "kernel 6.1.0 (here 6.18.4)");
}
END_TEST

START_TEST(missing_and_stale)
{
	refer_write(&r, &(struct refer_file){&cases[0], &plays[0], 2});
	again();
	cases[1].id = (char *)"udp/x[c]";
	both(refer_check);
	ck_assert_int_eq(r.counts[REFER_SAME], 1);
	ck_assert_int_eq(r.counts[REFER_MISSING], 2);
	ck_assert_int_eq(r.counts[REFER_STALE], 1);
	ck_assert(r.red);
	ck_assert(said("missing  udp/x[c]\n"
		       "         ref/udp/x.rec: it has no recording of this "
		       "case\n"));
	ck_assert(said("missing  udp/y\n"
		       "         ref/udp/y.rec: the file does not exist\n"));
	ck_assert(said("stale    udp/x[b]\n         ref/udp/x.rec:8: "
		       "cases/udp/x.yaml has no such case\n"));
}
END_TEST

/* What was not asked for was not played, and is neither missing nor stale. */
START_TEST(only_the_chosen)
{
	both(refer_write);
	again();
	plays[1] = (struct refer_play){.chosen = false};
	refer_check(&r, &(struct refer_file){&cases[0], &plays[0], 2});
	ck_assert_int_eq(r.counts[REFER_SAME], 1);
	ck_assert(!r.red);
}
END_TEST

START_TEST(spoilt_is_told)
{
	both(refer_write);
	edit("ref/udp/y.rec", spoilt[_i].what, spoilt[_i].to);
	again();
	both(refer_check);
	ck_assert_int_eq(r.ntroubles, 1);
	ck_assert_int_eq(strncmp(r.troubles[0], spoilt[_i].trouble,
				 strlen(r.troubles[0])),
			 0);
	/* An edited answer is drift as well; what is no text is unread. */
	ck_assert_int_eq(r.counts[REFER_DRIFT], _i == 0);
	ck_assert_int_eq(r.counts[REFER_UNREAD], _i != 0);
	ck_assert_int_eq(r.counts[REFER_SAME], 2);
}
END_TEST

START_TEST(broken_is_told)
{
	both(refer_write);
	again();
	plays[2].trouble = (char *)"cases/udp/y.yaml:1: udp/y: no room";
	both(refer_check);
	ck_assert_int_eq(r.counts[REFER_BROKEN], 1);
	ck_assert_int_eq(r.ntroubles, 1);
}
END_TEST

/* --- files that nobody needs ----------------------------------------------*/

static void stale_open(void)
{
	both(refer_write);
	/* A file with mistakes in it has no cases, and is there. */
	scratch_write("cases/udp/y.yaml", "nonsense", 8);
	scratch_write("ref/notes.txt", "mine", 4);
	again();
}

START_TEST(stale_is_named)
{
	stale_open();
	refer_stale(&r, true);
	ck_assert_int_eq(r.counts[REFER_STALE], 1);
	ck_assert(r.red);
	ck_assert(said("stale    ref/udp/x.rec: its file of cases is gone; "
		       "--prune removes it\n"));
	again();
	refer_stale(&r, false);
	ck_assert_int_eq(r.counts[REFER_STALE], 1);
	ck_assert(!r.red);
	ck_assert_int_eq(access("ref/udp/x.rec", F_OK), 0);
}
END_TEST

START_TEST(stale_is_pruned)
{
	stale_open();
	scratch_write("cases/z.yaml", "nonsense", 8);
	ck_assert_int_eq(unlink("cases/udp/y.yaml"), 0);
	r.prune = true;
	refer_stale(&r, false);
	ck_assert_int_eq(r.counts[REFER_REMOVED], 2);
	ck_assert_int_eq(access("ref/udp", F_OK), -1);
	ck_assert_int_eq(access("ref/notes.txt", F_OK), 0);
}
END_TEST

START_TEST(spoilt_is_not_pruned)
{
	stale_open();
	edit("ref/udp/x.rec", "= 0", "= 9");
	r.prune = true;
	refer_stale(&r, false);
	ck_assert_int_eq(r.counts[REFER_REMOVED], 0);
	ck_assert_int_eq(r.ntroubles, 1);
	ck_assert_int_eq(access("ref/udp/x.rec", F_OK), 0);
	again();
	r.prune = r.force = true;
	refer_stale(&r, false);
	ck_assert_int_eq(r.counts[REFER_REMOVED], 1);
}
END_TEST

Suite *refer_suite(void);

Suite *refer_suite(void)
{
	Suite *s = suite_create("refer");
	TCase *t = tcase_create("files");

	tcase_add_checked_fixture(t, open_all, close_all);
	tcase_add_test(t, new_then_same_then_changed);
	tcase_add_test(t, variants);
	tcase_add_test(t, other_machine);
	tcase_add_test(t, broken_is_not_stored);
	tcase_add_loop_test(t, spoilt_is_not_replaced, 0, COUNT(spoilt));
	tcase_add_test(t, old_schema_is_replaced);
	tcase_add_test(t, no_room_for_it);
	tcase_add_test(t, all_the_same);
	tcase_add_test(t, drift_is_red);
	tcase_add_test(t, drift_elsewhere_is_not);
	tcase_add_test(t, missing_and_stale);
	tcase_add_test(t, only_the_chosen);
	tcase_add_loop_test(t, spoilt_is_told, 0, COUNT(spoilt));
	tcase_add_test(t, broken_is_told);
	tcase_add_test(t, stale_is_named);
	tcase_add_test(t, stale_is_pruned);
	tcase_add_test(t, spoilt_is_not_pruned);
	suite_add_tcase(s, t);
	return s;
}
