/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stored.h: runs as they lie in reports/, made by hand, to make pages of.
 *
 * Every kind of file is there: results.json, times.json, sources.json, and of
 * each case that differs cases/..json, .txt and .pcap.
 */
#ifndef STORED_H
#define STORED_H

/*
 * DIR/host-1 and so on: so many hosts, each of which played so many cases
 * of 330 files. A fifth of them differs, for one of forty reasons, each
 * differing case with words of its own; other verdicts are rare and all
 * there. The same arguments make the same bytes.
 */
void stored_runs(const char *dir, int hosts, int cases);

/*
 * DIR/hostile: a run of three cases in which every string is one that a page
 * could trip over: markup, the end of a script, quotes, U+2028, letters that
 * turn the direction. When any of it is run, it calls pwned().
 */
void stored_hostile(const char *dir);
/* The string in question. */
extern const char stored_hostile_text[];

#endif
