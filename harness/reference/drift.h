/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drift.h: where Linux, in this run, is not what reference/ stores of it.
 *
 * The judge of a run is its own native play; that this one differs from the
 * stored one is told beside the verdict, and changes none. A case without a
 * stored recording has no drift.
 */
#ifndef DRIFT_H
#define DRIFT_H

#include <jansson.h>

#include "verdict/diff.h"
#include "reference.h"

/* A worker's: the stored file that was read last. Cases come by file. */
struct drift {
	const char *dir;          /* reference/ */
	char *base;               /* whose file it is */
	struct reference *stored; /* or NULL: there is none */
	char *unreadable;         /* or why not */
};

/*
 * Set res->drift when want, normalised, is not as stored (NULL: not played):
 *	udp/x.rec:57: step 6 recv {fd: s}: stored "= 4", now "= 8"
 *	unknown: udp/x.rec:1: its schema is newer than this sockdiff
 */
void drift_find(struct drift *d, const struct recording *want,
		struct result *res);
void drift_free(struct drift *d);

/*
 * Where the recordings that cases (results.json) drift from were made:
 * "Linux 6.1.0 x86_64", several joined by " and ", "" for none. Free it.
 */
char *drift_recorded(const char *dir, const json_t *cases);

#endif
