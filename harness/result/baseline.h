/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline.h: the gaps of a host that are known, with who looks after them.
 *
 *	schema: 2
 *	host: wazero
 *	version: 1.12.0
 *	causes:
 *	  - cause: altered:flags without MSG_TRUNC
 *	    sentence: "recv: the kernel is asked for something else: ..."
 *	    issue: https://example.org/issues/12
 *	    reason: MSG_TRUNC is dropped on the way
 *	    expires: 2026-12-31
 *	    version: "1.2.*"
 *	    kernel: "6.*"
 *	    gaps:
 *	      - gap: "recv data ret: 10 -> 4"
 *	        cases:
 *	          - udp/recv-msg-trunc[AF_INET6]
 *	          - udp/recv-msg-trunc[AF_INET]
 *
 * `version`, which may be left out, is the host's that the list was made with
 * last; a run of another one says so, and judges alike.
 *
 * `cause` is the id of causes.h that the gaps had when the list was made, a
 * heading for readers: a gap is known by its case and its signature alone, so
 * that a run of a few cases judges as one of all does. `gap` is one of
 * baseline_signatures() of the cases below it.
 *
 * Schema 1 had a list `gaps` of entries with `gap` and `cases` in place of
 * `causes`. It is read still, each entry a cause of its own; `sockdiff
 * baseline` writes it anew.
 *
 * All of issue, reason, expires,
 * version and kernel may be left out. The two last are patterns of the
 * shell's kind, compared with the run's; an entry that they do not fit is
 * left out of the judgement. After the day `expires` (UTC) an entry no longer
 * excuses anything.
 *
 * A case that a run played is "known" when entries list it with each of its
 * gaps; "new" when they lack one; and "fixed" when it has no new gap, and no
 * longer has one that is listed, so that lists stay true.
 */
#ifndef BASELINE_H
#define BASELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

#include "base/util.h"

#define BASELINE_SCHEMA 2

struct baseline_case {
	char *id;
	int line; /* in the file */
};

/* A signature and the cases that have such a gap. */
struct baseline_gap {
	char *gap;
	struct baseline_case *cases;
	int ncases;
};

struct baseline_entry {
	int line;               /* in the file; 0 when it is not there yet */
	char *cause, *sentence; /* sentence may be NULL, as all below */
	char *issue, *reason, *expires, *version, *kernel;
	struct baseline_gap *gaps;
	int ngaps;
	bool holds;   /* its conditions fit; set by baseline_here */
	bool expired; /* set by baseline_here */
};

struct baseline {
	char *file, *host;
	char *version; /* or NULL; it stands on line version_line */
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
void baseline_here(struct baseline *b, const char *version, const char *kernel,
		   time_t now, json_t *notes);
/*
 * Append a sentence to notes for each listed case that is none of the n ids,
 * which are those of all cases there are.
 */
void baseline_strangers(const struct baseline *b, char *const *ids, int n,
			json_t *notes);
/* baseline_load() and baseline_here(), on this kernel, now. */
int baseline_open(struct baseline *b, const char *file, const char *host,
		  const char *version, json_t *notes, char **why);
/*
 * Set "baseline" of a case of results.json and of each of its gaps that
 * counts, or take it away; "gone" of a case are the listed gaps that it has no
 * longer, [{"cause": "faked:close", "sentence": "...", "gap": "close faked"}].
 */
void baseline_judge(const struct baseline *b, json_t *tcase);
/*
 * What a case's gaps that count are known by, an array of strings: their
 * signatures, the first with the verdict before it when no gap says that the
 * case crashed or hung ("crashed: recv data ret: 10 -> 4"). A case that has
 * no gap and is not as Linux is known by its verdict and why. Empty for a case
 * that is; the caller owns it.
 */
json_t *baseline_signatures(const json_t *tcase);
/* How many cases of an entry are listed, one for each of its gaps. */
int baseline_listed(const struct baseline_entry *e);
bool baseline_lists(const struct baseline_entry *e, const char *gap,
		    const char *id);

/* What changed when a list was made new: gaps of cases. */
struct baseline_change {
	int kept, added, removed;
	int absent; /* kept, because the run did not play the case */
};
/*
 * Make the list that of a run's cases, whose gaps get the key "cause". Entries
 * keep issue, reason, expiry and conditions; a gap goes to the first entry of
 * its cause that holds, and to a new one without such. Gaps of an entry whose
 * cases were all played go to the cause that they have now, with what people
 * wrote. What does not hold here, was broken or was not played stays; with
 * prune, what was not played goes. Sorted in the end, most severe first.
 */
struct baseline_change baseline_update(struct baseline *b, json_t *cases,
				       bool prune);
/* As it is stored; the caller frees it. */
char *baseline_text(const struct baseline *b);

#endif
