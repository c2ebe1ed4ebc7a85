/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h: what sockhost-run can be told, and what it says of itself. Only
 * data: its --help is made of it, and sockdiff's manual pages and completions.
 */
#ifndef LAUNCH_OPTIONS_H
#define LAUNCH_OPTIONS_H

#include <argp.h>

enum {
	LAUNCH_ABI = 256,
	LAUNCH_CACHE,
	/* From here on: options of sockhost itself, handed on as they are. */
	LAUNCH_PASSED,
};

/* In groups with headers, ended as argp has it. */
extern const struct argp_option launch_options[];

extern const char launch_arguments[]; /* behind the options, in a usage */
extern const char launch_summary[];   /* half a line, without the name */
/* Paragraphs; lines of examples begin with two blanks. */
extern const char launch_description[], launch_status[], launch_notes[],
	launch_examples[];
/* All of these as argp wants it. */
extern const char launch_doc[];

#endif
