/* SPDX-License-Identifier: Apache-2.0 */
/* Gaps that are known: made from a run, kept by people, judged by. */
#include "tests/help/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "result/baseline.h"
#include "result/results.h"
#include "result/load.h"
#include "tests/help/shell.h"
#include "tests/help/written.h"

#define HEAD                                                         \
	"# Known gaps. `sockdiff baseline` rewrites this file from " \
	"a run. It keeps issue,\n"                                   \
	"# reason, expires, version and kernel of entries that are " \
	"still there, but no\n"                                      \
	"# comments.\n"                                              \
	"schema: 2\n"

#define FILE_NAME "reports/baselines/h.yaml"

static void open_all(void)
{
	shell_open();
	written_run("reports/h", "h",
		    "udp/a differs recv errno EACCES EIO\n"
		    "udp/b[x:1] differs recv errno EACCES EIO\n"
		    "udp/c crashed recv errno EACCES EIO\n"
		    "udp/d unsupported bind missing success ENOSYS\n"
		    "udp/e broken no room\n"
		    "udp/f inexpressible no bind\n"
		    "udp/g same\n"
		    "udp/h hung of nothing\n");
}

static void file_expect(const char *want)
{
	char *text = shell_read(FILE_NAME);

	ck_assert_str_eq(text, want);
	free(text);
}

#define GAP(gap) "      - gap: \"" gap "\"\n        cases:\n"
#define ACCESS_EIO                                    \
	"  - cause: \"renamed:EACCES becomes EIO\"\n" \
	"    sentence: \"recv: EACCES becomes EIO\"\n"
#define MISSING                                                        \
	"  - cause: \"missing:ENOSYS\"\n"                              \
	"    sentence: \"bind: not implemented, fails with ENOSYS\"\n" \
	"    gaps:\n" GAP(                                             \
		"bind missing missing: success -> ENOSYS") "          - udp/d\n"
#define CRASHED_C                                       \
	GAP("crashed: recv errno errno: EACCES -> EIO") \
	"          - udp/c\n"
#define HUNG_H              \
	"  - cause: hung\n" \
	"    gaps:\n" GAP("hung: of nothing") "          - udp/h\n"

/* One cause may have several gaps, and a gap several cases. */
#define WRITTEN                                                                                \
	HEAD "host: h\n"                                                                       \
	     "causes:\n" ACCESS_EIO "    gaps:\n" CRASHED_C GAP(                               \
		     "recv errno errno: EACCES -> EIO") "          - udp/a\n"                  \
							"          - \"udp/b[x:1]\"\n" MISSING \
								HUNG_H

START_TEST(made)
{
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	ck_assert_str_eq(shell_out, FILE_NAME ": 3 causes; 0 gaps kept, "
					      "5 added, 0 removed\n");
	file_expect(WRITTEN);
	/* Once more, and nothing moves. */
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	ck_assert_str_eq(shell_out, FILE_NAME ": 3 causes; 5 gaps kept, "
					      "0 added, 0 removed\n");
	file_expect(WRITTEN);
}
END_TEST

/*
 * What people wrote stays, in any order and form that YAML allows, and of the
 * old form, where an entry had one gap: udp/z was not played, so the entry is
 * a cause of its own for now.
 */
