/* SPDX-License-Identifier: Apache-2.0 */
/* Words: the constants of names.def, OPTION, BOOL, PTR, OFLAGS, ADDRLEN. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/words.h"

/* Groups whose constants can be joined by |. */
static bool is_joined(const char *group)
{
	static const char *const joined[] = {"TYPE", "MSG", "AI", "POLL"};

	for (size_t i = 0; i < COUNT(joined); i++) {
		if (!strcmp(joined[i], group))
			return true;
	}
	return false;
}

/* Not a constant of the group: of which then, or which one is near? */
static int unknown(const char *group, const char *word, char **why)
{
	const struct name *other = name_find(NULL, word);
	struct words w = {.wrong = word};
	const char *example = NULL;

	for (int i = 0; i < names_count; i++) {
		if (strcmp(names[i].group, group) != 0)
			continue;
		words_try(&w, names[i].name);
		example = example ? example : names[i].name;
	}
	if (!other)
		return fail(why, "unknown constant %s%s", word, words_hint(&w));
	return fail(why, "%s is one of %s, but %s is needed here, such as %s",
		    word, other->group, group, example);
}

static int add_name(const char *group, char *word, struct buf *wire, char **why)
{
	while (*word == ' ')
		word++;
	for (size_t n = strlen(word); n && word[n - 1] == ' ';)
		word[--n] = '\0';
	if (!*word)
		return fail(why, "a constant is missing before or after |");
	if (isdigit((unsigned char)*word) || *word == '-')
		return fail(why,
			    "the number %s cannot be joined with names: write "
			    "one number for all flags",
			    word);
	if (!name_find(group, word))
		return unknown(group, word, why);
	buf_puts(wire, word);
	return 0;
}

static bool is_number(const struct node *v)
{
	const char *p = v->text + (v->text[0] == '-');

	return isdigit((unsigned char)*p) && !strchr(p, '|');
}

int args_names(const char *group, const struct node *v, struct buf *wire,
	       char **why)
{
	int n, bad = 0;

	if (!node_has_text(v))
		return node_fail(why, v, "is not a constant");
	if (is_number(v)) {
		if (args_int32(v, &n, why))
			return -1;
		buf_printf(wire, "%d", n);
		return 0;
	}
	if (!is_joined(group) && strchr(v->text, '|'))
		return node_fail(why, v, "joins constants that are not flags");
	char *copy = xstrdup(v->text), *rest = copy, *word;
	for (int i = 0; !bad && (word = strsep(&rest, "|")); i++) {
		buf_puts(wire, i ? "|" : "");
		bad = add_name(group, word, wire, why);
	}
	free(copy);
	return bad;
}

int args_constant(struct args *a, const struct node *v, struct buf *wire,
		  char **why)
{
	return args_names(arg_group(a->kind), v, wire, why);
}

int args_option(struct args *a, const struct node *v, struct buf *wire,
		char **why)
{
	struct words w = {.wrong = v->text};

	if (!node_has_text(v))
		return node_fail(why, v, "is not a socket option");
	if (is_number(v)) {
		if (!node_get(a->map, "level"))
			return node_fail(why, v,
					 "is a number, which needs the key "
					 "level");
		return args_int(a, v, wire, why);
	}
	if (!sockopt_find(v->text)) {
		for (int i = 0; i < sockopts_count; i++)
			words_try(&w, sockopts[i].name);
		return fail(why, "unknown option %s%s", v->text,
			    words_hint(&w));
	}
	buf_puts(wire, v->text);
	return 0;
}

/* One of a few words, in a list ended by NULL. */
static int one_of(const struct node *v, const char *const *list,
		  const char *more, struct buf *wire, char **why)
{
	struct buf all = {0};

	for (int i = 0; list[i]; i++) {
		if (node_is(v, list[i])) {
			buf_puts(wire, list[i]);
			buf_free(&all);
			return 0;
		}
		buf_printf(&all, "%s%s",
			   !i                     ? ""
			   : list[i + 1] || *more ? ", "
						  : " or ",
			   list[i]);
	}
	node_fail(why, v, "is not %s%s", all.s, more);
	buf_free(&all);
	return -1;
}

int args_bool(struct args *a, const struct node *v, struct buf *wire,
	      char **why)
{
	static const char *const list[] = {"yes", "no", NULL};

	(void)a;
	return one_of(v, list, "", wire, why);
}

int args_ptr(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	static const char *const list[] = {"bad", "null", "end", "wrap", NULL};

	(void)a;
	return one_of(v, list, "", wire, why);
}

int args_oflags(struct args *a, const struct node *v, struct buf *wire,
		char **why)
{
	static const char *const list[] = {"r", "w", "rw", NULL};

	(void)a;
	return one_of(v, list, "", wire, why);
}

int args_addrlen(struct args *a, const struct node *v, struct buf *wire,
		 char **why)
{
	static const char *const list[] = {"exact", "short", "long", NULL};

	if (node_has_text(v) && is_number(v))
		return args_int(a, v, wire, why);
	return one_of(v, list, " or a number", wire, why);
}
