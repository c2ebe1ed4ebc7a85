/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal.h: the finished cases of a run, on disk as they finish.
 *
 * The file journal.jsonl in the stage of the run's folder (dir.h): a
 * line of JSON says of what run it is, then there is one for each case, with
 * the microseconds that it took and its result (result_json.h):
 *
 *	{"journal": 1, "run": {...}}
 *	{"us": 2710, "case": {"id": "udp/recv-msg-trunc[AF_INET6]", ...}}
 *
 * Lines are appended by one write(2) each. A kill loses none that was written;
 * the machine's end loses at most those of the last second (fsync(2)). A last
 * line that is cut is as if it were not there. The file is locked while its
 * run lives, so that two runs do not write to one folder.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

#define JOURNAL_NAME "journal.jsonl"

struct journal {
	char *path;
	int fd;           /* or -1 */
	off_t end;        /* of the last whole line */
	long long synced; /* ms; of the last fsync(2) */
	bool dirty;
	json_t *cases; /* lines of an earlier run that goes on, or NULL */
};

/*
 * Open the journal in that folder. `run` is whatever must be the same for two
 * runs to be one. `resume`: the cases of an unfinished run are then in
 * j->cases; without it they are forgotten, and *had says how many there were.
 * -1 and a sentence when another process has it, or when what is to be resumed
 * was another run. Close it in any case.
 */
int journal_open(struct journal *j, const char *dir, const json_t *run,
		 bool resume, int *had, char **why);
/* A case has finished. -1 and a sentence when it cannot be stored. */
int journal_add(struct journal *j, const json_t *tcase, long long us,
		char **why);
/* Once in a while: see that it is on the disk, at most once a second. */
void journal_tick(struct journal *j);
void journal_close(struct journal *j);

#endif
