/* SPDX-License-Identifier: Apache-2.0 */
#include "gaps.h"

#include <stdlib.h>
#include <string.h>

#include "parting.h"

/* getsockopt alone says little: which option is half of the operation. */
static char *signature(const struct gap *g)
{
	const char *class_name = gap_names[g->gclass];
	char *op = g->option ? xasprintf("%s(%s)", g->op, g->option)
			     : xstrdup(g->op);
	char *text;

	/* Which values were lost does not matter when all of them were. */
	if (g->gclass == GAP_faked)
		text = xasprintf("%s %s", op, class_name);
	else
		text = xasprintf("%s %s %s: %s -> %s", op, class_name, g->what,
				 g->want, g->got);
	free(op);
	return text;
}

void gap_add(struct result *r, int step, int layer, enum gap_class gclass,
	     const char *what, char *want, char *got)
{
	const struct tcase *t = r->tcase;
	const struct step *s = step < t->nsteps ? &t->steps[step] : NULL;
	struct gap *g;

	GROW(r->gaps, r->ngaps);
	g = &r->gaps[r->ngaps++];
	*g = (struct gap){.step = step,
			  .op = s ? s->op->name : "end",
			  .option = s ? step_arg(s, "name") : NULL,
			  .layer = layer,
			  .gclass = gclass,
			  .what = xstrdup(what),
			  .want = want,
			  .got = got};
	g->signature = signature(g);
}

static void gap_clear(const struct gap *g)
{
	free(g->what);
	free(g->want);
	free(g->got);
	free(g->raw);
	free(g->signature);
}

void gap_text(struct result *r, int step, enum gap_class gclass,
	      const char *what, const char *want, const char *got)
{
	gap_add(r, step, 1, gclass, what, xstrdup(want ? want : "nothing"),
		xstrdup(got ? got : "nothing"));
}

/* Beside what was made of an answer, what the host literally wrote. */
void gaps_raw(struct result *r, const struct recording *got)
{
	for (int i = 0; i < r->ngaps; i++) {
		const char *raw = r->gaps[i].step < r->tcase->nsteps
					  ? got->steps[r->gaps[i].step].raw
					  : NULL;

		if (raw && r->gaps[i].layer == 1 && !r->gaps[i].raw)
			r->gaps[i].raw = xstrdup(raw);
	}
}

/* Forget what is said of later steps, and of the end. */
void gaps_cut(struct result *r, int step)
{
	int n = 0;

	for (int i = 0; i < r->ngaps; i++) {
		const struct gap *g = &r->gaps[i];

		if (g->step <= step && g->gclass != GAP_crash &&
		    g->gclass != GAP_hang)
			r->gaps[n++] = *g;
		else
			gap_clear(g);
	}
	r->ngaps = n;
}

/* --- what counts ----------------------------------------------------------*/

/* Memory is the guest's, whatever went before. */
static bool is_never_consequence(enum gap_class gclass)
{
	return gclass == GAP_overrun || gclass == GAP_scribble ||
	       gclass == GAP_crash;
}

/* Has a gap before this one, that counts, already said so? */
static bool is_explained(const struct result *r, int k)
{
	const struct gap *g = &r->gaps[k];

	for (int i = 0; i < k; i++) {
		const struct gap *e = &r->gaps[i];

		if (e->consequence)
			continue;
		if (strcmp(e->signature, g->signature) == 0 ||
		    parting_explains(r->tcase, e, g))
			return true;
		/* Of one step: two fields of one fault. */
		if (e->step == g->step && e->layer == g->layer &&
		    (e->gclass == g->gclass || g->gclass == GAP_blocking))
			return true;
	}
	return false;
}

/* The gaps from `first` on, all of one step, are there. */
void gaps_settle(struct result *r, int first, const struct recording *want,
		 const struct recording *got)
{
	for (int k = first; k < r->ngaps; k++) {
		struct gap *g = &r->gaps[k];

		g->consequence = (r->parted >= 0 || is_explained(r, k)) &&
				 !is_never_consequence(g->gclass) && k > 0;
		if (r->parted < 0 && parting_parts(want, got, g))
			r->parted = g->step;
	}
}

/* --- results --------------------------------------------------------------*/

/* The next gap that counts, from *k on; or NULL. */
static const struct gap *gap_next(const struct result *r, int *k)
{
	while (*k < r->ngaps && r->gaps[*k].consequence)
		++*k;
	return *k < r->ngaps ? &r->gaps[(*k)++] : NULL;
}

bool result_same(const struct result *a, const struct result *b)
{
	const struct gap *x, *y;
	int i = 0, k = 0;

	if (a->verdict != b->verdict)
		return false;
	do {
		x = gap_next(a, &i);
		y = gap_next(b, &k);
	} while (x && y && x->step == y->step &&
		 strcmp(x->signature, y->signature) == 0);
	return !x && !y;
}

void result_free(struct result *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->ngaps; i++)
		gap_clear(&r->gaps[i]);
	free(r->gaps);
	free(r->why);
	free(r->said);
	free(r->drift);
	free(r);
}
