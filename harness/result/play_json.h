/* SPDX-License-Identifier: Apache-2.0 */
/*
 * play_json.h: both plays of a case as JSON, for the page that compares them.
 *
 *	{"schema": 1, "id": "udp/recv-msg-trunc[AF_INET6]",
 *	 "given": ["given l {listen: 127.0.0.1:7000}"],   before the first step
 *	 "steps": [{"line": 8, "actor": "guest", "text": "recv {fd: s}"}],
 *	 "native": PLAY, "host": PLAY}
 *
 * where a PLAY is
 *
 *	{"end": "ended",        or "hung at step 3: no answer within 5 s"
 *	 "open": "",            sockets that the guest left open
 *	 "noise": ["..."],      lines that it printed besides
 *	 "steps": [["= 10 data=\"0123\"", "recvfrom(s, ...) = 10"]],
 *	                        each: the answer, then the system calls
 *	 "packets": ["..."]}    null where none were listened to
 *
 * The lines are those of recording.h and packets.h, normalised, with the word
 * any for what the case leaves uncompared; all strings are text_clean()ed. So
 * the same behaviour makes the same bytes.
 */
#ifndef PLAY_JSON_H
#define PLAY_JSON_H

#include <jansson.h>

#include "recording/recording.h"

#define PLAY_SCHEMA 1

/* Both of the same case. A new object; the caller owns it. */
json_t *play_json(const struct recording *want, const struct recording *got);

#endif
