/* SPDX-License-Identifier: Apache-2.0 */
/* Results as JSON, groups of gaps. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "result/outcome.h"
#include "result/results.h"
#include "result/groups.h"
#include "result/result_json.h"
#include "base/text.h"
#include "verdict/sentence.h"
#include "tests/help/fake.h"

#define COMMAND "sockdiff run -H wazero"

/* The object of a result that is used up. */
static json_t *sent(struct result *r)
{
	char *line = result_line(r, COMMAND), *why = NULL;
	json_t *o = result_parse(line, &why);

	ck_assert_ptr_nonnull(o);
	ck_assert_ptr_null(strchr(line, '\n'));
	free(line);
	result_free(r);
	return o;
}

static json_t *plain_case(const char *id, enum verdict verdict, const char *why)
{
	struct tcase t = fake_variant(id, 1);

	return sent(fake_result(&t, verdict, why));
}

static json_t *differing_case(const char *id, const char *want, const char *got)
{
	struct tcase t = fake_variant(id, 1);
	struct result *r = fake_result(&t, DIFFERS, NULL);

	fake_gap(r, 3, GAP_errno, "errno", want, got);
	fake_gap(r, 4, GAP_errno, "errno", "success", "EBADF");
	r->gaps[1].consequence = true;
	return sent(r);
}

/* --- one case -------------------------------------------------------------*/

START_TEST(golden)
{
	json_t *o;
	struct result *r = fake_result(fake_case(), DIFFERS, NULL);
	char *text;

	fake_gap(r, 2, GAP_value, "value", "4608", "0");
	o = sent(r);
	text = json_dumps(o, JSON_COMPACT);
	ck_assert_str_eq(
		text,
		"{\"id\":\"udp/recv-msg-trunc[AF_INET6]\","
		"\"file\":\"cases/udp/recv-msg-trunc.yaml\",\"line\":1,"
		"\"title\":\"MSG_TRUNC makes recv tell the true length\","
		"\"about\":\"recv(2), MSG_TRUNC; the tail is dropped\","
		"\"covers\":[\"recv\",\"MSG_TRUNC\"],\"verdict\":\"differs\","
		"\"why\":\"\",\"gaps\":[{\"step\":3,\"line\":8,"
		"\"op\":\"getsockopt\",\"option\":\"SO_RCVBUF\","
		"\"call\":\"getsockopt {fd: s, name: SO_RCVBUF}\","
		"\"actor\":\"guest\",\"layer\":1,"
		"\"class\":\"value\","
		"\"what\":\"value\",\"want\":\"4608\",\"got\":\"0\","
		"\"signature\":\"getsockopt value value: 4608 -> 0\","
		"\"consequence\":false}],"
		"\"replay\":\"sockdiff run -H wazero "
		"'udp/recv-msg-trunc[AF_INET6]'\",\"drift\":\"\"}");
	free(text);
	json_decref(o);
}
END_TEST

START_TEST(consequences_are_marked)
{
	json_t *o = differing_case("a", "EACCES", "?99");
	json_t *gaps = json_object_get(o, "gaps");

	ck_assert_int_eq(json_array_size(gaps), 2);
	ck_assert(json_is_false(
		json_object_get(json_array_get(gaps, 0), "consequence")));
	ck_assert(json_is_true(
		json_object_get(json_array_get(gaps, 1), "consequence")));
	json_decref(o);
}
END_TEST

/* Whatever the host says, the report can be written and read again. */
START_TEST(hostile_bytes)
{
	struct tcase t = fake_variant("evil[\xff]", 1);
	struct result *r = fake_result(&t, CRASHED, "\033[2J\xc0\xaf\n");
	json_t *o, *again;
	char *text;

	fake_gap(r, 5, GAP_crash, "\x01", "\"\\x00\"", "\xed\xa0\x80\\");
	o = sent(r);
	ck_assert_str_eq(report_str(o, "why"), "\\x1b[2J\\xc0\\xaf\\n");
	ck_assert_str_eq(report_str(o, "id"), "evil[\\xff]");
	text = json_dumps(o, 0);
	again = json_loads(text, 0, NULL);
	ck_assert(json_equal(o, again));
	free(text);
	json_decref(o);
	json_decref(again);
}
END_TEST

