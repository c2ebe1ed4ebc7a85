/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unsaid.h: what an ABI has no way to say is found out once.
 *
 * Most cases that are inexpressible are so from the guest's first command, a
 * `socket {domain: AF_INET}`, say, for an ABI without one. Whether a command
 * can be said is decided by the player's ABI and the command, before anything
 * is asked of the host; so the same first command is as inexpressible in the
 * next case, and any other one of an operation that the ABI does not have
 * (wire.h, always). A host that takes long to start need not start for it.
 */
#ifndef UNSAID_H
#define UNSAID_H

#include "recording/recording.h"

/* Of one host. Zeroed is ready to use. */
struct unsaid {
	struct unsaid_row {
		const struct op *op;
		char *args; /* as they travel; NULL: whatever they are */
		char *why;
		enum unsaid_by by;
	} * v;
	int n;
};

/* Keep what a host's play says of its first command. */
void unsaid_note(struct unsaid *u, const struct recording *got);
/* The recording that a play would make, or NULL: the case must be played. */
struct recording *unsaid_recall(const struct unsaid *u, const struct tcase *t);
void unsaid_free(struct unsaid *u);

/*
 * Did a host's play end as inexpressible before the guest was told anything?
 * Then whatever Linux does, there is nothing to compare.
 */
bool unsaid_all(const struct recording *got);

#endif
