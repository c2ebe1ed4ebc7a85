/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of reports: what is made, what is removed, what stays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "result/dir.h"

/* Each test has an empty folder, and one beside it that is not ours. */
static char *root, *dir, *other;

static void setup(void)
{
	char name[] = "/tmp/sockdiff-test-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(name));
	root = xstrdup(name);
	dir = xasprintf("%s/report", root);
	other = xasprintf("%s/other", root);
	ck_assert_int_eq(mkdir(other, 0755), 0);
}

static void teardown(void)
{
	char *command = xasprintf("rm -rf '%s'", root);

	ck_assert_int_eq(system(command), 0);
	free(command);
	free(root);
	free(dir);
	free(other);
}

static bool is_there(const char *where, const char *name)
{
	char *path = xasprintf("%s/%s", where, name);
	struct stat st;
	bool there = lstat(path, &st) == 0;

	free(path);
	return there;
}

/* Somebody writes a file there. */
static void put(const char *where, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", where, name);
	FILE *f = fopen(path, "a");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
	free(path);
}

static void open_ok(void)
{
	char *why = NULL;

	ck_assert_int_eq(report_dir_open(dir, &why), 0);
	ck_assert_ptr_null(why);
}

static void clean_ok(void)
{
	char *why = NULL;

	ck_assert_int_eq(report_dir_clean(dir, &why), 0);
	ck_assert_ptr_null(why);
}

static void write_ok(const char *name)
{
	char *why = NULL;

	ck_assert_int_eq(report_dir_write(dir, name, "x", 1, &why), 0);
	ck_assert(is_there(dir, name));
}

START_TEST(old_files_go)
{
	open_ok();
	write_ok("results.json");
	write_ok("cases/udp/a.txt");
	write_ok("cases/udp/a.txt");
	write_ok("cases/tcp/b.txt");
	put(dir, "cases/tcp/notes", "mine");
	put(dir, "mine", "mine");
	open_ok();
	ck_assert(is_there(dir, "results.json"));
	clean_ok();
	ck_assert(!is_there(dir, "results.json"));
	ck_assert(!is_there(dir, "cases/udp"));
	ck_assert(!is_there(dir, "cases/tcp/b.txt"));
	ck_assert(is_there(dir, "cases/tcp/notes"));
	ck_assert(is_there(dir, "mine"));
	ck_assert(is_there(dir, ".sockdiff"));
}
END_TEST

START_TEST(claimed_files_go)
{
	char *why = NULL;

	open_ok();
	ck_assert_int_eq(report_dir_claim(dir, "cases/a.pcap", &why), 0);
	put(dir, "cases/a.pcap", "packets");
	clean_ok();
	ck_assert(!is_there(dir, "cases"));
}
END_TEST

START_TEST(someone_elses_folder)
{
	char *why = NULL;

	put(other, "mine", "mine");
	ck_assert_int_eq(report_dir_open(other, &why), -1);
	ck_assert_ptr_nonnull(strstr(why, "is not a report folder"));
	ck_assert(is_there(other, "mine"));
	ck_assert(!is_there(other, ".sockdiff"));
	free(why);
}
END_TEST

/* The mark's name alone does not make a folder ours. */
START_TEST(someone_elses_mark)
{
	char *why = NULL;

	put(other, ".sockdiff", "mine\n");
	put(other, "mine", "mine");
	ck_assert_int_eq(report_dir_open(other, &why), -1);
	ck_assert_ptr_nonnull(strstr(why, "was not written by sockdiff"));
	ck_assert(is_there(other, "mine"));
	free(why);
}
END_TEST

/* A list that leads out of the folder is not followed. */
START_TEST(nothing_outside_goes)
{
	char *link = xasprintf("%s/link", dir);
	char *absolute = xasprintf("%s/mine\n", other);

	open_ok();
	put(other, "mine", "mine");
	ck_assert_int_eq(symlink(other, link), 0);
	put(dir, ".sockdiff", "../other/mine\n./../other/mine\n");
	put(dir, ".sockdiff", absolute);
	put(dir, ".sockdiff", "link/mine\nlink\n\n.\n..\n");
	clean_ok();
	ck_assert(is_there(other, "mine"));
	ck_assert(!is_there(dir, "link"));
	free(absolute);
	free(link);
}
END_TEST

static char *text_of(const char *name)
{
	char *path = xasprintf("%s/%s", dir, name), *why = NULL;
	char *text = file_read(path, 1 << 20, NULL, &why);

	ck_assert_msg(text, "%s", why);
	free(path);
	return text;
}