START_TEST(kept)
{
	char *text;

	shell_write(FILE_NAME,
		    "host: h\nschema: 1\ngaps:\n"
		    "- cases: [udp/z, udp/f, udp/a]\n"
		    "  gap: 'recv errno errno: EACCES -> EIO'\n"
		    "  reason: |\n    two\n    lines\n"
		    "  issue: https://example.org/1\n"
		    "- {gap: gone, cases: [udp/g], issue: x}\n"
		    "- {gap: elsewhere, cases: [udp/g], kernel: none}\n"
		    "- {gap: broken, cases: [udp/e], expires: 9999-12-31}\n");
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	ck_assert_str_eq(shell_out,
			 strstr(shell_out, FILE_NAME
				":11: ignored: it is for kernel none, this "
				"is "));
	ck_assert_ptr_nonnull(strstr(
		shell_out, "\n"
			   "1 listed case was not played and kept; --prune "
			   "removes them\n" FILE_NAME
			   ": 6 causes; 3 gaps kept, 4 added, 2 removed\n"));
	file_expect(
		HEAD
		"host: h\n"
		"causes:\n" ACCESS_EIO "    gaps:\n" CRASHED_C GAP(
			"recv errno errno: EACCES -> EIO") "          - \"udp/b[x:1]\"\n" MISSING
							   "  - cause: broken\n"
							   "    expires: \"9999-12-31\"\n"
							   "    gaps:\n"
							   "      - gap: broken\n"
							   "        cases:\n"
							   "          - udp/e\n"
							   "  - cause: elsewhere\n"
							   "    kernel: none\n"
							   "    gaps:\n"
							   "      - gap: elsewhere\n"
							   "        cases:\n"
							   "          - udp/g\n" HUNG_H
							   "  - cause: \"recv errno errno: EACCES -> EIO\"\n"
							   "    issue: \"https://example.org/1\"\n"
							   "    reason: \"two\\\\nlines\\\\n\"\n"
							   "    gaps:\n" GAP(
								   "recv errno errno: EACCES -> EIO") "          - udp/a\n"
												      "          - udp/z\n");
	/* Now all of it was played, and its words go with its gaps. */
	shell_expect("sockdiff baseline -H h --prune", STATUS_GOOD, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "6 gaps kept, 0 added, 1 "
						"removed\n"));
	text = shell_read(FILE_NAME);
	ck_assert_ptr_nonnull(strstr(
		text, ACCESS_EIO
		"    issue: \"https://example.org/1\"\n"
		"    reason: \"two\\\\nlines\\\\n\"\n"
		"    gaps:\n" GAP(
			"recv errno errno: EACCES -> EIO") "          - udp/a\n"));
	free(text);
}
END_TEST

START_TEST(none)
{
	written_run("reports/h", "h", "udp/a same\n");
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	file_expect(HEAD "host: h\ncauses: []\n");
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
}
END_TEST

START_TEST(hostile)
{
	char *first, *second;

	written_run("reports/h", "h",
		    "udp/a differs recv errno EACCES HOSTILE\n");
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	first = shell_read(FILE_NAME);
	shell_expect("sockdiff baseline -H h", STATUS_GOOD, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "1 gaps kept, 0 added, 0 "
						"removed"));
	second = shell_read(FILE_NAME);
	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}
END_TEST

static const struct {
	const char *line, *err;
} wrong[] = {
	{"sockdiff baseline -H nothing",
	 "sockdiff: reports/nothing is not a folder of results"},
	{"sockdiff baseline -H other --from reports/h",
	 "sockdiff: reports/h/results.json is a run of host h, not of other"},
	{"sockdiff baseline h", "unexpected argument h"},
	{"sockdiff baseline -H h -o /proc/nowhere/x", "/proc/nowhere"},
	{"sockdiff run -H native --baseline nothing.yaml", "nothing.yaml: "},
	{"sockdiff run -H native --baseline", "requires an argument"},
};

START_TEST(refused)
{
	shell_write("cases/a/x.yaml",
		    "title: t\nwhy: socket(2)\ncovers: "
		    "[socket]\nsteps:\n  - socket: {domain: AF_INET, type: "
		    "SOCK_DGRAM}\n");
	shell_expect(wrong[_i].line, STATUS_USAGE, wrong[_i].err);
}
END_TEST

