/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reader {
	yaml_parser_t yaml;
	yaml_event_t event;
	const char *source;
	struct mistakes *m;
	int nodes, depth;
};

static int mark_line(yaml_mark_t mark)
{
	return (int)mark.line + 1;
}

static int event_line(const struct reader *r)
{
	return mark_line(r->event.start_mark);
}

/* Why libyaml gave up. */
static void add_problem(struct reader *r)
{
	const yaml_parser_t *y = &r->yaml;
	int line = mark_line(y->problem_mark);

	if (y->error == YAML_READER_ERROR) {
		line = 1;
		for (size_t i = 0; i < y->problem_offset; i++)
			line += r->source[i] == '\n';
		mistakes_add(r->m, line, "not valid UTF-8: %s", y->problem);
		return;
	}
	mistakes_add(r->m, line, "not YAML: %s%s%s",
		     y->context ? y->context : "", y->context ? ", " : "",
		     y->problem ? y->problem : "out of memory");
}

static int next(struct reader *r)
{
	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->yaml, &r->event))
		return 0;
	memset(&r->event, 0, sizeof(r->event));
	add_problem(r);
	return -1;
}

/* Says what an event holds that we do not take, or NULL. */
static const char *refused(const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (e->type == YAML_ALIAS_EVENT)
		return "aliases (*name) are not supported; write the value "
		       "out, or use `each`";
	if (e->type == YAML_SCALAR_EVENT) {
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
	} else if (e->type == YAML_SEQUENCE_START_EVENT) {
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
	} else if (e->type == YAML_MAPPING_START_EVENT) {
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
	}
	if (anchor)
		return "anchors (&name) are not supported";
	return tag ? "tags (!name) are not supported" : NULL;
}

static struct node *read_node(struct reader *r);

static struct node *read_scalar(struct reader *r)
{
	const yaml_event_t *e = &r->event;
	struct node *n =
		node_scalar(event_line(r), (const char *)e->data.scalar.value,
			    e->data.scalar.length,
			    e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);

	n->last = mark_line(e->end_mark);
	return n;
}

static int read_list(struct reader *r, struct node *list)
{
	while (!next(r)) {
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			return 0;
		struct node *item = read_node(r);
		if (!item)
			return -1;
		node_add(list, NULL, item);
	}
	return -1;
}

/* A key that is there already is a mistake, but no reason to stop. */
static void add_pair(struct reader *r, struct node *map, struct node *key,
		     struct node *value)
{
	const char *wrong = NULL;

	if (key->kind != NODE_SCALAR)
		wrong = "a key must be a scalar";
	else if (strlen(key->text) != key->len)
		wrong = "a key cannot contain NUL bytes";
	else if (map->n == TREE_KEYS_MAX)
		wrong = "too many keys in one mapping";
	else if (!node_get(map, key->text)) {
		node_add(map, key, value);
		return;
	}
	if (wrong)
		mistakes_add(r->m, key->line, "%s", wrong);
	else
		mistakes_add(r->m, key->line, "duplicate key %s", key->text);
	node_free(key);
	node_free(value);
}

static int read_map(struct reader *r, struct node *map)
{
	while (!next(r)) {
		if (r->event.type == YAML_MAPPING_END_EVENT)
			return 0;
		struct node *key = read_node(r);
		struct node *value = key && !next(r) ? read_node(r) : NULL;
		if (!value) {
			node_free(key);
			return -1;
		}
		add_pair(r, map, key, value);
	}
	return -1;
}

/* A block's end is where the next thing begins: too late by some lines. */
static void set_last(struct reader *r, struct node *n, bool flow)
{
	if (flow)
		n->last = mark_line(r->event.end_mark);
	for (int i = 0; !flow && i < n->n; i++) {
		if (n->items[i]->last > n->last)
			n->last = n->items[i]->last;
	}
}

static struct node *read_nested(struct reader *r)
{
	bool map = r->event.type == YAML_MAPPING_START_EVENT;
	struct node *n = node_new(map ? NODE_MAP : NODE_LIST, event_line(r));
	bool flow = map ? r->event.data.mapping_start.style ==
				    YAML_FLOW_MAPPING_STYLE
			: r->event.data.sequence_start.style ==
				    YAML_FLOW_SEQUENCE_STYLE;

	if (++r->depth > TREE_DEPTH_MAX) {
		mistakes_add(r->m, n->line, "nested deeper than %d levels",
			     TREE_DEPTH_MAX);
		node_free(n);
		return NULL;
	}
	if (map ? read_map(r, n) : read_list(r, n)) {
		node_free(n);
		return NULL;
	}
	r->depth--;
	set_last(r, n, flow);
	return n;
}

/* The node that the current event begins; NULL after a mistake. */
static struct node *read_node(struct reader *r)
{
	const char *why = refused(&r->event);

	if (why) {
		mistakes_add(r->m, event_line(r), "%s", why);
		return NULL;
	}
	if (++r->nodes > TREE_NODES_MAX) {
		mistakes_add(r->m, event_line(r), "more than %d values",
			     TREE_NODES_MAX);
		return NULL;
	}
	if (r->event.type == YAML_SCALAR_EVENT)
		return read_scalar(r);
	return read_nested(r);
}

static struct node *read_stream(struct reader *r)
{
	/* The stream begins, then the document or the end. */
	if (next(r) || next(r))
		return NULL;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		mistakes_add(r->m, 1, "the file is empty");
		return NULL;
	}
	if (next(r))
		return NULL;
	struct node *root = read_node(r);
	if (!root || next(r) || next(r))
		return root;
	if (r->event.type != YAML_STREAM_END_EVENT)
		mistakes_add(r->m, event_line(r),
			     "a file must contain a single YAML document");
	return root;
}

int tree_parse(struct tree *t, char *text, size_t len, struct mistakes *m)
{
	struct reader r = {.source = text, .m = m};
	int before = m->told;

	*t = (struct tree){.source = text};
	if (len > TREE_FILE_MAX) {
		mistakes_add(m, 1, "the file is larger than %d bytes",
			     TREE_FILE_MAX);
		return -1;
	}
	if (!yaml_parser_initialize(&r.yaml)) {
		mistakes_add(m, 1, "not YAML: out of memory");
		return -1;
	}
	/* Said, not guessed, so that UTF-16 is refused. */
	yaml_parser_set_encoding(&r.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.yaml, (unsigned char *)text, len);
	t->root = read_stream(&r);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.yaml);
	return m->told > before ? -1 : 0;
}

int tree_load(struct tree *t, const char *path, struct mistakes *m)
{
	char *why = NULL;
	size_t len;
	/* One byte more, so that tree_parse says what is too large. */
	char *text = file_read(path, TREE_FILE_MAX + 1, &len, &why);

	*t = (struct tree){0};
	if (text)
		return tree_parse(t, text, len, m);
	mistakes_take(m, 1, why);
	return -1;
}

void tree_free(struct tree *t)
{
	node_free(t->root);
	free(t->source);
	*t = (struct tree){0};
}

/* A # begins a comment where a line or a blank is before it. */
static bool has_comment(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (line[i] == '#' &&
		    (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t'))
			return true;
	}
	return false;
}

bool tree_commented(const struct tree *t, int first, int last)
{
	const char *p = t->source;

	for (int line = 1; p && *p && line <= last; line++) {
		size_t len = strcspn(p, "\n");

		if (line >= first - 1 && has_comment(p, len))
			return true;
		p += len + (p[len] == '\n');
	}
	return false;
}
