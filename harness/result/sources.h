/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sources.h: the YAML of all cases of a run, kept beside its results.
 *
 *	{"schema": 1, "files": {"cases/udp/x.yaml": ["title: ...", ...]}}
 *
 * Reports are read elsewhere and later, where the cases are not, or are
 * others. A file is a list of its lines, each text_clean()ed; files that
 * several cases come from are there once, sorted by name.
 */
#ifndef SOURCES_H
#define SOURCES_H

#include <jansson.h>

#include "case/case.h"
#include "load.h"

#define SOURCES_SCHEMA 1

/*
 * A new object; the caller owns it. A file that cannot be read any more is
 * left out.
 */
json_t *sources_json(const struct corpus *c);

/* What is beside a run's results; NULL when there is none of ours. */
json_t *sources_load(const struct report_run *run);
/* Those of all shards of a run, as one. A new object. */
json_t *sources_merge(const struct report_input *shards);

#endif