static const struct {
	const char *text, *why;
} mistakes[] = {
	{"", "b.yaml:"},
	{"a: [", "b.yaml:"},
	{"[]", "b.yaml:1: this is not a baseline; `sockdiff baseline` writes "
	       "one"},
	{"host: h\ngaps: []\n", "b.yaml:1: a baseline must have `schema: 2`"},
	{"host: h\nschema: 3\n", "b.yaml:2: it has schema 3, this "
				 "sockdiff reads 2: use a newer sockdiff"},
	{"schema: 0\n", "b.yaml:1: it has the old schema 0: remove it and "
			"write it again with `sockdiff baseline -H h`"},
	{"schema: one\n", "b.yaml:1: schema must be 2, not one"},
	{"schema: 1\ngaps: []\n", "b.yaml:1: a baseline must name its host: "
				  "`host: h`"},
	{"schema: 1\nhost: i\ngaps: []\n", "b.yaml:2: this is the baseline "
					   "of host i, not of h"},
	{"schema: 1\nhost: h\nversion: [1]\ngaps: []\n",
	 "b.yaml:3: version must be text, the version of the host"},
	{"schema: 1\nhost: h\ngasp: []\n",
	 "b.yaml:1: gaps must be a list ([] if there are none)\n"
	 "b.yaml:3: unknown key gasp; did you mean gaps?"},
	{"schema: 1\nhost: h\ngaps:\n"
	 "  - gap: x\n    cases: [a, a, {}]\n    isue: 3\n"
	 "  - cases: []\n    expires: 2026-02-30\n"
	 "  - gap: []\n    expires: soon\n"
	 "  - text\n",
	 "b.yaml:5: this is not a case id; does it need quotes?\n"
	 "b.yaml:5: a is already listed with this gap on line 5\n"
	 "b.yaml:6: unknown key isue; did you mean issue?\n"
	 "b.yaml:7: this entry has no key gap\n"
	 "b.yaml:7: cases must be a list of ids\n"
	 "b.yaml:8: expires must be a day such as 2026-12-31, not 2026-02-30\n"
	 "b.yaml:9: gap must be text\n"
	 "b.yaml:9: this entry has no key cases\n"
	 "b.yaml:10: expires must be a day such as 2026-12-31, not soon\n"
	 "b.yaml:11: an entry must be a mapping with the keys gap and cases"},
	{"schema: 1\nhost: h\ngaps:\n"
	 "  - {gap: x, cases: [a]}\n  - {gap: x, cases: [a]}\n"
	 "  - {gap: y, cases: [a]}\n"
	 "  - {gap: x, cases: [a], kernel: '6.*'}\n",
	 "b.yaml:5: a is already listed with this gap on line 4"},
	{"schema: 2\nhost: h\ngaps: []\n",
	 "b.yaml:1: causes must be a list ([] if there are none)\n"
	 "b.yaml:3: unknown key gaps"},
	{"schema: 2\nhost: h\ncauses:\n"
	 "  - cause: x\n    gaps: [{gap: g, cases: [a], isue: 3}, text]\n"
	 "  - reason: r\n"
	 "  - cause: y\n    gap: g\n    gaps: []\n"
	 "  - text\n",
	 "b.yaml:5: unknown key isue\n"
	 "b.yaml:5: this entry has no key gap\n"
	 "b.yaml:6: this entry has no cause\n"
	 "b.yaml:6: this entry has no gaps\n"
	 "b.yaml:8: unknown key gap; did you mean gaps?\n"
	 "b.yaml:9: gaps must be a list of entries with the keys gap and "
	 "cases\n"
	 "b.yaml:10: an entry must be a mapping with the keys "
	 "cause and gaps"},
};

START_TEST(mistaken)
{
	struct baseline b;
	char *why = NULL;

	shell_write("b.yaml", mistakes[_i].text);
	ck_assert_int_eq(baseline_load(&b, "b.yaml", "h", &why), -1);
	if (strlen(mistakes[_i].why) > strlen("b.yaml:"))
		ck_assert_str_eq(why, mistakes[_i].why);
	else
		ck_assert_int_eq(strncmp(why, "b.yaml:", 7), 0);
	free(why);
	baseline_free(&b);
	/* And nothing is written over it. */
	shell_expect("sockdiff baseline -H h -o b.yaml", STATUS_USAGE,
		     "b.yaml:");
	why = shell_read("b.yaml");
	ck_assert_str_eq(why, mistakes[_i].text);
	free(why);
}
END_TEST

