/* SPDX-License-Identifier: Apache-2.0 */
/*
 * merge.h: the shards of one run become the run.
 *
 * What is joined is, to the byte, the results.json that one machine would
 * have written without shards. So all parts must be of one run: the same
 * sockdiff, host, baseline, machine and selection of cases, and each shard
 * once.
 */
#ifndef MERGE_H
#define MERGE_H

#include "load.h"

/*
 * A new report (result/results.h); NULL and every reason why not, in lines. The
 * shards stay as they are.
 */
json_t *merge(const struct report_input *shards, char **why);
/* Their times.json as one: all cases, and the time of the longest shard. */
json_t *merge_times(const struct report_input *shards);

#endif
