/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats.h: reports of runs that are stored, one function a format.
 *
 * A new format is a row of report/formats.def and its function:
 *
 *	int format_html(const struct report_input *in, FILE *out, char **why);
 *
 * It writes everything to out, which may be a pipe, and returns 0, or -1 and
 * a sentence; errors of out itself are seen by the caller. There is at least
 * one run, checked (result/load.h), and no text in it has to be feared but
 * for the format's own markup. The same input makes the same bytes.
 */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include <stdio.h>

#include "result/load.h"

typedef int report_format_fn(const struct report_input *in, FILE *out,
			     char **why);

#define FORMAT(name, help) report_format_fn format_##name;
#include "formats.def"
#undef FORMAT

#endif