/* --- judged by ---*/

/* Gaps of a case on the list, gaps of it now: each must be known. */
static const struct {
	const char *listed, *now, *word, *gaps, *gone;
} several[] = {
	{"GH", "GH", "known", "known known", ""},
	{"GH", "HG", "known", "known known", ""},
	{"G", "GH", "new", "known new", ""},
	{"GI", "GH", "new", "known new", "I"},
	{"GH", "G", "fixed", "known", "H"},
	{"GH", "", "fixed", "", "G H"},
	{"", "GH", "new", "new new", ""},
};

static json_t *case_of(const char *signatures)
{
	json_t *gaps = json_array();

	for (; *signatures; signatures++)
		json_array_append_new(gaps,
				      json_pack("{s:s%, s:s, s:b}", "signature",
						signatures, (size_t)1, "class",
						"errno", "consequence", 0));
	/* What follows from them is no gap of its own. */
	json_array_append_new(gaps,
			      json_pack("{s:s, s:s, s:b}", "signature", "X",
					"class", "errno", "consequence", 1));
	return json_pack("{s:s, s:s, s:s, s:o}", "id", "udp/x", "verdict",
			 json_array_size(gaps) > 1 ? "differs" : "same", "why",
			 "", "gaps", gaps);
}

/* The words of a list of objects, "a b". */
static char *words_of(const json_t *list, const char *key)
{
	struct buf b = {0};
	size_t i;
	json_t *o;

	json_array_foreach (list, i, o)
		if (*report_str(o, key))
			buf_printf(&b, "%s%s", b.len ? " " : "",
				   report_str(o, key));
	return buf_take(&b);
}

START_TEST(several_gaps)
{
	json_t *c = case_of(several[_i].now);
	struct buf text = {0};
	struct baseline b;
	char *why = NULL, *words;

	buf_puts(&text, "schema: 2\nhost: h\ncauses:");
	for (const char *p = several[_i].listed; *p; p++)
		buf_printf(&text,
			   "\n  - {cause: C%c, gaps: [{gap: %c, cases: "
			   "[udp/x]}]}",
			   *p, *p);
	buf_puts(&text, *several[_i].listed ? "\n" : " []\n");
	shell_write("b.yaml", text.s);
	ck_assert_int_eq(baseline_load(&b, "b.yaml", "h", &why), 0);
	baseline_here(&b, "1", "6", 0, NULL);
	baseline_judge(&b, c);
	ck_assert_str_eq(report_str(c, "baseline"), several[_i].word);
	words = words_of(json_object_get(c, "gaps"), "baseline");
	ck_assert_str_eq(words, several[_i].gaps);
	free(words);
	words = words_of(json_object_get(c, "gone"), "gap");
	ck_assert_str_eq(words, several[_i].gone);
	free(words);
	buf_free(&text);
	baseline_free(&b);
	json_decref(c);
}
END_TEST

