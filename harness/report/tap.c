/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tap.c: the Test Anything Protocol, version 13 (testanything.org).
 *
 *	TAP version 13
 *	1..3
 *	ok 1 - udp/empty-datagram
 *	ok 2 - udp/cmsg # SKIP the ABI cannot express it: preview1: no sendmsg
 *	not ok 3 - udp/recv-msg-trunc[AF_INET6]
 *	  ---
 *	  message: "recv transferred 4 bytes (Linux: 10)"
 *	  ...
 *
 * A known gap is TODO: it is not ok, and does not fail a build. Several runs
 * are subtests, each indented by four blanks: version 14 describes them, and
 * those who read 13, such as prove(1), skip indented lines. So 13 is written,
 * for readers of 14 have to take it, and prove(1) before 3.47 refuses 14.
 */
#include <assert.h>
#include <stdlib.h>

#include "result/outcome.h"
#include "result/results.h"
#include "formats.h"
#include "result/groups.h"
#include "base/util.h"

/* Where a document stands: a subtest's lines are indented. */
struct tap {
	FILE *out;
	const char *indent;
};

/* A description or a reason: # would begin a directive, \ an escape. */
static void put_text(FILE *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '#' || *s == '\\')
			putc('\\', out);
		putc(*s, out);
	}
}

/*
 * A line of the YAML block. JSON's strings are YAML's double-quoted ones, and
 * stand on one line.
 */
static void put_value(const struct tap *t, const char *key, const char *value)
{
	json_t *j = json_string(value);
	char *text = json_dumps(j, JSON_ENCODE_ANY);

	assert(text != NULL);
	fprintf(t->out, "%s  %s: %s\n", t->indent, key, text);
	free(text);
	json_decref(j);
}

static void put_diagnostics(const struct tap *t, const json_t *c)
{
	const json_t *g = outcome_gap(c);
	char *text = outcome_text(c);

	fprintf(t->out, "%s  ---\n", t->indent);
	put_value(t, "message", text);
	put_value(t, "type", outcome_type(c));
	put_value(t, "file", report_str(c, "file"));
	fprintf(t->out, "%s  line: %d\n", t->indent, case_line(c));
	if (g) {
		put_value(t, "op", report_str(g, "op"));
		put_value(t, "wanted", report_str(g, "want"));
		put_value(t, "found", report_str(g, "got"));
	}
	if (outcome_is_flaky(c))
		fprintf(t->out, "%s  flaky: true\n", t->indent);
	put_value(t, "replay", report_str(c, "replay"));
	fprintf(t->out, "%s  ...\n", t->indent);
	free(text);
}

static void put_case(const struct tap *t, int number, const json_t *c)
{
	static const char *const directives[OUTCOME_COUNT] = {
		[KNOWN] = "TODO",
		[SKIPPED] = "SKIP",
	};
	enum outcome o = outcome_of(c);
	bool ok = o == PASSED || o == SKIPPED;

	fprintf(t->out, "%s%s %d - ", t->indent, ok ? "ok" : "not ok", number);
	put_text(t->out, report_str(c, "id"));
	if (directives[o]) {
		char *text = outcome_text(c);

		fprintf(t->out, " # %s ", directives[o]);
		put_text(t->out, text);
		free(text);
	} else if (outcome_is_flaky(c)) {
		fputs(" (flaky)", t->out);
	}
	putc('\n', t->out);
	if (!ok)
		put_diagnostics(t, c);
}

/* A comment with what was played. */
static void put_about(const struct tap *t, const struct report_run *run)
{
	const json_t *machine = json_object_get(run->results, "machine");

	fprintf(t->out, "%s# sockdiff %s, host %s, Linux %s %s\n", t->indent,
		report_str(run->results, "sockdiff"), report_host(run),
		report_str(machine, "kernel"), report_str(machine, "arch"));
}

/* Returns whether all of it is well. */
static bool put_run(const struct tap *t, const struct report_run *run)
{
	const json_t *cases = report_cases(run);
	bool cut = json_is_true(json_object_get(run->results, "interrupted"));
	bool well = !cut;
	size_t i;
	json_t *c;

	fprintf(t->out, "%s1..%zu%s\n", t->indent, json_array_size(cases),
		json_array_size(cases) ? "" : " # SKIP no cases");
	put_about(t, run);
	json_array_foreach (cases, i, c) {
		put_case(t, (int)i + 1, c);
		well = well && !outcome_is_bad(outcome_of(c));
	}
	if (cut)
		fprintf(t->out, "%sBail out! the run was interrupted\n",
			t->indent);
	return well;
}

int format_tap(const struct report_input *in, FILE *out, char **why)
{
	const struct tap top = {out, ""}, sub = {out, "    "};

	(void)why;
	fputs("TAP version 13\n", out);
	if (in->n == 1) {
		put_run(&top, &in->runs[0]);
		return 0;
	}
	fprintf(out, "1..%d\n", in->n);
	for (int i = 0; i < in->n; i++) {
		const char *label = report_label(in, i);
		bool well;

		fputs("# Subtest: ", out);
		put_text(out, label);
		putc('\n', out);
		well = put_run(&sub, &in->runs[i]);
		fprintf(out, "%s %d - ", well ? "ok" : "not ok", i + 1);
		put_text(out, label);
		putc('\n', out);
	}
	return 0;
}
