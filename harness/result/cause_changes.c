/* SPDX-License-Identifier: Apache-2.0 */
#include "cause_changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "causes.h"
#include "outcome.h"
#include "results.h"

const char *const cause_change_names[CAUSE_CHANGE_COUNT] = {
#define CAUSE_CHANGE(name, title) #name,
#include "cause_change.def"
#undef CAUSE_CHANGE
};

const char *const cause_change_titles[CAUSE_CHANGE_COUNT] = {
#define CAUSE_CHANGE(name, title) title,
#include "cause_change.def"
#undef CAUSE_CHANGE
};

const json_t *cause_find(const json_t *results, const char *id)
{
	size_t i;
	json_t *c;

	json_array_foreach (json_object_get(results, "causes"), i, c)
		if (strcmp(report_str(c, "id"), id) == 0)
			return c;
	return NULL;
}

/* --- two runs -------------------------------------------------------------*/

/* Which cases were played: {id: true}. */
static json_t *played(const json_t *results)
{
	json_t *ids = json_object(), *c;
	size_t i;

	json_array_foreach (json_object_get(results, "cases"), i, c)
		if (outcome_of(c) != ERROR)
			json_object_set_new(ids, report_str(c, "id"),
					    json_true());
	return ids;
}

/* {cause: gaps} in the cases that are among ids. */
static json_t *gaps_by_cause(const json_t *results, const json_t *ids)
{
	json_t *n = json_object(), *c, *g;
	size_t i, k;

	json_array_foreach (json_object_get(results, "cases"), i, c) {
		if (!json_object_get(ids, report_str(c, "id")) ||
		    outcome_of(c) == ERROR)
			continue;
		json_array_foreach (json_object_get(c, "gaps"), k, g) {
			const char *id = report_str(g, "cause");

			if (*id)
				json_object_set_new(
					n, id,
					json_integer(1 +
						     json_integer_value(
							     json_object_get(
								     n, id))));
		}
	}
	return n;
}

static void change_add(struct cause_changes *c, const json_t *cause, int a,
		       int b)
{
	enum cause_change_kind kind = a == 0   ? CAUSE_CHANGE_new
				      : b == 0 ? CAUSE_CHANGE_gone
				      : a < b  ? CAUSE_CHANGE_grown
					       : CAUSE_CHANGE_shrunk;

	if (a == b)
		return;
	GROW(c->v, c->n);
	c->v[c->n++] = (struct cause_change){kind, cause, a, b};
}

static int number(const json_t *o, const char *key)
{
	return (int)json_integer_value(json_object_get(o, key));
}

static int by_kind(const void *a, const void *b)
{
	const struct cause_change *x = a, *y = b;
	const char *p = report_str(x->cause, "id");
	const char *q = report_str(y->cause, "id");

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (cause_severity(p) != cause_severity(q))
		return cause_severity(p) < cause_severity(q) ? -1 : 1;
	return strcmp(p, q);
}

struct cause_changes cause_changes(const json_t *a, const json_t *b)
{
	json_t *in_a = played(a), *in_b = played(b), *c;
	json_t *was = gaps_by_cause(a, in_b), *is = gaps_by_cause(b, in_a);
	struct cause_changes changes = {0};
	size_t i;

	json_array_foreach (json_object_get(b, "causes"), i, c)
		change_add(&changes, c, number(was, report_str(c, "id")),
			   number(is, report_str(c, "id")));
	json_array_foreach (json_object_get(a, "causes"), i, c)
		if (!cause_find(b, report_str(c, "id")))
			change_add(&changes, c,
				   number(was, report_str(c, "id")), 0);
	if (changes.n > 0)
		qsort(changes.v, (size_t)changes.n, sizeof(*changes.v),
		      by_kind);
	json_decref(in_a);
	json_decref(in_b);
	json_decref(was);
	json_decref(is);
	return changes;
}

void cause_changes_free(struct cause_changes *c)
{
	free(c->v);
	*c = (struct cause_changes){0};
}

/* --- a baseline -----------------------------------------------------------*/

static json_t *fixed_get(json_t *all, const json_t *gone)
{
	size_t i;
	json_t *o;

	json_array_foreach (all, i, o)
		if (strcmp(report_str(o, "cause"), report_str(gone, "cause")) ==
		    0)
			return o;
	o = json_pack("{s:s, s:s, s:i, s:[]}", "cause",
		      report_str(gone, "cause"), "sentence",
		      report_str(gone, "sentence"), "gaps", 0, "cases");
	json_array_append_new(all, o);
	return o;
}

static void fixed_add(json_t *all, const char *id, const json_t *gone)
{
	json_t *o = fixed_get(all, gone), *ids = json_object_get(o, "cases");
	const json_t *last = json_array_get(ids, json_array_size(ids) - 1);

	json_object_set_new(o, "gaps", json_integer(number(o, "gaps") + 1));
	if (!last || strcmp(json_string_value(last), id) != 0)
		json_array_append_new(ids, json_string(id));
}

static int by_severity(const void *a, const void *b)
{
	const char *p = report_str(*(json_t *const *)a, "cause");
	const char *q = report_str(*(json_t *const *)b, "cause");
	int order = cause_severity(p) - cause_severity(q);

	return order ? order : strcmp(p, q);
}

static json_t *sorted(json_t *all)
{
	size_t n = json_array_size(all);
	json_t **v = xcalloc(n + 1, sizeof(*v)), *a = json_array();

	for (size_t i = 0; i < n; i++)
		v[i] = json_array_get(all, i);
	qsort(v, n, sizeof(*v), by_severity);
	for (size_t i = 0; i < n; i++)
		json_array_append(a, v[i]);
	free(v);
	json_decref(all);
	return a;
}

json_t *causes_fixed(const json_t *results)
{
	json_t *all = json_array(), *c, *gone;
	size_t i, k;

	json_array_foreach (json_object_get(results, "cases"), i, c) {
		const json_t *list = json_object_get(c, "gone");

		if (strcmp(report_str(c, "baseline"), "fixed") != 0)
			continue;
		json_array_foreach (list, k, gone)
			fixed_add(all, report_str(c, "id"), gone);
		/* An older version did not write which gap it was. */
		if (json_array_size(list) == 0) {
			gone = json_pack("{s:s}", "cause", "");
			fixed_add(all, report_str(c, "id"), gone);
			json_decref(gone);
		}
	}
	return sorted(all);
}
