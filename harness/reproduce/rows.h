/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.h: the rows of the file ABI_ROWS as snippets_ABI. Included once for
 * each ABI, by snippets.c alone, so without a guard.
 */
#define ROWS_JOIN_(a, b) a##_##b
#define ROWS_JOIN(a, b) ROWS_JOIN_(a, b)
#define ROWS_TEXT_(a) #a
#define ROWS_TEXT(a) ROWS_TEXT_(a)

#define WORD(name, number)
#define IMPORT(module, name, params, body)
#define PART(side, name, text)
#define STEP(op, takes, before, call, shows)
#define OPTION(name, shows)

#undef WORD
#define WORD(name, number) {#name, #number},
static const struct word ROWS_JOIN(words, ABI)[] = {
#include ABI_ROWS
	{0},
};
#undef WORD
#define WORD(name, number)

#undef IMPORT
#undef PART
#define IMPORT(module, name, params, body) \
	{PART_IMPORT, #name, #module, params, body},
#define PART(side, name, text) {PART_##side, #name, NULL, NULL, text},
static const struct part ROWS_JOIN(parts, ABI)[] = {
#include "reproduce/abi/common.def"
#include ABI_ROWS
	{0},
};
#undef IMPORT
#undef PART
#define IMPORT(module, name, params, body)
#define PART(side, name, text)

#undef STEP
#define STEP(op, takes, before, call, shows) {op, takes, before, call, shows},
static const struct step_row ROWS_JOIN(steps, ABI)[] = {
#include ABI_ROWS
	{0},
};
#undef STEP
#define STEP(op, takes, before, call, shows)

#undef OPTION
#define OPTION(name, shows) {#name, #shows},
static const struct option_row ROWS_JOIN(options, ABI)[] = {
#include ABI_ROWS
	{0},
};

#undef WORD
#undef IMPORT
#undef PART
#undef STEP
#undef OPTION

static const struct snippets ROWS_JOIN(snippets, ABI) = {
	.abi = ROWS_TEXT(ABI),
	.parts = ROWS_JOIN(parts, ABI),
	.words = ROWS_JOIN(words, ABI),
	.steps = ROWS_JOIN(steps, ABI),
	.options = ROWS_JOIN(options, ABI),
};

#undef ABI
#undef ABI_ROWS
#undef ROWS_JOIN_
#undef ROWS_JOIN
#undef ROWS_TEXT_
#undef ROWS_TEXT
