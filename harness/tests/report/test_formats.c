/* SPDX-License-Identifier: Apache-2.0 */
/* sockdiff report: stored runs as JUnit, TAP, Markdown, text and JSON. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>

#include "verdict/diff.h"
#include "result/results.h"
#include "base/text.h"
#include "tests/help/shell.h"
#include "tests/help/tap.h"
#include "tests/help/written.h"

/* One of every sort, one of them hostile. */
#define ALL                                               \
	"recv/broken broken no room\n"                    \
	"recv/crashed crashed recv crash - -\n"           \
	"recv/flaky same flaky\n"                         \
	"recv/hung hung recv hang - -\n"                  \
	"recv/same same\n"                                \
	"udp/differs differs recv errno EACCES HOSTILE\n" \
	"udp/fixed fixed\n"                               \
	"udp/known known recv errno EACCES EIO\n"         \
	"udp/mute inexpressible no bind\n"                \
	"udp/unsupported unsupported recv missing success ENOSYS\n"

static void all_written(void)
{
	shell_open();
	written_run("reports/a", "a", ALL);
	written_run("reports/b", "b", "udp/x same\n");
	written_run("empty", "empty", "");
}

static const char *const hosts[] = {"a",     "b", "a b",
				    "empty", "",  "a reports/a"};

static char *report(const char *format, const char *which)
{
	char *line = xasprintf("sockdiff report -f %s %s", format, which);

	shell_expect(line, STATUS_GOOD, "");
	ck_assert_str_eq(shell_err, "");
	free(line);
	return xstrdup(shell_out);
}

