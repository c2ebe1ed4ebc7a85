/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTML page in a browser: what it shows, where its links lead, what keys
 * do, and that nothing in it is run but its own script.
 *
 * All tests use the same browser, one after the other. Screenshots are left
 * beside the pages, to be looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../suite.h"
#include "../../util.h"
#include "pages.h"
#include "webdriver.h"

/* Nothing may go wrong unseen: the console stays empty. */
static void check_console(void)
{
	char *said = wd_console();

	ck_assert_str_eq(said, "");
	free(said);
}

static void setup(void)
{
	wd_screen(1280, 900, "light");
}

static void teardown(void)
{
	check_console();
}

/* A page, as if it were opened for the first time. */
static void open_at(const char *page, const char *hash)
{
	char *url = xasprintf("file://%s%s", pages_path(page), hash);

	wd_get("about:blank");
	wd_get(url);
	wd_until("return document.querySelector('main h2') !== null");
	free(url);
}

#define COUNT_OF(css) \
	"return document.querySelectorAll(\"" css "\").length"
#define HASH "return decodeURIComponent(location.hash)"
#define TEXT_OF(css) "return document.querySelector(\"" css "\").textContent"

static void check_text(const char *script, const char *want)
{
	char *got = wd_string(script);

	ck_assert_str_eq(got, want);
	free(got);
}

static void check_has(const char *script, const char *part)
{
	char *got = wd_string(script);

	ck_assert_msg(strstr(got, part) != NULL, "%s is not in: %s", part,
		      got);
	free(got);
}

/* --- the first view -------------------------------------------------------*/

START_TEST(gaps_come_first)
{
	open_at("few", "");
	check_text(TEXT_OF("main h2"), "Gaps");
	ck_assert(wd_true(
	    "const n = [...document.querySelectorAll('.size b')]"
	    ".map(b => Number(b.textContent.replace(/,/g, '')));"
	    "return n.length > 5 && n.every((x, i) => !i || n[i - 1] >= x)"));
}
END_TEST

/* The counts are those of results.json, added up here once more. */
START_TEST(counts_are_right)
{
	open_at("few", "#/hosts");
	check_has(TEXT_OF("main .count"), "3 runs of 200 cases");
	for (int host = 0; host < 3; host++) {
		char *script = xasprintf(
		    "return [...document.querySelectorAll('.run')[%d]"
		    ".querySelectorAll('.verdicts li')].map(li => "
		    "li.textContent.trim().slice(2)).join(', ')", host);
		char *want = pages_counts("few", host);

		check_text(script, want);
		free(script);
		free(want);
	}
}
END_TEST

START_TEST(group_opens)
{
	open_at("few", "");
	wd_click(".group summary");
	wd_until("return document.querySelectorAll('.group .cases li').length"
		 " > 0");
	ck_assert(wd_true(
	    "const g = document.querySelector('.group');"
	    "return g.querySelectorAll('.cases > li').length === "
	    "Number(g.querySelector('.size b').textContent)"));
	wd_click(".group .do a");
	wd_until("return location.hash.startsWith('#/cases?group=')");
	ck_assert(wd_true("return document.querySelector('.note') !== null"));
}
END_TEST

/* --- search, filters, order, and the URL ----------------------------------*/

START_TEST(search_narrows)
{
	open_at("few", "#/cases");
	wd_click("#search");
	wd_type("\"peer of 17 \"");
	wd_until("return document.querySelectorAll('.list tbody tr').length"
		 " === 1");
	check_has(HASH, "q=\"peer+of+17+\"");
	/* It is the same for who is sent the address. */
	open_at("few", "#/cases?q=%22peer+of+17+%22");
	ck_assert_int_eq(wd_number(COUNT_OF(".list tbody tr")), 1);
	check_text("return document.getElementById('search').value",
		   "\"peer of 17 \"");
}
END_TEST

START_TEST(nothing_found)
{
	open_at("few", "#/gaps?q=nosuchword");
	check_has(TEXT_OF(".empty"), "No gap fits");
	wd_click(".empty button");
	wd_until("return document.querySelectorAll('.group').length > 0");
	check_text(HASH, "#/gaps");
}
END_TEST

/* Choose of a select as a person does, by its change. */
static void choose(const char *id, const char *value)
{
	char *script = xasprintf(
	    "const s = document.getElementById('%s'); s.value = '%s';"
	    "s.dispatchEvent(new Event('change'))", id, value);

	json_decref(wd_run(script));
	free(script);
}

