/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field_mutants.h: a host that is wrong in one field of one function's answer,
 * see mutants.h. Every function of every ABI has them, by the names of its
 * parameters in the ABI's .def:
 *
 *	field:wasigo.sock_getlocaladdr:out_port:0   a byte of what it writes
 *	field:wasigo.sock_getlocaladdr:addr*:2      of what is pointed to there
 *	field:wasigo.sock_open:result:0             the number that it returns
 *
 * The byte is one more than it should be, and only of a call that succeeded;
 * so is the result, of any.
 */
#ifndef SOCKHOST_FIELD_MUTANTS_H
#define SOCKHOST_FIELD_MUTANTS_H

#include <stdint.h>

struct sockhost;
struct sockhost_fn;

/* Is id of that form? Then it is chosen. */
int field_mutant_take(struct sockhost *h, const char *id);
/* The function was called: the result, as the mutant has it. */
uint32_t field_mutant(struct sockhost *h, const struct sockhost_fn *fn,
		      const uint64_t *args, uint32_t result);

#endif
