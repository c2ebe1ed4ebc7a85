/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_run.c: sockhost-run(1).
 */
#include "base/command.h"
#include "base/options.h"
#include "page.h"
#include "roff.h"
#include "sockhost/launch/options.h"

static void group(const struct argp_option *o, void *b)
{
	roff_macro(b, ".SS", o->doc);
}

void page_run(struct buf *b, const struct program_help *h)
{
	page_head(b, "sockhost-run", "1", "User Commands", launch_summary);
	buf_puts(b, "\\fBsockhost\\-run\\fR [\\fIOPTION\\fR...] ");
	roff_text(b, launch_arguments);
	buf_puts(b, "\n");
	roff_macro(b, ".SH", "DESCRIPTION");
	roff_paragraphs(b, launch_description);
	roff_paragraphs(b, launch_notes);
	roff_macro(b, ".SH", "OPTIONS");
	option_walk_groups(h->run_argp, group, page_option, b);
	roff_macro(b, ".SH", "EXIT STATUS");
	roff_paragraphs(b, launch_status);
	roff_macro(b, ".SH", "ENVIRONMENT");
	roff_item(b, "XDG_CACHE_HOME, HOME",
		  "The place of the cache, unless --cache is given.");
	roff_item(b, "PATH",
		  "Where wasm2c, awk and gcc, which compile the guest, are "
		  "found.");
	roff_macro(b, ".SH", "EXAMPLES");
	roff_example(b, launch_examples);
	roff_macro(b, ".SH", "SEE ALSO");
	buf_puts(b, ".BR sockdiff (1)\n");
}
