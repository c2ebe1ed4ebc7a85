/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbers.h: the rows of names.def, sockopts.def as constants, for ABIs that
 * have numbers of their own: LINUX_FAMILY_AF_UNIX, LINUX_SO_ERROR.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

enum {
#define NAME(group, name, number) LINUX_##group##_##name = (int)(number),
#include "lang/names.def"
#undef NAME
#define SOCKOPT(level, name, number, kind, access, compare, help) \
	LINUX_##name = (number),
#include "lang/sockopts.def"
#undef SOCKOPT
};

#endif
