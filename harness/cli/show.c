/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff show: plays cases and shows both plays side by side.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "play/pair.h"
#include "host/pick.h"
#include "result/results.h"
#include "report/term.h"
#include "case/selection.h"
#include "report/show.h"

enum { KEY_COLOR = 1000, KEY_FULL, KEY_WIDTH };

struct show {
	struct select select;
	struct pick pick;
	const char *color;
	struct show_style style;
};

static const struct argp_option options[] = {
	{"color", KEY_COLOR, "WHEN", 0, "auto, always or never", 2},
	{"full", KEY_FULL, 0, 0, "Do not truncate lines", 2},
	{"width", KEY_WIDTH, "COLUMNS", 0,
	 "Width of the output (default: of the terminal)", 2},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct show *s = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &s->select;
		state->child_inputs[1] = &s->pick;
		return 0;
	case KEY_COLOR:
		s->color = arg;
		return 0;
	case KEY_FULL:
		s->style.full = true;
		return 0;
	case KEY_WIDTH:
		s->style.width = atoi(arg);
		if (s->style.width < 20)
			argp_error(state, "--width must be 20 or more");
		return 0;
	case ARGP_KEY_END:
		if (!s->select.sel.nwhat && !s->select.sel.nglobs)
			argp_error(state, "name a case; `sockdiff list` lists "
					  "them");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0}, {&pick_argp, 0, NULL, 1}, {0}};

const struct argp show_argp = {
	options,
	parse,
	"CASE...",
	"Play cases and show what Linux and the host did, side by side: return "
	"values and, below each, the system calls.\vMarks in the margin: ! the "
	"gap, . a consequence of it, ~ a difference that is not a gap.\n"
	"\n"
	"Example:\n"
	"  sockdiff show -H sockhost udp/recv-msg-trunc[AF_INET6]",
	children,
	NULL,
	NULL};

static int show_all(struct show *s, const struct corpus *c,
		    const struct lobby *lobby)
{
	struct pair_config config = {.lobby = lobby,
				     .host = s->pick.host,
				     .native = s->pick.native,
				     .again = true};
	struct stage stage = {0};
	int status = STATUS_GOOD;

	stage_begin();
	for (int i = 0; i < c->n; i++) {
		struct pair p = {0};
		struct buf b = {0};

		pair_play(&p, &stage, &config, &c->cases[i]);
		show_print(&b, &c->cases[i], pair_linux(&p), p.got, p.result,
			   &s->style);
		fwrite(b.s, 1, b.len, stdout);
		if (i + 1 < c->n)
			putchar('\n');
		fflush(stdout);
		if (p.result->verdict == BROKEN)
			status = STATUS_BROKEN;
		else if (p.result->verdict != SAME &&
			 p.result->verdict != INEXPRESSIBLE &&
			 status == STATUS_GOOD)
			status = STATUS_GAPS;
		buf_free(&b);
		pair_free(&p);
	}
	stage_end(&stage);
	return status;
}

int cmd_show(int argc, char **argv)
{
	struct show s = {0};
	struct corpus corpus = {0};
	struct lobby lobby = {0};
	char *why = NULL;
	int status = STATUS_USAGE;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&show_argp, argc, argv, 0, NULL, &s);
	if (select_load(&s.select, &corpus, &why) == 0 &&
	    pick_open(&s.pick, &why) == 0) {
		int mistakes = select_complain(&corpus);

		s.style.host = s.pick.host->name;
		s.style.color = report_term_color(s.color, isatty(1));
		if (!s.style.width)
			s.style.width = report_term_width(stdout);
		if (lobby_open(&lobby, &why) == 0)
			status = show_all(&s, &corpus, &lobby);
		else
			status = STATUS_BROKEN;
		if (mistakes && status < STATUS_USAGE)
			status = STATUS_USAGE;
	}
	if (why)
		fprintf(stderr, "sockdiff: %s\n", why);
	free(why);
	lobby_close(&lobby);
	corpus_free(&corpus);
	select_free(&s.select);
	pick_free(&s.pick);
	return status;
}
