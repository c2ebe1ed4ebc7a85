/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_join.c: what one gap cannot know. All rules look at the gaps as
 * cause_of() left them, or as the rule before did, and never at the order of
 * cases; each counts before it changes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "results.h"
#include "verdict/diff.h"

/* So many with one fate are one cause and not as many. */
#define MANY 3

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool is_one_family(const struct cause_gap *a, const struct cause_gap *b)
{
	return is(cause_family(a->op), cause_family(b->op));
}

static void rekey(struct cause_gap *g, enum cause_kind kind, const char *key)
{
	char *copy = xstrdup(key);

	free(g->key);
	g->kind = kind;
	g->key = copy;
}

/* Which gaps a rule is for, seen before any is changed. */
typedef bool (*rule_test)(const struct cause_gaps *g,
			  const struct cause_gap *one);
typedef void (*rule_change)(const struct cause_gaps *g, struct cause_gap *one);

static void apply(struct cause_gaps *g, rule_test test, rule_change change)
{
	bool *chosen = xcalloc((size_t)g->n + 1, sizeof(*chosen));

	for (int i = 0; i < g->n; i++)
		chosen[i] = test(g, &g->v[i]);
	for (int i = 0; i < g->n; i++)
		if (chosen[i])
			change(g, &g->v[i]);
	free(chosen);
}

/* --- is it not there, or only refused? ------------------------------------*/

static bool covers(const json_t *tcase, const char *word)
{
	size_t i;
	json_t *c;

	json_array_foreach (json_object_get(tcase, "covers"), i, c)
		if (is(json_string_value(c), word))
			return true;
	return false;
}

/* Is there a case about it that is as on Linux? */
static bool works(const json_t *cases, const char *word)
{
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c)
		if (report_verdict(c) == SAME && covers(c, word))
			return true;
	return false;
}

/* What works elsewhere in the run is there: here it is refused. */
static void missing_judge(struct cause_gap *c, const json_t *cases)
{
	if (c->kind != CAUSE_missing && c->kind != CAUSE_missing_option)
		return;
	if (!works(cases, *c->option ? c->option : c->op))
		return;
	cause_of_errno(c);
}

/* --- hints: is it the arguments, or is it always so? ----------------------*/

static bool hint_holds(const struct cause_gaps *g, const struct cause_gap *one)
{
	int with = 0, without = 0;

	if (one->hint == CAUSE_KINDS)
		return false;
	for (int i = 0; i < g->n; i++) {
		const struct cause_gap *c = &g->v[i];

		if (c->kind != one->kind || !is(c->key, one->key) ||
		    !is_one_family(c, one))
			continue;
		with += c->hint == one->hint;
		without += c->hint == CAUSE_KINDS;
	}
	return with >= without;
}

static void hint_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	rekey(one, one->hint, "");
}

/* --- deaths and pointers that many calls share ----------------------------*/

static bool is_silent_death(const struct cause_gap *c)
{
	return c->kind == CAUSE_dies && !strstr(c->key + strlen(c->got), ": ");
}

/* Without a word, one death in many operations is one cause. */
static bool is_one_death(const struct cause_gaps *g,
			 const struct cause_gap *one)
{
	const char *seen[MANY];
	int n = 0;

	for (int i = 0; i < g->n && n < MANY && is_silent_death(one); i++) {
		const struct cause_gap *c = &g->v[i];
		int k = 0;

		if (!is_silent_death(c) || !is(c->got, one->got))
			continue;
		while (k < n && !is(seen[k], c->key))
			k++;
		if (k == n)
			seen[n++] = c->key;
	}
	return n == MANY;
}

static void death_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	rekey(one, CAUSE_dies, one->got);
}

/* The errno of bad pointers, also where Linux looks at the descriptor first. */
static bool is_of_pointer(const struct cause_gaps *g,
			  const struct cause_gap *one)
{
	if (one->kind != CAUSE_renamed || !call_pointer(one->call))
		return false;
	for (int i = 0; i < g->n; i++)
		if (g->v[i].kind == CAUSE_pointer_errno &&
		    is(g->v[i].key, one->got))
			return true;
	return false;
}

static void pointer_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	rekey(one, CAUSE_pointer_errno, one->got);
}

/* --- flags that the host drops --------------------------------------------*/

static const char without[] = "flags without ";

static bool is_dropped(const struct cause_gap *c)
{
	return c->kind == CAUSE_altered &&
	       strncmp(c->key, without, strlen(without)) == 0 &&
	       !strstr(c->key, " with ");
}

/* A gap of that family that says that a flag of this call is dropped. */
static const struct cause_gap *dropped_flag(const struct cause_gaps *g,
					    const struct cause_gap *one)
{
	for (int i = 0; i < g->n; i++)
		if (is_dropped(&g->v[i]) && is_one_family(&g->v[i], one) &&
		    call_flag(one->call, g->v[i].key + strlen(without)))
			return &g->v[i];
	return NULL;
}

static bool is_of_flag(const struct cause_gaps *g, const struct cause_gap *one)
{
	switch ((int)one->kind) {
	case CAUSE_stream_short:
	case CAUSE_stream_long:
	case CAUSE_waits:
	case CAUSE_waits_not:
	case CAUSE_refused:
	case CAUSE_pieces:
		return dropped_flag(g, one) != NULL;
	}
	return false;
}

