/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff_answer.h: what a step returned, layer 1, compared field by field.
 *
 * A field that the host's ABI has no way to say ("-"), or that the case leaves
 * open (`any:`), is not compared. Bytes outside of the guest's buffers come
 * first: they are a fault whatever the call returned.
 */
#ifndef DIFF_ANSWER_H
#define DIFF_ANSWER_H

#include "diff.h"

/* Adds the gaps of step i. */
void diff_answer(struct result *r, int i, const struct step_record *want,
		 const struct step_record *got);

#endif
