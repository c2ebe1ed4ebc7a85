/* SPDX-License-Identifier: Apache-2.0 */
/* Values of socket options: VALUE. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/words.h"

#define VALUE_MAX 65536

/*
 * A kind of option is a record of fields, each with the form of one letter:
 * i 32 bits, q 64 bits, a an IPv4 and A an IPv6 address.
 */
struct form {
	const char *prefix; /* on the wire */
	const char *example;
	struct {
		const char *name;
		char letter;
		bool need;
	} fields[3];
};

static const struct form forms[] = {
	[OPT_INT] = {"int", "1", {{NULL, 'i', 1}}},
	[OPT_U64] = {"u64", "1", {{NULL, 'q', 1}}},
	[OPT_LINGER] = {"linger", "{onoff: 1, linger: 5}",
			{{"onoff", 'i', 1}, {"linger", 'i', 1}}},
	[OPT_TIMEVAL] = {"timeval", "{sec: 1, usec: 0}",
			 {{"sec", 'q', 1}, {"usec", 'q', 1}}},
	[OPT_STRING] = {"str", "text", {{NULL, 's', 1}}},
	[OPT_UCRED] = {"ucred", "{pid: 1, uid: 0, gid: 0}",
		       {{"pid", 'i', 1}, {"uid", 'i', 1}, {"gid", 'i', 1}}},
	[OPT_INADDR] = {"inaddr", "127.0.0.1", {{NULL, 'a', 1}}},
	[OPT_MREQ] = {"mreq", "{group: 224.0.0.9, interface: 127.0.0.1}",
		      {{"group", 'a', 1}, {"interface", 'a', 1}}},
	[OPT_MREQSRC] = {"mreqsrc", "{group: 224.0.0.9, interface: 127.0.0.1, "
			 "source: 127.0.0.1}",
			 {{"group", 'a', 1}, {"interface", 'a', 1},
			  {"source", 'a', 1}}},
	[OPT_MREQ6] = {"mreq6", "{group: \"ff02::9\", interface: 1}",
		       {{"group", 'A', 1}, {"interface", 'i', 1}}},
	[OPT_BYTES] = {"hex", "{hex: 00ff}", {{NULL, 'x', 1}}},
};

const char *args_value_example(enum opt_kind kind)
{
	return forms[kind].example;
}

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

static int one(char letter, const struct node *v, struct buf *wire, char **why)
{
	long long n;

	if (letter == 'i')
		return number32(v, wire, why);
	if (letter == 'x')
		return args_hex(v, VALUE_MAX, wire, why);
	if (letter == 's')
		return args_data(NULL, v, wire, why);
	if (letter == 'q') {
		if (args_number(v, INT64_MIN, INT64_MAX, &n, why))
			return -1;
		buf_printf(wire, "%lld", n);
		return 0;
	}
	if (!node_has_text(v))
		return node_fail(why, v, "is not an address");
	return args_ip(v, v->text, letter == 'a' ? AF_INET : AF_INET6, wire,
		       why);
}

/* The option that the step is about, or NULL for a number. */
static const struct sockopt *option(const struct args *a)
{
	const struct node *name = node_get(a->map, "name");

	return name && name->text ? sockopt_find(name->text) : NULL;
}

static int record(struct args *a, const struct form *form,
		  const struct node *v, struct buf *wire, char **why)
{
	struct args_field f[COUNT(form->fields)];
	int n = 0;

	for (; n < (int)COUNT(f) && form->fields[n].name; n++)
		f[n] = (struct args_field){form->fields[n].name,
					   form->fields[n].need, NULL};
	if (args_fields(a, v, f, n, why))
		return -1;
	buf_puts(wire, form->prefix);
	for (int i = 0; i < n; i++) {
		buf_puts(wire, ":");
		if (one(form->fields[i].letter, f[i].node, wire, why))
			return -1;
	}
	return 0;
}

/* {hex: 00ff} or {int: 5}: for every option, whatever its kind. */
static int any_kind(struct args *a, const struct node *v, struct buf *wire,
		    char **why)
{
	bool hex = node_get(v, "hex");
	struct args_field f[] = {{hex ? "hex" : "int", true, NULL}};

	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	buf_puts(wire, hex ? "hex:" : "int:");
	return one(hex ? 'x' : 'i', f[0].node, wire, why);
}

int args_value(struct args *a, const struct node *v, struct buf *wire,
	       char **why)
{
	const struct sockopt *o = option(a);
	const struct form *form = &forms[o ? o->kind : OPT_INT];
	bool is_record = form->fields[0].name != NULL;

	if (node_get(v, "hex") || node_get(v, "int"))
		return any_kind(a, v, wire, why);
	if (v->kind != (is_record ? NODE_MAP : NODE_SCALAR) ||
	    form == &forms[OPT_BYTES])
		return node_fail(why, v, "is not a value of %s, such as %s",
				 o ? o->name : "an unknown option",
				 form->example);
	if (is_record)
		return record(a, form, v, wire, why);
	buf_printf(wire, "%s:", form->prefix);
	return one(form->fields[0].letter, v, wire, why);
}
