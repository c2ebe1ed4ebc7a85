/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parting.h: after a gap, do Linux and the host still stand alike?
 *
 * They do where their kernels did the same, whatever the guest was answered:
 * a wrong errno, a wrong address. They do not where a kernel made a
 * descriptor, moved bytes or changed a socket in one of them only. From there
 * on other differences are consequences, until Linux is played again with the
 * host's answer in the place of its kernel's (forced.h).
 */
#ifndef PARTING_H
#define PARTING_H

#include "diff.h"
#include "recording/forced.h"

/* Does the gap, of step g->step, leave them in different states? */
bool parting_parts(const struct recording *want, const struct recording *got,
		   const struct gap *g);
/*
 * What Linux's kernel is to answer in a step, so that both stand alike again.
 * False when nothing that it could answer does that.
 */
bool parting_force(const struct recording *want, const struct recording *got,
		   int step, struct forced *f);
/* Was the step answered alike, as far as a kernel's answer decides that? */
bool parting_closed(const struct step_record *want,
		    const struct step_record *got);
/*
 * Can this gap be the effect of an earlier one that left them alike, so far as
 * a call's outcome shows? An option that was set to another value, say.
 */
bool parting_explains(const struct tcase *t, const struct gap *earlier,
		      const struct gap *later);

#endif
