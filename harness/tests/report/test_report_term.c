/* SPDX-License-Identifier: Apache-2.0 */
/* What a run says on a terminal, wide, narrow or none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "result/results.h"
#include "report/summary.h"
#include "report/term.h"
#include "result/result_json.h"
#include "tests/help/fake.h"

/* A run of three cases, and all that it said. */
static char *said(struct report_term_options o, const char *baseline)
{
	static const char *const ids[] = {"tcp/a", "udp/b[AF_INET6]", "udp/c"};
	static const enum verdict verdicts[] = {SAME, DIFFERS, INEXPRESSIBLE};
	const struct report_about about = {.host = "wazero"};
	json_t *cases = json_array(), *us = json_object(), *results, *times;
	json_t *starts = json_object();
	struct report_term *t;
	size_t len;
	char *text;

	o.out = open_memstream(&text, &len);
	t = report_term_new(&o);
	report_term_start(t, 3, "wazero");
	for (int i = 0; i < 3; i++) {
		struct tcase c = fake_variant(ids[i], 1);
		struct result *r =
			fake_result(&c, verdicts[i], i == 2 ? "no bind" : NULL);
		json_t *j;

		if (verdicts[i] == DIFFERS)
			fake_gap(r, 3, GAP_data, "ret", "10", "4");
		j = result_json(r, "sockdiff run -H wazero");
		if (verdicts[i] == DIFFERS && baseline != NULL)
			json_object_set_new(j, "baseline",
					    json_string(baseline));
		json_array_append_new(cases, j);
		json_object_set_new(us, ids[i], json_integer(i * 1000000));
		report_term_case(t, j, i * 1000000);
		result_free(r);
	}
	results = report_results(&about, cases);
	times = report_times(us, 3200000, 1, 0);
	/* Two of the three started a guest. */
	json_object_set_new(starts, ids[1], json_integer(31000));
	json_object_set_new(starts, ids[2], json_integer(33000));
	report_times_starts(times, starts);
	report_term_end(t, results, times, "results.json");
	report_term_free(t);
	fclose(o.out);
	json_decref(results);
	json_decref(times);
	json_decref(cases);
	json_decref(starts);
	json_decref(us);
	return text;
}

static void expect(char *text, const char *want)
{
	ck_assert_str_eq(text, want);
	free(text);
}

#define END_TEXT                                                         \
	"root causes of the differences from Linux, most severe first\n" \
	"   1 case   recv: less data than on Linux\n"                    \
	"            sockdiff run -H wazero 'udp/b[AF_INET6]'\n"         \
	"1 difference in 1 case; --gaps lists them\n"                    \
	"\n"                                                             \
	"inexpressible: the ABI cannot express the case\n"               \
	"   1 case   no bind\n"                                          \
	"\n"                                                             \
	"start-up 33 ms, steps 1.9 s (medians of 2 cases)\n"             \
	"1 same, 1 differs, 1 inexpressible in 3.2 s\n"

START_TEST(piped)
{
	expect(said((struct report_term_options){.width = 0}, NULL),
	       "3 cases on wazero\n"
	       "same           tcp/a\n"
	       "differs        udp/b[AF_INET6]  "
	       "cases/udp/recv-msg-trunc.yaml:9: recv transferred 4 bytes "
	       "(Linux: 10)\n"
	       "inexpressible  udp/c  cases/udp/recv-msg-trunc.yaml:1: no "
	       "bind\n"
	       "\n" END_TEXT);
}
END_TEST

START_TEST(quiet)
{
	expect(said((struct report_term_options){.width = 80,
						 .tty = true,
						 .quiet = true},
		    NULL),
	       END_TEXT);
}
END_TEST

START_TEST(slowest)
{
	char *text = said(
		(struct report_term_options){.quiet = true, .durations = 2},
		NULL);

	ck_assert_ptr_nonnull(strstr(text, "\nslowest\n"
					   "     2.0 s  udp/c\n"
					   "     1.0 s  udp/b[AF_INET6]\n"
					   "\n"));
	free(text);
}
END_TEST

START_TEST(verbose_tells_times)
{
	char *text = said((struct report_term_options){.verbose = true,
						       .tty = true,
						       .width = 80},
			  NULL);

	ck_assert_ptr_nonnull(strstr(text, "\nsame           tcp/a  0 ms\n"));
	ck_assert_ptr_null(strchr(text, '\r'));
	free(text);
}
END_TEST

/* What a terminal shows after this: no trace of the live line. */
static void screen(char *text, char *out)
{
	char *line = out;

	for (; *text; text++) {
		if (*text == '\r')
			out = line;
		else if (strncmp(text, "\033[K", 3) == 0)
			text += 2;
		else
			*out++ = *text;
		if (*text == '\n')
			line = out;
	}
	*out = '\0';
}

START_TEST(live)
{
	char *text = said(
		(struct report_term_options){.tty = true, .width = 80}, NULL);
	char *shown = xcalloc(strlen(text) + 1, 1);

	ck_assert_ptr_nonnull(strstr(text, "\n[..........] 0/3"));
	screen(text, shown);
	ck_assert_str_eq(shown, "3 cases on wazero\n"
				"differs  udp/b[AF_INET6]\n"
				"    cases/udp/recv-msg-trunc.yaml:9: recv "
				"transferred 4 bytes (Linux: 10)\n"
				"\n" END_TEXT);
	free(shown);
	free(text);
}
END_TEST

