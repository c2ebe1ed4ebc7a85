/* SPDX-License-Identifier: Apache-2.0 */
#include "diff_answer.h"

#include <string.h>

#include "gaps.h"
#include "judge.h"
#include "partly.h"
#include "recording/vary.h"

/* WASI has no word for some errnos; EIO is the nearest that it has. */
static bool same_errno(const char *want, const char *got)
{
	const struct errno_row *row = want ? errno_find(want) : NULL;

	return text_same(want, got) ||
	       (row && row->wasi < 0 && text_same(got, "EIO"));
}

/* Not even whether it fails is the same in every play. */
static bool outcome_varies(const struct step_record *s)
{
	return text_same(record_field(s, "errno"), VARIES);
}

/* Where Linux succeeds; what it refuses as well has another errno. */
static bool is_missing(const char *err)
{
	return text_same(err, "ENOSYS") || text_same(err, "EOPNOTSUPP");
}

static void diff_outcome(struct result *r, int i,
			 const struct step_record *want,
			 const struct step_record *got)
{
	const char *we =
		record_failed(want) ? record_field(want, "errno") : "success";
	const char *ge =
		record_failed(got) ? record_field(got, "errno") : "success";

	if (step_is_any(&r->tcase->steps[i], "errno") && record_failed(want) &&
	    record_failed(got))
		return;
	if (outcome_varies(got))
		ge = VARIES;
	if (!same_errno(we, ge))
		gap_text(r, i,
			 !record_failed(want) && is_missing(ge) ? GAP_missing
								: GAP_errno,
			 "errno", we, ge);
}

/* What a difference in ret is: of bytes for those that move them. */
static enum gap_class ret_class(const struct step *s)
{
	return s->op->calls == CALL_SEND || s->op->calls == CALL_RECV
		       ? GAP_data
		       : GAP_value;
}

/* Are they alike as far as this ABI has a way to say the field? */
static bool field_same(const char *key, const char *want, const char *got)
{
	if (strcmp(key, "revents") == 0)
		return revents_same(want, got);
	if (strcmp(key, "addr") == 0)
		return address_same(want, got);
	return strcmp(key, "flags") == 0 && flags_same(want, got);
}

static void diff_field(struct result *r, int i, const char *key,
		       enum gap_class gclass, const struct step_record *want,
		       const struct step_record *got)
{
	const char *w = record_field(want, key), *g = record_field(got, key);

	if (text_same(w, g) || step_is_any(&r->tcase->steps[i], key))
		return;
	if (w && g && field_same(key, w, g))
		return;
	if (g && strcmp(g, "-") == 0) /* this ABI has no way to say it */
		return;
	gap_text(r, i, gclass, key, w, g);
}

static void diff_wait(struct result *r, int i, const struct step_record *want,
		      const struct step_record *got)
{
	static const char *const words[] = {"does not wait", "waits"};

	if (record_field(got, "waited"))
		gap_text(r, i, GAP_blocking, "wait", words[want->wait], VARIES);
	else if (want->wait != got->wait)
		gap_text(r, i, GAP_blocking, "wait", words[want->wait],
			 words[got->wait]);
}

void diff_answer(struct result *r, int i, const struct step_record *want,
		 const struct step_record *got)
{
	const struct step *s = &r->tcase->steps[i];

	diff_field(r, i, "overrun", GAP_overrun, want, got);
	diff_outcome(r, i, want, got);
	if (record_failed(want) == record_failed(got) && !outcome_varies(got)) {
		for (const struct ans_spec *a = s->op->ans; a->name; a++)
			diff_field(r, i, a->name, a->gap, want, got);
		diff_field(r, i, "ret", ret_class(s), want, got);
	}
	/* Behind what was told: it lies in the guest's own buffer. */
	diff_field(r, i, "scribble", GAP_scribble, want, got);
	diff_wait(r, i, want, got);
}