static int times(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

/* --- JUnit --- */

START_TEST(junit_is_valid)
{
	char *text = report("junit", hosts[_i]);

	shell_write("j.xml", text);
	shell_expect("xmllint --noout --schema "
		     "$SOURCE/harness/tests/junit.xsd j.xml",
		     0, "j.xml validates");
	free(text);
}
END_TEST

/* As another parser sees it. */
static void xpath(const char *expression, const char *want)
{
	char *line =
		xasprintf("xmllint --xpath 'string(%s)' j.xml", expression);

	shell_expect(line, 0, "");
	shell_out[strcspn(shell_out, "\n")] = '\0';
	ck_assert_msg(!strcmp(shell_out, want), "%s: %s, not %s", expression,
		      shell_out, want);
	free(line);
}

START_TEST(junit_says)
{
	shell_expect("sockdiff report -f junit -o j.xml a", STATUS_GOOD, "");
	ck_assert_str_eq(shell_out, "");
	xpath("/testsuites/@tests", "10");
	xpath("/testsuites/testsuite/@failures", "5");
	xpath("/testsuites/testsuite/@errors", "1");
	xpath("/testsuites/testsuite/@skipped", "2");
	xpath("count(//failure)", "5");
	xpath("count(//error)", "1");
	xpath("count(//skipped)", "2");
	xpath("//testcase[@name=\"known\"]/skipped/@message",
	      "known: recv failed with EIO (Linux: EACCES)");
	xpath("//testcase[@name=\"differs\"]/@classname", "a.udp");
	xpath("//testcase[@name=\"differs\"]/@line", "9");
	xpath("//testcase[@name=\"differs\"]/@file", "cases/udp/x.yaml");
	xpath("//testcase[@name=\"differs\"]/system-out",
	      "sockdiff run -H a -");
	xpath("//testcase[@name=\"fixed\"]/failure/@type", "fixed");
	xpath("//testcase[@name=\"flaky\"]/properties/property/@name", "flaky");
	xpath("count(//flakyFailure)", "1");
	/* No times were stored. */
	xpath("count(//@time)", "0");
}
END_TEST

START_TEST(junit_has_times)
{
	shell_write("reports/b/times.json",
		    "{\"schema\": 1, \"date\": \"2025-01-31T12:00:00Z\", "
		    "\"total_us\": 5, \"cases\": {\"udp/x\": 1500000}}\n");
	shell_expect("sockdiff report -f junit -o j.xml b", STATUS_GOOD, "");
	xpath("//testcase/@time", "1.500000");
	xpath("//testsuite/@timestamp", "2025-01-31T12:00:00Z");
	shell_write("reports/b/times.json", "{\"cases\": 3");
	shell_expect("sockdiff report -f junit -o j.xml b", STATUS_GOOD, "");
	xpath("count(//@time)", "0");
}
END_TEST

/* --- TAP --- */

START_TEST(tap_is_valid)
{
	char *text = report("tap", hosts[_i]);
	struct tap_sums n;
	const char *wrong = tap_read(text, &n);

	ck_assert_msg(!wrong, "%s", wrong);
	free(text);
}
END_TEST

START_TEST(tap_says)
{
	char *text = report("tap", "a");
	struct tap_sums n;

	ck_assert_ptr_null(tap_read(text, &n));
	ck_assert_int_eq(n.tests, 10);
	/* same, flaky, mute; known is to be done */
	ck_assert_int_eq(n.ok, 4);
	ck_assert_int_eq(n.skip, 1);
	ck_assert_int_eq(n.todo, 1);
	ck_assert_int_eq(n.blocks, 7);
	free(text);
	text = report("tap", "a b");
	ck_assert_ptr_null(tap_read(text, &n));
	ck_assert_int_eq(n.tests, 2);
	ck_assert_int_eq(n.ok, 1);
	ck_assert_int_eq(n.subtests, 2);
	free(text);
}
END_TEST

/* prove(1) is a part of perl, and refuses versions that it does not know. */
START_TEST(tap_is_proved)
{
	static const char *const runs[] = {"a", "a b"};

	for (size_t i = 0; i < COUNT(runs); i++) {
		char *line = xasprintf(
			"sockdiff report -f tap %s >x.tap; prove -e cat x.tap "
			"2>&1 | grep -c 'unknown TAP\\|Parse errors' || :",
			runs[i]);

		shell_expect(line, 0, "");
		ck_assert_str_eq(shell_out, "0\n");
		free(line);
	}
}
END_TEST

START_TEST(tap_bails_out)
{
	json_t *cut = written_results("c", "udp/x same\n");
	char *text;
	struct tap_sums n;

	json_object_set_new(cut, "interrupted", json_true());
	written_store("c", cut);
	text = report("tap", "c");
	ck_assert_ptr_null(tap_read(text, &n));
	ck_assert_int_eq(n.bailed, 1);
	free(text);
}
END_TEST

/* The reader of the tests sees mistakes. */
static const char *const no_tap[] = {
	"",
	"1..1\nok 1 - a\n",
	"TAP version 13\n",
	"TAP version 13\n1..2\nok 1 - a\n",
	"TAP version 13\n1..1\nok 2 - a\n",
	"TAP version 13\n1..1\nok 1 - a\nok 2 - b\n",
	"TAP version 13\n1..1\nok 1 - a # LATER\n",
	"TAP version 13\n1..1\nok 1 a\n",
	"TAP version 13\n1..1\nnot ok 1 - a\n  ---\n  x: 1\n",
	"TAP version 13\n1..1\nnot ok 1 - a\n  ---\n  x: \"\n  ...\n",
	"TAP version 13\n1..1\n# Subtest: s\n    1..1\n    not ok 1 - a\n"
	"ok 1 - s\n",
};

START_TEST(tap_reader_is_strict)
{
	char *text = xstrdup(no_tap[_i]);
	struct tap_sums n;

	ck_assert_ptr_nonnull(tap_read(text, &n));
	free(text);
}
END_TEST

/* --- Markdown --- */

START_TEST(markdown_says)
{
	char *text = report("markdown", "a");
	const char *gaps = strstr(text, "### New gaps");

	ck_assert_ptr_nonnull(strstr(text, "## sockdiff on `a`\n"));
	ck_assert_ptr_nonnull(strstr(text, "**4 new**, **1 fixed**, 1 known, "
					   "**1 broken**"));
	ck_assert_ptr_nonnull(gaps);
	ck_assert_ptr_nonnull(strstr(gaps, "### Unsupported"));
	ck_assert_ptr_nonnull(strstr(gaps, "### Broken"));
	ck_assert_ptr_nonnull(strstr(gaps, "- `udp/fixed`\n"));
	ck_assert_ptr_nonnull(strstr(gaps, "   ```sh\n   sockdiff run -H a -\n"
					   "   ```\n"));
	ck_assert_ptr_null(strstr(text, "EIO"));
	/* Nothing of the host stands outside of code. */
	ck_assert_ptr_nonnull(strstr(text, "```` recv failed with <b>"));
	ck_assert_ptr_null(strstr(text, "\nok 1"));
	free(text);
}
END_TEST

START_TEST(markdown_is_short)
{
	struct buf b = {0};
	char *text;

	for (int i = 0; i < 3000; i++)
		buf_printf(&b,
			   "udp/%04d differs recv errno EACCES E%d\n"
			   "udp/%04dx fixed\n",
			   i, i, i);
	written_run("big", "big", b.s);
	buf_free(&b);
	text = report("markdown", "big");
	ck_assert_uint_lt(strlen(text), 16384);
	ck_assert_ptr_nonnull(strstr(text, "and 2990 more, see "
					   "`big/results.json`"));
	ck_assert_ptr_nonnull(strstr(text, "and 2980 more, see "));
	free(text);
}
END_TEST

/* --- annotations --- */

START_TEST(github_says)
{
	struct buf b = {0};
	char *text = report("github", "a b");

	ck_assert_int_eq(times(text, "::error file="), 6);
	ck_assert_int_eq(times(text, "\n"), 6);
	ck_assert_ptr_nonnull(strstr(
		text, "::error file=cases/udp/x.yaml,line=3,title=recv/broken::"
		      "not played: no room%0Asockdiff run -H a -\n"));
	free(text);
	for (int i = 0; i < 30; i++)
		buf_printf(&b, "udp/%02d:,%% differs recv errno EACCES E%%\n",
			   i);
	written_run("big", "big", b.s);
	buf_free(&b);
	text = report("github", "big");
	ck_assert_int_eq(times(text, "::error file="), 10);
	ck_assert_ptr_nonnull(strstr(text, "title=udp/00%3A%2C%25::"));
	ck_assert_ptr_nonnull(strstr(text, "with E%25 (Linux: EACCES)%0A"));
	free(text);
}
END_TEST

/* --- all --- */

/* No byte of a host's moves a cursor or breaks UTF-8, in any format. */
START_TEST(nothing_hostile)
{
	static const char *const formats[] = {"text", "json",     "junit",
					      "tap",  "markdown", "github"};
	char *text = report(formats[_i], "a"), *clean;

	ck_assert_ptr_nonnull(strstr(text, "amp;"));
	for (char *p = text; *p; p++)
		if (*p == '\n')
			*p = ' ';
	clean = text_cleaned(text);
	ck_assert_str_eq(text, clean);
	free(clean);
	free(text);
}
END_TEST

START_TEST(json_is_the_same)
{
	char *text = report("json", "a"), *stored;
	json_t *both;

	stored = shell_read("reports/a/results.json");
	ck_assert_str_eq(text, stored);
	free(text);
	free(stored);
	text = report("json", "a b");
	both = json_loads(text, 0, NULL);
	ck_assert_uint_eq(json_array_size(json_object_get(both, "runs")), 2);
	json_decref(both);
	free(text);
}
END_TEST

START_TEST(text_says)
{
	char *text = report("text", "");

	ck_assert_int_eq(times(text, " on a\n"), 1);
	ck_assert_int_eq(times(text, " on b\n"), 1);
	ck_assert_ptr_nonnull(strstr(text, "(1 known, 4 new, 1 fixed)\n"));
	free(text);
}
END_TEST

/* --- what is no report --- */

#define CASE_TEXT                                                     \
	"{\"id\": \"a\", \"file\": \"f\", \"line\": 1, \"verdict\": " \
	"\"same\", \"gaps\": [], \"replay\": \"\"}"
#define HEAD_TEXT(schema)                                                  \
	"{\"schema\": " schema ", \"sockdiff\": \"9.9\", \"host\": "       \
	"{\"name\": \"x\"}, \"machine\": {}, \"counts\": {}, \"new\": 0, " \
	"\"fixed\": 0, \"cases\": "

static const struct {
	const char *text, *err;
} bad[] = {
	{"", "r.json:1: unexpected end of file: was it copied completely?\n"},
	{HEAD_TEXT("1") "[" CASE_TEXT, "r.json:1: unexpected end of file"},
	{"<xml/>", "r.json:1: this is not JSON"},
	{"{\"a\": \"\\ud800\"}", "r.json:1: this is not JSON"},
	{"{\"a\": \"\xff\"}", "r.json:1: this is not JSON"},
	{"[]", "r.json: this is not a results.json of sockdiff\n"},
	{"{\"schema\": 1}", "r.json: this is not a results.json of "
			    "sockdiff\n"},
	{"{\"schema\": \"1\", \"sockdiff\": \"1\"}",
	 "this is not a results.json of sockdiff"},
	{HEAD_TEXT("2") "[]}", "r.json: it has schema 2, this sockdiff reads "
			       "1: use the sockdiff that wrote it, 9.9\n"},
	{HEAD_TEXT("0") "[]}", "run the cases again"},
	{HEAD_TEXT("1") "{}}", "r.json: the report: cases is not a list\n"},
	{HEAD_TEXT("1") "[3]}", "r.json: cases[0] is not an object\n"},
	{HEAD_TEXT("1") "[{}]}", "r.json: cases[0] has no id\n"},
	{HEAD_TEXT("1") "[" CASE_TEXT ", " CASE_TEXT "]}",
	 "r.json: duplicate case a\n"},
	{HEAD_TEXT("1") "[{\"id\": \"b\", \"file\": \"f\", \"line\": 1, "
			"\"verdict\": \"smae\", \"gaps\": [], "
			"\"replay\": \"\"}]}",
	 "r.json: cases[0]: verdict has the unknown value smae; did you mean "
	 "same?\n"},
	{HEAD_TEXT("1") "[{\"id\": \"b\", \"file\": \"f\", \"line\": 1, "
			"\"verdict\": \"same\", \"gaps\": [{\"step\": 1}], "
			"\"replay\": \"\"}]}",
	 "r.json: cases[0].gaps[0] has no line\n"},
	{HEAD_TEXT("1") "[{\"id\": 3}]}", "cases[0]: id is not a string\n"},
};

START_TEST(no_report)
{
	shell_write("r.json", bad[_i].text);
	shell_expect("sockdiff report -f tap r.json", STATUS_USAGE,
		     bad[_i].err);
	ck_assert_str_eq(shell_out, "");
}
END_TEST

static const struct {
	const char *line, *err;
} wrong[] = {
	{"sockdiff report nowhere", "sockdiff: nowhere is not a folder of "
				    "results, a results.json or a host"},
	{"mkdir e; sockdiff report e nowhere", "e has no results.json"},
	{"mkdir e; sockdiff report e nowhere", "sockdiff: nowhere is not"},
	{"sockdiff report -f jnuit a", "unknown format jnuit; did you mean "
				       "junit?"},
	{"sockdiff report -o /nowhere/x a", "/nowhere/x"},
	{"cd empty; sockdiff report", "no results in reports/"},
};

START_TEST(refused)
{
	shell_expect(wrong[_i].line, STATUS_USAGE, wrong[_i].err);
}
END_TEST

/* A file is replaced only by a whole report. */
START_TEST(nothing_half)
{
	char *text;

	shell_write("j.xml", "old");
	shell_write("r.json", "[]");
	shell_expect("sockdiff report -f junit -o j.xml r.json", STATUS_USAGE,
		     "");
	text = shell_read("j.xml");
	ck_assert_str_eq(text, "old");
	free(text);
}
END_TEST

Suite *formats_suite(void);

Suite *formats_suite(void)
{
	Suite *s = suite_create("formats");
	TCase *t = tcase_create("formats");

	tcase_add_checked_fixture(t, all_written, shell_close);
	tcase_set_timeout(t, 20);
	tcase_add_loop_test(t, junit_is_valid, 0, (int)COUNT(hosts));
	tcase_add_test(t, junit_says);
	tcase_add_test(t, junit_has_times);
	tcase_add_loop_test(t, tap_is_valid, 0, (int)COUNT(hosts));
	tcase_add_test(t, tap_says);
	tcase_add_test(t, tap_is_proved);
	tcase_add_test(t, tap_bails_out);
	tcase_add_loop_test(t, tap_reader_is_strict, 0, (int)COUNT(no_tap));
	tcase_add_test(t, markdown_says);
	tcase_add_test(t, markdown_is_short);
	tcase_add_test(t, github_says);
	tcase_add_loop_test(t, nothing_hostile, 0, 6);
	tcase_add_test(t, json_is_the_same);
	tcase_add_test(t, text_says);
	tcase_add_loop_test(t, no_report, 0, (int)COUNT(bad));
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	tcase_add_test(t, nothing_half);
	suite_add_tcase(s, t);
	return s;
}
