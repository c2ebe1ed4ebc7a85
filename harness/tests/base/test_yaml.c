/* SPDX-License-Identifier: Apache-2.0 */
/* YAML files as trees. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "base/tree.h"

/* The tree of a text; its mistakes, one a line, in *wrong. */
static struct tree parse(const char *text, size_t len, char **wrong)
{
	struct mistakes m = {0};
	struct tree t;
	char *copy = xcalloc(len + 1, 1), **lines = NULL;
	int n = 0;
	struct buf b = {0};

	memcpy(copy, text, len);
	int bad = tree_parse(&t, copy, len, &m);
	mistakes_move(&m, "f", &lines, &n);
	ck_assert_int_eq(bad != 0, n > 0);
	for (int i = 0; i < n; i++) {
		buf_printf(&b, "%s%s", i ? "\n" : "", lines[i]);
		free(lines[i]);
	}
	free(lines);
	*wrong = buf_take(&b);
	return t;
}

static struct tree parse_good(const char *text)
{
	char *wrong;
	struct tree t = parse(text, strlen(text), &wrong);

	ck_assert_str_eq(wrong, "");
	free(wrong);
	return t;
}

START_TEST(nodes_know_their_lines)
{
	struct tree t = parse_good("a: 1\n"
				   "b:\n"
				   "  - x\n"
				   "  - {c: 'd',\n"
				   "     e: [f,\n"
				   "         g]}\n"
				   "\n"
				   "h: |\n"
				   "  text\n");
	const struct node *b = node_get(t.root, "b");

	ck_assert_int_eq(t.root->kind, NODE_MAP);
	ck_assert_int_eq(t.root->n, 3);
	ck_assert(node_is(node_get(t.root, "a"), "1"));
	ck_assert(node_get(t.root, "a")->plain);
	ck_assert_int_eq(b->kind, NODE_LIST);
	ck_assert_int_eq(b->items[0]->line, 3);
	ck_assert_int_eq(b->items[1]->line, 4);
	ck_assert_int_eq(b->items[1]->last, 6);
	ck_assert_int_eq(b->last, 6);
	ck_assert_int_eq(node_get(b->items[1], "e")->line, 5);
	ck_assert(!node_get(b->items[1], "c")->plain);
	ck_assert_str_eq(node_get(t.root, "h")->text, "text\n");
	ck_assert_ptr_null(node_get(t.root, "i"));
	ck_assert_ptr_null(node_get(b, "a"));
	tree_free(&t);
}
END_TEST

START_TEST(text_may_hold_nul)
{
	struct tree t = parse_good("a: \"x\\0y\"\n");
	const struct node *a = node_get(t.root, "a");

	ck_assert_uint_eq(a->len, 3);
	ck_assert_mem_eq(a->text, "x\0y", 4);
	ck_assert(!node_has_text(a));
	ck_assert(!node_is(a, "x"));
	tree_free(&t);
}
END_TEST

static const struct {
	const char *yaml, *printed;
} prints[] = {
	{"{a: 1, b: [x, 'y z', []], c: {}}",
	 "{a: 1, b: [x, \"y z\", []], c: {}}"},
	{"- a, b\n- 'x'\n- \"\\n\"\n- ''\n-\n",
	 "[\"a, b\", \"x\", \"\\n\", \"\", \"\"]"},
	{"- unix:@door\n- \"unix:\"\n- SOCK_DGRAM|SOCK_CLOEXEC\n",
	 "[unix:@door, \"unix:\", SOCK_DGRAM|SOCK_CLOEXEC]"},
	{"0123456789012345678901234567890123456789012345678901234567890123",
	 "012345678901234567890123456789012345678901234567890123456789"
	 "...(64 bytes)"},
};

START_TEST(printing)
{
	struct tree t = parse_good(prints[_i].yaml);
	struct buf b = {0};

	node_print(&b, t.root);
	ck_assert_str_eq(b.s, prints[_i].printed);
	buf_free(&b);
	tree_free(&t);
}
END_TEST

#define TEXT(s) s, sizeof(s) - 1
#define TEN "[[[[[[[[[["

