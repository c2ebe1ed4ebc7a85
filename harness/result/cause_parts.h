/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_parts.h: what the files of causes.h share: one gap with the rule that
 * it met, and how to read the texts that a gap has.
 */
#ifndef CAUSE_PARTS_H
#define CAUSE_PARTS_H

#include "causes.h"

/* The strings of a gap, as results.json has them; not owned. */
struct cause_gap {
	json_t *gap;
	const json_t *tcase;
	const char *op, *option, *gclass, *what, *want, *got;
	const char *call; /* the step, "" in results of older versions */
	enum cause_kind kind;
	char *key;    /* what gaps of one cause have in common; owned */
	char *detail; /* one line of the cause's table; owned */
	/*
	 * A kind that the call's arguments suggest, CAUSE_KINDS for none. It
	 * holds when a gap alike is rare without such arguments.
	 */
	enum cause_kind hint;
};

struct cause_gaps {
	struct cause_gap *v;
	int n;
};

/* --- cause_of.c: one gap, by itself ---------------------------------------*/

/* Set kind, key, detail and hint. */
void cause_of(struct cause_gap *g);
/* The same by the errnos alone, for a gap that had a key. */
void cause_of_errno(struct cause_gap *g);
/* What receives and sends alike are called in a key: "recv", "send". */
const char *cause_family(const char *op);

/* --- cause_join.c: what only all gaps of a run can say --------------------*/

/* Give gaps of one fault one kind and key. cases are all of the run. */
void cause_join(struct cause_gaps *g, const json_t *cases);

/* --- cause_words.c: what a host printed before it died --------------------*/

/*
 * The sentence of the reason, without numbers, which vary; NULL when there is
 * none in what a case's host said. The caller frees it.
 */
char *cause_reason(const json_t *tcase);
/* Does it say that a pointer was outside of the guest's memory? */
bool cause_is_pointer_trap(const json_t *tcase);

/* --- cause_call.c: a step's text, recv {fd: s, len: 4, flags: MSG_PEEK} ---*/

/* Does it have a hostile pointer? */
bool call_pointer(const char *call);
/* Is Linux's errno injected? */
bool call_injects(const char *call);
/* Does it move no bytes, by its own arguments? */
bool call_is_empty(const char *op, const char *call);
/* The elements of its iov; 0 for none. */
int call_pieces(const char *call);
/* Has it this flag, such as "MSG_WAITALL"? */
bool call_flag(const char *call, const char *flag);

#endif
