/* SPDX-License-Identifier: Apache-2.0 */
/* Both plays of a case as JSON, and the YAML that is kept with results. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "result/play_json.h"
#include "result/results.h"
#include "result/sources.h"
#include "tests/help/made.h"
#include "tests/help/scratch.h"

static struct corpus corpus;
static struct recording *want, *got;

#define STEPS                                                           \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"      \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  # its address is of the moment\n"                            \
	"  - recvfrom: {fd: s, any: [addr]}\n"

static void setup(void)
{
	scratch_open();
	corpus = made_case(STEPS);
	want = made(&corpus.cases[0],
		    "ret=s | socket domain=AF_INET >s\nret=p\n"
		    "ret=2 data=\"hi\" addr=1.2.3.4:5 | recvfrom s data=\"hi\""
		    " addr=1.2.3.4:5");
	got = made(&corpus.cases[0], "ret=s | socket domain=AF_INET >s\nret=p\n"
				     "ret=1 data=\"\xff\x1b\" addr=9.9.9.9:9");
}

static void teardown(void)
{
	recording_free(want);
	recording_free(got);
	corpus_free(&corpus);
	scratch_close();
}

static char *text_of(void)
{
	json_t *o = play_json(want, got);
	char *text = json_dumps(o, JSON_COMPACT);

	json_decref(o);
	return text;
}

static void expect_in(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "%s is not in %s", part,
		      text);
}

START_TEST(both_plays)
{
	char *text = text_of();

	expect_in(text, "{\"schema\":1,\"id\":\"udp/x\",\"given\":[],"
			"\"steps\":[{\"line\":5,"
			"\"actor\":\"guest\",\"text\":\"socket {");
	expect_in(text, "\"actor\":\"peer\",\"text\":\"peer.socket {");
	expect_in(text, "\"native\":{\"end\":\"ended\",\"open\":\"\","
			"\"noise\":[],\"steps\":[[\"= s\",\"socket(AF_INET) "
			"= s\"],[\"= p\"],");
	free(text);
}
END_TEST

/* What varies honestly would make two runs of the same thing differ. */
START_TEST(uncompared_is_hidden)
{
	char *text = text_of();

	expect_in(text, "[\"= 2 data=\\\"hi\\\" addr=any\",");
	expect_in(text, "addr=any\"]]");
	ck_assert_ptr_null(strstr(text, "1.2.3.4"));
	ck_assert_ptr_null(strstr(text, "9.9.9.9"));
	free(text);
}
END_TEST

START_TEST(any_bytes)
{
	char *text = text_of();

	expect_in(text, "= 1 data=\\\"\\\\xff\\\\x1b\\\"");
	free(text);
}
END_TEST

/* A quiet wire is something else than none that was listened to. */
START_TEST(packets_and_noise)
{
	char *text;

	want->wire = got->wire = true;
	got->packets = xcalloc(1, sizeof(*got->packets));
	got->packets[got->npackets++] = xstrdup("udp a > b");
	got->noise = xstrdup("panic\nat line 3\n");
	got->end = END_CRASHED;
	got->at = 2;
	got->why = xstrdup("it exited");
	text = text_of();
	expect_in(text, "\"packets\":[]},\"host\":{\"end\":\"crashed at step "
			"3: it exited\",");
	expect_in(text, "\"noise\":[\"panic\",\"at line 3\"]");
	expect_in(text, "\"packets\":[\"udp a > b\"]}");
	free(text);
	want->wire = false;
	text = text_of();
	expect_in(text, "\"packets\":null},\"host\"");
	free(text);
}
END_TEST

START_TEST(sources_are_kept)
{
	json_t *o = sources_json(&corpus);
	json_t *files = json_object_get(o, "files");
	json_t *lines = json_object_get(files, "cases/udp/x.yaml");

	ck_assert_int_eq(json_object_size(files), 1);
	ck_assert_str_eq(json_string_value(json_array_get(lines, 0)),
			 "title: t");
	ck_assert_str_eq(json_string_value(json_array_get(lines, 7)),
			 "  - recvfrom: {fd: s, any: [addr]}");
	ck_assert_int_eq(json_array_size(lines), 8);
	json_decref(o);
}
END_TEST

/* A file that is gone is left out, not the others. */
START_TEST(sources_are_gone)
{
	json_t *o;

	ck_assert_int_eq(system("rm cases/udp/x.yaml"), 0);
	o = sources_json(&corpus);
	ck_assert_int_eq(json_object_size(json_object_get(o, "files")), 0);
	json_decref(o);
}
END_TEST

Suite *play_json_suite(void);

Suite *play_json_suite(void)
{
	Suite *s = suite_create("play_json");
	TCase *t = tcase_create("plays");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, both_plays);
	tcase_add_test(t, uncompared_is_hidden);
	tcase_add_test(t, any_bytes);
	tcase_add_test(t, packets_and_noise);
	tcase_add_test(t, sources_are_kept);
	tcase_add_test(t, sources_are_gone);
	suite_add_tcase(s, t);
	return s;
}
