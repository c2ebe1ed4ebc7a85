/* SPDX-License-Identifier: Apache-2.0 */
/* Memory, text and files. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "base/util.h"

START_TEST(arrays_grow)
{
	int *v = NULL, n = 0;

	for (int i = 0; i < 1000; i++) {
		GROW(v, n);
		v[n++] = i;
	}
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(v[i], i);
	free(v);
}
END_TEST

START_TEST(text_grows)
{
	struct buf b = {0};

	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	ck_assert_uint_eq(b.len, 10 * 2 + 90 * 3 + 900 * 4);
	ck_assert_uint_eq(strlen(b.s), b.len);
	buf_free(&b);
	ck_assert_ptr_null(b.s);
	char *s = buf_take(&b);
	ck_assert_str_eq(s, "");
	free(s);
}
END_TEST

START_TEST(bytes_are_quoted)
{
	struct buf b = {0};

	buf_quote(&b, "a\n\"\\\0\x80~", 7);
	ck_assert_str_eq(b.s, "a\\n\\\"\\\\\\x00\\x80~");
	buf_free(&b);
}
END_TEST

START_TEST(first_reason_stays)
{
	char *why = NULL;

	ck_assert_int_eq(fail(&why, "%d", 1), -1);
	ck_assert_int_eq(fail(&why, "%d", 2), -1);
	ck_assert_str_eq(why, "1");
	free(why);
	ck_assert_int_eq(fail(NULL, "nobody asks"), -1);
}
END_TEST

START_TEST(files)
{
	char *why = NULL;
	size_t len;

	ck_assert_int_eq(dir_make("a/b//c/", &why), 0);
	ck_assert_int_eq(dir_make("a/b/c", &why), 0);
	ck_assert_int_eq(file_write("a/b/c/f", "x\0y", 3, &why), 0);
	char *text = file_read("a/b/c/f", 3, &len, &why);
	ck_assert_uint_eq(len, 3);
	ck_assert_mem_eq(text, "x\0y", 4);
	free(text);
	ck_assert_ptr_null(why);
}
END_TEST

START_TEST(file_is_larger)
{
	char *why = NULL;

	file_write("f", "1234", 4, &why);
	ck_assert_ptr_null(file_read("f", 3, NULL, &why));
	ck_assert_str_eq(why, "f is larger than 3 bytes");
	free(why);
}
END_TEST

START_TEST(files_that_cannot_be)
{
	static const char *const sentences[] = {
		"cannot read none: No such file or directory",
		"cannot read .: Is a directory",
		"cannot write none/f: No such file or directory",
		"cannot make the folder f: a file of that name exists",
	};
	char *why[COUNT(sentences)] = {NULL};

	file_write("f", "", 0, NULL);
	ck_assert_ptr_null(file_read("none", 9, NULL, &why[0]));
	ck_assert_ptr_null(file_read(".", 9, NULL, &why[1]));
	ck_assert_int_eq(file_write("none/f", "", 0, &why[2]), -1);
	ck_assert_int_eq(dir_make("f/g", &why[3]), -1);
	for (size_t i = 0; i < COUNT(sentences); i++) {
		ck_assert_str_eq(why[i], sentences[i]);
		free(why[i]);
	}
}
END_TEST

/* A write that fails leaves the old file, and nothing beside it. */
START_TEST(write_is_whole_or_not)
{
	char *why = NULL;

	dir_make("target/x", &why);
	ck_assert_int_eq(file_write("target", "new", 3, &why), -1);
	free(why);
	why = NULL;
	char *tmp = xasprintf("target.%ld.tmp", (long)getpid());
	ck_assert_int_ne(access(tmp, F_OK), 0);
	free(tmp);
}
END_TEST

Suite *util_suite(void);

Suite *util_suite(void)
{
	Suite *s = suite_create("util");
	TCase *t = tcase_create("util");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_test(t, arrays_grow);
	tcase_add_test(t, text_grows);
	tcase_add_test(t, bytes_are_quoted);
	tcase_add_test(t, first_reason_stays);
	tcase_add_test(t, files);
	tcase_add_test(t, file_is_larger);
	tcase_add_test(t, files_that_cannot_be);
	tcase_add_test(t, write_is_whole_or_not);
	suite_add_tcase(s, t);
	return s;
}
