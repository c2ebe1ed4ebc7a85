/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dir.h: the folder that the reports of a run are written to.
 *
 *	reports/wazero/
 *	  .sockdiff                      the names of all files below
 *	  results.json  times.json  sources.json
 *	  cases/udp/recv-msg-trunc@AF_INET6.txt
 *	  unfinished/                    a run that has not ended, see below
 *
 * The file .sockdiff marks the folder as ours and lists every file that was
 * made in it, a path a line. A later run removes just these; what anybody
 * else put there stays, and a folder without the mark is never touched unless
 * it is empty. A file is listed before it is written, so that nothing is
 * left behind by a run that was killed. Workers may write too: lists grow by
 * whole lines.
 *
 * What is there stays until all that replaces it is there: a run writes into
 * the folder `unfinished`, a report folder itself, whose files then take the
 * places of the old ones, results.json last. `unfinished` outlives a run that
 * was interrupted or killed, and has its finished cases (journal.h).
 */
#ifndef RESULT_DIR_H
#define RESULT_DIR_H

#include "base/util.h"

/*
 * Make the folder and its mark, or see that it is ours; nothing in it changes.
 * Returns -1 and a sentence when it is someone else's.
 */
int report_dir_open(const char *dir, char **why);
/* Remove all that is listed. */
int report_dir_clean(const char *dir, char **why);

/* The folder for what is not yet whole, "DIR/unfinished". Free it. */
char *report_dir_stage(const char *dir);
/*
 * All that the stage lists takes its place in the folder, and what is listed
 * there of an earlier run goes. On -1 and a sentence the old results.json is
 * still there. The stage is gone afterwards, unless it is to be kept.
 */
int report_dir_publish(const char *dir, bool keep, char **why);

/*
 * Write a file whole or not at all; name is a path inside of the folder,
 * whose folders are made. An old one is replaced.
 */
int report_dir_write(const char *dir, const char *name, const char *text,
		     size_t len, char **why);
/*
 * The name of a file of a case, to be given to report_dir_write(): id
 * udp/recv-msg-trunc[AF_INET6] and suffix .txt make
 * cases/udp/recv-msg-trunc@AF_INET6.txt. It has only letters, digits and
 * ._+=,@~- in it, never leaves the folder, and no two ids share one. The
 * caller frees it.
 */
char *report_dir_name(const char *id, const char *suffix);
/*
 * List a file that somebody else writes there (a capture by libpcap), so
 * that it is removed some day. Its folders are made.
 */
int report_dir_claim(const char *dir, const char *name, char **why);

#endif