/* A gap that is listed is neither printed as news nor grouped. */
START_TEST(known)
{
	char *text =
		said((struct report_term_options){.tty = true, .width = 80},
		     "known");

	ck_assert_ptr_null(strstr(text, "recv moved"));
	ck_assert_ptr_nonnull(strstr(
		text, "1 same, 1 differs, 1 inexpressible (1 known, 0 new, "
		      "0 fixed) in 3.2 s\n"));
	free(text);
}
END_TEST

START_TEST(no_colour_when_off)
{
	struct report_term_options o = {.width = 80, .durations = 5};
	char *text = said(o, NULL);

	ck_assert_ptr_null(strchr(text, '\033'));
	free(text);
	o.tty = true;
	text = said(o, NULL);
	ck_assert_ptr_null(strstr(text, "m1 differs"));
	for (char *p = text; (p = strchr(p, '\033')) != NULL; p++)
		ck_assert_int_eq(strncmp(p, "\033[K", 3), 0);
	free(text);
	o.color = true;
	text = said(o, NULL);
	ck_assert_ptr_nonnull(strstr(text, "\033[31m1 differs\033[0m"));
	free(text);
}
END_TEST

START_TEST(when_to_colour)
{
	setenv("NO_COLOR", "1", 1);
	ck_assert(!report_term_color(NULL, true));
	ck_assert(report_term_color("always", false));
	setenv("NO_COLOR", "", 1);
	ck_assert(report_term_color("auto", true));
	ck_assert(!report_term_color("auto", false));
	ck_assert(!report_term_color("never", true));
}
END_TEST

static const int widths[] = {1, 5, 12, 20, 36, 40, 60, 100};

/* No live line, and no wrapped sentence, is wider than the terminal. */
START_TEST(narrow)
{
	struct report_term_options o = {.tty = true, .width = widths[_i]};
	char *text = said(o, NULL), *save = NULL, *p;

	for (p = strtok_r(text, "\r\n", &save); p != NULL;
	     p = strtok_r(NULL, "\r\n", &save)) {
		if (strncmp(p, "\033[K", 3) == 0)
			p += 3;
		if (strchr(p, '/') != NULL && strstr(p, "/3") != NULL)
			ck_assert_int_lt(text_width(p), widths[_i]);
	}
	free(text);
}
END_TEST

static const struct {
	long long us;
	const char *text;
} durations[] = {
	{0, "0 ms"},
	{999, "0 ms"},
	{12345, "12 ms"},
	{999999, "999 ms"},
	{3219999, "3.2 s"},
	{59999999, "59.9 s"},
	{125000000, "2 min 5 s"},
};

START_TEST(duration)
{
	struct buf b = {0};

	duration_text(&b, durations[_i].us);
	ck_assert_str_eq(b.s, durations[_i].text);
	buf_free(&b);
}
END_TEST

/* Lists stop at 20 and say where the rest is. */
START_TEST(long_lists)
{
	const struct report_about about = {.host = "wazero"};
	const struct report_end_style style = {.width = 80, .gaps = true};
	json_t *cases = json_array(), *results;
	struct buf b = {0};

	for (int i = 0; i < 50; i++) {
		char *id = xasprintf("udp/%02d", i);
		struct tcase c = fake_variant(id, 1);
		struct result *r = fake_result(&c, DIFFERS, NULL);

		fake_gap(r, 3, GAP_data, "ret", "10", "4");
		json_array_append_new(cases, result_json(r, "sockdiff run"));
		result_free(r);
		free(id);
	}
	results = report_results(&about, cases);
	report_end(&b, &style, results, NULL, "r/results.json");
	ck_assert_ptr_nonnull(strstr(b.s, "  50 cases  recv: less data"));
	ck_assert_ptr_nonnull(strstr(b.s, "  50 cases  recv transferred"));
	ck_assert_ptr_nonnull(strstr(b.s, "  sockdiff run udp/20\n"
					  "  and 29 more; see "
					  "r/results.json\n"
					  "\n50 differ\n"));
	buf_free(&b);
	json_decref(results);
	json_decref(cases);
}
END_TEST

Suite *report_term_suite(void);

Suite *report_term_suite(void)
{
	Suite *s = suite_create("report_term");
	TCase *t = tcase_create("terminal");

	tcase_add_test(t, piped);
	tcase_add_test(t, quiet);
	tcase_add_test(t, slowest);
	tcase_add_test(t, verbose_tells_times);
	tcase_add_test(t, live);
	tcase_add_test(t, known);
	tcase_add_test(t, no_colour_when_off);
	tcase_add_test(t, when_to_colour);
	tcase_add_loop_test(t, narrow, 0, COUNT(widths));
	tcase_add_loop_test(t, duration, 0, COUNT(durations));
	tcase_add_test(t, long_lists);
	suite_add_tcase(s, t);
	return s;
}
