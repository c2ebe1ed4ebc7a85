/* SPDX-License-Identifier: Apache-2.0 */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "result/results.h"
#include "result/result_json.h"
#include "scratch.h"
#include "written.h"

/*
 * Markup of all formats, ends of their sections, control characters, bytes
 * that are no UTF-8, a surrogate, a character that XML may not hold.
 */
const char written_hostile[] =
	"<b>&amp;]]></failure><!-- \"'`|# \\ ``` ~~~\n  ...\nok 1\n@all "
	"\x01\x1b[2J\x7f \xc0\xaf \xed\xa0\x80 \xef\xbf\xbe \xe2\x80\xae end";

static json_t *gap_of(const char *op, const char *class, const char *want,
		      const char *got)
{
	char *signature =
		xasprintf("%s %s %s: %s -> %s", op, class, class, want, got);
	json_t *g = json_pack(
		"{s:i, s:i, s:s, s:s, s:s, s:i, s:o, s:s, s:o, s:o, s:o, s:b}",
		"step", 4, "line", 9, "op", op, "option", "", "actor", "guest",
		"layer", 1, "class", clean_json(class), "what", "errno", "want",
		clean_json(want), "got", clean_json(got), "signature",
		clean_json(signature), "consequence", 0);

	ck_assert_ptr_nonnull(g);
	free(signature);
	return g;
}

static json_t *case_of(const char *host, const char *line)
{
	char id[80], word[40], op[40], class[40], want[40], got[40];
	int at = 0, n = sscanf(line, "%79s %39s %n%39s %39s %39s %39s", id,
			       word, &at, op, class, want, got);
	bool listed = !strcmp(word, "known") || !strcmp(word, "fixed");
	const char *verdict = !listed        ? word
			      : *word == 'k' ? "differs"
					     : "same";
	const char *why = n == 6 || n < 3 ? "" : line + at;
	json_t *o, *gaps = json_array();

	ck_assert_msg(n >= 2, "%s", line);
	if (n == 6)
		json_array_append_new(gaps, gap_of(op, class, want,
						   !strcmp(got, "HOSTILE")
							   ? written_hostile
							   : got));
	o = json_pack("{s:s, s:s+, s:i, s:s, s:s, s:[s], s:s, s:s, s:o, "
		      "s:s++, s:s}",
		      "id", id, "file", "cases/", "udp/x.yaml", "line", 3,
		      "title", "t", "about", "recv(2)", "covers", "recv",
		      "verdict", verdict, "why",
		      strcmp(why, "flaky") ? why : "", "gaps", gaps, "replay",
		      "sockdiff run -H ", host, " -", "drift", "");
	ck_assert_ptr_nonnull(o);
	if (listed)
		json_object_set_new(o, "baseline", json_string(word));
	if (!strcmp(why, "flaky"))
		json_object_set_new(o, "flaky", json_true());
	return o;
}

json_t *written_results(const char *host, const char *lines)
{
	const struct report_about about = {.version = "0.1.0",
					   .host = host,
					   .abi = "wasinet_v0",
					   .command = host};
	char *copy = xstrdup(lines), *save = NULL;
	json_t *cases = json_array(), *results;

	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		json_array_append_new(cases, case_of(host, line));
	results = report_results(&about, cases);
	json_decref(cases);
	free(copy);
	return results;
}

void written_store(const char *dir, json_t *results)
{
	char *path = xasprintf("%s/results.json", dir);
	char *text = report_text(results);

	scratch_write(path, text, strlen(text));
	free(path);
	free(text);
	json_decref(results);
}

void written_run(const char *dir, const char *host, const char *lines)
{
	written_store(dir, written_results(host, lines));
}