static const struct {
	const char *yaml;
	size_t len;
	const char *wrong;
} bads[] = {
	{TEXT(""), "f:1: the file is empty"},
	{TEXT("# only a comment\n"), "f:1: the file is empty"},
	{TEXT("a: 1\n---\nb: 2\n"),
	 "f:2: a file must contain a single YAML document"},
	{TEXT("a: 1\nb: 2\na: 3\nb: 4\n"), "f:3: duplicate key a\n"
					   "f:4: duplicate key b"},
	{TEXT("a: &x 1\n"), "f:1: anchors (&name) are not supported"},
	{TEXT("a: 1\nb: *x\n"),
	 "f:2: aliases (*name) are not supported; write the value out, or use "
	 "`each`"},
	{TEXT("a: !!int 1\n"), "f:1: tags (!name) are not supported"},
	{TEXT("a: !x [1]\n"), "f:1: tags (!name) are not supported"},
	{TEXT("[a]: 1\n"), "f:1: a key must be a scalar"},
	{TEXT("\"a\\0b\": 1\n"), "f:1: a key cannot contain NUL bytes"},
	{TEXT("a: [1\n"), "f:2: not YAML: while parsing a flow sequence, did "
			  "not find expected ',' or ']'"},
	{TEXT("a: 1\n b: 2\n"),
	 "f:2: not YAML: mapping values are not allowed in this context"},
	{TEXT("a: 'x\n"), "f:2: not YAML: while scanning a quoted scalar, "
			  "found unexpected end of stream"},
	{TEXT("a: 1\n\tb: 2\n"), "f:2: not YAML: while scanning a plain "
				 "scalar, found a tab character that violates "
				 "indentation"},
	{TEXT("a: 1\nb: \xff\n"),
	 "f:2: not valid UTF-8: invalid leading UTF-8 octet"},
	{TEXT("a: 1\n\nb: x\0y\n"),
	 "f:3: not valid UTF-8: control characters are not allowed"},
	/* UTF-16 */
	{TEXT("\xff\xfe"
	      "a\0:\0 \0001\0"),
	 "f:1: not valid UTF-8: invalid leading UTF-8 octet"},
	{TEXT("\x7f"
	      "ELF\2\1\1\0\0\0"),
	 "f:1: not valid UTF-8: control characters are not allowed"},
	{TEXT("\n" TEN TEN TEN), "f:2: nested deeper than 16 levels"},
};

START_TEST(bad)
{
	char *wrong;
	struct tree t = parse(bads[_i].yaml, bads[_i].len, &wrong);

	ck_assert_str_eq(wrong, bads[_i].wrong);
	free(wrong);
	tree_free(&t);
}
END_TEST

/* What would be a billion words is refused at the first alias. */
START_TEST(alias_bomb)
{
	static const char bomb[] = "a: &a [x,x,x,x,x,x,x,x,x]\n"
				   "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
				   "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n";
	char *wrong;
	struct tree t = parse(TEXT(bomb), &wrong);

	ck_assert_str_eq(wrong, "f:1: anchors (&name) are not supported");
	free(wrong);
	tree_free(&t);
}
END_TEST

/* The same text over and over, up to a size. */
static void check_repeated(const char *before, const char *text, size_t size,
			   const char *expected)
{
	struct buf b = {0};
	char *wrong;

	buf_puts(&b, before);
	while (b.len < size)
		buf_puts(&b, text);
	struct tree t = parse(b.s, b.len, &wrong);
	ck_assert_str_eq(wrong, expected);
	free(wrong);
	tree_free(&t);
	buf_free(&b);
}

START_TEST(limits)
{
	check_repeated("a: ", "xxxxxxxxxxxxxxxx", 2 << 20,
		       "f:1: the file is larger than 1048576 bytes");
	check_repeated("", "[", 1 << 20, "f:1: nested deeper than 16 levels");
	check_repeated("", "- x\n", 500000,
		       "f:100000: more than 100000 "
		       "values");
}
END_TEST

START_TEST(too_many_keys)
{
	struct buf b = {0};
	char *wrong;

	for (int i = 0; i < 1001; i++)
		buf_printf(&b, "k%d: 1\n", i);
	struct tree t = parse(b.s, b.len, &wrong);
	ck_assert_str_eq(wrong, "f:1001: too many keys in one mapping");
	free(wrong);
	tree_free(&t);
	buf_free(&b);
}
END_TEST

START_TEST(mistakes_are_cut)
{
	struct mistakes m = {0};
	char **lines = NULL;
	int n = 0;

	for (int i = 0; i < 1000; i++)
		mistakes_add(&m, 1000 - i, "x");
	mistakes_move(&m, "f", &lines, &n);
	ck_assert_int_eq(n, MISTAKES_MAX + 1);
	ck_assert_str_eq(lines[n - 1], "f: more than 100 mistakes; the rest "
				       "are not shown");
	for (int i = 0; i < n; i++)
		free(lines[i]);
	free(lines);
}
END_TEST

static const struct {
	int first, last;
	bool commented;
} comments[] = {
	{1, 1, false}, {2, 2, true}, {3, 3, true},  {4, 4, false},
	{5, 5, false}, {4, 7, true}, {9, 9, false},
};

START_TEST(commented)
{
	struct tree t = parse_good("a: 1\n"
				   "b: 2 # why\n"
				   "c: 3\n"
				   "d: 4#5\n"
				   "e: 5\n"
				   "f: 6\n"
				   "# why\n");

	ck_assert_int_eq(
		tree_commented(&t, comments[_i].first, comments[_i].last),
		comments[_i].commented);
	tree_free(&t);
}
END_TEST

Suite *yaml_suite(void);

Suite *yaml_suite(void)
{
	Suite *s = suite_create("yaml");
	TCase *t = tcase_create("yaml");

	tcase_add_test(t, nodes_know_their_lines);
	tcase_add_test(t, text_may_hold_nul);
	tcase_add_loop_test(t, printing, 0, COUNT(prints));
	tcase_add_loop_test(t, bad, 0, COUNT(bads));
	tcase_add_test(t, alias_bomb);
	tcase_add_test(t, limits);
	tcase_add_test(t, too_many_keys);
	tcase_add_test(t, mistakes_are_cut);
	tcase_add_loop_test(t, commented, 0, COUNT(comments));
	suite_add_tcase(s, t);
	return s;
}
