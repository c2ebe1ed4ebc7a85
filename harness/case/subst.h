/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subst.h: `$name` in a tree, replaced by what a variable stands for.
 *
 *	$lo:7000	text: the variable's text takes its place
 *	$value		alone: the variable's whole node takes its place
 *	$$		a dollar
 *
 * What was put in is not looked at again.
 */
#ifndef SUBST_H
#define SUBST_H

#include "base/tree.h"

struct subst_var {
	const char *name;
	int line;
	const struct node *value; /* NULL: not known yet */
	bool used;
};

struct subst {
	struct subst_var *vars;
	int n;
	struct mistakes *m;
	/*
	 * What may still be made, in bytes; below 0 something was left out.
	 * A few nested variables can stand for gigabytes otherwise.
	 */
	long long budget;
	/* The variables are not known: what has one is wrong, and not told. */
	bool blind;
};

/* A copy with everything replaced; what is wrong goes to s->m. */
struct node *subst_node(struct subst *s, const struct node *n);
/* Can this be the name of a variable, an actor or a descriptor? */
bool subst_is_name(const char *s);

#endif
