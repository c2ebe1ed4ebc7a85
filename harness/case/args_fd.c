/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors and their names: FD, AS, AS2, ASN, POLLFDS. */
#include <ctype.h>
#include <string.h>

#include "args.h"
#include "subst.h"

/* As many as a player takes, guests/player/args.h. */
#define POLLFDS_MAX 64
#define AS_MAX 64

/* Words that are descriptors by themselves. */
static bool is_standard(const char *word)
{
	static const char *const list[] = {"stdin", "stdout", "stderr"};

	for (size_t i = 0; i < COUNT(list); i++) {
		if (!strcmp(word, list[i]))
			return true;
	}
	return false;
}

int args_fd(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	if (!node_has_text(v))
		return node_fail(why, v, "is not a descriptor");
	if (isdigit((unsigned char)v->text[v->text[0] == '-']))
		return args_int(a, v, wire, why);
	if (!subst_is_name(v->text))
		return node_fail(why, v, "cannot be a descriptor's name");
	if (!is_standard(v->text) &&
	    scene_need(a->scene, a->actor, v->text, why))
		return -1;
	buf_puts(wire, v->text);
	return 0;
}

int args_as(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	(void)a;
	if (!node_has_text(v))
		return node_fail(why, v, "is not a name");
	if (!subst_is_name(v->text) || v->len > SCENE_NAME_MAX)
		return node_fail(why, v,
				 "cannot name a descriptor: use "
				 "letters, digits and _");
	if (is_standard(v->text))
		return node_fail(why, v, "is already the name of a descriptor");
	buf_puts(wire, v->text);
	return 0;
}

int args_asn(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	if (v->kind == NODE_SCALAR)
		return args_as(a, v, wire, why);
	if (args_count(v, 1, AS_MAX, "names", why))
		return -1;
	return args_list(a, v, args_as, wire, why);
}

int args_as2(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	if (args_count(v, 2, 2, "names", why))
		return -1;
	return args_asn(a, v, wire, why);
}

static int pollfd(struct args *a, const struct node *v, struct buf *wire,
		  char **why)
{
	struct args_field f[] = {{"fd", true, NULL}, {"events", true, NULL}};

	if (v->kind != NODE_MAP)
		return node_fail(why, v, "is not {fd: s, events: POLLIN}");
	if (args_fields(a, v, f, COUNT(f), why) ||
	    args_fd(a, f[0].node, wire, why))
		return -1;
	buf_puts(wire, ":");
	return args_names("POLL", f[1].node, wire, why);
}

int args_pollfds(struct args *a, const struct node *v, struct buf *wire,
		 char **why)
{
	if (args_count(v, 0, POLLFDS_MAX, "{fd: s, events: POLLIN}", why))
		return -1;
	return args_list(a, v, pollfd, wire, why);
}
