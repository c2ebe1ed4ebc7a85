/* SPDX-License-Identifier: Apache-2.0 */
/* Temporary folders: whose owner lives they stay, all others go. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/tmp.h"
#include "base/util.h"

static void setup(void)
{
	scratch_open();
	ck_assert_int_eq(mkdir("tmp", 0755), 0);
	setenv("TMPDIR", "tmp", 1);
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* A process that makes one and ends without a word; its name, to be freed. */
static char *orphan(void)
{
	char name[256] = "";
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		static struct tmp t;
		char *why = NULL;

		if (tmp_make(&t, &why) == 0 &&
		    write(fds[1], t.dir, strlen(t.dir)) > 0)
			_exit(0);
		_exit(1);
	}
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_int_gt(read(fds[0], name, sizeof(name) - 1), 0);
	close(fds[0]);
	close(fds[1]);
	return xstrdup(name);
}

START_TEST(made_and_removed)
{
	static struct tmp t;
	char *why = NULL, *dir, *file;

	ck_assert_int_eq(tmp_make(&t, &why), 0);
	dir = xstrdup(t.dir);
	file = xasprintf("%s/a/b", dir);
	ck_assert_int_eq(strncmp(dir, "tmp/sockdiff.", 13), 0);
	scratch_write(file, "x", 1);
	tmp_sweep(); /* not our own */
	ck_assert(is_there(file));
	tmp_remove(&t);
	tmp_remove(&t);
	ck_assert(!is_there(dir));
	free(file);
	free(dir);
}
END_TEST

START_TEST(of_the_dead)
{
	char *dir = orphan();

	ck_assert(is_there(dir));
	tmp_sweep();
	ck_assert(!is_there(dir));
	free(dir);
}
END_TEST

/* Another process has it: while that lives it stays. */
START_TEST(of_the_living)
{
	char name[256] = "";
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		static struct tmp t;
		char *why = NULL;

		if (tmp_make(&t, &why) < 0 ||
		    write(fds[1], t.dir, strlen(t.dir)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	ck_assert_int_gt(read(fds[0], name, sizeof(name) - 1), 0);
	tmp_sweep();
	ck_assert(is_there(name));
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	tmp_sweep();
	ck_assert(!is_there(name));
	close(fds[0]);
	close(fds[1]);
}
END_TEST

/* What is not ours, or leads elsewhere, is not touched. */
START_TEST(of_others)
{
	struct utimbuf old = {0, 0};

	scratch_write("tmp/sockdiff-mine/x", "x", 1);
	scratch_write("tmp/sockdiff.file", "x", 1);
	scratch_write("elsewhere/lock", "", 0);
	ck_assert_int_eq(symlink("../elsewhere", "tmp/sockdiff.link"), 0);
	/* Just made: its owner will lock it in a moment; and one long since. */
	ck_assert_int_eq(mkdir("tmp/sockdiff.new", 0755), 0);
	ck_assert_int_eq(mkdir("tmp/sockdiff.old", 0755), 0);
	ck_assert_int_eq(utime("tmp/sockdiff.old", &old), 0);
	tmp_sweep();
	ck_assert(is_there("tmp/sockdiff-mine/x"));
	ck_assert(is_there("tmp/sockdiff.file"));
	ck_assert(is_there("elsewhere/lock"));
	ck_assert(is_there("tmp/sockdiff.link"));
	ck_assert(is_there("tmp/sockdiff.new"));
	ck_assert(!is_there("tmp/sockdiff.old"));
}
END_TEST

/* Links in it are removed, not followed. */
START_TEST(links_in_it)
{
	char *dir = orphan(), *link = xasprintf("%s/link", dir);
	char here[4096];

	scratch_write("elsewhere/x", "x", 1);
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here) - 16));
	ck_assert_int_eq(symlink(strcat(here, "/elsewhere"), link), 0);
	tmp_sweep();
	ck_assert(!is_there(dir));
	ck_assert(is_there("elsewhere/x"));
	free(link);
	free(dir);
}
END_TEST

Suite *tmp_suite(void);

Suite *tmp_suite(void)
{
	Suite *s = suite_create("tmp");
	TCase *c = tcase_create("folders");

	tcase_add_checked_fixture(c, setup, scratch_close);
	tcase_add_test(c, made_and_removed);
	tcase_add_test(c, of_the_dead);
	tcase_add_test(c, of_the_living);
	tcase_add_test(c, of_others);
	tcase_add_test(c, links_in_it);
	suite_add_tcase(s, c);
	return s;
}
