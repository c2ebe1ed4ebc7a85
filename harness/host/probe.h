/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe.h: what a host has of what a guest imports.
 *
 * A module with one import that a host lacks does not start there at all, so
 * the host is asked by guests that do nothing but import (wasm.h): first by
 * one with everything, which most hosts run, and where that fails by one for
 * each import.
 */
#ifndef HOST_PROBE_H
#define HOST_PROBE_H

#include "host.h"
#include "wasm.h"

enum probe_found {
	PROBE_HAS,
	PROBE_LACKS,
	PROBE_OTHER /* it has one of that name, of another type */
};

struct probe {
	struct wasm_imports imports; /* of the player, for the host's ABI */
	enum probe_found *found;     /* one for each of them */
	char **other;                /* PROBE_OTHER: its type */
	int lacks;                   /* how many are not PROBE_HAS */
	char *words;                 /* of the first guest that failed */
	bool late; /* and it had not ended when its time had */
};

/*
 * Ask. `types`: look for other types of what it lacks as well, which takes
 * some starts of the host each. -1 and a sentence with the host's own words
 * if it runs no guest whatever. A host without {guest} in its command cannot
 * be asked and has all; so has the host of a module that is not there. Its
 * first start, where it may compile or fill a cache, has first_ms (0:
 * PROBE_FIRST_MS).
 */
#define PROBE_FIRST_MS 60000
int host_probe(struct probe *p, const struct host *h, bool types, int first_ms,
	       char **why);
void probe_free(struct probe *p);

/*
 * Make the host's command run a player without what it lacks, which answers
 * ENOSYS to those: the player's objects are linked once more with functions
 * of our own in the place of the imports. It is kept, beside the players or
 * else in ~/.cache/sockdiff. -1 and a sentence.
 */
int host_relink(struct host *h, const struct probe *p, char **why);

/* Both, and one start of the player: have the host run what it can. */
int host_fit(struct host *h, int first_ms, char **why);

#endif
