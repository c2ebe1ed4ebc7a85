/* SPDX-License-Identifier: Apache-2.0 */
/* The library as embedders use it: functions by name, several at a time. */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

static const struct {
	const char *abi, *module, *name;
	const char *params, *result;
} functions[] = {
	{"wasinet_v0", "wasinet_v0", "sock_open", "iiii", "i"},
	{"wasinet_v0", "wasinet_v0", "sock_recv_from", "iiiiiiiiii", "i"},
	{"wasinet_v0", "wasinet_v0", "sock_determine_host_af_family", "i", "i"},
	{"wasinet_v0", "wasi_snapshot_preview1", "fd_close", "i", "i"},
	{"wasinet_v0", "wasi_snapshot_preview1", "sock_accept", "iii", "i"},
	{"preview1", "wasi_snapshot_preview1", "path_open", "iiiiiIIii", "i"},
	{"preview1", "wasi_snapshot_preview1", "sched_yield", "", "i"},
	{"preview1", "wasi_snapshot_preview1", "proc_exit", "i", ""},
};

START_TEST(function)
{
	const struct sockhost_fn *fn = sockhost_find(
		functions[_i].abi, functions[_i].module, functions[_i].name);

	ck_assert_ptr_nonnull(fn);
	ck_assert_str_eq(sockhost_fn_params(fn), functions[_i].params);
	ck_assert_str_eq(sockhost_fn_result(fn), functions[_i].result);
}
END_TEST

START_TEST(no_such_function)
{
	ck_assert_ptr_null(sockhost_find("none", "wasinet_v0", "sock_open"));
	ck_assert_ptr_null(
		sockhost_find("preview1", "wasinet_v0", "sock_open"));
	ck_assert_ptr_null(sockhost_find("preview1", "wasi_snapshot_preview1",
					 "sock_open"));
	ck_assert_ptr_null(sockhost_find("preview1", "env", "fd_close"));
	ck_assert_ptr_null(sockhost_find("wasinet_v0", "wasinet_v0", ""));
}
END_TEST

/* Each function of each ABI is listed once, and found under its name. */
START_TEST(lists)
{
	const char *abi, *module, *name;
	const struct sockhost_fn *fn;

	for (size_t i = 0; (abi = sockhost_abi(i)); i++) {
		size_t n = 0;

		while ((fn = sockhost_fn_at(abi, n, &module, &name))) {
			ck_assert_ptr_eq(sockhost_find(abi, module, name), fn);
			n++;
		}
		ck_assert_uint_ge(n, 45);
	}
	ck_assert_ptr_null(sockhost_fn_at("none", 0, &module, &name));
}
END_TEST

START_TEST(memory_moves)
{
	struct guest g;
	uint8_t *other = calloc(1, 256);

	guest_open(&g, "all");
	guest_make(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
	sockhost_memory(g.h, other, 256);
	ck_assert_uint_eq(
		guest_call(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT), 0);
	ck_assert_uint_eq(other[OUT], 4);
	ck_assert_uint_eq(
		guest_call(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, 254),
		NUM_FAULT);
	sockhost_memory(g.h, NULL, 0);
	ck_assert_uint_eq(
		guest_call(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT),
		NUM_FAULT);
	guest_close(&g);
	free(other);
}
END_TEST

#define THREADS 4
#define ROUNDS 200

/* Datagrams to itself, with a table, a memory and a policy of its own. */
static void *one_guest(void *arg)
{
	struct guest *g = arg;

	for (int round = 0; round < ROUNDS; round++) {
		unsigned port;
		uint32_t fd = guest_udp(g, &port);

		guest_in(g, ADDR, "127.0.0.1", port);
		guest_set32(g, DATA, (uint32_t)round);
		guest_vec(g, 0, DATA, 4);
		guest_make(g, "sock_send_to", fd, IOV, 1, 0, 0, ADDR, 16, 0,
			   OUT);
		guest_vec(g, 0, DATA + 64, 4);
		guest_make(g, "sock_recv_from", fd, IOV, 1, 0, 0, ADDR2, 16, 0,
			   OUT, OUT2);
		if (fd != 3 || guest_u32(g, DATA + 64) != (uint32_t)round ||
		    guest_call(g, "fd_close", fd) != 0)
			return NULL;
	}
	return g;
}

START_TEST(threads)
{
	struct guest g[THREADS];
	pthread_t thread[THREADS];
	void *result;

	for (int i = 0; i < THREADS; i++) {
		guest_open(&g[i], "127.0.0.1:*");
		ck_assert_int_eq(
			pthread_create(&thread[i], NULL, one_guest, &g[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(thread[i], &result), 0);
		ck_assert_ptr_eq(result, &g[i]);
		guest_close(&g[i]);
	}
}
END_TEST

/* What one guest has open, another cannot name. */
START_TEST(apart)
{
	struct guest a, b;
	unsigned port;
	uint32_t fd;

	guest_open(&a, "all");
	guest_open(&b, "all");
	guest_udp(&a, &port);
	fd = guest_udp(&a, &port);
	ck_assert_uint_eq(guest_call(&b, "sock_getlocaladdr", fd, ADDR, 130),
			  NUM_BADF);
	ck_assert_uint_eq(guest_call(&b, "fd_close", fd), NUM_BADF);
	guest_close(&b);
	ck_assert_uint_eq(guest_call(&a, "sock_getlocaladdr", fd, ADDR, 130),
			  0);
	guest_close(&a);
}
END_TEST

/* A standard descriptor that is closed is not taken for the next opened. */
START_TEST(closed_stdin)
{
	struct guest g;
	char *why;

	close(0);
	guest_open(&g, "all");
	ck_assert_uint_eq(guest_call(&g, "fd_fdstat_get", 0, DATA), NUM_BADF);
	ck_assert_int_eq(sockhost_dir(g.h, ".", ".", &why), 0);
	ck_assert_uint_eq(guest_call(&g, "fd_prestat_get", 0, DATA), 0);
	guest_close(&g);
	ck_assert_int_eq(open("/dev/null", O_RDONLY), 0);
}
END_TEST

START_TEST(no_mutants_here)
{
	struct sockhost *h = sockhost_new();
	char *why = NULL;

	ck_assert_int_eq(sockhost_mutant(h, "errno_raw", &why), -1);
	ck_assert_ptr_nonnull(why);
	free(why);
	sockhost_free(h);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_library_suite(void)
{
	Suite *s = suite_create("sockhost_library");
	TCase *t = tcase_create("library");

	tcase_add_loop_test(t, function, 0, N(functions));
	tcase_add_test(t, no_such_function);
	tcase_add_test(t, lists);
	tcase_add_test(t, memory_moves);
	tcase_add_test(t, threads);
	tcase_add_test(t, apart);
	tcase_add_test(t, closed_stdin);
	tcase_add_test(t, no_mutants_here);
	suite_add_tcase(s, t);
	return s;
}
