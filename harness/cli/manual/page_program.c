/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_program.c: sockdiff(1).
 */
#include <stdlib.h>
#include <string.h>

#include "base/command.h"
#include "base/options.h"
#include "page.h"
#include "roff.h"

static void command_section(struct buf *b, const struct command *c)
{
	const char *args = c->argp->args_doc ? c->argp->args_doc : "";
	char *title = xasprintf("sockdiff %s [OPTION...]%s%s", c->name,
				*args ? " " : "", args);
	char *before = option_doc(c->argp, false);
	char *after = option_doc(c->argp, true);

	roff_macro(b, ".SS", title);
	roff_paragraphs(b, before);
	option_walk(c->argp, page_option, b);
	roff_paragraphs(b, after);
	free(title);
	free(before);
	free(after);
}

static void environment(struct buf *b)
{
	static const struct {
		const char *who, *index, *total;
		int first;
	} shards[] = {
#define SHARD_ENV(who, index, total, first) {who, index, total, first},
#include "result/shard.def"
#undef SHARD_ENV
	};

	roff_macro(b, ".SH", "ENVIRONMENT");
	for (size_t i = 0; i < COUNT(shards); i++) {
		char *tag =
			xasprintf("%s, %s", shards[i].index, shards[i].total);
		char *text = xasprintf("Which shard `sockdiff run` plays, "
				       "counted from %d, as %s sets them.",
				       shards[i].first, shards[i].who);

		roff_item(b, tag, text);
		free(tag);
		free(text);
	}
	roff_item(b, "TEST_SHARD_STATUS_FILE",
		  "Set by Bazel: a file to create as a sign that sharding is "
		  "supported.");
	roff_item(b, "NO_COLOR",
		  "If not empty, no colours unless --color=always is given.");
	roff_item(b, "COLUMNS",
		  "The width of the output when it is not a terminal.");
	roff_item(b, "TMPDIR", "The folder for the temporary files of plays.");
}

static void files(struct buf *b)
{
	roff_macro(b, ".SH", "FILES");
	roff_item(b, "cases/FAMILY/NAME.yaml",
		  "The cases, see sockdiff-case(5).");
	roff_item(b, "reference/FAMILY/NAME.rec",
		  "The recording of what Linux does.");
	roff_item(b, "reports/HOST/results.json",
		  "The results of a run, byte for byte the same if the "
		  "behaviour is the same; times are in times.json beside it.");
	roff_item(b, "reports/parts/HOST/",
		  "The same for a run of some of the cases, which never "
		  "replaces one of all.");
	roff_item(b, "reports/HOST/unfinished/",
		  "The finished cases of a run that has not ended, one per "
		  "line in journal.jsonl; kept when it is interrupted or "
		  "killed, for --resume.");
	roff_item(b, "HOST.yaml",
		  "The manifest of a host, see sockdiff-host(5).");
	roff_item(b, "reports/baselines/HOST.yaml",
		  "The baseline of a host: its known gaps.");
}

void page_program(struct buf *b, const struct program_help *h)
{
	page_head(b, "sockdiff", "1", "User Commands", h->summary);
	buf_puts(b, "\\fBsockdiff\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n");
	roff_macro(b, ".SH", "DESCRIPTION");
	roff_paragraphs(b, h->description);
	roff_macro(b, ".SH", "COMMANDS");
	for (const struct command *c = h->commands; c->name; c++)
		roff_item(b, c->name, c->help);
	for (const struct command *c = h->commands; c->name; c++)
		command_section(b, c);
	roff_macro(b, ".SH", "EXIT STATUS");
	roff_paragraphs(b, h->status);
	environment(b);
	files(b);
	roff_macro(b, ".SH", "EXAMPLES");
	roff_example(b, h->examples);
	roff_macro(b, ".SH", "SEE ALSO");
	buf_puts(b, ".BR sockdiff\\-case (5),\n.BR sockdiff\\-host (5),\n"
		    ".BR sockhost\\-run (1),\n"
		    ".BR strace (1),\n.BR tcpdump (8)\n");
}
