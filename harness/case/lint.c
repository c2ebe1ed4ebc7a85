/* SPDX-License-Identifier: Apache-2.0 */
#include "lint.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

/* All variants of a file, and where the warnings go. */
struct file {
	const struct tcase *v;
	int n;
	struct mistakes *m;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Is the word in the text, with no letter before or after it? */
static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; (p = strstr(p, word)); p++) {
		if ((p == text || !is_word(p[-1])) && !is_word(p[n]))
			return true;
	}
	return false;
}

static bool matches(const char *text, const char *pattern)
{
	regex_t re;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB | REG_ICASE))
		return false;
	bool hit = !regexec(&re, text, 0, NULL, 0);
	regfree(&re);
	return hit;
}

/* A case's `why` must lead to something that can be read. */
static void check_why(const struct file *f)
{
	/* manual(2), an RFC, POSIX, an address, an issue, a file of Linux
	 * or a_function in it. */
	static const char source[] = "[a-z0-9_]\\([1-9]\\)|RFC ?[0-9]|POSIX|"
				     "://|#[0-9]|[a-z0-9_-]\\.([ch]|rst)|"
				     "[a-z0-9]_[a-z0-9]";

	if (!matches(f->v->why, source))
		mistakes_add(f->m, f->v->line,
			     "`why` names no source: a "
			     "manual page such as recv(2), an RFC, an issue, "
			     "a file or function of Linux");
}

static void check_name(const struct file *f)
{
	if (!matches(f->v->file, "(^|/)[a-z0-9]+(-[a-z0-9]+)*\\.yaml$"))
		mistakes_add(f->m, f->v->line,
			     "the file name should be lower-case words joined "
			     "by dashes: what-happens.yaml");
}

/* Does the step say the word, itself or by what it leaves out? */
static bool step_says(const struct step *s, const char *word)
{
	const char *name = step_arg(s, "name"), *addr = step_arg(s, "addr");
	const struct sockopt *o = name ? sockopt_find(name) : NULL;

	if (!strcmp(s->op->name, word))
		return true;
	if (o && !step_arg(s, "level") && !strcmp(o->level, word))
		return true;
	if (addr && !strcmp(addr, "unspec") && !strcmp(word, "AF_UNSPEC"))
		return true;
	for (int i = 0; i < s->nargs; i++) {
		if (has_word(s->args[i].wire, word) ||
		    has_word(s->args[i].text, word))
			return true;
	}
	return false;
}

/*
 * Can the answer to a step hold the word, though the step does not say it?
 * That is known of constants only, which belong to a kind of answer.
 */
static bool step_may_answer(const struct step *s, const char *word)
{
	static const struct {
		const char *field, *group;
	} answers[] = {
		{"revents", "POLL"}, {"flags", "MSG"},   {"control", "CMSG"},
		{"gai", "EAI"},      {"addr", "FAMILY"},
	};

	if (op_ans(s->op, "control") && sockopt_find(word))
		return true;
	for (size_t i = 0; i < COUNT(answers); i++) {
		if (op_ans(s->op, answers[i].field) &&
		    name_find(answers[i].group, word))
			return true;
	}
	return false;
}

static bool file_says(const struct file *f, const char *word)
{
	/* Whether an errno will come only a play can tell. */
	if (errno_find(word))
		return true;
	/* Nor what a program does. */
	if (f->v->program)
		return true;
	for (int i = 0; i < f->n; i++) {
		for (int j = 0; j < f->v[i].nsteps; j++) {
			const struct step *s = &f->v[i].steps[j];

			if (step_says(s, word) || step_may_answer(s, word))
				return true;
		}
	}
	return false;
}

static void check_covers(const struct file *f, const struct tcase *t)
{
	for (int i = 0; i < t->ncovers; i++) {
		if (!file_says(f, t->covers[i]))
			mistakes_add(f->m, t->line,
				     "`covers` lists %s, which no step uses",
				     t->covers[i]);
	}
}

