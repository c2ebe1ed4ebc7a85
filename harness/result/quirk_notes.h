/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quirk_notes.h: what a reader has to know of a host: imports that it lacks,
 * and quirks that its manifest declares and that the cases which prove them no
 * longer show.
 */
#ifndef RESULT_QUIRK_NOTES_H
#define RESULT_QUIRK_NOTES_H

#include <jansson.h>

#include "host/host.h"

/*
 * Append a sentence for each to notes. A quirk is gone if at least one of the
 * cases (results of result_json.h) proves it, and all that do are as on Linux.
 */
void report_quirks(json_t *notes, const struct host *h, const json_t *cases);

#endif
