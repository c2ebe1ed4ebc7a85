/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shard.h: one part of a run that several machines share.
 *
 * Case k of the selection, sorted by id and counted from 0, belongs to shard
 * k % n + 1 of n. So shards differ by one case at most, variants of one file
 * (often equally slow) are spread, and the same selection is always cut in
 * the same way. In results.json a part says which it is, until `sockdiff
 * merge` joins all:
 *
 *	"shard": {"index": 2, "total": 4, "cases": 2165, "corpus": "9a3f..."}
 *
 * cases and corpus (a hash of all ids) are those of the whole selection.
 */
#ifndef SHARD_H
#define SHARD_H

#include <argp.h>
#include <jansson.h>

#include "case/case.h"

#define SHARD_MAX 10000

/* index from 1; total 0: no shards, everything. */
struct shard {
	int index, total;
	const char *text; /* as given with --shard */
	int cases;        /* after shard_cut: of the whole selection */
	char corpus[17];
	char note[64]; /* and: shard 2/4: 541 of 2165 cases */
};

/* --shard, an argp child; its input is a struct shard. */
extern const struct argp shard_argp;
/*
 * Which part is ours: --shard, else what shard.def's variables say. Bazel
 * wants to be told that somebody looked: TEST_SHARD_STATUS_FILE is touched.
 * -1 and a sentence when they make no sense.
 */
int shard_find(struct shard *s, char **why);
/* Leave only our part in the corpus. */
void shard_cut(struct shard *s, struct corpus *c);
/* As results.json has it; NULL without shards. The caller owns it. */
json_t *shard_json(const struct shard *s);

#endif
