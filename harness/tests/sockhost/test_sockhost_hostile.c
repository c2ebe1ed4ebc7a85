/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every argument of every function, out of range: nothing crashes, nothing
 * outside of the guest's memory is written, no descriptor stays open, and
 * where a pointer alone is wrong the answer is fault.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"

#define ARGS_MOST 10

/* Rows of the tables, with the names of the parameters. */
static const struct row {
	const char *abi;
	const char *name;
	const char *params; /* "i32, fd, i32, addr" */
} rows[] = {
#define FN(result, name, n, ...) {"wasinet_v0", #name, #__VA_ARGS__},
#include "sockhost/abi/wasinet_v0.def"
#undef FN
#define FN(result, name, n, ...) {"preview1", #name, #__VA_ARGS__},
#include "sockhost/abi/preview1.def"
#undef FN
#define FN(result, name, n, ...) {"pathopen", #name, #__VA_ARGS__},
#include "sockhost/abi/pathopen.def"
#undef FN
#define FN(result, name, n, ...) {"python", #name, #__VA_ARGS__},
#include "sockhost/abi/python.def"
#undef FN
#define FN(result, name, n, ...) {"wasmedge1", #name, #__VA_ARGS__},
#include "sockhost/abi/wasmedge1.def"
#undef FN
#define FN(result, name, n, ...) {"wasmedge2", #name, #__VA_ARGS__},
#include "sockhost/abi/wasmedge2.def"
#undef FN
#define FN(result, name, n, ...) {"wasigo2", #name, #__VA_ARGS__},
#include "sockhost/abi/wasigo.def"
#include "sockhost/abi/wasigo2.def"
#undef FN
#define FN(result, name, n, ...) {"wasigo1", #name, #__VA_ARGS__},
#include "sockhost/abi/wasigo1.def"
#undef FN
#define FN(result, name, n, ...) {"wasix", #name, #__VA_ARGS__},
#include "sockhost/abi/wasix.def"
#undef FN
};

static const uint64_t hostile[] = {
	0,
	1,
	GUEST_MEMORY - 1,
	GUEST_MEMORY,
	GUEST_MEMORY + 1,
	0x7fffffff,
	0x80000000,
	0xf0000000,
	0xfffffffe,
	0xffffffff,
};

#define HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

struct right {
	const char *name;
	uint64_t right;
};

/* Of the parameters, by name, what is right. */
static const struct right rights[] = {
	{"af", AF_INET},
	{"type", SOCK_DGRAM},
	{"fd", 3},
	{"addr", ADDR},
	{"addrlen", 16},
	{"out_fd", OUT},
	{"out_addr", ADDR2},
	{"out_value", DATA},
	{"value", MORE},
	{"len", 4},
	{"level", 1},
	{"iovs", IOV},
	{"niovs", 1},
	{"oob", MORE + 512},
	{"ooblen", 0},
	{"out_nread", OUT},
	{"out_flags", OUT2},
	{"out_nwritten", OUT},
	{"network", MORE + 64},
	{"networklen", 3},
	{"service", MORE + 128},
	{"servicelen", 2},
	{"out_port", OUT},
	{"out_ips", DATA},
	{"room", 64},
	{"out_len", OUT},
	{"out_count", OUT},
	{"out_size", OUT2},
	{"out_argv", DATA},
	{"out_environ", DATA},
	{"out_bytes", DATA + 256},
	{"out_ns", OUT},
	{"from", 3},
	{"to", MORE + 192},
	{"to_len", 1},
	{"to_fd", 4},
	{"out_fdstat", DATA},
	{"out_prestat", DATA},
	{"out_name", DATA},
	{"out_offset", OUT},
	{"out_filestat", DATA},
	{"out_entries", DATA},
	{"out_used", OUT},
	{"path", MORE + 160},
	{"target", MORE + 160},
	{"target_len", 1},
	{"subscriptions", MORE + 256},
	{"out_events", DATA},
	{"n", 1},
	{"out_n", OUT},
	{"out_roflags", OUT2},
	{"flags", MSG_DONTWAIT},
	{"namelen", 9},
	{"dir", UINT32_MAX},
	{"family", AF_INET},
	{"data", DATA},
	{"out_data", DATA},
	{"out_sent", OUT},
	{"out_received", OUT},
	{"out_addrs", DATA},
	{"most", 3},
};

