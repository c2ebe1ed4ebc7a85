/* SPDX-License-Identifier: Apache-2.0 */
/*
 * args_kinds.h: how the single kinds of argument leave their wire form.
 *
 * One function per kind, all of one type. text is the value of the field,
 * cut in place; what is made of it is put into a. A function says in *why
 * what is wrong.
 */
#ifndef ARGS_KINDS_H
#define ARGS_KINDS_H

#include "args.h"

/* group: for the constants, which group of names.def. */
typedef enum args_result args_fn(char *text, enum names_group group,
				 struct arg *a, const char **why);

args_fn args_fd, args_as, args_constant, args_option, args_int, args_len,
	args_addr, args_addrlen, args_ptr, args_bool, args_oflags, args_pollfds;
/* In args_data.c: those that carry bytes. */
args_fn args_data, args_iovout, args_iovin, args_value, args_control,
	args_string;
/* Forget the bytes of the last command. */
void args_data_reset(void);

#endif
