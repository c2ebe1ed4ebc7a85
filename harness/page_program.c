/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_program.c: sockdiff(1).
 */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "option.h"
#include "page.h"
#include "roff.h"

/* -j, --jobs=N, as roff: the letters bold, the argument not. */
static void option_item(const struct argp_option *o, void *ctx)
{
	struct buf *b = ctx;

	buf_puts(b, ".TP\n");
	if (option_is_short(o))
		buf_printf(b, "\\fB\\-%c\\fR, ", o->key);
	buf_puts(b, "\\fB\\-\\-");
	roff_text(b, o->name);
	buf_puts(b, "\\fR");
	if (o->arg) {
		buf_puts(b, "=\\fI");
		roff_text(b, o->arg);
		buf_puts(b, "\\fR");
	}
	buf_puts(b, "\n");
	roff_text(b, o->doc);
	buf_puts(b, "\n");
}

static void command_section(struct buf *b, const struct command *c)
{
	const char *args = c->argp->args_doc ? c->argp->args_doc : "";
	char *title = xasprintf("sockdiff %s [OPTION...]%s%s", c->name,
				*args ? " " : "", args);
	char *before = option_doc(c->argp, false);
	char *after = option_doc(c->argp, true);

	roff_macro(b, ".SS", title);
	roff_paragraphs(b, before);
	option_walk(c->argp, option_item, b);
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
#include "shard.def"
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
	roff_item(b, "reports/baselines/HOST.yaml",
		  "The gaps of a host that are known.");
}

void page_program(struct buf *b)
{
	buf_puts(b, ".\\\" SPDX-License-Identifier: Apache-2.0\n"
		    ".\\\" Made by `sockdiff manual`.\n");
	buf_printf(b, ".TH SOCKDIFF 1 \"\" \"sockdiff %s\" \"User Commands\"\n",
		   SOCKDIFF_VERSION);
	roff_macro(b, ".SH", "NAME");
	buf_puts(b, "sockdiff \\- ");
	roff_text(b, program_summary);
	buf_puts(b, "\n");
	roff_macro(b, ".SH", "SYNOPSIS");
	buf_puts(b, "\\fBsockdiff\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n");
	roff_macro(b, ".SH", "DESCRIPTION");
	roff_paragraphs(b, program_description);
	roff_macro(b, ".SH", "COMMANDS");
	for (const struct command *c = commands; c->name; c++)
		roff_item(b, c->name, c->help);
	for (const struct command *c = commands; c->name; c++)
		command_section(b, c);
	roff_macro(b, ".SH", "EXIT STATUS");
	roff_paragraphs(b, program_status);
	environment(b);
	files(b);
	roff_macro(b, ".SH", "EXAMPLES");
	roff_example(b, program_examples);
	roff_macro(b, ".SH", "SEE ALSO");
	buf_puts(b, ".BR sockdiff\\-case (5),\n.BR strace (1),\n"
		    ".BR tcpdump (8)\n");
}