/* WasmEdge's: addresses of 4, of 16 and of 128 bytes, and a lookup's nodes. */
enum {
	PAIR = ADDR + 64,
	PAIR16 = PAIR + 8,
	PAIR128 = PAIR + 16,
	HINTS = MORE + 1024,
	LIST = HINTS + 64,
	NODES = LIST + 64
};

static const struct right wasmedge_rights[] = {
	{"family", 1},      {"type", 1},
	{"level", 0},       {"name", 6},
	{"port", 0},        {"riflags", 0},
	{"siflags", 0},     {"sdflags", 1},
	{"fdflags", 0},     {"inout_size", MORE + 4},
	{"size", 4},        {"node", MORE + 224},
	{"nodelen", 9},     {"hints", HINTS},
	{"res", LIST},      {"max", 2},
	{"out_type", OUT2}, {"addr", PAIR},
};

/* WASIX's: descriptor 3 is a UDP socket, an address one of its own. */
static const struct right wasix_rights[] = {
	{"af", 1},
	{"type", 2},
	{"addr", MORE + 3072},
	{"option", 15},
	{"port", 0},
	{"riflags", 8},
	{"siflags", 1},
	{"fdflags", 0},
	{"name", MORE + 224},
	{"most", 2},
	{"time", MORE + 3200},
	{"group", MORE + 3220},
	{"interface", MORE + 3240},
	{"out_other", OUT2},
	{"in_fd", 3},
	{"size", 4096},
	{"count", 1},
	{"flag", 1},
};

static const struct right *wasix_right_of(const struct row *r,
					  const char *param)
{
	static const struct right options[] = {{"option", 2}, {"option", 19}};
	size_t n = sizeof(wasix_rights) / sizeof(wasix_rights[0]);

	if (strcmp(param, "option") == 0 && strstr(r->name, "opt_flag"))
		return &options[0];
	if (strcmp(param, "option") == 0 && strstr(r->name, "opt_time"))
		return &options[1];
	for (size_t i = 0; i < n; i++)
		if (strcmp(wasix_rights[i].name, param) == 0)
			return &wasix_rights[i];
	return NULL;
}

static int is_wasmedge(const char *abi)
{
	return strncmp(abi, "wasmedge", 8) == 0 ||
	       strncmp(abi, "wasigo", 6) == 0;
}

/* NULL for a name that means the same everywhere. */
static const struct right *wasmedge_right_of(const struct row *r,
					     const char *param)
{
	static const struct right outs[] = {{"addr", PAIR16},
					    {"addr", PAIR128}};
	size_t n = sizeof(wasmedge_rights) / sizeof(wasmedge_rights[0]);

	if (strcmp(param, "addr") == 0 &&
	    (strstr(r->name, "getlocal") || strstr(r->name, "getpeer") ||
	     strstr(r->name, "recv_from")))
		return &outs[strchr(r->abi, '2') != NULL];
	for (size_t i = 0; i < n; i++)
		if (strcmp(wasmedge_rights[i].name, param) == 0)
			return &wasmedge_rights[i];
	return NULL;
}

static void wasmedge_guest(struct guest *g)
{
	static const uint32_t room[] = {4, 16, 128};

	for (uint32_t i = 0; i < 3; i++) {
		guest_set32(g, PAIR + 8 * i, MORE + 2048);
		guest_set32(g, PAIR + 8 * i + 4, room[i]);
	}
	guest_set32(g, MORE + 4, 4);
	guest_set32(g, LIST, NODES);
	for (uint32_t at = NODES; at <= NODES + 128; at += 128) {
		guest_set32(g, at + 12, at + 32);
		guest_set32(g, at + 24, at == NODES ? at + 128 : 0);
		guest_set32(g, at + 32 + 4, 26);
		guest_set32(g, at + 32 + 8, at + 64);
	}
}

