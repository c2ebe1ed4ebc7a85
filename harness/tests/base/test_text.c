/* SPDX-License-Identifier: Apache-2.0 */
/* Text for terminals, and two lists compared. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "base/align.h"
#include "base/text.h"

static const struct {
	const char *raw, *clean;
} cleanings[] = {
	{"", ""},
	{"plain \\x00", "plain \\x00"},
	{"tab\t nl\n cr\r", "tab\\t nl\\n cr\\r"},
	{"\033]0;title\a", "\\x1b]0;title\\x07"},
	{"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9b",
	 "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9b"},
	/* no UTF-8: a lone byte, cut short, overlong, surrogate, too high */
	{"\xff", "\\xff"},
	{"\xe2\x82", "\\xe2\\x82"},
	{"\xe2\x82z", "\\xe2\\x82z"},
	{"\xc0\xaf", "\\xc0\\xaf"},
	{"\xe0\x80\xaf", "\\xe0\\x80\\xaf"},
	{"\xed\xa0\x80", "\\xed\\xa0\\x80"},
	{"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
	/* C1 controls, direction override, zero width */
	{"\xc2\x9b", "\\xc2\\x9b"},
	{"\xe2\x80\xae", "\\xe2\\x80\\xae"},
	{"\xe2\x80\x8b", "\\xe2\\x80\\x8b"},
	{"\x7f", "\\x7f"},
};

START_TEST(cleaning)
{
	char *clean = text_cleaned(cleanings[_i].raw);

	ck_assert_str_eq(clean, cleanings[_i].clean);
	free(clean);
}
END_TEST

START_TEST(nothing_is_no_text)
{
	char *clean = text_cleaned(NULL);

	ck_assert_str_eq(clean, "");
	free(clean);
}
END_TEST

static const struct {
	const char *text;
	size_t at;
	const char *cut; /* to 9 columns */
} views[] = {
	{"123456789", 8, "123456789"},  {"1234567890", 0, "12345678…"},
	{"1234567890", 5, "12345678…"}, {"1234567890", 6, "…4567890"},
	{"1234567890", 10, "…890"},     {"1234567890abcdef", 9, "…7890abc…"},
	{"éééééééééé", 18, "…éééé"},    {"", 0, ""},
};

START_TEST(cutting_at)
{
	struct buf b = {0};

	buf_puts(&b, "");
	text_cut_at(&b, views[_i].text, views[_i].at, 9);
	ck_assert_str_eq(b.s, views[_i].cut);
	buf_free(&b);
}
END_TEST

START_TEST(common_beginning)
{
	ck_assert_uint_eq(text_common("", "a"), 0);
	ck_assert_uint_eq(text_common("abc", "abc"), 3);
	ck_assert_uint_eq(text_common("abc", "abd"), 2);
	/* The same first byte is not the same character. */
	ck_assert_uint_eq(text_common("aé", "aè"), 1);
}
END_TEST

START_TEST(cutting)
{
	struct buf b = {0};

	text_cut(&b, "12345", 5);
	buf_puts(&b, "|");
	text_cut(&b, "123456", 5);
	buf_puts(&b, "|");
	text_cut(&b, "\xc3\xa9\xc3\xa9\xc3\xa9", 2);
	buf_puts(&b, "|");
	text_pad(&b, "12", 4);
	buf_puts(&b, "|");
	text_cut(&b, "12", 0);
	ck_assert_str_eq(b.s, "12345|1234…|\xc3\xa9…|12  |");
	ck_assert_int_eq(text_width("\xc3\xa9…"), 2);
	buf_free(&b);
}
END_TEST

static const struct {
	const char *text;
	int used, indent, width;
	const char *want;
} wraps[] = {
	{"one two", 0, 0, 7, "one two"},
	{"one two", 0, 2, 6, "one\n  two"},
	{"one two three", 4, 4, 12, "one two\n    three"},
	{"abcdefgh", 0, 2, 4, "abcd\n  ef\n  gh"},
	{"ab abcdefgh", 8, 2, 10, "ab\n  abcdefgh"},
	{"abcdef", 8, 2, 10, "\n  abcdef"},
	{"", 0, 2, 10, ""},
	{"ab", 0, 8, 4, "ab"},
};

