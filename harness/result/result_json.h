/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_json.h: the verdict on one case as an object of results.json.
 *
 *	{"id": "udp/recv-msg-trunc[AF_INET6]",
 *	 "file": "cases/udp/recv-msg-trunc.yaml", "line": 1,
 *	 "title": "MSG_TRUNC makes recv tell a datagram's true length",
 *	 "about": "recv(2), MSG_TRUNC; ...",          the case's own why
 *	 "covers": ["recv", "MSG_TRUNC"],
 *	 "verdict": "differs",
 *	 "why": "",                                   the verdict's, a sentence
 *	 "said": "panic: ...",                        see below
 *	 "gaps": [{"step": 5, "line": 13, "op": "recv", "option": "",
 *	           "call": "recv {fd: s, len: 4, flags: MSG_TRUNC}",
 *	           "actor": "guest", "layer": 1, "class": "data",
 *	           "what": "ret", "want": "10", "got": "4",
 *	           "signature": "recv data ret: 10 -> 4",
 *	           "consequence": false}],
 *	 "replay": "sockdiff run -H wazero 'udp/recv-msg-trunc[AF_INET6]'",
 *	 "drift": ""}                                 see drift.h
 *
 * Steps count from 1, as `sockdiff show` does; what is found after the last
 * step (descriptors left open) has the step after it and the op "end".
 * "option" is that of a getsockopt or setsockopt. A case that was played
 * several times with more than one verdict has "flaky": true. "said" is there
 * where a host ended, hung or did not start and had printed something: its
 * first and last words. Every other key is always there, in this order, and a
 * string that there is none of is "". All strings went through text_clean().
 * The same result makes the same bytes.
 *
 * Workers send this object to the main process as one line of text; every
 * report is made from it.
 */
#ifndef RESULT_JSON_H
#define RESULT_JSON_H

#include <jansson.h>

#include "verdict/diff.h"

/*
 * A new object; the caller owns it. command is what plays a case again when
 * the case's id follows: "sockdiff run -H wazero", quoted for a shell.
 */
json_t *result_json(const struct result *res, const char *command);
/* The same as one line without newline, to be sent; the caller frees it. */
char *result_line(const struct result *res, const char *command);
/* The object that a line holds; NULL and a sentence when it holds none. */
json_t *result_parse(const char *line, char **why);

/* Any bytes as a JSON string: text_clean()ed, NULL is "". */
json_t *clean_json(const char *s);

#endif
