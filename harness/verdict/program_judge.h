/* SPDX-License-Identifier: Apache-2.0 */
/*
 * program_judge.h: what the system calls of a whole program say of its host.
 */
#ifndef PROGRAM_JUDGE_H
#define PROGRAM_JUDGE_H

#include "judge.h"
#include "recording/recording.h"

/*
 * Judge the system calls of two whole programs. True when there is something
 * against the host; the caller frees the strings.
 */
bool program_judge(const struct step_record *want,
		   const struct step_record *got, struct judgement *j);

#endif
