/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutants.h: bugs, one of which can be put into the host at a time, to prove
 * that the cases catch it. In a normal build none of it is there. Built with
 * SOCKHOST_MUTANTS the bug is chosen by sockhost_mutant().
 *
 * mutants.def has those of real hosts. The core has none of them in its code:
 * wrap.h stands around its functions. In an ABI each stands where it acts:
 *
 *	if (mutant(h, M_scope_garbage))
 *		scope = 0x6405;
 *
 * mutant_families.def has the generic ones, FAMILY:NAME, a bug for each row
 * of a table: an errno, an option, a flag. There the family acts, on whatever
 * row was chosen:
 *
 *	if (mutant_is(F_option, level, name))
 *		return 0;
 *	flags = mutant_drop(F_recv, flags);
 *	len -= mutant_length(h, L_addrlen_out);
 */
#ifndef SOCKHOST_MUTANTS_H
#define SOCKHOST_MUTANTS_H

enum mutant {
	M_none,
#define MUTANT(id, word, source, sees) M_##id,
#include "mutants.def"
#undef MUTANT
#define FAMILY(id, name, sees) F_##id,
#include "mutant_families.def"
};

/* Rows of the family `length`. */
enum mutant_length {
	L_none,
#define LENGTH(id, name, abi, word, sees) L_##id,
#include "mutant_families.def"
};

#ifdef SOCKHOST_MUTANTS
/* The bug that was chosen; a process has one host when it has a bug. */
extern struct mutant_chosen {
	int mutant;        /* of enum mutant; M_none */
	int level, number; /* the row of a family's table */
} mutant_chosen;

#define mutant(h, m) ((void)(h), mutant_chosen.mutant == (m))
#define mutant_is(family, at, row)                                          \
	(mutant_chosen.mutant == (family) && mutant_chosen.level == (at) && \
	 mutant_chosen.number == (row))
#define mutant_drop(family, bits)                                          \
	(mutant_chosen.mutant == (family) ? (bits) & ~mutant_chosen.number \
					  : (bits))
/* 1 or 0: how far the length is off */
#define mutant_length(h, row) ((void)(h), mutant_is(F_length, 0, row))
#else
#define mutant(h, m) ((void)(h), (void)(m), 0)
#define mutant_length(h, row) ((void)(h), 0)
#endif

#endif
