/* SPDX-License-Identifier: Apache-2.0 */
/* `each`: variants, and what can be wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "case/expand.h"

/*
 * All variants of a text, each a line "[suffix] tree", then all mistakes.
 */
static char *expand(const char *text)
{
	struct mistakes m = {0};
	struct tree t;
	struct buf b = {0};
	char **lines = NULL, *suffix;
	int n = 0;

	tree_parse(&t, xstrdup(text), strlen(text), &m);
	struct expansion *e = expand_new(t.root, &m);
	for (struct node *v; e && (v = expand_next(e, &suffix));) {
		buf_printf(&b, "%s ", suffix);
		node_print(&b, v);
		buf_puts(&b, "\n");
		node_free(v);
		free(suffix);
	}
	expand_free(e);
	mistakes_move(&m, "f", &lines, &n);
	for (int i = 0; i < n; i++) {
		buf_printf(&b, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
	tree_free(&t);
	return buf_take(&b);
}

static const struct {
	const char *text, *variants;
} goods[] = {
	{"a: 1\n", " {a: 1}\n"},
	{"a: $$x$$$$\n", " {a: $x$$}\n"},
	/* the last list changes fastest */
	{"each: {x: [1, 2], y: [a, b]}\ns: $x$y\n",
	 "[1,a] {s: 1a}\n[1,b] {s: 1b}\n[2,a] {s: 2a}\n[2,b] {s: 2b}\n"},
	/* keys, nested places, and text on both sides */
	{"each: {op: [send, write]}\ns: [{$op: {fd: p.$op.q}}]\n",
	 "[send] {s: [{send: {fd: p.send.q}}]}\n"
	 "[write] {s: [{write: {fd: p.write.q}}]}\n"},
	/* a follower, with a whole node for a value */
	{"each:\n"
	 "  d: [four, six]\n"
	 "  v: {four: {hex: 00}, six: [a, \"$d\"]}\n"
	 "s: $v\n",
	 "[four] {s: {hex: 00}}\n[six] {s: [a, six]}\n"},
	/* a follower that uses one written before it */
	{"each: {d: [a, b], n: {a: 1, b: 2}, m: {b: x$n, a: y$n}}\ns: $m\n",
	 "[a] {s: y1}\n[b] {s: x2}\n"},
	/* what was put in is not looked at again */
	{"each: {d: [$x]}\ns: $d\n", "[_x] {s: $x}\n"},
	{"each: {d: ['', 'a b', 'SOCK_DGRAM|1']}\ns: x$d\n",
	 "[_] {s: x}\n[a_b] {s: xa b}\n[SOCK_DGRAM|1] {s: xSOCK_DGRAM|1}\n"},
	{"each:\n"
	 "  x: [1, 2, 3]\n"
	 "  y: [a, b]\n"
	 "  except: [{x: 1}, {x: 3, y: b}]\n"
	 "s: $x$y\n",
	 "[2,a] {s: 2a}\n[2,b] {s: 2b}\n[3,a] {s: 3a}\n"},
};

START_TEST(good)
{
	char *variants = expand(goods[_i].text);

	ck_assert_str_eq(variants, goods[_i].variants);
	free(variants);
}
END_TEST

static const struct {
	const char *text, *wrong;
} bads[] = {
	{"[1]\n", "f:1: a case must be a mapping with title, why, covers and "
		  "steps\n"},
	{"each: 1\na: 1\n",
	 " {a: 1}\n"
	 "f:1: `each` must be a mapping {variable: [values]}\n"},
	{"each: {}\na: 1\n",
	 " {a: 1}\n"
	 "f:1: `each` must be a mapping {variable: [values]}\n"},
	/* the rest is looked at once, its variables are not */
	{"each: {x: 1, y: []}\na: $x$z\nb: $\n",
	 " {a: \"\", b: \"\"}\n"
	 "f:1: x must be a list of values, or a mapping that follows a list\n"
	 "f:1: y has no values\n"
	 "f:3: a lone $; write $$ for a dollar sign\n"},
	{"each: {x: [1, [2]], y: [1, 2, 1], 7up: [1]}\na: 1\n",
	 " {a: 1}\n"
	 "f:1: the values of x must be scalars; for other values let a "
	 "mapping follow it\n"
	 "f:1: y has the duplicate value 1\n"
	 "f:1: 7up cannot name a variable: use letters, digits and _\n"},
	{"each: {x: [1], y: {2: a}}\na: $x$y\n",
	 " {a: \"\"}\n"
	 "f:1: the keys of y match no list in `each`\n"},
	{"each:\n  x: [AF_INET, AF_INET6]\n  y:\n    AF_INET: 1\n"
	 "    AF_INTE6: 2\na: $x$y\n",
	 " {a: \"\"}\n"
	 "f:3: y has no entry for the value AF_INET6 of x\n"
	 "f:5: AF_INTE6 is not a value of x; did you mean AF_INET6?\n"},
	{"each: {x: [1, 2], y: [2, 1], z: {1: a, 2: b}}\na: $x$y$z\n",
	 " {a: \"\"}\n"
	 "f:1: z could follow x or y: their values must differ\n"},
	{"each: {dom: [1], type: [2]}\na: $don $typ $dom\nb: $frob\n",
	 "[1,2] {a: \"  1\", b: $frob}\n"
	 "f:1: nothing uses $type\n"
	 "f:2: unknown variable $don; did you mean dom?\n"
	 "f:2: unknown variable $typ; did you mean type?\n"
	 "f:3: unknown variable $frob\n"},
	/* a list that something follows is used, the follower is not */
	{"each: {x: [1], y: {1: a}}\na: 1\n",
	 "[1] {a: 1}\nf:1: nothing uses $y\n"},
	{"each: {x: [1], y: {1: [a]}}\na: $x-$y\n",
	 "[1] {a: 1-}\n"
	 "f:2: $y is a list and cannot be part of a text\n"},
	/* what comes later is not known yet */
	{"each: {x: [1], y: {1: $z}, z: {1: a}}\na: $y$z\n",
	 "[1] {a: $za}\nf:1: unknown variable $z\n"},
	/* two keys become one */
	{"each: {x: [b]}\na: {b: 1, $x: 2}\n", "[b] {a: {b: 1}}\n"
					       "f:2: duplicate key b\n"},
	{"each: {x: [1, 2], except: {x: 1}}\na: $x\n",
	 " {a: $x}\n"
	 "f:1: `except` must be a list of mappings {list: value}\n"},
	{"each:\n"
	 "  xx: [1, 2]\n"
	 "  except:\n"
	 "    - {yx: 1}\n"
	 "    - {xx: 3}\n"
	 "    - {xx: [1]}\n"
	 "    - 1\n"
	 "    - {xx: 1}\n"
	 "    - {xx: 1}\n"
	 "a: $xx\n",
	 " {a: $xx}\n"
	 "f:4: `except`: unknown list yx; did you mean xx?\n"
	 "f:5: `except`: 3 is not a value of xx\n"
	 "f:6: `except`: this is not a value of xx\n"
	 "f:7: an entry of `except` must be a mapping {list: value}\n"
	 "f:9: this entry of `except` removes nothing\n"},
	{"each: {x: [1], except: [{x: 1}]}\na: $x\n",
	 " {a: $x}\n"
	 "f:1: `except` removes every variant\n"},
};

START_TEST(bad)
{
	char *wrong = expand(bads[_i].text);

	ck_assert_str_eq(wrong, bads[_i].wrong);
	free(wrong);
}
END_TEST

/* each: {a: [0, .., 9], b: .., c: ..}: powers of ten, then `more`. */
static char *expand_tens(int lists, const char *more)
{
	struct buf b = {0};

	buf_puts(&b, "each:\n");
	for (int i = 0; i < lists; i++)
		buf_printf(&b, "  %c: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n",
			   'a' + i);
	buf_puts(&b, more);
	char *text = expand(b.s);
	buf_free(&b);
	return text;
}

START_TEST(too_many_variants)
{
	char *text = expand_tens(3, "s: $a$b$c\n");

	ck_assert_str_eq(text, " {s: \"\"}\n"
			       "f:2: 1000 variants (at most 500 per file)\n");
	free(text);
	text = expand_tens(9, "s: 1\n");
	ck_assert_str_eq(text, " {s: 1}\nf:2: more than 20000 "
			       "combinations\n");
	free(text);
}
END_TEST

START_TEST(except_makes_it_fit)
{
	char *text = expand_tens(3, "  except: [{a: 0}, {a: 1}, {a: 2}, "
				    "{a: 3}, {a: 4}]\ns: $a$b$c\n");
	int lines = 0;

	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	ck_assert_int_eq(lines, 500);
	free(text);
}
END_TEST

/* Followers of followers: ten times as much with each, 10^9 in the end. */
START_TEST(bomb)
{
	struct buf b = {0};

	buf_puts(&b, "each:\n  a: [1]\n  b: {1: xxxxxxxxxx}\n");
	for (char c = 'c'; c < 'l'; c++) {
		buf_printf(&b, "  %c: {1: \"", c);
		for (int i = 0; i < 10; i++)
			buf_printf(&b, "$%c", c - 1);
		buf_puts(&b, "\"}\n");
	}
	buf_puts(&b, "s: 1\n");
	char *text = expand(b.s);
	ck_assert_ptr_nonnull(strstr(text, "f:2: all variants together are too "
					   "large\n"));
	ck_assert_uint_lt(strlen(text), 1000);
	free(text);
	buf_free(&b);
}
END_TEST

/* The same with nodes. */
START_TEST(bomb_of_nodes)
{
	struct buf b = {0};

	buf_puts(&b, "each:\n  a: [1]\n  b: {1: [x]}\n");
	for (char c = 'c'; c < 'l'; c++) {
		buf_printf(&b, "  %c: {1: [", c);
		for (int i = 0; i < 10; i++)
			buf_printf(&b, "%s$%c", i ? ", " : "", c - 1);
		buf_puts(&b, "]}\n");
	}
	buf_puts(&b, "s: 1\n");
	char *text = expand(b.s);
	ck_assert_ptr_nonnull(strstr(text, "f:2: all variants together are too "
					   "large\n"));
	free(text);
	buf_free(&b);
}
END_TEST

Suite *expand_suite(void);

Suite *expand_suite(void)
{
	Suite *s = suite_create("expand");
	TCase *t = tcase_create("expand");

	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, good, 0, COUNT(goods));
	tcase_add_loop_test(t, bad, 0, COUNT(bads));
	tcase_add_test(t, too_many_variants);
	tcase_add_test(t, except_makes_it_fit);
	tcase_add_test(t, bomb);
	tcase_add_test(t, bomb_of_nodes);
	suite_add_tcase(s, t);
	return s;
}