/* Sockets left open are found after the last step. */
START_TEST(gap_at_the_end)
{
	struct result *r = fake_result(fake_case(), DIFFERS, NULL);
	json_t *o, *g;
	char *text;

	fake_gap(r, 5, GAP_leak, "open at the end", "none", "s, t");
	o = sent(r);
	g = json_array_get(json_object_get(o, "gaps"), 0);
	ck_assert_str_eq(report_str(g, "op"), "end");
	ck_assert_int_eq(case_line(o), 1);
	text = case_sentence(o);
	ck_assert_str_eq(text, "still open at the end: s, t");
	free(text);
	json_decref(o);
}
END_TEST

START_TEST(garbage_is_no_result)
{
	static const char *const lines[] = {"", "nonsense", "[]", "{}",
					    "{\"id\": \"a\"}"};

	for (size_t i = 0; i < COUNT(lines); i++) {
		char *why = NULL;

		ck_assert_ptr_null(result_parse(lines[i], &why));
		ck_assert_ptr_nonnull(why);
		free(why);
	}
}
END_TEST

/* --- the whole run --------------------------------------------------------*/

static const struct report_about about = {
	.version = "0.1", .host = "wazero", .abi = "preview1"};

static json_t *results_of(json_t *cases)
{
	json_t *results = report_results(&about, cases);

	json_decref(cases);
	return results;
}

/* The cases end in any order; the report does not tell in which. */
START_TEST(determinism)
{
	static const char *const ids[2][3] = {{"a/b", "a-b", "a"},
					      {"a", "a/b", "a-b"}};
	char *text[2];

	for (int i = 0; i < 2; i++) {
		json_t *cases = json_array(), *results;

		for (int k = 0; k < 3; k++)
			json_array_append_new(
				cases, plain_case(ids[i][k], SAME, NULL));
		results = results_of(cases);
		text[i] = report_text(results);
		json_decref(results);
	}
	ck_assert_str_eq(text[0], text[1]);
	ck_assert_ptr_nonnull(strstr(text[0], "\n \"counts\": {\n"
					      "  \"same\": 3,\n"
					      "  \"differs\": 0,\n"));
	free(text[0]);
	free(text[1]);
}
END_TEST

START_TEST(times_are_sorted)
{
	json_t *us = json_pack("{s:i, s:i}", "b", 20, "a", 10);
	json_t *times = report_times(us, 3200000, 2, 86400);
	char *text = report_text(times);

	ck_assert_str_eq(text, "{\n \"schema\": 1,\n"
			       " \"date\": \"1970-01-02T00:00:00Z\",\n"
			       " \"jobs\": 2,\n \"total_us\": 3200000,\n"
			       " \"cases\": {\n  \"a\": 10,\n  \"b\": 20\n"
			       " }\n}\n");
	free(text);
	json_decref(times);
	json_decref(us);
}
END_TEST

static const struct {
	enum verdict verdict;
	const char *baseline;
	enum report_status status;
	int known, fresh, fixed;
} statuses[] = {
	{SAME, NULL, STATUS_GOOD, 0, 0, 0},
	{INEXPRESSIBLE, NULL, STATUS_GOOD, 0, 0, 0},
	{DIFFERS, NULL, STATUS_GAPS, 0, 1, 0},
	{UNSUPPORTED, NULL, STATUS_GAPS, 0, 1, 0},
	{CRASHED, NULL, STATUS_GAPS, 0, 1, 0},
	{HUNG, NULL, STATUS_GAPS, 0, 1, 0},
	{BROKEN, NULL, STATUS_BROKEN, 0, 0, 0},
	{DIFFERS, "known", STATUS_GOOD, 1, 0, 0},
	{DIFFERS, "new", STATUS_GAPS, 0, 1, 0},
	{SAME, "fixed", STATUS_GAPS, 0, 0, 1},
};

START_TEST(status)
{
	json_t *cases = json_array(), *results;
	json_t *c = plain_case("a", statuses[_i].verdict, NULL);

	if (statuses[_i].baseline)
		json_object_set_new(c, "baseline",
				    json_string(statuses[_i].baseline));
	json_array_append_new(cases, c);
	json_array_append_new(cases, plain_case("b", SAME, NULL));
	results = results_of(cases);
	ck_assert_int_eq(report_status(results), statuses[_i].status);
	ck_assert_int_eq(json_integer_value(json_object_get(results, "known")),
			 statuses[_i].known);
	ck_assert_int_eq(json_integer_value(json_object_get(results, "new")),
			 statuses[_i].fresh);
	ck_assert_int_eq(json_integer_value(json_object_get(results, "fixed")),
			 statuses[_i].fixed);
	json_decref(results);
}
END_TEST

