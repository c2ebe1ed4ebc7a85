/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutants.h: bugs of real hosts, one of which can be put back at a time, to
 * prove that the cases catch it. mutants.def lists them, each stands where it
 * acts:
 *
 *	if (mutant(h, M_shutdown_both))
 *		how = SHUT_RDWR;
 *
 * In a normal build none of it is there. Built with SOCKHOST_MUTANTS the bug
 * is chosen by sockhost_mutant().
 */
#ifndef SOCKHOST_MUTANTS_H
#define SOCKHOST_MUTANTS_H

enum mutant {
	M_none,
#define MUTANT(id, source, sees) M_##id,
#include "mutants.def"
#undef MUTANT
};

#ifdef SOCKHOST_MUTANTS
#define mutant(h, m) ((h)->mutant == (m))
#else
#define mutant(h, m) ((void)(h), (void)(m), 0)
#endif

#endif