START_TEST(wrapping)
{
	struct buf b = {0};

	buf_puts(&b, "");
	text_wrap(&b, wraps[_i].text, wraps[_i].used, wraps[_i].indent,
		  wraps[_i].width);
	ck_assert_str_eq(b.s, wraps[_i].want);
	buf_free(&b);
}
END_TEST

START_TEST(shell_words)
{
	struct buf b = {0};

	text_shell(&b, "udp/recv");
	buf_puts(&b, " ");
	text_shell(&b, "udp/recv[AF_INET6]");
	buf_puts(&b, " ");
	text_shell(&b, "it's $HOME");
	buf_puts(&b, " ");
	text_shell(&b, "");
	ck_assert_str_eq(b.s, "udp/recv 'udp/recv[AF_INET6]' "
			      "'it'\\''s $HOME' ''");
	buf_free(&b);
}
END_TEST

START_TEST(hues)
{
	struct buf b = {0};

	text_hue(&b, false, HUE_BAD, "a");
	text_hue(&b, true, HUE_NONE, "b");
	text_hue(&b, true, HUE_BAD, "c");
	text_hue(&b, true, HUE_BAD, "");
	ck_assert_str_eq(b.s, "ab\033[31mc\033[0m");
	buf_free(&b);
}
END_TEST

static bool same_letter(const void *ctx, int i, int j)
{
	const char *const *s = ctx;

	return s[0][i] == s[1][j];
}

static const struct {
	const char *lists[2];
	const char *common;
} alignments[] = {
	{{"", ""}, ""},           {{"abc", ""}, ""},
	{{"abc", "abc"}, "abc"},  {{"abcde", "axcye"}, "ace"},
	{{"abc", "xyz"}, ""},     {{"aab", "ab"}, "ab"},
	{{"xaby", "aby"}, "aby"}, {{"nematode", "empty"}, "emt"},
};

START_TEST(aligning)
{
	const char *const *lists = alignments[_i].lists;
	int left[16], right[16], n = (int)strlen(lists[0]), last = -1;
	char common[16] = "";

	align(n, (int)strlen(lists[1]), same_letter, lists, left, right);
	for (int i = 0; i < n; i++) {
		if (left[i] < 0)
			continue;
		ck_assert_int_gt(left[i], last);
		ck_assert_int_eq(right[left[i]], i);
		last = left[i];
		strncat(common, lists[0] + i, 1);
	}
	ck_assert_str_eq(common, alignments[_i].common);
}
END_TEST

static bool never(const void *ctx, int i, int j)
{
	(void)ctx, (void)i, (void)j;
	return false;
}

/* Two endless traces must not take all memory. */
START_TEST(aligning_too_much)
{
	int n = 50000;
	int *left = xcalloc((size_t)n, sizeof(*left));
	int *right = xcalloc((size_t)n, sizeof(*right));

	align(n, n, never, NULL, left, right);
	ck_assert_int_eq(left[n - 1], -1);
	free(left);
	free(right);
}
END_TEST

Suite *text_suite(void);

Suite *text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, cleaning, 0, COUNT(cleanings));
	tcase_add_test(t, nothing_is_no_text);
	tcase_add_test(t, cutting);
	tcase_add_loop_test(t, cutting_at, 0, (int)COUNT(views));
	tcase_add_test(t, common_beginning);
	tcase_add_loop_test(t, wrapping, 0, COUNT(wraps));
	tcase_add_test(t, shell_words);
	tcase_add_test(t, hues);
	tcase_add_loop_test(t, aligning, 0, COUNT(alignments));
	tcase_add_test(t, aligning_too_much);
	suite_add_tcase(s, t);
	return s;
}