static void stage_put(const char *stage, const char *name, const char *text)
{
	char *why = NULL;

	ck_assert_int_eq(
		report_dir_write(stage, name, text, strlen(text), &why), 0);
}

/* What a run has written takes the places of what was there, at its end. */
START_TEST(a_run_takes_its_place)
{
	char *stage = report_dir_stage(dir), *why = NULL, *text;

	open_ok();
	write_ok("results.json");
	write_ok("cases/udp/a.txt");
	write_ok("cases/tcp/b.txt");
	put(dir, "mine", "mine");
	ck_assert_int_eq(report_dir_open(stage, &why), 0);
	stage_put(stage, "results.json", "new");
	stage_put(stage, "cases/udp/a.txt", "new");
	stage_put(stage, "cases/udp/c.txt", "new");
	put(stage, "cases/udp/c.txt.7.tmp", "left by a kill");
	text = text_of("results.json");
	ck_assert_str_eq(text, "x");
	free(text);
	/* One that goes on later, and then to its end. */
	for (int keep = 1; keep >= 0; keep--) {
		ck_assert_int_eq(report_dir_publish(dir, keep, &why), 0);
		ck_assert_int_eq(is_there(stage, ".sockdiff"), keep);
		text = text_of("results.json");
		ck_assert_str_eq(text, "new");
		free(text);
		ck_assert(is_there(dir, "cases/udp/c.txt"));
		ck_assert(!is_there(dir, "cases/tcp"));
		ck_assert(is_there(dir, "mine"));
	}
	ck_assert(!is_there(dir, "unfinished"));
	clean_ok();
	ck_assert(!is_there(dir, "cases"));
	free(stage);
}
END_TEST

START_TEST(nothing_is_written_outside)
{
	static const char *const names[] = {"../x", "/x", "a/../../x", "",
					    "a//b", "a/", "a\nb"};

	open_ok();
	for (size_t i = 0; i < COUNT(names); i++) {
		char *why = NULL;

		ck_assert_int_eq(report_dir_write(dir, names[i], "x", 1, &why),
				 -1);
		ck_assert_ptr_nonnull(why);
		free(why);
	}
	ck_assert(!is_there(root, "x"));
}
END_TEST

static const struct {
	const char *id, *name;
} names[] = {
	{"udp/recv", "cases/udp/recv.txt"},
	{"udp/recv[AF_INET6]", "cases/udp/recv@AF_INET6.txt"},
	{"udp/x[a,b=[::1]:7]", "cases/udp/x@a,b=~5b~3a~3a1~5d~3a7.txt"},
	{"a@b", "cases/a~40b.txt"},
	{"a[b", "cases/a~5bb.txt"},
	{"a[b/c]", "cases/a@b~2fc.txt"},
	{"../../etc/x", "cases/~2e./~2e./etc/x.txt"},
	{"/etc//x", "cases/~2fetc/~2fx.txt"},
	{".hidden~", "cases/~2ehidden~7e.txt"},
	{"b\xc3\xa9\n", "cases/b~c3~a9~0a.txt"},
};

START_TEST(name_of_a_case)
{
	char *name = report_dir_name(names[_i].id, ".txt");

	ck_assert_str_eq(name, names[_i].name);
	free(name);
}
END_TEST

START_TEST(long_names)
{
	char id[2][1000], *name[2];

	for (int i = 0; i < 2; i++) {
		memset(id[i], 'a', sizeof(id[i]));
		id[i][sizeof(id[i]) - 1] = '\0';
		id[i][500] = (char)('a' + i);
		name[i] = report_dir_name(id[i], ".txt");
		ck_assert_int_lt(strlen(name[i]), 255);
	}
	ck_assert_str_ne(name[0], name[1]);
	free(name[0]);
	free(name[1]);
}
END_TEST

Suite *report_dir_suite(void);

Suite *report_dir_suite(void)
{
	Suite *s = suite_create("report_dir");
	TCase *t = tcase_create("folder");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, old_files_go);
	tcase_add_test(t, claimed_files_go);
	tcase_add_test(t, someone_elses_folder);
	tcase_add_test(t, someone_elses_mark);
	tcase_add_test(t, nothing_outside_goes);
	tcase_add_test(t, a_run_takes_its_place);
	tcase_add_test(t, nothing_is_written_outside);
	tcase_add_loop_test(t, name_of_a_case, 0, COUNT(names));
	tcase_add_test(t, long_names);
	suite_add_tcase(s, t);
	return s;
}
