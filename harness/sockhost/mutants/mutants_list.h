/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutants_list.h: all mutants, those of mutants.def and those of the tables
 * that the families go by, in one list.
 */
#ifndef SOCKHOST_MUTANTS_LIST_H
#define SOCKHOST_MUTANTS_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the longest id, with its NUL. */
#define MUTANTS_ID 64

struct mutants_row {
	const char *family; /* "" for one of mutants.def */
	const char *name;
	int mutant; /* M_... or F_... */
	int level, number;
	const char *abi;  /* the one that it is played over */
	const char *word; /* in the cases, or references, that may catch it */
	const char *sees;
	const char *left_out; /* why it is no mutant, or NULL */
};

/* Row i; false when there are no more. */
bool mutants_list(size_t i, struct mutants_row *row);
/* NAME or FAMILY:NAME, of MUTANTS_ID bytes at most. */
void mutants_id(const struct mutants_row *row, char id[MUTANTS_ID]);
/* How many letters must change to make one of the other. */
int mutants_distance(const char *a, const char *b);

#endif