START_TEST(filters_live_in_the_address)
{
	open_at("few", "#/cases");
	choose("filter-verdict", "crashed");
	wd_until("return location.hash === '#/cases?verdict=crashed'");
	choose("filter-host", "host-2");
	wd_until("return location.hash.includes('host=host-2')");
	ck_assert_int_eq(wd_number(COUNT_OF(".list tbody tr")),
			 pages_count("few", 1, "crashed"));
	json_decref(wd_run("history.back()"));
	wd_until("return location.hash === '#/cases?verdict=crashed'");
	check_text("return document.getElementById('filter-host').value", "");
	wd_click("#clear");
	wd_until("return location.hash === '#/cases'");
}
END_TEST

/* A link may name what this report does not have, or be cut. */
START_TEST(wrong_addresses)
{
	open_at("few", "#/gaps?host=nobody");
	check_has(TEXT_OF(".empty"), "No gap fits");
	open_at("few", "#/case?id=no/such");
	check_has(TEXT_OF("main h2"), "No such case");
	open_at("few", "#/%E0%A4%A?&&=%");
	check_text(TEXT_OF("main h2"), "Gaps");
	open_at("few", "#/cases?sort=constructor&by=__proto__");
	check_text(TEXT_OF("main h2"), "Cases");
}
END_TEST

START_TEST(lists_sort)
{
	open_at("few", "#/cases");
	wd_click(".list thead th:last-child button");
	wd_until("return location.hash === '#/cases?sort=time'");
	check_text("return document.querySelector('.list thead "
		   "th:last-child').getAttribute('aria-sort')", "descending");
	check_text("const u = r => r.lastChild.textContent;"
		   "return u(document.querySelector('.list tbody tr'))",
		   "1.2 ms");
	choose("sort", "gaps");
	wd_until("return location.hash === '#/cases?sort=gaps'");
	open_at("few", "#/features?sort=name&by=option");
	check_text("const n = [...document.querySelectorAll('.matrix tbody "
		   "th')].map(e => e.textContent);"
		   "return n.join() === [...n].sort().join() ? 'sorted' : "
		   "n.join()", "sorted");
}
END_TEST

/* --- features -------------------------------------------------------------*/

START_TEST(matrix_tells_in_words_too)
{
	open_at("few", "#/features");
	ck_assert(wd_true(
	    "return [...document.querySelectorAll('.matrix tbody .share')]"
	    ".every(td => /^(\\d+|<1) % [A-Z]|^–/.test(td.textContent))"));
	check_has(TEXT_OF(".matrix thead"), "host-3");
	ck_assert_int_eq(wd_number(COUNT_OF(".matrix tbody tr")), 5);
	wd_click(".matrix tbody .share a");
	wd_until("return /^#\\/cases\\?.*feature=/.test(location.hash)");
	open_at("few", "#/features?by=family");
	ck_assert_int_eq(wd_number(COUNT_OF(".matrix tbody tr")), 5);
	check_has(TEXT_OF(".matrix tbody"), "unix-stream");
}
END_TEST

/* --- a case ---------------------------------------------------------------*/

static void open_a_gap(void)
{
	open_at("few", "#/cases?verdict=differs&host=host-2");
	wd_click(".list tbody a");
	wd_until("return location.hash.startsWith('#/case?')");
}

START_TEST(case_shows_both_plays)
{
	open_a_gap();
	check_has(TEXT_OF(".plays thead"), "native (Linux)");
	check_has(TEXT_OF(".plays thead"), "host-2");
	ck_assert_int_eq(wd_number(COUNT_OF(".plays tr.gap.layer1")), 1);
	check_has(TEXT_OF("#step-6 tr.gap mark"), "7000");
	ck_assert(wd_number(COUNT_OF("#packets tr")) > 5);
	/* Differing words, not whole lines. */
	check_text("return document.querySelector('#step-6 tr.gap "
		   "td[data-side=host-2]').textContent.replace(document"
		   ".querySelector('#step-6 tr.gap td[data-side=host-2] mark')"
		   ".textContent, 'X').slice(0, 3)", "= 5");
	ck_assert_int_eq(wd_number(COUNT_OF(".yaml li.gap")), 1);
	check_has(TEXT_OF(".yaml li.gap"), "# 14");
}
END_TEST

START_TEST(case_can_be_played_again)
{
	open_a_gap();
	check_has(TEXT_OF(".replay code"), "sockdiff run -H host-2 '");
	wd_click(".replay button");
	wd_until("return document.querySelector('.replay button').textContent"
		 " === 'Copied'");
	check_has(TEXT_OF("#told"), "Copied");
}
END_TEST

