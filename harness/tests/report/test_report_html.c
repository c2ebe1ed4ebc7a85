/* SPDX-License-Identifier: Apache-2.0 */
/* The HTML page as a file: what is in it, that it is safe, whole and small. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "result/url.h"
#include "result/results.h"
#include "report/formats.h"
#include "base/util.h"
#include "tests/help/scratch.h"
#include "tests/help/stored.h"

/* The page of the runs named, as if it went to that file. Free it. */
static char *page_of(char *const *runs, int n, const char *to)
{
	struct report_input in;
	char *why = NULL, *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (report_input_load(&in, runs, n, &why) < 0)
		ck_abort_msg("%s", why);
	in.to = to;
	ck_assert_int_eq(format_html(&in, out, &why), 0);
	ck_assert_int_eq(fclose(out), 0);
	report_input_free(&in);
	return text;
}

static char *page_of_one(char *name)
{
	return page_of(&name, 1, NULL);
}

#define DATA "<script type=\"application/json\" id=\"data\">"

/* Where the page's data begins and ends. */
static const char *data_of(const char *page, size_t *len)
{
	const char *start = strstr(page, DATA);

	ck_assert_ptr_nonnull(start);
	start += strlen(DATA);
	*len = (size_t)(strstr(start, "</script>") - start);
	return start;
}

static json_t *parsed(const char *page)
{
	size_t len;
	const char *text = data_of(page, &len);
	json_t *data = json_loadb(text, len, 0, NULL);

	ck_assert_ptr_nonnull(data);
	return data;
}

static json_t *run_of(const json_t *data, size_t i)
{
	return json_array_get(json_object_get(data, "runs"), i);
}

static json_t *cell_of(const json_t *data, size_t run, size_t tcase)
{
	return json_array_get(json_object_get(run_of(data, run), "cells"),
			      tcase);
}

static long item(const json_t *list, size_t i)
{
	return (long)json_integer_value(json_array_get(list, i));
}

