/* SPDX-License-Identifier: Apache-2.0 */
/* What cases reach: coverage.h, and the command that tells it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/scratch.h"
#include "coverage/coverage.h"
#include "coverage/coverage_grid.h"
#include "coverage/coverage_show.h"
#include "base/text.h"
#include "base/util.h"

#define HEAD "title: t\nwhy: socket(2)\ncovers: [socket]\nsteps:\n"
#define UDP "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
#define TCP "  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"

static struct corpus corpus;
static struct coverage coverage;

static void measure(const char *steps)
{
	char *text = xasprintf(HEAD "%s", steps);
	char *wrong = scratch_load(text, strlen(text), &corpus);

	ck_assert_str_eq(wrong, "");
	free(wrong);
	free(text);
	coverage_measure(&coverage, &corpus, "reference");
}

static void done(void)
{
	coverage_free(&coverage);
	corpus_free(&corpus);
}

static enum coverage_state state_of(int grid, const char *row,
				    const char *group, const char *column)
{
	const struct coverage_grid *g = &coverage.grids[grid];
	int r = coverage_row(g, row);

	ck_assert_int_ge(r, 0);
	for (int i = 0; i < g->ngroups; i++) {
		const struct coverage_group *p = &g->groups[i];

		for (int j = 0; !strcmp(p->name, group) && j < p->n; j++) {
			if (!strcmp(p->columns[j], column))
				return coverage_at(g, r, p->first + j)->state;
		}
	}
	ck_abort_msg("no cell %s %s %s", row, group, column);
	return COVERAGE_HOLE;
}

/* Steps, and a cell that they cover or not. */
static const struct {
	const char *steps;
	int grid;
	const char *row, *group, *column;
	enum coverage_state want;
} rows[] = {
	/* operations */
	{UDP, COVERAGE_OPERATIONS, "socket", "udp", "new", COVERAGE_DONE},
	{UDP, COVERAGE_OPERATIONS, "socket", "tcp", "new", COVERAGE_HOLE},
	{UDP, COVERAGE_OPERATIONS, "socket", "udp", "bound", COVERAGE_NONSENSE},
	{UDP "  - bind: {fd: s, addr: 127.0.0.1:7000}\n  - recv: {fd: s}\n",
	 COVERAGE_OPERATIONS, "recv", "udp", "bound", COVERAGE_DONE},
	{UDP "  - bind: {fd: s, addr: 127.0.0.1:7000, inject: {errno: "
	     "EACCES}}\n  - recv: {fd: s}\n",
	 COVERAGE_OPERATIONS, "recv", "udp", "new", COVERAGE_DONE},
	{TCP "  - bind: {fd: s, addr: 127.0.0.1:7000}\n  - listen: {fd: s}\n"
	     "  - accept: {fd: s, as: c}\n  - dup: {fd: c, as: d}\n"
	     "  - send: {fd: d}\n",
	 COVERAGE_OPERATIONS, "send", "tcp", "connected", COVERAGE_DONE},
	{TCP "  - connect: {fd: s, addr: 127.0.0.1:7000, inject: {errno: "
	     "EINPROGRESS}}\n  - getpeername: {fd: s}\n",
	 COVERAGE_OPERATIONS, "getpeername", "tcp", "connecting",
	 COVERAGE_DONE},
	{UDP "  - connect: {fd: s, addr: 127.0.0.1:7000}\n"
	     "  - poll: {fds: [{fd: s, events: POLLIN}]}\n",
	 COVERAGE_OPERATIONS, "poll", "udp", "connected", COVERAGE_DONE},
	{UDP "  - close: {fd: s}\n  - send: {fd: s}\n", COVERAGE_OPERATIONS,
	 "send", "udp", "closed", COVERAGE_DONE},
	{"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_STREAM|"
	 "SOCK_NONBLOCK}\n  - read: {fd: b}\n",
	 COVERAGE_OPERATIONS, "read", "unix", "connected", COVERAGE_DONE},
	/* another's calls test no host */
	{UDP "  - p.socket: {as: p, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	     "  - p.recv: {fd: p}\n",
	 COVERAGE_OPERATIONS, "recv", "unix-dgram", "new", COVERAGE_HOLE},
	/* options */
	{UDP "  - setsockopt: {fd: s, name: IP_TTL, value: 7}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "set", "udp", COVERAGE_DONE},
	{UDP "  - setsockopt: {fd: s, name: IP_TTL, value: 7}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "effect", "udp", COVERAGE_HOLE},
	{UDP "  - setsockopt: {fd: s, name: IP_TTL, value: 7}\n"
	     "  - sendto: {fd: s, addr: 127.0.0.1:7000}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "effect", "udp", COVERAGE_DONE},
	{UDP "  - setsockopt: {fd: s, name: IP_TTL, value: 7, inject: "
	     "{errno: EPERM}}\n  - sendto: {fd: s, addr: 127.0.0.1:7000}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "effect", "udp", COVERAGE_HOLE},
	{UDP "  - sendmsg: {fd: s, control: [{type: IP_TTL, int: 7}]}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "effect", "udp", COVERAGE_DONE},
	{TCP
	 "  - setsockopt: {fd: s, name: IP_TTL, value: 7}\n"
	 "  - accept: {fd: s, as: c}\n  - getsockopt: {fd: c, name: IP_TTL}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "effect", "tcp", COVERAGE_DONE},
	{UDP "  - getsockopt: {fd: s, level: SOL_SOCKET, name: IP_TTL}\n",
	 COVERAGE_OPTIONS, "IP_TTL", "get", "udp", COVERAGE_HOLE},
	{UDP, COVERAGE_OPTIONS, "SO_TYPE", "effect", "udp", COVERAGE_NONSENSE},
	{UDP, COVERAGE_OPTIONS, "TCP_NODELAY", "effect", "udp",
	 COVERAGE_NONSENSE},
	/* errnos */
	{UDP "  - recv: {fd: s, inject: {errno: EPERM}}\n", COVERAGE_ERRNOS,
	 "EPERM", "receive", "recv", COVERAGE_INJECTED},
	{UDP, COVERAGE_ERRNOS, "EPERM", "receive", "recv", COVERAGE_HOLE},
	{UDP, COVERAGE_ERRNOS, "ETOOMANYREFS", "send", "sendmsg",
	 COVERAGE_HOLE},
	{UDP, COVERAGE_ERRNOS, "ETOOMANYREFS", "send", "send",
	 COVERAGE_NONSENSE},
};

START_TEST(cell)
{
	measure(rows[_i].steps);
	ck_assert_int_eq(state_of(rows[_i].grid, rows[_i].row, rows[_i].group,
				  rows[_i].column),
			 rows[_i].want);
	done();
}
END_TEST

/* What Linux answered decides whether a call has done what it says. */
START_TEST(recording)
{
	static const char stored[] =
		"sockdiff reference, schema 1\nkernel: 6.1\n\n"
		"case udp/x\n1 socket {as: s}\n  = s\n"
		"2 bind {fd: s}\n  = -1 EADDRNOTAVAIL\n"
		"3 recv {fd: s}\n  = -1 EAGAIN (waited)\n\n"
		"checksum: 0000000000000000\n";

	scratch_write("reference/udp/x.rec", stored, sizeof(stored) - 1);
	measure(UDP "  - bind: {fd: s, addr: 192.0.2.1:7000}\n"
		    "  - recv: {fd: s}\n");
	ck_assert_int_eq(coverage.nrecorded, 1);
	ck_assert_int_eq(
		state_of(COVERAGE_ERRNOS, "EADDRNOTAVAIL", "name", "bind"),
		COVERAGE_DONE);
	ck_assert_int_eq(state_of(COVERAGE_ERRNOS, "EAGAIN", "receive", "recv"),
			 COVERAGE_DONE);
	ck_assert_int_eq(state_of(COVERAGE_OPERATIONS, "recv", "udp", "new"),
			 COVERAGE_DONE);
	ck_assert_int_eq(coverage.provoked, 2);
	done();
}
END_TEST

/* All that coverage.def names is there. */
START_TEST(table)
{
	static const struct {
		const char *op, *list;
	} pages[] = {
#define COVER_PAGE(op, list) {#op, list},
#include "coverage/coverage.def"
	};

	for (size_t i = 0; i < COUNT(pages); i++) {
		char *copy = xstrdup(pages[i].list), *save = NULL;

		for (char *w = strtok_r(copy, " ", &save); w;
		     w = strtok_r(NULL, " ", &save))
			ck_assert_msg(errno_find(w), "%s: %s", pages[i].op, w);
		free(copy);
	}
	measure(UDP);
	ck_assert_int_gt(coverage.named, 200);
	done();
}
END_TEST

/* On a narrow terminal nothing is cut and nothing sticks out. */
START_TEST(narrow)
{
	struct buf b = {0};

	measure(UDP);
	for (int i = 0; i < COVERAGE_GRIDS; i++)
		coverage_text(&b, &coverage.grids[i], true, 60);
	coverage_row_text(&b, &coverage.grids[COVERAGE_OPTIONS], 0, 60);
	coverage_end_text(&b, &coverage, 60);
	char *text = buf_take(&b), *save = NULL;
	ck_assert_ptr_nonnull(strstr(text, "udp6"));
	for (char *l = strtok_r(text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save))
		ck_assert_msg(text_width(l) <= 60, "%s", l);
	free(text);
	done();
}
END_TEST

START_TEST(json)
{
	measure(UDP);
	json_t *o = coverage_json(&coverage), *grid, *row;
	size_t i, j;

	json_array_foreach (json_object_get(o, "grids"), i, grid) {
		const struct coverage_grid *g = &coverage.grids[i];

		ck_assert_str_eq(
			json_string_value(json_object_get(grid, "name")),
			g->name);
		json_array_foreach (json_object_get(grid, "rows"), j, row)
			ck_assert_int_eq((int)json_array_size(
						 json_object_get(row, "cells")),
					 g->ncolumns);
		ck_assert_int_eq((int)j, g->nrows);
	}
	json_decref(o);
	done();
}
END_TEST

Suite *coverage_suite(void);

Suite *coverage_suite(void)
{
	Suite *s = suite_create("coverage");
	TCase *t = tcase_create("coverage");

	tcase_add_checked_fixture(t, scratch_open, scratch_close);
	tcase_add_loop_test(t, cell, 0, COUNT(rows));
	tcase_add_test(t, recording);
	tcase_add_test(t, table);
	tcase_add_test(t, narrow);
	tcase_add_test(t, json);
	suite_add_tcase(s, t);
	return s;
}
