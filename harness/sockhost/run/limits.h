/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits.h: how much memory and time a guest may take.
 *
 * Memory: limits.c stands between the translated guest and wabt's runtime,
 * and counts what memories and tables take together. Without a limit it is
 * what the runtime can count, just less than 4 GiB for a memory. A guest that
 * starts with more does not start; one that grows beyond gets -1.
 */
#ifndef RUN_LIMITS_H
#define RUN_LIMITS_H

/*
 * --max-memory and --timeout: bytes, which K, M or G may follow, and seconds,
 * with a point. -1 and a sentence.
 */
int limits_memory(const char *text, char **why);
int limits_time(const char *text, char **why);
/*
 * From now on time counts. At its end `late` is called, in a signal handler,
 * a line about the guest of that name is written to stderr, and the process
 * ends with RUN_LATE.
 */
void limits_begin(const char *name, void (*late)(void));

#endif
