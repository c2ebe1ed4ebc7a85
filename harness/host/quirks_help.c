/* SPDX-License-Identifier: Apache-2.0 */
/* What is done about quirks that a host declares, see quirks.def. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "case/case.h"
#include "host.h"
#include "recording/recording.h"

/* Numbers that nobody has as descriptors are nobody's. */
#define DESCRIPTORS 1024

/* `proof` is a case, one of its variants, or a folder of cases. */
static bool proves(const char *proof, const char *id)
{
	size_t n = strlen(proof);

	return strncmp(proof, id, n) == 0 &&
	       (!id[n] || id[n] == '[' || id[n] == '/');
}

bool host_quirk_proof(const struct host *h, int quirk, const char *id)
{
	return h->quirks[quirk].declared && proves(h->quirks[quirk].proof, id);
}

unsigned host_quirks_of(const struct host *h, const struct tcase *t)
{
	unsigned bits = 0;

	for (int i = 0; i < QUIRKS; i++)
		if (h->quirks[i].declared && !proves(h->quirks[i].proof, t->id))
			bits |= 1U << i;
	return bits;
}

/* A number between the standard streams' and those that are never open. */
static bool names_number(const struct step *s)
{
	for (int i = 0; i < s->nargs; i++) {
		const char *wire = s->args[i].wire;
		long fd = strtol(wire, NULL, 10);

		if (s->args[i].spec->kind == ARG_FD &&
		    isdigit((unsigned char)wire[0]) && fd > 2 &&
		    fd < DESCRIPTORS)
			return true;
	}
	return false;
}

bool host_quirks_allow(unsigned quirks, const struct tcase *t, char **why)
{
	if (!(quirks & 1U << QUIRK_own_descriptors))
		return true;
	for (int i = 0; i < t->nsteps; i++) {
		if (t->steps[i].actor == 0 && names_number(&t->steps[i])) {
			fail(why, "the descriptor number may be in use by the "
				  "host itself");
			return false;
		}
	}
	return true;
}

int host_quirks_tell(struct buf *b, unsigned quirks)
{
	enum { HARNESS = 0, PLAYER = 1 };
	static const bool told[QUIRKS] = {
#define QUIRK(id, name, helper, help) [QUIRK_##id] = helper,
#include "quirks.def"
#undef QUIRK
	};
	int n = 0;

	for (int i = 0; i < QUIRKS; i++) {
		if (!told[i] || !(quirks & 1U << i))
			continue;
		buf_printf(b, "0 quirk name=%s\n", quirk_rows[i].name);
		n++;
	}
	return n;
}

bool host_quirks_sets(unsigned quirks, const struct call *c)
{
	return (quirks & 1U << QUIRK_sets_options) &&
	       c->calls == CALL_SETSOCKOPT;
}

bool host_quirks_excuse(unsigned quirks, const struct step *s)
{
	static const struct {
		enum quirk quirk;
		const char *op;
	} rows[] = {
		{QUIRK_never_closes, "close"},
		{QUIRK_never_blocks, "get-nonblock"},
	};

	if (!s)
		return quirks & 1U << QUIRK_never_closes;
	for (size_t i = 0; i < COUNT(rows); i++)
		if ((quirks & 1U << rows[i].quirk) && s->actor == 0 &&
		    strcmp(s->op->name, rows[i].op) == 0)
			return true;
	return false;
}

bool host_quirks_kept_open(unsigned quirks, const struct tcase *t, int i)
{
	const char *fd = step_arg(&t->steps[i], "fd");

	if (!(quirks & 1U << QUIRK_never_closes) || !fd ||
	    t->steps[i].actor != 0)
		return false;
	while (i-- > 0) {
		const struct step *s = &t->steps[i];
		const char *other = step_arg(s, "fd");

		if (s->actor == 0 && strcmp(s->op->name, "close") == 0 &&
		    other && strcmp(other, fd) == 0)
			return true;
	}
	return false;
}