static void flag_take(const struct cause_gaps *g, struct cause_gap *one)
{
	const struct cause_gap *c = dropped_flag(g, one);

	if (c)
		rekey(one, CAUSE_altered, c->key);
}

/* --- one errno of many ----------------------------------------------------*/

/* Do many errnos of Linux meet the fate of this gap's? */
static bool is_one_of_many(const struct cause_gaps *g,
			   const struct cause_gap *one)
{
	const char *seen[MANY];
	int n = 0;

	if (one->kind != CAUSE_renamed && one->kind != CAUSE_accepted)
		return false;
	for (int i = 0; i < g->n && n < MANY; i++) {
		const struct cause_gap *c = &g->v[i];
		int k = 0;

		if (c->kind != one->kind || !is(c->got, one->got) ||
		    (one->kind == CAUSE_accepted && !is_one_family(c, one)))
			continue;
		while (k < n && !is(seen[k], c->want))
			k++;
		if (k == n)
			seen[n++] = c->want;
	}
	return n == MANY;
}

static void errno_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	if (one->kind == CAUSE_renamed)
		rekey(one, CAUSE_collapsed, one->got);
	else
		rekey(one, CAUSE_error_hidden, cause_family(one->op));
}

/* Who hides each error hides that of an interrupted call, too. */
static bool is_of_hidden(const struct cause_gaps *g,
			 const struct cause_gap *one)
{
	for (int i = 0; i < g->n; i++)
		if (one->kind == CAUSE_retried &&
		    g->v[i].kind == CAUSE_error_hidden &&
		    is_one_family(&g->v[i], one))
			return true;
	return false;
}

static void hidden_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	rekey(one, CAUSE_error_hidden, cause_family(one->op));
}

/* EIO is what such a host makes of an errno where Linux has none, too. */
static bool is_of_collapse(const struct cause_gaps *g,
			   const struct cause_gap *one)
{
	for (int i = 0; i < g->n; i++)
		if (one->kind == CAUSE_refused &&
		    g->v[i].kind == CAUSE_collapsed &&
		    is(g->v[i].key, one->key))
			return true;
	return false;
}

static void collapse_take(const struct cause_gaps *g, struct cause_gap *one)
{
	(void)g;
	rekey(one, CAUSE_collapsed, one->got);
}

/* --- one argument, one value ----------------------------------------------*/

static size_t stem_len(const struct cause_gap *c)
{
	/* "value of getsockopt SO_X": the option is what varies. */
	if (c->kind == CAUSE_value)
		return *c->option ? strlen(c->key) - strlen(c->option) - 1
				  : strlen(c->key);
	return strcspn(c->key, " ");
}

/* Values that differ in each option are as many faults. */
static bool is_varied(const struct cause_gap *c)
{
	if (c->kind == CAUSE_altered)
		return !is_dropped(c);
	return c->kind == CAUSE_value && *c->option;
}

static bool is_one_fate(const struct cause_gap *a, const struct cause_gap *b)
{
	size_t n = stem_len(a);

	return a->kind == b->kind && n == stem_len(b) &&
	       strncmp(a->key, b->key, n) == 0 && is_one_family(a, b) &&
	       (!is(a->what, "value") || a->kind != CAUSE_value ||
		is(a->got, b->got));
}

static bool is_many_keys(const struct cause_gaps *g,
			 const struct cause_gap *one)
{
	const char *seen[MANY];
	int n = 0;

	for (int i = 0; i < g->n && n < MANY && is_varied(one); i++) {
		const struct cause_gap *c = &g->v[i];
		int k = 0;

		if (!is_varied(c) || !is_one_fate(one, c))
			continue;
		while (k < n && !is(seen[k], c->key))
			k++;
		if (k == n)
			seen[n++] = c->key;
	}
	return n == MANY;
}

static void stem_take(const struct cause_gaps *g, struct cause_gap *one)
{
	char *stem = xstrndup(one->key, stem_len(one));

	(void)g;
	rekey(one, one->kind, stem);
	free(stem);
}

/* --- waiting ---------------------------------------------------------------*/

/* What never returns without a timeout waits for all of it with one. */
static bool is_of_hang(const struct cause_gaps *g, const struct cause_gap *one)
{
	for (int i = 0; i < g->n; i++)
		if (one->kind == CAUSE_waits && g->v[i].kind == CAUSE_hangs &&
		    is(g->v[i].key, one->key))
			return true;
	return false;
}

static void hang_take(const struct cause_gaps *g, struct cause_gap *one)
{
	char *key = xstrdup(one->key);

	(void)g;
	rekey(one, CAUSE_hangs, key);
	free(key);
}

void cause_join(struct cause_gaps *g, const json_t *cases)
{
	for (int i = 0; i < g->n; i++)
		missing_judge(&g->v[i], cases);
	apply(g, hint_holds, hint_take);
	apply(g, is_one_death, death_take);
	apply(g, is_of_pointer, pointer_take);
	apply(g, is_of_flag, flag_take);
	apply(g, is_one_of_many, errno_take);
	apply(g, is_of_hidden, hidden_take);
	apply(g, is_of_collapse, collapse_take);
	apply(g, is_many_keys, stem_take);
	apply(g, is_of_hang, hang_take);
}
