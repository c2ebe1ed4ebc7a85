/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.h: the rows of names.def, sockopts.def and errnos.def, looked up.
 *
 * Names are what travels, Linux's numbers are what the player works with.
 */
#ifndef NAMES_H
#define NAMES_H

#include "spell.h"

/* The groups of names.def. */
enum names_group {
	GROUP_FAMILY,
	GROUP_TYPE,
	GROUP_PROTO,
	GROUP_LEVEL,
	GROUP_MSG,
	GROUP_HOW,
	GROUP_POLL,
	GROUP_IOCTL,
	GROUP_AI,
	GROUP_EAI,
	GROUP_CMSG,
	GROUP_VALUE,
};

/* The kinds of value in sockopts.def, from optkinds.def. */
enum names_kind {
#define OPTKIND(kind, prefix, example, fields) OPT_##kind,
#include "lang/optkinds.def"
};

struct names_option {
	int level;
	const char *name;
	int number;
	enum names_kind kind;
};

/*
 * The number of a name, of several names joined by |, or of a number; cuts
 * text in place. 0, or -1 when some name is not of that group.
 */
int names_parse(enum names_group group, char *text, long *number);
/* The first name of that number, or NULL. */
const char *names_name(enum names_group group, long number);
/* That name, or the number in decimal where there is none. */
void names_tell(struct spell *t, enum names_group group, long number);
/* The names of bits, joined by |; 0x.. for what has none, 0 for none. */
void names_tell_bits(struct spell *t, enum names_group group,
		     unsigned long bits);

/* A row of sockopts.def, or NULL. */
const struct names_option *names_option(const char *name);
const struct names_option *names_option_number(int level, int number);

/* The name of one of Linux's errnos (or SOCK_ENOTCAPABLE), or NULL. */
const char *names_errno(int number);
/* Linux's errno for WASI's; -N where WASI has no errno N, its sign dropped. */
int names_errno_wasi(int number);

#endif