/* What path_open makes a socket of. */
static const char hostile_url[] = "tcp+listen://127.0.0.1:0?reuseaddr=0";

static uint64_t right_of(const struct row *r, const char *param)
{
	const char *function = r->name;
	const struct right *right =
		is_wasmedge(r->abi) ? wasmedge_right_of(r, param) : NULL;

	if (strcmp(r->abi, "wasix") == 0)
		right = wasix_right_of(r, param);
	if (right)
		return right->right;
	if (strcmp(r->abi, "pathopen") == 0 && strcmp(param, "path") == 0)
		return MORE + 512;
	if (strcmp(r->abi, "pathopen") == 0 && strcmp(param, "len") == 0)
		return sizeof(hostile_url) - 1;
	if (strcmp(param, "name") == 0)
		return strstr(function, "sockopt") ? SO_RCVBUF : MORE + 224;
	/* others wait for events; this is a number of theirs */
	if (strcmp(param, "flags") == 0 && !strstr(function, "sock_"))
		return 0;
	if (strcmp(param, "fd") == 0 && strncmp(function, "path", 4) == 0)
		return 4;
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		if (strcmp(rights[i].name, param) == 0)
			return rights[i].right;
	return 0;
}

/* The names of a row's parameters; returns how many. */
static int names_of(const struct row *r, char name[ARGS_MOST][32])
{
	const char *p = r->params;
	int n = 0, len = 0;

	while (sscanf(p, " i%*d , %31[a-z_]%n", name[n], &len) == 1) {
		n++;
		p += len;
		p += *p == ',';
	}
	return n;
}

/* 3: a UDP socket that never blocks; 4: a folder. */
static void hostile_guest(struct guest *g, const char *folder)
{
	char *why;

	guest_open(g, "all");
	guest_make(g, "sock_open", AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0, OUT);
	ck_assert_int_eq(sockhost_dir(g->h, folder, folder, &why), 0);
	sockhost_arg(g->h, "player");
	sockhost_env(g->h, "A=B");
	guest_in(g, ADDR, "127.0.0.1", 0);
	guest_vec(g, 0, DATA, 8);
	guest_set32(g, MORE, 4096);
	guest_text(g, MORE + 64, "tcp");
	guest_text(g, MORE + 128, "80");
	guest_text(g, MORE + 160, "xxxx");
	guest_text(g, MORE + 192, "y");
	guest_text(g, MORE + 512, hostile_url);
	guest_text(g, MORE + 224, "127.0.0.1");
	wasmedge_guest(g);
	g->mem[MORE + 3072] = 1;    /* inet4 */
	g->mem[MORE + 256 + 8] = 2; /* to write */
	guest_set32(g, MORE + 256 + 16, 3);
}

/* The standard descriptors are those of the tests. */
static int is_left_out(const char *param, uint64_t value)
{
	return (strcmp(param, "fd") == 0 || strcmp(param, "from") == 0 ||
		strcmp(param, "to") == 0) &&
	       value < 3;
}

static char folder[] = "/tmp/sockhost-XXXXXX";

