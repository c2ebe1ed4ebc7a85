/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args.h: arguments of a step, from their YAML form to that of wire.h.
 *
 * One function for each kind of argument (kinds.def) takes a node and
 * appends the wire form, or says in a sentence what is wrong with it. The
 * sentence begins with the wrong value; args_read puts the argument's name
 * before it.
 */
#ifndef ARGS_H
#define ARGS_H

#include "scene.h"
#include "base/tree.h"

struct args {
	const struct node *map; /* all of the step's: an option's value needs
				   to know its option */
	struct scene *scene;
	int actor;
	enum arg_kind kind; /* of the argument that is being read */
	int line;           /* of the innermost node that was looked at */
};

typedef int args_fn(struct args *a, const struct node *v, struct buf *wire,
		    char **why);

/* Append the wire form of v; -1 and a sentence that names the argument. */
int args_read(struct args *a, const struct arg_spec *spec, const struct node *v,
	      struct buf *wire, char **why);

/* How a kind of argument is written, and an example of it. */
struct args_kind {
	const char *name;
	args_fn *read;
	const char *form;
	const char *example;
	bool shown; /* examples of an operation show it though not needed */
};
extern const struct args_kind args_kinds[ARG_KIND_COUNT];

/* The functions of kinds.def: in args_word.c, ... */
args_fn args_constant, args_option, args_bool, args_ptr, args_oflags,
	args_addrlen;
/* ... args_number.c, ... */
args_fn args_int, args_len, args_ms;
/* ... args_fd.c, ... */
args_fn args_fd, args_as, args_as2, args_asn, args_pollfds;
/* ... args_addr.c, args_data.c, args_value.c, args_control.c. */
args_fn args_addr, args_data, args_iovout, args_iovin, args_str, args_path,
	args_value, args_control;

/* What several of them need. */

/* A number, decimal or 0x, within bounds. */
int args_number(const struct node *v, long long min, long long max,
		long long *n, char **why);
/* A 32-bit number; 0x80000000 and above are taken as the negative ones. */
int args_int32(const struct node *v, int *n, char **why);
/* Constants of a group, joined by | when there may be several; or a number. */
int args_names(const char *group, const struct node *v, struct buf *wire,
	       char **why);
/* Hex digits, with blanks between if wished, as at most max bytes. */
int args_hex(const struct node *v, size_t max, struct buf *wire, char **why);
/* Bytes of an IPv4 (4) or IPv6 (16) address as hex. */
int args_ip(const struct node *v, const char *text, int family,
	    struct buf *wire, char **why);

/*
 * The fields of a mapping, in a table: those with need must be there, others
 * may. Fills in `node`; what is in the mapping and not in the table is a
 * mistake.
 */
struct args_field {
	const char *name;
	bool need;
	const struct node *node;
};
int args_fields(struct args *a, const struct node *map, struct args_field *f,
		int n, char **why);
/* Is it a list of so many things? what names them: "pieces". */
int args_count(const struct node *v, int min, int max, const char *what,
	       char **why);
/* Call fn for each item of a list, with commas between what they append. */
int args_list(struct args *a, const struct node *list, args_fn *fn,
	      struct buf *wire, char **why);

#endif
