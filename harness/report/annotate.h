/* SPDX-License-Identifier: Apache-2.0 */
/*
 * annotate.h: lines in a workflow's log that GitHub shows beside the files.
 *
 *	::error file=cases/udp/x.yaml,line=13,title=udp/x::recv moved 4 bytes
 *
 * At most ten of a kind are shown in a step, so no more are written. What
 * has a meaning there is escaped as %NN ("Workflow commands", GitHub Docs).
 */
#ifndef ANNOTATE_H
#define ANNOTATE_H

#include <jansson.h>
#include <stdio.h>

#define ANNOTATE_MAX 10

/*
 * An error for each of these cases, up to the limit: first a case of each
 * cause, most severe first, and then the others. causes are those of
 * results.json.
 */
void annotate(FILE *out, const json_t *cases, const json_t *causes);

#endif
