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
#define SHARD_ENV(who, index, total, first) { who, index, total, first },
#include "result/shard.def"
#undef SHARD_ENV
	};

	roff_macro(b, ".SH", "ENVIRONMENT");
	for (size_t i = 0; i < COUNT(shards); i++) {
		char *tag = xasprintf("%s, %s", shards[i].index,
				      shards[i].total);
		char *text = xasprintf("Which shard `sockdiff run` plays, "
				       "counted from %d, as %s sets them.",
				       shards[i].first, shards[i].who);

		roff_item(b, tag, text);
		free(tag);
		free(text);
	}
	roff_item(b, "TEST_SHARD_STATUS_FILE",
		  "A file that is touched to tell Bazel that shards are "
		  "understood.");
	roff_item(b, "NO_COLOR", "If it is not empty, no colours unless "
				 "--color=always asks for them.");
	roff_item(b, "COLUMNS", "How wide to write where no terminal says it.");
	roff_item(b, "TMPDIR", "Where plays have their folders.");
}

static void files(struct buf *b)
{
	roff_macro(b, ".SH", "FILES");
	roff_item(b, "cases/FAMILY/NAME.yaml",
		  "The cases, see sockdiff-case(5).");
	roff_item(b, "reference/FAMILY/NAME.rec",
		  "What Linux answered when it was recorded.");
	roff_item(b, "reports/HOST/results.json",
		  "Everything that a run found out, the same bytes for the "
		  "same behaviour; times are beside it in times.json.");
	roff_item(b, "reports/parts/HOST/",
		  "The same of a run of some of the cases, which never replaces "
		  "one of all.");
	roff_item(b, "reports/HOST/unfinished/",
		  "What a run has done until it ends, case by case in "
		  "journal.jsonl; left there when it is interrupted or killed, "
		  "for --resume.");
	roff_item(b, "HOST.yaml",
		  "The manifest of a host, see sockdiff-host(5).");
	roff_item(b, "reports/baselines/HOST.yaml",
		  "The gaps of a host that are known.");
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