static const struct {
	const char *entry, *tcase, *word;
} judged[] = {
	{"{gap: G, cases: [udp/x]}", "differs", "known"},
	{"{gap: G, cases: [udp/x]}", "same", "fixed"},
	{"{gap: G, cases: [udp/x]}", "inexpressible", "fixed"},
	{"{gap: G, cases: [udp/x]}", "broken", ""},
	{"{gap: G, cases: [udp/y]}", "differs", "new"},
	{"{gap: G, cases: [udp/y]}", "same", ""},
	{"{gap: H, cases: [udp/x]}", "differs", "new"},
	/* It crashes now, after the gap that is known. */
	{"{gap: G, cases: [udp/x]}", "crashed", "new"},
	{"{gap: 'crashed: G', cases: [udp/x]}", "crashed", "known"},
	{"{gap: G, cases: [udp/x], kernel: '6.*'}", "differs", "known"},
	{"{gap: G, cases: [udp/x], kernel: '5.*'}", "differs", "new"},
	{"{gap: G, cases: [udp/x], kernel: '5.*'}", "same", ""},
	{"{gap: G, cases: [udp/x], version: '1.[0-3]*'}", "differs", "known"},
	{"{gap: G, cases: [udp/x], version: '2*'}", "differs", "new"},
	{"{gap: G, cases: [udp/x], version: '2*'}", "same", ""},
	{"{gap: G, cases: [udp/x], expires: 2026-03-01}", "differs", "known"},
	{"{gap: G, cases: [udp/x], expires: 2026-02-28}", "differs", "new"},
	{"{gap: G, cases: [udp/x], expires: 2026-02-28}", "same", "fixed"},
	{"{gap: H, cases: [udp/x], kernel: '5.*'}\n"
	 "  - {gap: G, cases: [udp/x], kernel: '6.*'}",
	 "differs", "known"},
};

/* The first of March 2026, at noon. */
#define NOW 1772366400

START_TEST(judges)
{
	char *text = xasprintf("schema: 1\nhost: h\ngaps:\n  - %s\n",
			       judged[_i].entry);
	json_t *c =
		json_pack("{s:s, s:s, s:s, s:[{s:s, s:s, s:b}]}", "id", "udp/x",
			  "verdict", judged[_i].tcase, "why", "", "gaps",
			  "signature", "G", "class", "errno", "consequence", 0);
	struct baseline b;
	char *why = NULL;

	shell_write("b.yaml", text);
	ck_assert_int_eq(baseline_load(&b, "b.yaml", "h", &why), 0);
	baseline_here(&b, "1.2.9", "6.1.0-13", NOW, NULL);
	baseline_judge(&b, c);
	ck_assert_str_eq(report_str(c, "baseline"), judged[_i].word);
	baseline_free(&b);
	json_decref(c);
	free(text);
}
END_TEST

START_TEST(notes)
{
	json_t *said = json_array();
	struct baseline b;
	char *why = NULL;

	shell_write("b.yaml",
		    "schema: 1\nhost: h\ngaps:\n"
		    "  - {gap: G, cases: [a, b], expires: 2026-02-28}\n"
		    "  - {gap: G, cases: [c], version: '2*'}\n"
		    "  - {gap: G, cases: [d], kernel: '5*'}\n"
		    "  - {gap: G, cases: [e], kernel: '6*'}\n");
	ck_assert_int_eq(baseline_load(&b, "b.yaml", "h", &why), 0);
	baseline_here(&b, "", "6.1.0", NOW, said);
	ck_assert_uint_eq(json_array_size(said), 3);
	ck_assert_str_eq(json_string_value(json_array_get(said, 0)),
			 "b.yaml:4: expired on 2026-02-28: its 2 cases are no "
			 "longer known");
	ck_assert_str_eq(json_string_value(json_array_get(said, 1)),
			 "b.yaml:5: ignored: it is for version 2*, this is "
			 "unknown");
	ck_assert_str_eq(json_string_value(json_array_get(said, 2)),
			 "b.yaml:6: ignored: it is for kernel 5*, this is "
			 "6.1.0");
	baseline_free(&b);
	json_decref(said);
}
END_TEST

START_TEST(other_version)
{
	json_t *said = json_array();
	struct baseline b;
	char *why = NULL;

	shell_write("b.yaml", "schema: 1\nhost: h\nversion: 1.2\ngaps: []\n");
	ck_assert_int_eq(baseline_load(&b, "b.yaml", "h", &why), 0);
	baseline_here(&b, "1.2", "6.1.0", NOW, said);
	baseline_here(&b, "", "6.1.0", NOW, said);
	ck_assert_uint_eq(json_array_size(said), 0);
	baseline_here(&b, "1.3", "6.1.0", NOW, said);
	ck_assert_uint_eq(json_array_size(said), 1);
	ck_assert_str_eq(json_string_value(json_array_get(said, 0)),
			 "b.yaml:3: the baseline was written with version 1.2, "
			 "this is 1.3");
	baseline_free(&b);
	json_decref(said);
}
END_TEST