START_TEST(files_beside_are_linked)
{
	json_t *links;
	size_t i;
	json_t *link;

	open_a_gap();
	links = wd_run("return [...document.querySelectorAll('.files a')]"
		       ".map(a => a.href)");
	ck_assert_int_eq(json_array_size(links), 3);
	json_array_foreach(links, i, link)
		ck_assert_msg(pages_is_file(json_string_value(link)),
			      "%s is not there", json_string_value(link));
	json_decref(links);
}
END_TEST

START_TEST(only_what_differs)
{
	open_a_gap();
	wd_click("#only");
	wd_until("return location.hash.includes('only=diff')");
	ck_assert(wd_true("return [...document.querySelectorAll('.plays "
			  "tr.equal')].every(r => !r.offsetHeight)"));
	ck_assert(wd_true("return document.querySelector('.plays tr.gap')"
			  ".offsetHeight > 0"));
}
END_TEST

/* A case that is the same everywhere has its YAML and a way to see more. */
START_TEST(case_without_plays)
{
	open_at("few", "#/cases?verdict=same&host=host-1");
	wd_click(".list tbody a");
	wd_until("return location.hash.startsWith('#/case?')");
	check_has(TEXT_OF(".empty"), "the same");
	ck_assert(wd_number(COUNT_OF(".yaml li")) > 10);
}
END_TEST

/* --- keys -----------------------------------------------------------------*/

START_TEST(keys_lead_everywhere)
{
	open_at("few", "");
	wd_type("c");
	wd_until("return location.hash === '#/cases'");
	wd_type("f");
	wd_until("return location.hash === '#/features'");
	wd_type("h");
	wd_until("return location.hash === '#/hosts'");
	wd_type("g");
	wd_until("return location.hash === '#/gaps'");
	wd_type("j");
	wd_type("j");
	ck_assert(wd_true("return document.activeElement === document"
			  ".querySelectorAll('.group summary')[1]"));
	wd_type("k{Enter}");
	wd_until("return document.querySelector('.group').open");
	wd_type("/");
	check_text("return document.activeElement.id", "search");
	wd_type("gap{Escape}");
	ck_assert(wd_true("return location.hash.includes('q=gap') && "
			  "document.activeElement.id !== 'search'"));
	wd_type("?");
	wd_until("return document.getElementById('help').open");
	wd_type("{Escape}");
	wd_until("return !document.getElementById('help').open");
}
END_TEST

START_TEST(keys_walk_through_cases)
{
	char *first, *second;

	open_a_gap();
	first = wd_string(HASH);
	wd_type("n");
	wd_until("return document.querySelector('a[rel=prev]') !== null");
	second = wd_string(HASH);
	ck_assert_str_ne(first, second);
	wd_type("p");
	wd_until("return document.querySelector('a[rel=prev]') === null");
	check_text(HASH, first);
	wd_type("{Escape}");
	wd_until("return location.hash.startsWith('#/cases?verdict=differs')");
	free(first);
	free(second);
}
END_TEST

/* The focus is where it was: on the filter, the host, the row. */
START_TEST(focus_stays)
{
	open_at("few", "");
	json_decref(wd_run("document.getElementById('filter-host').focus()"));
	choose("filter-host", "host-2");
	wd_until("return location.hash.includes('host-2')");
	wd_until("return document.querySelectorAll('.host[aria-current]')"
		 ".length === 1");
	check_text("return document.activeElement.id", "filter-host");
	json_decref(wd_run("document.querySelectorAll('.host')[2].focus()"));
	wd_type("{Enter}");
	wd_until("return location.hash.includes('host-3')");
	wd_until("return document.querySelectorAll('.host')[2]"
		 ".getAttribute('aria-current') === 'true'");
	check_has("return document.activeElement.textContent", "host-3");
	open_at("few", "#/cases?verdict=differs");
	wd_type("jjj{Enter}");
	wd_until("return location.hash.startsWith('#/case?')");
	check_text("return document.activeElement.tagName", "H2");
	wd_type("{Escape}");
	wd_until("return location.hash === '#/cases?verdict=differs'");
	wd_until("return document.activeElement === "
		 "document.querySelectorAll('[data-row]')[2]");
}
END_TEST