static void hostile_open(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void hostile_closed(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
}

/* How many descriptors this process has. */
static int count_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

static int is_pointer(const char *name)
{
	static const char *const pointers[] = {
		"addr",          "iovs",       "value", "network",
		"service",       "path",       "to",    "target",
		"subscriptions", "inout_size", "node",  "hints",
		"res",           "time",       "group", "interface"};

	if (strncmp(name, "out_", 4) == 0)
		return 1;
	for (size_t i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++)
		if (strcmp(pointers[i], name) == 0)
			return 1;
	return 0;
}

/*
 * Pointers that are wrong and do not matter, since the call fails before, or
 * has nothing to do with them.
 */
static int says_otherwise(const char *function, const char *param)
{
	static const char *const pairs[][2] = {
		{"sock_accept", "out_addr"},      /* not listening */
		{"sock_getpeeraddr", "out_addr"}, /* not connected */
		{"sock_accept_v2", "out_addr"},
		{"sock_addr_peer", "out_addr"},
		{"sock_send_file", "out_count"}, /* no file */
		{"sock_recv_from", "out_addr"},  /* nothing there */
		{"sock_recv", "out_data"},
		{"fd_renumber", "to"}, /* a descriptor */
		{"fd_pread", "iovs"},  /* no file */
		{"fd_pwrite", "iovs"},
		{"fd_prestat_get", "out_prestat"},
		{"fd_prestat_dir_name", "out_name"},
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strcmp(pairs[i][0], function) == 0 &&
		    strcmp(pairs[i][1], param) == 0)
			return 1;
	return 0;
}

/* python's errnos are Linux's */
static uint32_t fault_of(const struct row *r)
{
	return strcmp(r->abi, "python") == 0 ? EFAULT : NUM_FAULT;
}

static void try_one(const struct row *r, int n, const char name[][32],
		    int which, uint64_t value)
{
	struct guest g;
	uint64_t args[ARGS_MOST] = {0};
	uint32_t err;

	hostile_guest(&g, folder);
	g.abi = r->abi;
	for (int i = 0; i < n; i++)
		args[i] = right_of(r, name[i]);
	args[which] = value;
	err = guest_call_array(&g, r->name, args, (size_t)n);
	/* WasmEdge looks at alignment first */
	if (strncmp(r->abi, "wasmedge", 8) == 0 && value % 4 != 0 &&
	    err == NUM_ADDRNOTAVAIL)
		err = NUM_FAULT;
	if (value >= GUEST_MEMORY && is_pointer(name[which]) &&
	    !says_otherwise(r->name, name[which]))
		ck_assert_msg(err == fault_of(r), "%s with %s 0x%llx: %u",
			      r->name, name[which], (unsigned long long)value,
			      err);
	guest_close(&g);
}

START_TEST(each_argument)
{
	const struct row *r = &rows[_i];
	char name[ARGS_MOST][32];
	int n = names_of(r, name);
	int before = count_open();

	for (int i = 0; i < n; i++)
		for (size_t k = 0; k < HOSTILE; k++)
			if (!is_left_out(name[i], hostile[k]))
				try_one(r, n, (const char(*)[32])name, i,
					hostile[k]);
	ck_assert_int_eq(count_open(), before);
}
END_TEST

/* All arguments at once, many times over; always the same ones. */
START_TEST(all_arguments)
{
	const struct row *r = &rows[_i];
	char name[ARGS_MOST][32];
	int n = names_of(r, name);
	uint32_t seed = 12345;
	int before = count_open();

	for (int round = 0; round < 200; round++) {
		uint64_t args[ARGS_MOST] = {0};
		struct guest g;
		int skip = 0;

		for (int i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			args[i] = seed >> 28 & 1
					  ? right_of(r, name[i])
					  : hostile[(seed >> 16) % HOSTILE];
			skip |= is_left_out(name[i], args[i]);
		}
		if (skip)
			continue;
		hostile_guest(&g, folder);
		g.abi = r->abi;
		guest_call_array(&g, r->name, args, (size_t)n);
		guest_close(&g);
	}
	ck_assert_int_eq(count_open(), before);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_hostile_suite(void)
{
	Suite *s = suite_create("sockhost_hostile");
	TCase *t = tcase_create("hostile");

	tcase_add_checked_fixture(t, hostile_open, hostile_closed);
	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, each_argument, 0, N(rows));
	tcase_add_loop_test(t, all_arguments, 0, N(rows));
	suite_add_tcase(s, t);
	return s;
}
