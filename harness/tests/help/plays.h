/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plays.h: real plays of cases that a test writes down.
 *
 * plays_open and plays_close are a fixture: a scratch folder, the lobby of
 * the rooms and the native host.
 */
#ifndef PLAYS_H
#define PLAYS_H

#include "play/pair.h"

void plays_open(void);
void plays_close(void);

extern struct pair_config plays; /* its host is native */
extern struct stage plays_stage;

/* A case of these steps, each a line "- op: {..}\n". One at a time. */
const struct tcase *plays_case(const char *steps);
/* A host that is a shell script; $player is the native player. Free it. */
struct host *plays_script(const char *script);
/* Play it once, in a room of its own. */
struct recording *plays_play(const struct tcase *t, const struct host *guest);
/* Play steps once natively; the recording as text. Free it. */
char *plays_text(const char *steps);
/*
 * Run a shell script as the only actor of a fresh room and return what it
 * printed. Free it. The room has one host, or two, the actor then living on
 * the second if it is `far`.
 */
char *plays_say(const char *script);
char *plays_say_in(enum net_id net, bool far, const char *script);
/* From here on, what this test runs can be told from all else: a fixture,
 * part of plays_open. */
void plays_mark(void);
/* Is something alive that it ran? */
bool plays_left_behind(void);
/* $SOCKDIFF_BUILD as an absolute path, found before any change of folder. */
const char *plays_build(void);

#endif