/* Tab reaches search, filters, and what is in the list. */
START_TEST(tab_reaches_all)
{
	open_at("few", "");
	wd_type("{Tab}");
	check_text("return document.activeElement.id", "skip");
	wd_type("{Enter}");
	check_text("return document.activeElement.id", "main");
	wd_type("{Tab}");
	ck_assert(wd_true("return document.activeElement.matches('.host')"));
}
END_TEST

/* --- whoever looks --------------------------------------------------------*/

static const char *const views[] = {
	"#/gaps", "#/cases", "#/features", "#/features?by=option", "#/hosts",
	"#/case?id=&on=host-2",
};

/* The hash of a view, or of the first case that differs. */
static void open_view(const char *page, int view)
{
	if (strstr(views[view], "#/case?"))
		open_a_gap();
	else
		open_at(page, views[view]);
}

/* contrast.js, linked in. */
extern const char _binary_contrast_js_start[], _binary_contrast_js_end[];

static void check_contrast(void)
{
	const char *script = _binary_contrast_js_start;
	char *body = xstrndup(script,
			      (size_t)(_binary_contrast_js_end - script));
	char *bad = wd_string(body);

	free(body);

	ck_assert_str_eq(bad, "");
	free(bad);
}

START_TEST(contrast_is_enough)
{
	static const char *const schemes[] = { "light", "dark" };

	for (size_t i = 0; i < COUNT(schemes); i++) {
		char *shot;

		wd_screen(1280, 900, schemes[i]);
		open_view("few", _i);
		check_contrast();
		shot = pages_shot(_i, schemes[i]);
		wd_shot(shot);
		free(shot);
	}
}
END_TEST

START_TEST(fits_a_phone)
{
	char *shot;

	wd_screen(360, 740, "light");
	open_view("few", _i);
	ck_assert_int_le(
	    wd_number("return document.documentElement.scrollWidth"), 360);
	shot = pages_shot(_i, "phone");
	wd_shot(shot);
	free(shot);
}
END_TEST

/* What a screen reader needs: names, one h1, labels, table heads. */
START_TEST(is_told_to_screen_readers)
{
	open_view("few", _i);
	check_text("return document.documentElement.lang", "en");
	ck_assert_int_eq(wd_number(COUNT_OF("h1")), 1);
	ck_assert_int_eq(wd_number(COUNT_OF("main h2")), 1);
	check_text(
	    "return [...document.querySelectorAll('a, button, input, select, "
	    "summary')].filter(e => !(e.textContent.trim() || "
	    "e.getAttribute('aria-label') || e.labels && e.labels.length))"
	    ".map(e => e.outerHTML).join()", "");
	check_text(
	    "return [...document.querySelectorAll('table')].filter(t => "
	    "!t.querySelector('thead th[scope=col]')).map(t => t.className)"
	    ".join()", "");
	ck_assert(wd_true("const ids = [...document.querySelectorAll('[id]')]"
			  ".map(e => e.id);"
			  "return new Set(ids).size === ids.length"));
}
END_TEST

/* --- strings that hosts say -----------------------------------------------*/

/* Nothing that was said became an element, on any view. */
START_TEST(nothing_said_is_run)
{
	static const char *const places[] = {
		"", "#/cases", "#/features", "#/features?by=word", "#/hosts",
		"#/features?by=family", "#/cases?q=%3Cimg",
	};

	for (size_t i = 0; i < COUNT(places); i++) {
		open_at("hostile", places[i]);
		json_decref(wd_run("for (const d of document"
				   ".querySelectorAll('details')) d.open = "
				   "true"));
		ck_assert_int_eq(wd_number(COUNT_OF("img")), 0);
		ck_assert_int_eq(wd_number(COUNT_OF("script")), 2);
		ck_assert(wd_true("return typeof pwned === 'undefined'"));
	}
	check_has(TEXT_OF("main"), "<img src=x onerror=pwned()></script>");
}
END_TEST

START_TEST(hostile_case)
{
	open_at("hostile", "#/cases");
	wd_click(".list tbody a");
	wd_until("return document.querySelector('.plays') !== null");
	ck_assert_int_eq(wd_number(COUNT_OF("img, main script")), 0);
	check_has(TEXT_OF(".plays tbody"), "<img src=x onerror=pwned()>");
	ck_assert_int_eq(wd_number(COUNT_OF(".files a")), 3);
	ck_assert(wd_true("return [...document.querySelectorAll('.files a')]"
			  ".every(a => a.protocol === 'file:')"));
	wd_screen(360, 740, "dark");
	ck_assert_int_le(
	    wd_number("return document.documentElement.scrollWidth"), 360);
}
END_TEST

