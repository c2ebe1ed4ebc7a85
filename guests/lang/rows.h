/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.h: tables that an enumeration indexes, and that lack no row.
 *
 *	ROWS_BEGIN(names);
 *	static const char *const names[COLOUR_COUNT] = {
 *		[ROW(RED)] = "red",
 *		[ROW(BLUE)] = "blue",
 *	};
 *	ROWS_END(names, COLOUR_COUNT);
 *
 * C fills a row that is forgotten with zeros and says nothing. Here rows are
 * counted as they are compiled, and the compiler itself reports one that is
 * there twice (-Woverride-init): as many rows as values means all of them.
 * Tables that a .def file makes need none of this.
 */
#ifndef ROWS_H
#define ROWS_H

#define ROWS_BEGIN(table) enum { rows_before_##table = __COUNTER__ }
#define ROW(value) (value) + 0 * __COUNTER__
#define ROWS_END(table, count)                                           \
	_Static_assert(__COUNTER__ - rows_before_##table - 1 == (count), \
		       #table " lacks a row")

#endif
