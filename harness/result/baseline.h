/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline.h: the gaps of a host that are known, with who looks after them.
 *
 *	schema: 1
 *	host: wazero
 *	version: 1.12.0
 *	gaps:
 *	  - gap: "recv data ret: 10 -> 4"
 *	    issue: https://example.org/issues/12
 *	    reason: MSG_TRUNC is dropped on the way
 *	    expires: 2026-12-31
 *	    version: "1.2.*"
 *	    kernel: "6.*"
 *	    cases:
 *	      - udp/recv-msg-trunc[AF_INET6]
 *	      - udp/recv-msg-trunc[AF_INET]
 *
 * `version`, which may be left out, is the host's that the list was made with
 * last; a run of another one says so, and judges alike.
 *
 * `gap` is baseline_signature() of the cases. All of issue, reason, expires,
 * version and kernel may be left out. The two last are patterns of the
 * shell's kind, compared with the run's; an entry that they do not fit is
 * left out of the judgement. After the day `expires` (UTC) an entry no longer
 * excuses anything.
 *
 * A case that a run played and that has a gap is "known" when an entry lists
 * it with just this gap, else "new"; one that has none and is listed is
 * "fixed", so that lists stay true.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

#include "base/util.h"

#define BASELINE_SCHEMA 1

struct baseline_case {
	char *id;
	int line; /* in the file */
};

struct baseline_entry {
	int line; /* in the file; 0 when it is not there yet */
	char *gap;
	char *issue, *reason, *expires, *version, *kernel; /* or NULL */
	struct baseline_case *cases;
	int ncases;
	bool holds;   /* its conditions fit; set by baseline_here */
	bool expired; /* set by baseline_here */
};

struct baseline {
	char *file, *host;
	char *version;    /* or NULL; it stands on line version_line */
	int version_line;
	struct baseline_entry *v;
	int n;
};

/* reports/baselines/HOST.yaml; the caller frees it. */
char *baseline_file(const char *host);
/*
 * Read a file that must be about this host. Returns 0, or -1 and everything
 * that is wrong with it as "file:line: sentence" in lines of *why; free it
 * all the same.
 */
int baseline_load(struct baseline *b, const char *file, const char *host,
		  char **why);
void baseline_free(struct baseline *b);
/* Forget all entries but the first n. */
void baseline_keep(struct baseline *b, int n);

/*
 * See which entries hold for a host of this version (or "") on this kernel
 * at this time. Appends a sentence for each that does not, and for each that
 * expired, to notes, an array of strings, which may be NULL.
 */
void baseline_here(struct baseline *b, const char *version,
		   const char *kernel, time_t now, json_t *notes);
/*
 * Append a sentence to notes for each listed case that is none of the n ids,
 * which are those of all cases there are.
 */
void baseline_strangers(const struct baseline *b, char *const *ids, int n,
			json_t *notes);
/* baseline_load() and baseline_here(), on this kernel, now. */
int baseline_open(struct baseline *b, const char *file, const char *host,
		  const char *version, json_t *notes, char **why);
/* Set "baseline" of a case of results.json, or take it away. */
void baseline_judge(const struct baseline *b, json_t *tcase);
/*
 * What a case's gap is known by: its signature, with the verdict before it
 * when there is more than the gap to it ("crashed: recv data ret: 10 -> 4").
 * NULL for a case without a gap; else the caller frees it.
 */
char *baseline_signature(const json_t *tcase);

/* What changed when a list was made new, in cases. */
struct baseline_change {
	int kept, added, removed;
	int absent; /* kept, because the run did not play them */
};
/*
 * Make the lists those of a run's cases. Entries keep issue, reason, expiry
 * and conditions; a case goes to the first entry of its gap that holds, and
 * to a new one without such. What does not hold here, was broken or was not
 * played stays; with prune, what was not played goes. Sorted in the end.
 */
struct baseline_change baseline_update(struct baseline *b,
				       const json_t *cases, bool prune);
/* As it is stored; the caller frees it. */
char *baseline_text(const struct baseline *b);

#endif
