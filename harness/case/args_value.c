/* SPDX-License-Identifier: Apache-2.0 */
/* Values of socket options: VALUE. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "lang/optkinds.h"
#include "base/words.h"

#define VALUE_MAX 65536

/* A number; also the names that values of options have. */
static int number32(const struct node *v, struct buf *wire, char **why)
{
	struct words w = {.wrong = v->text ? v->text : ""};
	const struct name *name = name_find("VALUE", w.wrong);
	int n;

	if (!name && !args_int32(v, &n, why)) {
		buf_printf(wire, "%d", n);
		return 0;
	}
	if (name) {
		buf_printf(wire, "%ld", name->number);
		return 0;
	}
	for (int i = 0; i < names_count; i++) {
		if (!strcmp(names[i].group, "VALUE"))
			words_try(&w, names[i].name);
	}
	if (w.best) {
		free(*why);
		*why = NULL;
		return node_fail(why, v, "is not a number%s", words_hint(&w));
	}
	return -1;
}

static int number64(const struct node *v, struct buf *wire, char **why)
{
	long long n;

	if (args_number(v, INT64_MIN, INT64_MAX, &n, why))
		return -1;
	buf_printf(wire, "%lld", n);
	return 0;
}

static int ip(const struct node *v, int family, struct buf *wire, char **why)
{
	if (!node_has_text(v))
		return node_fail(why, v, "is not an address");
	return args_ip(v, v->text, family, wire, why);
}

static int read_IP4(const struct node *v, struct buf *wire, char **why)
{
	return ip(v, AF_INET, wire, why);
}

static int read_IP6(const struct node *v, struct buf *wire, char **why)
{
	return ip(v, AF_INET6, wire, why);
}

static int read_TEXT(const struct node *v, struct buf *wire, char **why)
{
	return args_data(NULL, v, wire, why);
}

static int read_BYTES(const struct node *v, struct buf *wire, char **why)
{
	return args_hex(v, VALUE_MAX, wire, why);
}

#define read_I32 number32
#define read_U32 number32
#define read_I64 number64
#define read_U64 number64

/* Types of field, see optkinds.def. */
static int (*const readers[OPTFIELD_COUNT])(const struct node *v,
					    struct buf *wire, char **why) = {
#define OPTFIELD(type, bytes) [OPTFIELD_##type] = read_##type,
#include "guests/lang/optkinds.def"
};

/* The option that the step is about, or NULL for a number. */
static const struct sockopt *option(const struct args *a)
{
	const struct node *name = node_get(a->map, "name");

	return name && name->text ? sockopt_find(name->text) : NULL;
}

static int record(struct args *a, const struct optkind *k, const struct node *v,
		  struct buf *wire, char **why)
{
	struct args_field f[OPTKIND_FIELDS];
	int n = 0;

	for (; k->fields[n].type != OPTFIELD_END; n++)
		f[n] = (struct args_field){k->fields[n].name, true, NULL};
	if (args_fields(a, v, f, n, why))
		return -1;
	buf_puts(wire, k->prefix);
	for (int i = 0; i < n; i++) {
		buf_puts(wire, ":");
		if (readers[k->fields[i].type](f[i].node, wire, why))
			return -1;
	}
	return 0;
}

/* {hex: 00ff} or {int: 5}: for every option, whatever its kind. */
static int any_kind(struct args *a, const struct node *v, struct buf *wire,
		    char **why)
{
	const struct optkind *k =
		&optkinds[node_get(v, "hex") ? OPT_BYTES : OPT_INT];
	struct args_field f[] = {{k->prefix, true, NULL}};

	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	buf_printf(wire, "%s:", k->prefix);
	return readers[k->fields[0].type](f[0].node, wire, why);
}

int args_value(struct args *a, const struct node *v, struct buf *wire,
	       char **why)
{
	const struct sockopt *o = option(a);
	const struct optkind *k = &optkinds[o ? o->kind : OPT_INT];
	bool is_record = optkind_is_record(k);

	if (node_get(v, "hex") || node_get(v, "int"))
		return any_kind(a, v, wire, why);
	if (v->kind != (is_record ? NODE_MAP : NODE_SCALAR) ||
	    k == &optkinds[OPT_BYTES])
		return node_fail(why, v, "is not a value of %s, such as %s",
				 o ? o->name : "an unknown option", k->example);
	if (is_record)
		return record(a, k, v, wire, why);
	buf_printf(wire, "%s:", k->prefix);
	return readers[k->fields[0].type](v, wire, why);
}