/* --- a run with it ---*/

#define CASES                                            \
	"title: t\nwhy: socket(2)\ncovers: [socket]\n"   \
	"each: {n: [1, 2, 3]}\nsteps:\n"                 \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"                           \
	"  - send: {fd: a, data: x$n}\n"                 \
	"  - recv: {fd: b, len: 2}\n"

#define PLAY "sockdiff run --host-cmd ./liar --abi x -o r "
#define KNOWN "--baseline known.yaml"

/* A host that lies in the cases of that range. */
static void liar_write(const char *range)
{
	char *text = xasprintf("#!/bin/sh\n$BUILD/guests/player-native | "
			       "sed -u 's/data=783[%s]/data=7939/'\n",
			       range);

	shell_write("liar", text);
	chmod("liar", 0755);
	free(text);
}

static json_t *results(void)
{
	char *why = NULL;
	json_t *o = report_load("r/results.json", &why);

	ck_assert_msg(o, "%s", why);
	return o;
}

static void counts_expect(int known, int fresh, int fixed)
{
	json_t *o = results();
	json_t *got = json_pack("[O, O, O]", json_object_get(o, "known"),
				json_object_get(o, "new"),
				json_object_get(o, "fixed"));
	json_t *want = json_pack("[i, i, i]", known, fresh, fixed);

	ck_assert(json_equal(got, want));
	json_decref(got);
	json_decref(want);
	json_decref(o);
}

START_TEST(plays)
{
	shell_write("cases/a/x.yaml", CASES);
	liar_write("23");
	shell_expect(PLAY, STATUS_GAPS, "");
	counts_expect(0, 2, 0);
	shell_expect("sockdiff baseline --from r -o known.yaml", STATUS_GOOD,
		     "");
	shell_expect(PLAY KNOWN, STATUS_GOOD, "");
	counts_expect(2, 0, 0);
	ck_assert_ptr_nonnull(strstr(shell_out, "\nknown          a/x[2]  "));
	ck_assert_ptr_nonnull(strstr(shell_out, "(2 known, 0 new, 0 fixed)"));
	ck_assert_ptr_null(strstr(shell_out, "differences from Linux"));
	/* One more. */
	liar_write("123");
	shell_expect(PLAY KNOWN, STATUS_GAPS, "");
	counts_expect(2, 1, 0);
	ck_assert_ptr_nonnull(strstr(shell_out, "\nnew            a/x[1]  "));
	/* One less. */
	liar_write("2");
	shell_expect(PLAY KNOWN, STATUS_GAPS, "");
	counts_expect(1, 0, 1);
	ck_assert_ptr_nonnull(strstr(shell_out, "\nfixed          a/x[3]  "));
	ck_assert_ptr_nonnull(
		strstr(shell_out, "fixed: listed in the baseline, but gone\n"
				  "   1 gap   recv: different data from Linux\n"
				  "    a/x[3]\n"));
	/* Of what is not played, nothing is said. */
	shell_expect("rm -r r; " PLAY KNOWN " 'a/x[2]'", STATUS_GOOD, "");
	counts_expect(1, 0, 0);
	/* Another gap than the one that is known. */
	shell_expect("sed -i s/7939/7938/ liar; " PLAY KNOWN " 'a/x[2]'",
		     STATUS_GAPS, "");
	counts_expect(0, 1, 0);
}
END_TEST

