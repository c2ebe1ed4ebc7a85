/* SPDX-License-Identifier: Apache-2.0 */
/* Control messages: CONTROL. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/words.h"

#define CONTROL_MAX 65536
#define MESSAGES_MAX 1000
/* One more than SCM_MAX_FD, unix(7). */
#define RIGHTS_MAX 254

static int add_int(const struct node *v, struct buf *wire, char **why)
{
	int n;

	if (args_int32(v, &n, why))
		return -1;
	buf_printf(wire, "%d", n);
	return 0;
}

static int rights(struct args *a, const struct node *v, struct buf *wire,
		  char **why)
{
	if (args_count(v, 0, RIGHTS_MAX, "descriptors", why))
		return -1;
	for (int i = 0; i < v->n; i++) {
		buf_puts(wire, i ? ";" : "");
		if (args_fd(a, v->items[i], wire, why))
			return -1;
	}
	return 0;
}

static int credentials(struct args *a, const struct node *v, struct buf *wire,
		       char **why)
{
	struct args_field f[] = {
		{"pid", true, NULL}, {"uid", true, NULL}, {"gid", true, NULL}};

	if (v->kind != NODE_MAP)
		return node_fail(why, v, "is not {pid: self, uid: 0, gid: 0}");
	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	for (size_t i = 0; i < COUNT(f); i++) {
		buf_puts(wire, i ? ";" : "");
		if (i == 0 && node_is(f[i].node, "self"))
			buf_puts(wire, "self");
		else if (add_int(f[i].node, wire, why))
			return -1;
	}
	return 0;
}

static int integer(struct args *a, const struct node *v, struct buf *wire,
		   char **why)
{
	(void)a;
	return add_int(v, wire, why);
}

static int hex(struct args *a, const struct node *v, struct buf *wire,
	       char **why)
{
	(void)a;
	return args_hex(v, CONTROL_MAX, wire, why);
}

/* What a message can carry; of which type it is when that is not said. */
static const struct form {
	const char *key, *wire;
	args_fn *read;
	const char *type;
} forms[] = {
	{"rights", "rights", rights, "SCM_RIGHTS"},
	{"credentials", "cred", credentials, "SCM_CREDENTIALS"},
	{"int", "int", integer, NULL},
	{"hex", "hex", hex, NULL},
};

/* A type is SCM_.., the name of an option, or a number. */
static int add_type(const struct node *v, struct buf *wire, char **why)
{
	struct words w = {.wrong = v->text};

	if (!node_has_text(v))
		return node_fail(why, v, "is not a type of control message");
	if (isdigit((unsigned char)v->text[0]) || v->text[0] == '-')
		return add_int(v, wire, why);
	if (name_find("CMSG", v->text) || sockopt_find(v->text)) {
		buf_puts(wire, v->text);
		return 0;
	}
	for (int i = 0; i < names_count; i++) {
		if (!strcmp(names[i].group, "CMSG"))
			words_try(&w, names[i].name);
	}
	for (int i = 0; i < sockopts_count; i++)
		words_try(&w, sockopts[i].name);
	return fail(why, "unknown type of control message %s%s", v->text,
		    words_hint(&w));
}

/* The level: as said, else that of the type. */
static int add_level(const struct node *level, const char *type,
		     struct buf *wire, char **why)
{
	const struct sockopt *o = sockopt_find(type);

	if (level)
		return args_names("LEVEL", level, wire, why);
	if (!o && !name_find("CMSG", type))
		return fail(why, "missing key level");
	buf_puts(wire, o ? o->level : "SOL_SOCKET");
	return 0;
}

static const struct form *form_of(const struct node *v)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (node_get(v, forms[i].key))
			return &forms[i];
	}
	return NULL;
}

static int message(struct args *a, const struct node *v, struct buf *wire,
		   char **why)
{
	const struct form *form = form_of(v);
	struct buf type = {0};

	if (!form)
		return node_fail(why, v,
				 "is not a control message: it needs "
				 "the key rights, credentials, int or hex");
	struct args_field f[] = {{"level", false, NULL},
				 {"type", !form->type, NULL},
				 {form->key, true, NULL}};
	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	if (!f[1].node)
		buf_puts(&type, form->type);
	int bad = (f[1].node && add_type(f[1].node, &type, why)) ||
		  add_level(f[0].node, type.s, wire, why);
	if (!bad) {
		buf_printf(wire, ":%s:%s:", type.s, form->wire);
		bad = form->read(a, f[2].node, wire, why);
	}
	buf_free(&type);
	return bad ? -1 : 0;
}

int args_control(struct args *a, const struct node *v, struct buf *wire,
		 char **why)
{
	if (args_count(v, 0, MESSAGES_MAX, "control messages", why))
		return -1;
	return args_list(a, v, message, wire, why);
}
