/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/version.h"
#include "base/options.h"
#include "roff.h"

void page_head(struct buf *b, const char *name, const char *section,
	       const char *kind, const char *summary)
{
	char *title = xstrdup(name);

	for (char *p = title; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	buf_puts(b, ".\\\" SPDX-License-Identifier: Apache-2.0\n"
		    ".\\\" Made by `sockdiff manual`.\n.TH ");
	roff_text(b, title);
	buf_printf(b, " %s \"\" \"sockdiff %s\" \"%s\"\n", section,
		   SOCKDIFF_VERSION, kind);
	roff_macro(b, ".SH", "NAME");
	roff_text(b, name);
	buf_puts(b, " \\- ");
	roff_text(b, summary);
	buf_puts(b, "\n");
	roff_macro(b, ".SH", "SYNOPSIS");
	free(title);
}

/* The letters bold, the argument not. */
void page_option(const struct argp_option *o, void *buf)
{
	struct buf *b = buf;

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