START_TEST(plays_expired)
{
	shell_write("cases/a/x.yaml", CASES);
	liar_write("2");
	shell_expect(PLAY, STATUS_GAPS, "");
	shell_expect("sockdiff baseline --from r -o known.yaml; "
		     "sed -i 's/^    gaps:/    expires: 2001-01-01\\n"
		     "    gaps:/' known.yaml",
		     STATUS_GOOD, "");
	shell_expect(PLAY KNOWN, STATUS_GAPS, "");
	counts_expect(0, 1, 0);
	ck_assert_ptr_nonnull(
		strstr(shell_out,
		       "known.yaml:7: expired on 2001-01-01: its 1 case is no "
		       "longer known\n"));
	/* Making it new is no way around the day. */
	shell_expect("sockdiff baseline --from r -o known.yaml", STATUS_GOOD,
		     "");
	shell_expect(PLAY KNOWN, STATUS_GAPS, "");
	shell_expect(
		"sed -i 's/2001-01-01/9999-01-01/' known.yaml; " PLAY KNOWN,
		STATUS_GOOD, "");
	shell_expect(
		"sed -i 's/expires.*/kernel: 1.2/' known.yaml; " PLAY KNOWN,
		STATUS_GAPS, "");
	ck_assert_ptr_nonnull(strstr(shell_out, "known.yaml:7: ignored: it is "
						"for kernel 1.2"));
}
END_TEST

/* Of cases that were renamed, only a run of all can know. */
START_TEST(plays_what_is_no_case)
{
	static const char *const told =
		"known.yaml:12: the case a/old no longer exists: remove it, or "
		"write the baseline again with --prune\n";
	static const char *const moved =
		"known.yaml:12: a/old has been "
		"renamed to a/x: change its name here\n";

	shell_write("cases/a/x.yaml", CASES);
	liar_write("2");
	shell_expect(PLAY, STATUS_GAPS, "");
	shell_expect(
		"sockdiff baseline --from r -o known.yaml; sed -i 's|^        "
		"cases:|&\\n          - a/old|' known.yaml",
		STATUS_GOOD, "");
	shell_expect(PLAY KNOWN, STATUS_GOOD, "");
	ck_assert_msg(strstr(shell_out, told), "%s", shell_out);
	shell_write("cases/RENAMED", "a/old a/x\n");
	shell_expect(PLAY KNOWN, STATUS_GOOD, "");
	ck_assert_msg(strstr(shell_out, moved), "%s", shell_out);
	shell_expect(PLAY KNOWN " -o p cases/a", STATUS_GOOD, "");
	ck_assert_ptr_null(strstr(shell_out, "a/old"));
	shell_expect(
		"sockdiff baseline --prune --from r -o known.yaml; " PLAY KNOWN,
		STATUS_GOOD, "");
	ck_assert_ptr_null(strstr(shell_out, "a/old"));
	/* Made anew, the list has the new name. */
	shell_write("cases/RENAMED", "a/was a/x\n");
	shell_expect("sed -i 's|a/x\\[2|a/was[2|' known.yaml; sockdiff "
		     "baseline --from r -o known.yaml; cat known.yaml",
		     STATUS_GOOD, "");
	ck_assert_msg(strstr(shell_out, "1 cause; 1 gaps kept, 0 added, 0 "
					"removed\n"),
		      "%s", shell_out);
	ck_assert_ptr_null(strstr(shell_out, "a/was"));
}
END_TEST

Suite *baseline_suite(void);

Suite *baseline_suite(void)
{
	Suite *s = suite_create("baseline");
	TCase *t = tcase_create("baseline");

	tcase_add_checked_fixture(t, open_all, shell_close);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, made);
	tcase_add_test(t, kept);
	tcase_add_test(t, none);
	tcase_add_test(t, hostile);
	tcase_add_loop_test(t, refused, 0, (int)COUNT(wrong));
	tcase_add_loop_test(t, mistaken, 0, (int)COUNT(mistakes));
	tcase_add_loop_test(t, judges, 0, (int)COUNT(judged));
	tcase_add_loop_test(t, several_gaps, 0, (int)COUNT(several));
	tcase_add_test(t, notes);
	tcase_add_test(t, other_version);
	tcase_add_test(t, plays);
	tcase_add_test(t, plays_expired);
	tcase_add_test(t, plays_what_is_no_case);
	suite_add_tcase(s, t);
	return s;
}
