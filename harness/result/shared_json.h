/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared_json.h: equal JSON values once, known by their numbers.
 *
 * Eight hosts say mostly the same, so what a page of them holds is lists of
 * numbers into one list of different values.
 */
#ifndef RESULT_SHARED_JSON_H
#define RESULT_SHARED_JSON_H

#include <jansson.h>

/* Zeroed is empty. */
struct shared {
	json_t *list;  /* the values, in the order they came */
	json_t *index; /* their text to their number */
};

/* The number of a value equal to this one, which is taken over. */
int shared_put(struct shared *s, json_t *value);
/* The same of a string, cleaned and not longer than is good to look at. */
int shared_text(struct shared *s, const char *text);
/* The list, never NULL; the caller owns it and s is empty again. */
json_t *shared_take(struct shared *s);

#endif