/* --- groups ---------------------------------------------------------------*/

START_TEST(largest_group_first)
{
	json_t *cases = json_array(), *results, *known;
	struct groups g;

	json_array_append_new(cases, differing_case("z", "EINVAL", "EIO"));
	json_array_append_new(cases, differing_case("c", "EACCES", "?99"));
	json_array_append_new(cases, differing_case("b", "EACCES", "?99"));
	json_array_append_new(cases, differing_case("a", "success", "EIO"));
	known = differing_case("0", "EINVAL", "EIO");
	json_object_set_new(known, "baseline", json_string("known"));
	json_array_append_new(cases, known);
	results = results_of(cases);
	g = group_gaps(json_object_get(results, "cases"));
	ck_assert_int_eq(g.n, 3);
	ck_assert_int_eq(g.v[0].n, 2);
	ck_assert_str_eq(g.v[0].sentence, "recv failed with ?99 (Linux: "
					  "EACCES)");
	ck_assert_str_eq(report_str(g.v[0].first, "id"), "b");
	ck_assert_str_eq(g.v[1].sentence,
			 "recv failed with EIO (Linux: success)");
	ck_assert_str_eq(g.v[2].sentence,
			 "recv failed with EIO (Linux: EINVAL)");
	ck_assert_str_eq(report_str(g.v[2].first, "id"), "z");
	groups_free(&g);
	json_decref(results);
}
END_TEST

START_TEST(reasons)
{
	json_t *cases = json_array();
	struct groups g;

	json_array_append_new(
		cases, plain_case("a", INEXPRESSIBLE, "preview1: no bind"));
	json_array_append_new(
		cases, plain_case("b", INEXPRESSIBLE, "preview1: no listen"));
	json_array_append_new(
		cases, plain_case("c", INEXPRESSIBLE, "preview1: no listen"));
	json_array_append_new(cases, plain_case("d", SAME, NULL));
	g = group_reasons(cases, "inexpressible", NULL);
	ck_assert_int_eq(g.n, 2);
	ck_assert_int_eq(g.v[0].n, 2);
	ck_assert_str_eq(g.v[0].sentence, "preview1: no listen");
	groups_free(&g);
	json_decref(cases);
}
END_TEST

/* Every class of gap is said in words of its own. */
#define LONG \
	"unix:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* Two long values that differ at their ends are not cut to the same text. */
START_TEST(sentence_shows_the_difference)
{
	struct gap_words w = {"getsockname", "",       "address",
			      "addr",        LONG "b", LONG "c"};
	struct buf b = {0};

	gap_sentence(&b, &w);
	ck_assert_msg(strstr(b.s, "ab") && strstr(b.s, "ac"), "%s", b.s);
	ck_assert_int_lt(text_width(b.s), 150);
	buf_free(&b);
}
END_TEST

START_TEST(sentences)
{
	struct gap_words w = {"OP", "OPT", gap_names[_i], "WHAT", "W", "G"};
	struct buf b = {0};

	gap_sentence(&b, &w);
	ck_assert_msg(b.len > 0, "%s", w.gap_class);
	ck_assert_msg(strncmp(b.s, "OP(OPT): WHAT is", 16) != 0,
		      "no sentence for %s", w.gap_class);
	ck_assert_ptr_null(strchr(b.s, '{'));
	buf_free(&b);
}
END_TEST

Suite *report_suite(void);

Suite *report_suite(void)
{
	Suite *s = suite_create("report");
	TCase *json = tcase_create("json");

	tcase_add_test(json, golden);
	tcase_add_test(json, consequences_are_marked);
	tcase_add_test(json, hostile_bytes);
	tcase_add_test(json, gap_at_the_end);
	tcase_add_test(json, garbage_is_no_result);
	tcase_add_test(json, determinism);
	tcase_add_test(json, times_are_sorted);
	tcase_add_loop_test(json, status, 0, COUNT(statuses));
	tcase_add_test(json, largest_group_first);
	tcase_add_test(json, reasons);
	tcase_add_loop_test(json, sentences, 0, GAP_COUNT);
	tcase_add_test(json, sentence_shows_the_difference);
	suite_add_tcase(s, json);
	return s;
}