static size_t count_of(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

/* --- safety ---------------------------------------------------------------*/

START_TEST(nothing_ends_the_data)
{
	char *page, *plain;
	const char *text;
	size_t len;

	stored_hostile(".");
	stored_runs(".", 1, 1);
	page = page_of_one("hostile");
	plain = page_of_one("host-1");
	text = data_of(page, &len);
	ck_assert_ptr_null(memchr(text, '<', len));
	for (size_t i = 0; i < len; i++)
		ck_assert(text[i] >= ' ' && text[i] <= '~');
	/* What was said added no element. */
	ck_assert_int_eq(count_of(page, "<script"), count_of(plain, "<script"));
	ck_assert_int_eq(count_of(page, "<!--"), count_of(plain, "<!--"));
	ck_assert_ptr_null(strstr(page, "<img"));
	free(page);
	free(plain);
}
END_TEST

/* And yet all of it is there to be read. */
START_TEST(hostile_text_stays)
{
	char *page;
	json_t *data, *host;

	stored_hostile(".");
	page = page_of_one("hostile");
	data = parsed(page);
	host = json_object_get(run_of(data, 0), "host");
	ck_assert_ptr_nonnull(strstr(report_str(host, "name"),
				     "<img src=x onerror=pwned()></script>"));
	/* The letter that turns the direction is shown, not obeyed. */
	ck_assert_ptr_nonnull(strstr(report_str(host, "name"), "\\xe2\\x80"));
	json_decref(data);
	free(page);
}
END_TEST

/* The page asks nobody for anything. */
START_TEST(needs_nothing_else)
{
	char *page;

	stored_runs(".", 1, 5);
	page = page_of_one("host-1");
	ck_assert_ptr_null(strstr(page, "http:"));
	ck_assert_ptr_null(strstr(page, "https:"));
	ck_assert_ptr_null(strstr(page, "src="));
	ck_assert_ptr_null(strstr(page, "@import"));
	ck_assert_ptr_null(strstr(page, "@include"));
	ck_assert_ptr_null(strstr(page, "@DATA@"));
	ck_assert_ptr_nonnull(strstr(page, "default-src 'none'"));
	free(page);
}
END_TEST

/* --- what is in it --------------------------------------------------------*/

START_TEST(same_input_same_bytes)
{
	static char *runs[] = {"host-1", "host-2"};
	char *a, *b;

	stored_runs(".", 2, 100);
	a = page_of(runs, 2, NULL);
	b = page_of(runs, 2, NULL);
	ck_assert_str_eq(a, b);
	free(a);
	free(b);
}
END_TEST

START_TEST(shared_things_are_there_once)
{
	static char *runs[] = {"host-1", "host-2", "host-3"};
	char *page;

	stored_runs(".", 3, 100);
	page = page_of(runs, 3, NULL);
	/* A file's YAML, a case's title, what Linux answered. */
	ck_assert_int_eq(count_of(page, "\\\"[::1]:7000\\\"}  # 3\\n"), 100);
	ck_assert_int_eq(count_of(page, "the peer of 42 has"), 1);
	ck_assert_int_eq(
		count_of(page, "= 3 data=\\\"case 5\\\" addr=[::1]:7000"), 1);
	free(page);
}
END_TEST

/* Cases are joined by id; a run that has not played one says so. */
START_TEST(runs_of_different_cases)
{
	static char *runs[] = {"few/host-1", "more/host-1"};
	json_t *data;
	char *page;
	size_t n = 0;

	stored_runs("few", 1, 2);
	stored_runs("more", 1, 10);
	page = page_of(runs, 2, NULL);
	data = parsed(page);
	ck_assert_int_eq(json_array_size(json_object_get(data, "cases")), 10);
	for (size_t i = 0; i < 10; i++) {
		const json_t *cell = cell_of(data, 0, i);

		n += json_is_array(cell) || json_integer_value(cell) > 0;
		ck_assert(json_is_array(cell_of(data, 1, i)) ||
			  json_integer_value(cell_of(data, 1, i)) > 0);
	}
	ck_assert_int_eq(n, 2);
	json_decref(data);
	free(page);
}
END_TEST

/* The first case of the run that differs; its plays' numbers. */
static json_t *differing(const json_t *data)
{
	json_t *cell;
	size_t i;

	json_array_foreach (json_object_get(run_of(data, 0), "cells"), i, cell)
		if (json_is_array(cell) && item(cell, 0) == 1)
			return cell;
	ck_abort_msg("no case differs");
	return NULL;
}

START_TEST(plays_are_there)
{
	json_t *data, *cell, *play;
	char *page;

	stored_runs(".", 1, 50);
	page = page_of_one("host-1");
	data = parsed(page);
	cell = differing(data);
	ck_assert_int_ge(item(cell, 7), 0);
	ck_assert_int_ne(item(cell, 7), item(cell, 8));
	ck_assert_int_eq(item(cell, 9), 7);
	play = json_array_get(json_object_get(data, "plays"),
			      (size_t)item(cell, 7));
	ck_assert_int_eq(json_array_size(json_array_get(play, 0)), 8);
	ck_assert_int_eq(json_array_size(json_array_get(play, 4)), 8);
	ck_assert_int_eq(json_array_size(json_array_get(play, 5)), 8);
	json_decref(data);
	free(page);
}
END_TEST

/* results.json alone makes a page, with less in it. */
START_TEST(files_are_missing)
{
	json_t *data, *cell;
	char *page;

	stored_runs(".", 1, 50);
	ck_assert_int_eq(system("rm -r host-1/cases host-1/times.json "
				"host-1/sources.json"),
			 0);
	page = page_of_one("host-1");
	data = parsed(page);
	cell = differing(data);
	ck_assert_int_eq(item(cell, 7), -1);
	ck_assert_int_eq(item(cell, 8), -1);
	ck_assert_int_eq(item(cell, 9), 0);
	ck_assert_str_eq(report_str(run_of(data, 0), "date"), "");
	json_decref(data);
	free(page);
}
END_TEST

/* What stands in the files beside may be anything. */
static const char *const broken_files[] = {
	"",
	"{",
	"[]",
	"{\"schema\": 1}",
	"{\"schema\": 99}",
	"{\"schema\": 1, \"steps\": [1, {}], \"native\": {\"steps\": [[1], 2],"
	" \"packets\": {}, \"noise\": 3}, \"host\": []}",
	"{\"schema\": 1, \"files\": {\"x\": 1}}",
	"\xff\xfe",
};

START_TEST(files_are_broken)
{
	const char *text = broken_files[_i];
	char *page;

	stored_runs(".", 1, 50);
	ck_assert_int_eq(system("ls host-1/cases/*/*.json >list"), 0);
	scratch_write("broken", text, strlen(text));
	ck_assert_int_eq(system("xargs -n 1 cp broken <list;"
				"cp broken host-1/sources.json;"
				"cp broken host-1/times.json"),
			 0);
	page = page_of_one("host-1");
	json_decref(parsed(page));
	free(page);
}
END_TEST

/* 1,200 cases on 8 hosts, a quarter of them differing. */
START_TEST(is_small)
{
	static char *runs[] = {"host-1", "host-2", "host-3", "host-4",
			       "host-5", "host-6", "host-7", "host-8"};
	char *page;

	stored_runs(".", 8, 1200);
	page = page_of(runs, 8, NULL);
	ck_assert_int_lt(strlen(page), 3000000);
	free(page);
}
END_TEST

/* --- links ----------------------------------------------------------------*/

static const struct {
	const char *from, *to, *way;
} ways[] = {
	{"build/page.html", "reports/wazero/results.json",
	 "../reports/wazero/"},
	{"page.html", "reports/wazero/results.json", "reports/wazero/"},
	{"reports/page.html", "reports/wazero/results.json", "wazero/"},
	{"reports/wazero/x.html", "reports/wazero/results.json", ""},
	{"reports/waz/x.html", "reports/wazero/results.json", "../wazero/"},
	{NULL, "reports/wazero/results.json", "reports/wazero/"},
	{"build/../build/page.html", "link/results.json", "../reports/wazero/"},
	{"reports/wazero/x.html", "results.json", "../../"},
	{"page.html", "no/such/results.json", ""},
};

START_TEST(way_of_a_link)
{
	char *way;

	ck_assert_int_eq(system("mkdir -p build reports/wazero reports/waz && "
				"ln -s reports/wazero link"),
			 0);
	way = link_between(ways[_i].from, ways[_i].to);
	ck_assert_str_eq(way, ways[_i].way);
	free(way);
}
END_TEST

/* The folder of a page that is the root has no name to go back to. */
START_TEST(way_from_the_root)
{
	char *way = link_between("/page.html", "/tmp/results.json");

	ck_assert_str_eq(way, "tmp/");
	free(way);
	way = link_between("/tmp/page.html", "/results.json");
	ck_assert_str_eq(way, "../");
	free(way);
}
END_TEST

Suite *report_html_suite(void);

Suite *report_html_suite(void)
{
	Suite *s = suite_create("report_html");
	TCase *t = tcase_create("page");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, nothing_ends_the_data);
	tcase_add_test(t, hostile_text_stays);
	tcase_add_test(t, needs_nothing_else);
	tcase_add_test(t, same_input_same_bytes);
	tcase_add_test(t, shared_things_are_there_once);
	tcase_add_test(t, runs_of_different_cases);
	tcase_add_test(t, plays_are_there);
	tcase_add_test(t, files_are_missing);
	tcase_add_loop_test(t, files_are_broken, 0, COUNT(broken_files));
	tcase_add_test(t, is_small);
	tcase_add_loop_test(t, way_of_a_link, 0, COUNT(ways));
	tcase_add_test(t, way_from_the_root);
	suite_add_tcase(s, t);
	return s;
}
