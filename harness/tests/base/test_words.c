/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest right word. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "base/util.h"
#include "base/words.h"

static const struct {
	const char *a, *b;
	int distance;
} distances[] = {
	{"", "", 0},         {"", "abc", 3},       {"recv", "recv", 0},
	{"recv", "RECV", 0}, {"recvv", "recv", 1}, {"rcv", "recv", 1},
	{"rexv", "recv", 1}, {"rcev", "recv", 1},  {"kitten", "sitting", 3},
	{"send", "recv", 3},
};

START_TEST(distance)
{
	const char *a = distances[_i].a, *b = distances[_i].b;

	ck_assert_int_eq(words_distance(a, b), distances[_i].distance);
	ck_assert_int_eq(words_distance(b, a), distances[_i].distance);
}
END_TEST

START_TEST(long_words_are_cut)
{
	char a[300], b[300];

	memset(a, 'x', sizeof(a) - 1);
	memset(b, 'y', sizeof(b) - 1);
	a[299] = b[299] = '\0';
	ck_assert_int_eq(words_distance(a, b), WORDS_LEN);
	ck_assert_int_eq(words_distance(a, a), 0);
	struct words w = {.wrong = a};
	words_try(&w, a);
	ck_assert_uint_lt(strlen(words_hint(&w)), sizeof(w.hint));
}
END_TEST

static const struct {
	const char *wrong, *hint;
} hints[] = {
	{"recvv", "; did you mean recv?"},
	{"SEND", "; did you mean send?"},
	{"sendot", "; did you mean sendto?"},
	/* two that are equally near: the first */
	{"sent", "; did you mean send?"},
	{"frobnicate", ""},
	/* a word that is shorter than the mistakes is no hint */
	{"x", ""},
	{"", ""},
};

START_TEST(hint)
{
	static const char *const right[] = {
		"send", "seno", "recv", "sendto", "a",
	};
	struct words w = {.wrong = hints[_i].wrong};

	for (size_t i = 0; i < COUNT(right); i++)
		words_try(&w, right[i]);
	ck_assert_str_eq(words_hint(&w), hints[_i].hint);
}
END_TEST

Suite *words_suite(void);

Suite *words_suite(void)
{
	Suite *s = suite_create("words");
	TCase *t = tcase_create("words");

	tcase_add_loop_test(t, distance, 0, COUNT(distances));
	tcase_add_test(t, long_words_are_cut);
	tcase_add_loop_test(t, hint, 0, COUNT(hints));
	suite_add_tcase(s, t);
	return s;
}