/* Is a descriptor of this name an argument of the actor's step? */
static bool step_uses(const struct step *s, const char *name)
{
	for (int i = 0; i < s->nargs; i++) {
		enum arg_kind kind = s->args[i].spec->kind;

		if ((kind == ARG_FD || kind == ARG_POLLFDS ||
		     kind == ARG_CONTROL) &&
		    has_word(s->args[i].wire, name))
			return true;
	}
	return false;
}

static bool case_uses(const struct tcase *t, const char *actor,
		      const char *name)
{
	for (int i = 0; i < t->nsteps; i++) {
		if (!strcmp(t->actors[t->steps[i].actor], actor) &&
		    step_uses(&t->steps[i], name))
			return true;
	}
	return false;
}

/*
 * Is it there for nothing but its descriptor? accept takes a connection too,
 * open makes a file, and what a case covers may stand for itself.
 */
static bool only_makes(const struct tcase *t, const struct step *s)
{
	static const enum call_class calls[] = {
		CALL_SOCKET,
		CALL_SOCKETPAIR,
		CALL_PIPE,
		CALL_DUP,
	};

	for (int i = 0; i < t->ncovers; i++) {
		if (!strcmp(t->covers[i], s->op->name))
			return false;
	}
	for (size_t i = 0; i < COUNT(calls); i++) {
		if (calls[i] == s->op->calls)
			return true;
	}
	return false;
}

/* A step whose descriptors nobody needs by name, in any variant. */
static void check_unused(const struct file *f, const struct tcase *t,
			 const struct step *s)
{
	if (!s->nas || !only_makes(t, s))
		return;
	for (int i = 0; i < s->nas; i++) {
		for (int j = 0; j < f->n; j++) {
			if (case_uses(&f->v[j], t->actors[s->actor], s->as[i]))
				return;
		}
	}
	mistakes_add(f->m, s->line, "the name %s is never used", s->as[0]);
}

static void check_blocks(const struct file *f, const struct tcase *t, int i)
{
	const struct step *s = &t->steps[i];

	if (!s->blocks)
		return;
	if (i + 1 == t->nsteps)
		mistakes_add(f->m, s->line,
			     "`blocks` on the last step: no other actor can "
			     "unblock it");
	else if (t->steps[i + 1].actor == s->actor)
		mistakes_add(f->m, s->line,
			     "`blocks`, but the next step is also by %s: no "
			     "other actor can unblock it",
			     t->actors[s->actor]);
}

/* Would this field of the answer be compared at all? */
static bool is_compared(const struct step *s, const char *field)
{
	const char *name = step_arg(s, "name"), *addr = step_arg(s, "addr");
	const struct sockopt *o = name ? sockopt_find(name) : NULL;

	if (!strcmp(field, "value") && o && o->is_volatile)
		return false;
	if (!strncmp(field, "addr", 4) && addr && !strcmp(addr, "no"))
		return false;
	if (!strncmp(field, "control", 7) && !step_arg(s, "controllen"))
		return false;
	return true;
}

static void check_any(const struct file *f, const struct step *s)
{
	for (int i = 0; i < s->nany; i++) {
		if (!is_compared(s, s->any[i]))
			mistakes_add(f->m, s->line,
				     "`any` is not needed: %s is not compared "
				     "anyway",
				     s->any[i]);
	}
}

static void check_guest(const struct file *f, const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++) {
		if (t->steps[i].actor == 0)
			return;
	}
	mistakes_add(f->m, t->line, "the guest has no step: no host is tested");
}

void lint_file(const struct tcase *v, int n, struct mistakes *m)
{
	struct file f = {v, n, m};

	check_name(&f);
	check_why(&f);
	for (int i = 0; i < n; i++) {
		check_covers(&f, &v[i]);
		check_guest(&f, &v[i]);
		for (int j = 0; j < v[i].nsteps; j++) {
			check_unused(&f, &v[i], &v[i].steps[j]);
			check_blocks(&f, &v[i], j);
			check_any(&f, &v[i].steps[j]);
		}
	}
}
