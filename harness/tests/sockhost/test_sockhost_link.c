/* SPDX-License-Identifier: Apache-2.0 */
/* Functions for a guest's imports, where a name has several versions. */
#include <string.h>

#include "tests/help/suite.h"
#include "sockhost/sockhost.h"

#define MODULE "wasi_snapshot_preview1"

/* An import, and the name of the function that it gets; NULL for none. */
static const struct {
	const char *abi;
	struct sockhost_import import;
	const char *gets;
} links[] = {
	{"wasmedge2", {MODULE, "sock_accept", "ii", "i"}, "sock_accept"},
	{"wasmedge2", {MODULE, "sock_accept", "iii", "i"}, "sock_accept_v2"},
	{"wasmedge2", {MODULE, "sock_accept_v2", "iii", "i"}, "sock_accept_v2"},
	{"wasmedge2", {MODULE, "sock_accept_v2", "ii", "i"}, NULL},
	{"wasmedge2", {MODULE, "sock_accept", "iiii", "i"}, NULL},
	{"wasmedge2", {MODULE, "sock_accept", "iii", ""}, NULL},
	{"wasmedge2",
	 {MODULE, "sock_recv_from", "iiiiiii", "i"},
	 "sock_recv_from"},
	{"wasmedge2",
	 {MODULE, "sock_recv_from", "iiiiiiii", "i"},
	 "sock_recv_from_v2"},
	{"wasmedge2",
	 {MODULE, "sock_getlocaladdr", "iii", "i"},
	 "sock_getlocaladdr_v2"},
	{"wasmedge2",
	 {MODULE, "sock_getpeeraddr", "iii", "i"},
	 "sock_getpeeraddr_v2"},
	/* the same type: always version 1's */
	{"wasmedge2", {MODULE, "sock_bind", "iii", "i"}, "sock_bind"},
	{"wasmedge2", {MODULE, "fd_close", "i", "i"}, "fd_close"},
	{"wasmedge2", {MODULE, "fd_close", "ii", "i"}, NULL},
	{"wasmedge2", {"env", "sock_accept", "ii", "i"}, NULL},
	{"wasmedge2", {MODULE, "sock_nonesuch", "ii", "i"}, NULL},
	{"wasmedge1", {MODULE, "sock_accept", "ii", "i"}, "sock_accept"},
	{"wasmedge1", {MODULE, "sock_accept", "iii", "i"}, NULL},
	{"wasmedge1", {MODULE, "sock_accept_v2", "iii", "i"}, NULL},
	{"wasigo1", {MODULE, "sock_accept", "ii", "i"}, "sock_accept"},
	{"wasigo1", {MODULE, "sock_recv_from", "iiiiiiii", "i"}, NULL},
	{"wasigo2", {MODULE, "sock_accept", "iii", "i"}, "sock_accept"},
	{"wasigo2", {MODULE, "sock_bind_v2", "iii", "i"}, NULL},
	{"wasigo",
	 {MODULE, "sock_recv_from", "iiiiiiii", "i"},
	 "sock_recv_from"},
	{"wasinet_v0", {"wasinet_v0", "sock_open", "iiii", "i"}, "sock_open"},
	{"wasinet_v0", {"wasinet_v0", "sock_open", "iii", "i"}, NULL},
	{"none", {MODULE, "fd_close", "i", "i"}, NULL},
};

START_TEST(by_type)
{
	const char *abi = links[_i].abi, *gets = links[_i].gets;
	const struct sockhost_fn *fn = sockhost_link(abi, &links[_i].import);

	if (!gets) {
		ck_assert_ptr_null(fn);
		return;
	}
	ck_assert_ptr_nonnull(fn);
	ck_assert_ptr_eq(fn, sockhost_find(abi, links[_i].import.module, gets));
	ck_assert_str_eq(sockhost_fn_params(fn), links[_i].import.params);
}
END_TEST

/* The imports of a guest, and the ABI that it is linked with. */
static const struct {
	const char *abi;
	struct sockhost_import imports[3];
	size_t n;
	const char *chosen;
} choices[] = {
	{"wasigo", {{MODULE, "fd_close", "i", "i"}}, 1, "wasigo2"},
	{"wasigo", {{MODULE, "sock_accept", "iii", "i"}}, 1, "wasigo2"},
	{"wasigo",
	 {{MODULE, "sock_bind", "iii", "i"},
	  {MODULE, "sock_accept", "ii", "i"}},
	 2,
	 "wasigo1"},
	{"wasigo", {{MODULE, "sock_getlocaladdr", "iiii", "i"}}, 1, "wasigo1"},
	{"wasigo", {{MODULE, "sock_getpeeraddr", "iiii", "i"}}, 1, "wasigo1"},
	{"wasigo", {{MODULE, "sock_getpeeraddr", "iii", "i"}}, 1, "wasigo2"},
	{"wasigo", {{"env", "sock_accept", "ii", "i"}}, 1, "wasigo2"},
	/* the Rust crate's mixture: version 1, and then it does not link */
	{"wasigo",
	 {{MODULE, "sock_recv_from", "iiiiiiii", "i"},
	  {MODULE, "sock_accept", "ii", "i"}},
	 2,
	 "wasigo1"},
	{"wasigo", {{0}}, 0, "wasigo2"},
	{"wasigo2", {{MODULE, "sock_accept", "ii", "i"}}, 1, "wasigo2"},
	{"wasmedge1", {{MODULE, "sock_accept", "iii", "i"}}, 1, "wasmedge1"},
	{"none", {{0}}, 0, "none"},
};

START_TEST(as_a_whole)
{
	ck_assert_str_eq(sockhost_choose(choices[_i].abi, choices[_i].imports,
					 choices[_i].n),
			 choices[_i].chosen);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_link_suite(void)
{
	Suite *s = suite_create("sockhost_link");
	TCase *t = tcase_create("link");

	tcase_add_loop_test(t, by_type, 0, N(links));
	tcase_add_loop_test(t, as_a_whole, 0, N(choices));
	suite_add_tcase(s, t);
	return s;
}
