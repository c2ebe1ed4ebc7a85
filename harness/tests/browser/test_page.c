/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the HTML page shows, where its links lead, and what its keys do.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "base/util.h"
#include "browse.h"
#include "pages.h"

/* --- the first view -------------------------------------------------------*/

START_TEST(gaps_come_first)
{
	open_at("few", "");
	check_text(TEXT_OF("main h2"), "Gaps");
	ck_assert(wd_true(
		"const n = [...document.querySelectorAll('.group:not(.cause) .size b')]"
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
			"li.textContent.trim().slice(2)).join(', ')",
			host);
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
	wd_click(".group:not(.cause) summary");
	wd_until(
		"return document.querySelectorAll('.group:not(.cause) .cases li').length"
		" > 0");
	ck_assert(wd_true(
		"const g = document.querySelector('.group:not(.cause)');"
		"return g.querySelectorAll('.cases > li').length === "
		"Number(g.querySelector('.size b').textContent)"));
	wd_click(".group:not(.cause) .do a");
	wd_until("return location.hash.startsWith('#/cases?group=')");
	ck_assert(wd_true("return document.querySelector('.note') !== null"));
}
END_TEST

/* Causes come before the gaps, most severe first. */
START_TEST(causes_first)
{
	open_at("few", "");
	ck_assert(wd_true("return document.querySelector('.group')"
			  ".classList.contains('cause')"));
	ck_assert(
		wd_true("const run = JSON.parse(document.getElementById('data')"
			".textContent).runs[0];"
			"const at = run.causes.map(c => c.severity);"
			"return at.length > 1 && at.every((s, i) => "
			"Number.isInteger(s) && (i === 0 || s >= at[i - 1]))"));
	ck_assert(wd_true(
		"const by = new Map(JSON.parse(document.getElementById('data')"
		".textContent).runs.flatMap(r => r.causes)"
		".map(c => [c.sentence, c.severity]));"
		"const at = [...document.querySelectorAll('.cause .sentence')]"
		".map(e => by.get(e.textContent));"
		"return at.length > 1 && at.every((s, i) => "
		"i === 0 || s >= at[i - 1])"));
}
END_TEST

START_TEST(cause_opens)
{
	open_at("few", "");
	wd_click(".cause summary");
	wd_until("return document.querySelectorAll('.cause .details tbody tr')"
		 ".length > 0");
	ck_assert(wd_true("return document.querySelector('.cause .replay')"
			  ".textContent.startsWith('sockdiff run ')"));
	ck_assert(wd_true("return document.querySelector('.cause .do a')"
			  ".hash.startsWith('#/case?')"));
	wd_click(".cause .do a:last-of-type");
	wd_until("return location.hash.startsWith('#/cases?cause=')");
	ck_assert_int_gt(wd_number(COUNT_OF(".list tbody tr")), 0);
	ck_assert(wd_true("return document.getElementById('filter-cause')"
			  ".value !== ''"));
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
	check_has(TEXT_OF(".empty"), "No gap matches");
	wd_click(".empty button");
	wd_until(
		"return document.querySelectorAll('.group:not(.cause)').length > 0");
	check_text(HASH, "#/gaps");
}
END_TEST

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
	check_has(TEXT_OF(".empty"), "No gap matches");
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
		   "th:last-child').getAttribute('aria-sort')",
		   "descending");
	check_text("const u = r => r.lastChild.textContent;"
		   "return u(document.querySelector('.list tbody tr'))",
		   "1.2 ms");
	choose("sort", "gaps");
	wd_until("return location.hash === '#/cases?sort=gaps'");
	open_at("few", "#/features?sort=name&by=option");
	check_text("const n = [...document.querySelectorAll('.matrix tbody "
		   "th')].map(e => e.textContent);"
		   "return n.join() === [...n].sort().join() ? 'sorted' : "
		   "n.join()",
		   "sorted");
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

START_TEST(case_shows_both_plays)
{
	open_a_gap();
	check_has(TEXT_OF(".plays thead"), "native (Linux)");
	check_has(TEXT_OF(".plays thead"), "host-2");
	check_text(TEXT_OF(".given"), "given l {listen: 127.0.0.1:7000}");
	ck_assert_int_eq(wd_number(COUNT_OF(".plays tr.gap.layer1")), 1);
	check_has(TEXT_OF("#step-6 tr.gap mark"), "7000");
	ck_assert(wd_number(COUNT_OF("#packets tr")) > 5);
	/* Differing words, not whole lines. */
	check_text("return document.querySelector('#step-6 tr.gap "
		   "td[data-side=host-2]').textContent.replace(document"
		   ".querySelector('#step-6 tr.gap td[data-side=host-2] mark')"
		   ".textContent, 'X').slice(0, 3)",
		   "= 5");
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
	json_array_foreach (links, i, link)
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

TCase *page_tcase(void);

TCase *page_tcase(void)
{
	TCase *t = tcase_create("page");

	tcase_set_timeout(t, 60);
	tcase_add_unchecked_fixture(t, wd_open, wd_close);
	tcase_add_checked_fixture(t, browse_open, browse_close);
	tcase_add_test(t, gaps_come_first);
	tcase_add_test(t, counts_are_right);
	tcase_add_test(t, group_opens);
	tcase_add_test(t, causes_first);
	tcase_add_test(t, cause_opens);
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
	return t;
}
