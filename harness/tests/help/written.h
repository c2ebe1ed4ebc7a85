/* SPDX-License-Identifier: Apache-2.0 */
/*
 * written.h: a results.json written down, a case a line:
 *
 *	udp/a same
 *	udp/b differs recv errno EACCES EIO     op, class, want and got of a gap
 *	udp/c inexpressible no bind             the reason
 *	udp/d same flaky
 *	udp/e known recv errno EACCES EIO       differs, in the baseline
 *	udp/f fixed                             same, in the baseline
 */
#ifndef WRITTEN_H
#define WRITTEN_H

#include <jansson.h>

/* Of that host; the caller owns it. */
json_t *written_results(const char *host, const char *lines);
/* The same as DIR/results.json. */
void written_run(const char *dir, const char *host, const char *lines);
/* Any results as DIR/results.json; takes them over. */
void written_store(const char *dir, json_t *results);
/* What a case says where a hostile host had its way. */
extern const char written_hostile[];

#endif