/* The page may load nothing, even if something in it wanted to. */
START_TEST(nothing_is_loaded)
{
	open_at("few", "");
	ck_assert_int_eq(
	    wd_number("return performance.getEntriesByType('resource').length"),
	    0);
	ck_assert_int_eq(wd_number(COUNT_OF("link, iframe, [src], [style*=url]")),
			 0);
}
END_TEST

/* --- many -----------------------------------------------------------------*/

/* Milliseconds until something, and until the whole first view, is seen. */
static void first_sight(long *paint, long *ready)
{
	open_at("many", "");
	wd_until("return performance.getEntriesByName('first-contentful-paint'"
		 ").length > 0");
	*paint = wd_number("return performance.getEntriesByName("
			   "'first-contentful-paint')[0].startTime");
	*ready = wd_number("return performance.getEntriesByType('navigation')"
			   "[0].domContentLoadedEventEnd");
}

/* The best of three: other programs may want the CPU as well. */
START_TEST(many_are_fast)
{
	long paint, ready, size = pages_size("many");

	first_sight(&paint, &ready);
	for (int i = 0; i < 2; i++) {
		long p, r;

		first_sight(&p, &r);
		paint = p < paint ? p : paint;
		ready = r < ready ? r : ready;
	}
	printf("page of 1,200 cases on 8 hosts: %.2f MB, first paint after "
	       "%ld ms, ready after %ld ms\n", (double)size / 1e6, paint,
	       ready);
	ck_assert_int_lt(size, 3000000);
	ck_assert_int_lt(paint, 1000);
	ck_assert_int_lt(ready, 1000);
}
END_TEST

/* Long lists grow as they are scrolled to. */
START_TEST(many_are_drawn_late)
{
	open_at("many", "#/cases");
	ck_assert_int_le(wd_number(COUNT_OF(".list tbody tr")), 240);
	for (int i = 0; i < 3; i++) {
		long n = wd_number(COUNT_OF(".list tbody tr"));
		char *script = xasprintf(
		    "return document.querySelectorAll('.list tbody tr')"
		    ".length > %ld", n);

		json_decref(wd_run("scrollTo(0, document.body.scrollHeight)"));
		wd_until(script);
		free(script);
	}
	wd_click("#search");
	wd_type("peer 1199");
	wd_until("return document.querySelectorAll('.list tbody tr').length"
		 " === 1");
}
END_TEST

/* --- all of them ----------------------------------------------------------*/

static Suite *page_suite(void)
{
	Suite *s = suite_create("page");
	TCase *t = tcase_create("browser");

	tcase_set_timeout(t, 60);
	tcase_add_unchecked_fixture(t, wd_open, wd_close);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, gaps_come_first);
	tcase_add_test(t, counts_are_right);
	tcase_add_test(t, group_opens);
	tcase_add_test(t, search_narrows);
	tcase_add_test(t, nothing_found);
	tcase_add_test(t, filters_live_in_the_address);
	tcase_add_test(t, wrong_addresses);
	tcase_add_test(t, lists_sort);
	tcase_add_test(t, matrix_tells_in_words_too);
	tcase_add_test(t, case_shows_both_plays);
	tcase_add_test(t, case_can_be_played_again);
	tcase_add_test(t, files_beside_are_linked);
	tcase_add_test(t, only_what_differs);
	tcase_add_test(t, case_without_plays);
	tcase_add_test(t, keys_lead_everywhere);
	tcase_add_test(t, keys_walk_through_cases);
	tcase_add_test(t, focus_stays);
	tcase_add_test(t, tab_reaches_all);
	tcase_add_loop_test(t, contrast_is_enough, 0, COUNT(views));
	tcase_add_loop_test(t, fits_a_phone, 0, COUNT(views));
	tcase_add_loop_test(t, is_told_to_screen_readers, 0, COUNT(views));
	tcase_add_test(t, nothing_said_is_run);
	tcase_add_test(t, hostile_case);
	tcase_add_test(t, nothing_is_loaded);
	tcase_add_test(t, many_are_fast);
	tcase_add_test(t, many_are_drawn_late);
	suite_add_tcase(s, t);
	return s;
}

int main(int argc, char **argv)
{
	SRunner *r = srunner_create(page_suite());
	int failed;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	pages_make(argv[1]);
	/* One browser for all, so all in one process. */
	srunner_set_fork_status(r, CK_NOFORK);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
