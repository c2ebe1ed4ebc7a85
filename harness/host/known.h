/* SPDX-License-Identifier: Apache-2.0 */
/*
 * known.h: what a manifest names and must be there: an ABI that has a player,
 * a case that proves a quirk. Without them a host would be played, and what
 * is wrong with it would never show.
 */
#ifndef HOST_KNOWN_H
#define HOST_KNOWN_H

/* -1 and a sentence with the nearest that there is. */
int known_abi(const char *abi, char **why);
/* A case, one of its variants, or a folder of cases. */
int known_proof(const char *proof, char **why);

#endif
