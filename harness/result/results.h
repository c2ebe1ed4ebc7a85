/* SPDX-License-Identifier: Apache-2.0 */
/*
 * results.h: all verdicts of a run, as results.json and times.json.
 *
 * results.json is everything that the run found out:
 *
 *	{"schema": 1, "sockdiff": "0.1",
 *	 "host": {"name", "abi", "command", "version"},
 *	 "machine": {"kernel", "arch", "sysctls": {...}},
 *	 "counts": {"same": 268, "differs": 43, ...},  every verdict, also 0
 *	 "known": 0, "new": 43, "fixed": 0,   against the baseline
 *	 "drift": 0,        cases that Linux plays otherwise than reference/
 *	 "recorded": "Linux 6.1.0 x86_64",    where those were stored, or ""
 *	 "baseline": "reports/baselines/wazero.yaml",
 *	 "notes": ["..."],  entries of the baseline that do not hold here
 *	 "causes": [...],                     see causes.h, most severe first
 *	 "cases": [...]}                      see result_json.h, sorted by id
 *
 * A case that a baseline was compared with has the key "baseline" as well:
 * "known", "new" or "fixed"; without one, every gap is new. "baseline", "notes"
 * and "shard" (shard.h) are there when there are some, "packets": false when
 * none were captured, "interrupted": true when cases are missing, "selection":
 * the words that picked them when not all were to be played. Nothing in it
 * varies between two runs of the same thing on the same machine; what does is in
 * times.json:
 *
 *	{"schema": 1, "date": "2025-01-31T12:00:00Z", "jobs": 2,
 *	 "total_us": 3200000, "cases": {"udp/recv-msg-trunc[AF_INET6]": 2710},
 *	 "starts": {"udp/recv-msg-trunc[AF_INET6]": 1310}}
 *
 * A case's time is that of both plays; in it is the time that the host took
 * from its start until its guest spoke, where one was started.
 *
 * All reports are made from these two objects, never from anything else, so
 * they can be made again from the files: see result/load.h.
 */
#ifndef RESULT_RESULTS_H
#define RESULT_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

/* Of results.json and times.json; one more when a reader would misread them. */
#define REPORT_SCHEMA 1

/* What was run; NULL is "" in the report. Nothing is owned. */
struct report_about {
	const char *version; /* of sockdiff */
	const char *host, *abi, *command, *host_version;
	bool interrupted;     /* not all cases are there */
	const char *recorded; /* drift_recorded() */
	bool no_packets;      /* none were captured */
	const char *baseline; /* its file, or NULL */
	json_t *notes;        /* baseline_here(), or NULL */
	json_t *shard;        /* shard_json(), or NULL */
	json_t *selection;    /* what picked cases, or NULL */
};

/*
 * The whole report on cases (an array, sorted by this call, which the report
 * shares). A new object; the caller owns it.
 */
json_t *report_results(const struct report_about *about, json_t *cases);
/* By id, as results.json has them. */
void report_sort(json_t *cases);
/*
 * Count verdicts and baselines of results once more: for who changes its
 * cases (baseline, merge).
 */
void report_count(json_t *results);
/* Kernel release, machine and the settings of sysctls.def, here and now. */
json_t *report_machine(void);

/* us: {id: microseconds}. A new object; the caller owns it. */
json_t *report_times(const json_t *us, long long total_us, int jobs,
		     time_t date);
/* Add when the host's guests spoke; starts: {id: microseconds}. */
void report_times_starts(json_t *times, const json_t *starts);

/* As it is stored, the last line ended; the caller frees it. */
char *report_text(const json_t *report);

/* A string of an object; "" when it has no such key. */
const char *report_str(const json_t *o, const char *key);
/* A case's enum verdict; VERDICT_COUNT when its word is none. */
int report_verdict(const json_t *tcase);
/* A case's drift begins so when its stored recording cannot be read. */
#define DRIFT_UNKNOWN "unknown: "
/* Did Linux play it otherwise than stored? See drift.h. */
bool report_is_drift(const json_t *tcase);
/* Does this verdict say that the host is not Linux? */
bool report_is_gap(int verdict);
/* Is it a gap that no baseline lists, or one that is listed and gone? */
bool report_is_red(const json_t *tcase);

/* What the program exits with. */
enum report_status {
	STATUS_GOOD = 0,  /* no gap, or only known ones */
	STATUS_GAPS = 1,  /* gaps that are new, or listed ones that are gone */
	STATUS_USAGE = 2, /* bad usage, or a mistake in a case */
	STATUS_BROKEN = 3 /* our side failed: the verdicts are incomplete */
};
enum report_status report_status(const json_t *results);

#endif
