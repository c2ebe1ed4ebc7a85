/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.h: a YAML file as a tree of nodes, each of which knows its line.
 *
 * libyaml's parser tells events, this makes a tree of them. Only what people
 * need in a table of values is taken: no anchors, aliases or tags, one
 * document, and every key of a mapping once. All of it is bounded.
 *
 * (It is not called yaml.h because libyaml's own header is.)
 */
#ifndef TREE_H
#define TREE_H

#include "mistakes.h"

#define TREE_FILE_MAX (1 << 20) /* bytes */
#define TREE_DEPTH_MAX 16
#define TREE_NODES_MAX 100000
#define TREE_KEYS_MAX 1000 /* of one mapping */

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	int line, last; /* where it begins and ends, from 1 */
	bool plain;     /* a scalar without quotes */
	bool wrong;     /* a mistake in it has been told already */
	char *text;     /* a scalar: ends with a NUL, may hold NULs */
	size_t len;
	struct node **keys;  /* a mapping: scalars, in the order written */
	struct node **items; /* a list's items, a mapping's values */
	int n;
};

struct tree {
	struct node *root;
	char *source; /* the file's text */
};

/*
 * Read a file. Returns 0, or -1 with everything that is wrong with it in m;
 * then there may be no root, but the tree has to be freed all the same.
 */
int tree_load(struct tree *t, const char *path, struct mistakes *m);
/* The same from len bytes of text, which the tree then owns. */
int tree_parse(struct tree *t, char *text, size_t len, struct mistakes *m);
void tree_free(struct tree *t);
/* Is there a comment on one of these lines, or on the one before them? */
bool tree_commented(const struct tree *t, int first, int last);

struct node *node_scalar(int line, const char *text, size_t len, bool plain);
struct node *node_new(enum node_kind kind, int line);
/* Append an item; the key is NULL in a list. The node owns both. */
void node_add(struct node *n, struct node *key, struct node *item);
void node_free(struct node *n);
/* The value of a mapping's key, or NULL; also for what is no mapping. */
const struct node *node_get(const struct node *map, const char *key);
/* Is it a scalar with just this text? */
bool node_is(const struct node *n, const char *text);
/* Is it a scalar, without NUL bytes, with any text at all? */
bool node_has_text(const struct node *n);
/* As it would be written on one line; long scalars are cut. */
void node_print(struct buf *b, const struct node *n);
/* fail(), with the node itself before the sentence: 4k is not a number. */
int node_fail(char **why, const struct node *n, const char *fmt, ...)
	PRINTF(3, 4);

#endif
