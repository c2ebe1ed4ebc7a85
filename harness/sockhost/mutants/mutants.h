/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutants.h: bugs, one of which can be put into the host at a time, to prove
 * that the cases catch it. In a normal build none of it is there. Built with
 * SOCKHOST_MUTANTS the bug is chosen by sockhost_mutant().
 *
 * mutants.def has those of real hosts. Each stands where it acts:
 *
 *	if (mutant(h, M_shutdown_both))
 *		how = SHUT_RDWR;
 *
 * mutant_families.def has the generic ones, FAMILY:NAME, a bug for each row
 * of a table: an errno, an option, a flag. There the family acts, on whatever
 * row was chosen:
 *
 *	if (mutant_is(h, F_option, level, name))
 *		return 0;
 *	flags = mutant_drop(h, F_recv, flags);
 *	len -= mutant_length(h, L_addrlen_in);
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
#define mutant(h, m) ((h)->mutant == (m))
#define mutant_is(h, family, level, number)                         \
	((h)->mutant == (family) && (h)->mutant_level == (level) && \
	 (h)->mutant_number == (number))
#define mutant_drop(h, family, bits) \
	((h)->mutant == (family) ? (bits) & ~(h)->mutant_number : (bits))
/* 1 or 0: how far the length is off */
#define mutant_length(h, row) mutant_is(h, F_length, 0, row)
#else
#define mutant(h, m) ((void)(h), (void)(m), 0)
#define mutant_is(h, family, level, number) \
	((void)(h), (void)(level), (void)(number), 0)
#define mutant_drop(h, family, bits) ((void)(h), (bits))
#define mutant_length(h, row) ((void)(h), 0)
#endif

#endif
