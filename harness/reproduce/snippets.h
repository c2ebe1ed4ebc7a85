/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snippets.h: the pieces of C that reproducers are put together from.
 *
 * A reproducer is one file of C. Its guest calls the imports of an ABI; built
 * natively, the same file brings functions of these names with it, made of
 * Linux's system calls. An ABI is a file of rows, abi/NAME.def:
 *
 *	WORD(name, number)
 *		a constant: for WebAssembly the ABI's number is defined, for
 *		Linux its headers have it
 *	IMPORT(module, name, parameters, body)
 *		an import, which returns an errno; natively a function with
 *		that body
 *	PART(side, name, text)
 *		anything else that has a name, for one or both sides; of two
 *		with the same side and name the later one counts
 *	STEP(op, takes, before, call, shows)
 *		an operation. `takes` lists the arguments that the row can do
 *		with, those that it needs with a ! in front; the first row
 *		that fits is taken. `before` is statements, `call` an
 *		expression that is an errno, `shows` names rows of shows.def:
 *		what is printed when it is 0, "ok" if that is nothing
 *	OPTION(name, shows)
 *		an option that can be set and read, and the row of shows.def
 *		for its value
 *
 * Words, imports and parts are in a reproducer if something in it names them,
 * in the order of the rows. In `before` and `call` the arguments of a step
 * stand for themselves, with a $ in front; see fill.h.
 */
#ifndef SNIPPETS_H
#define SNIPPETS_H

enum part_side {
	PART_TYPE, /* for both, above all else */
	PART_WASM,
	PART_LINUX,
	PART_IMPORT,
	PART_BOTH,
	PART_DRIVER /* of the peers, who start the guest */
};

struct part {
	enum part_side side;
	const char *name;
	const char *module, *params; /* of an import, else NULL */
	const char *text;
};

struct word {
	const char *name, *number;
};

struct step_row {
	const char *op, *takes, *before, *call, *shows;
};

struct option_row {
	const char *name, *shows;
};

/* Each list ends with a row without a name. */
struct snippets {
	const char *abi;
	const struct part *parts;
	const struct word *words;
	const struct step_row *steps;
	const struct option_row *options;
};

/* Those of an ABI, or NULL; "native" has the peers' steps. */
const struct snippets *snippets_find(const char *abi);
/* The names of all ABIs there are, with commas between; static. */
const char *snippets_names(void);

/* A row of shows.def: how a field of an answer is printed. */
struct show_row {
	const char *name, *field, *text;
};
/* NULL when there is none. n: the length of its name, words[] may go on. */
const struct show_row *snippets_show(const char *name, int n);

#endif
