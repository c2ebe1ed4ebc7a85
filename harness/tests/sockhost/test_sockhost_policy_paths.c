/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where granted paths of unix sockets lead: to themselves, whatever links
 * there are.
 *
 *	gate, out/gate      sockets that no rule has
 *	in/door             the one that is granted
 *	in/link -> ../gate  in/up -> ..  in/here -> .
 *	outside -> in       a link of the embedder's, in front of a rule
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/sockhost_guest.h"
#include "sockhost/core/addr.h"
#include "sockhost/core/host.h"
#include "sockhost/core/unixname.h"

static char folder[] = "/tmp/sockhost-XXXXXX";

static void listener(const char *path)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(un.sun_path, path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	ck_assert_int_eq(listen(fd, 4), 0);
}

static void paths_open(void)
{
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(mkdir("in", 0700) | mkdir("out", 0700), 0);
	listener("gate");
	listener("out/gate");
	listener("in/door");
	ck_assert_int_eq(
		symlink("../gate", "in/link") | symlink("..", "in/up") |
			symlink(".", "in/here") | symlink("in", "outside"),
		0);
}

static void paths_close(void)
{
	char command[64];

	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	ck_assert_int_eq(system(command), 0);
}

/* In all of them $ is the folder. */
static const struct {
	const char *rule, *path;
	int bind, connect; /* 1, or -errno */
} paths[] = {
	{"in/*", "in/door", 1, 1},
	{"in/*", "in/link", 1, -EACCES}, /* bind does not follow it */
	{"in/link", "in/link", 1, -EACCES},
	{"in/*", "in/none", 1, -ENOENT},
	{"in/*/gate", "in/up/gate", -EACCES, -EACCES},
	{"in/*/door", "in/here/door", -EACCES, -EACCES},
	{"*/door", "outside/door", -EACCES, -EACCES},
	{"outside/door", "outside/door", 1, 1},
	{"outside/d*", "outside/door", 1, 1},
	{"in/*/gate", "in/../gate", 0, 0}, /* none has it */
	{"in/../gate", "in/../gate", 1, 1},
	{"$/in/*", "$/in/door", 1, 1},
	{"$/in/*", "$/in/link", 1, -EACCES},
	{"$/*/door", "$/outside/door", -EACCES, -EACCES},
	{"later/door", "later/door", -ENOENT, -ENOENT},
	{"in/door/x", "in/door/x", -ENOTDIR, -ENOTDIR},
};

static void text_with_folder(char to[120], const char *text)
{
	snprintf(to, 120, "%s%s", *text == '$' ? folder : "",
		 text + (*text == '$'));
}

static int leads(struct sockhost *h, enum policy_what what, const char *path)
{
	struct addr a = {.un = {.sun_family = AF_UNIX}};
	struct unixname u;
	int r;

	strcpy(a.un.sun_path, path);
	a.len = ADDR_UN_NAME + (socklen_t)strlen(path) + 1;
	r = unixname_find(h, what, &a, &u);
	/* what the kernel gets leads there even if the path is exchanged */
	if (r == 1 && what == POLICY_CONNECT)
		ck_assert_int_eq(
			strncmp(u.addr->un.sun_path, "/proc/self/fd/", 14), 0);
	if (r == 1 && what == POLICY_BIND)
		ck_assert_ptr_eq(u.addr, &a);
	unixname_done(&u);
	return r;
}

START_TEST(path)
{
	struct sockhost *h = sockhost_new();
	char rule[128] = "unix:", name[128], *why;

	text_with_folder(rule + 5, paths[_i].rule);
	text_with_folder(name, paths[_i].path);
	ck_assert_int_eq(sockhost_allow(h, rule, &why), 0);
	ck_assert_msg(leads(h, POLICY_BIND, name) == paths[_i].bind,
		      "bind %s by %s", name, rule);
	ck_assert_msg(leads(h, POLICY_CONNECT, name) == paths[_i].connect,
		      "connect %s by %s", name, rule);
	sockhost_free(h);
}
END_TEST

/* What was no folder when the rule was made is one now, or a link to one. */
START_TEST(folder_comes_later)
{
	struct sockhost *h = sockhost_new();
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "unix:later/door", &why), 0);
	ck_assert_int_eq(sockhost_allow(h, "unix:now/gate", &why), 0);
	ck_assert_int_eq(rename("in", "later") | symlink("out", "now"), 0);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "later/door"), 1);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "now/gate"), -EACCES);
	ck_assert_int_eq(leads(h, POLICY_BIND, "now/gate"), -EACCES);
	sockhost_free(h);
}
END_TEST

/* A folder that is exchanged after the rule was made is still the old one. */
START_TEST(folder_is_exchanged)
{
	struct sockhost *h = sockhost_new();
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "unix:in/*", &why), 0);
	ck_assert_int_eq(rename("in", "old") | symlink("out", "in"), 0);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "in/gate"), -ENOENT);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "in/door"), 1);
	sockhost_free(h);
}
END_TEST

/* A rule that leads nowhere does not hide the next one. */
START_TEST(several_rules)
{
	struct sockhost *h = sockhost_new();
	char *why;

	ck_assert_int_eq(sockhost_allow(h, "unix:*/door", &why), 0);
	ck_assert_int_eq(sockhost_allow(h, "unix:outside/door", &why), 0);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "outside/door"), 1);
	ck_assert_int_eq(leads(h, POLICY_CONNECT, "in/door"), 1);
	sockhost_free(h);
}
END_TEST

/* The guest's view, and a map beside the rule. */
START_TEST(guest)
{
	struct guest g;
	uint32_t fd;
	char *why;

	guest_open(&g, "unix:in/*");
	ck_assert_int_eq(sockhost_map(g.h, "m", "out", &why), 0);
	fd = guest_make(&g, "sock_open", AF_UNIX, SOCK_STREAM, 0, OUT);
	memset(g.mem + ADDR, 0, 130);
	guest_set16(&g, ADDR, AF_UNIX);
	guest_text(&g, ADDR + 8, "in/link");
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, ADDR, 130),
			  NUM_ACCES);
	guest_text(&g, ADDR + 8, "gate");
	memset(g.mem + ADDR + 12, 0, 16);
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, ADDR, 130),
			  NUM_ACCES);
	guest_text(&g, ADDR + 8, "in/door");
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, ADDR, 130), 0);
	fd = guest_make(&g, "sock_open", AF_UNIX, SOCK_STREAM, 0, OUT);
	memset(g.mem + ADDR + 8, 0, 16);
	guest_text(&g, ADDR + 8, "m/gate");
	ck_assert_uint_eq(guest_call(&g, "sock_connect", fd, ADDR, 130), 0);
	guest_close(&g);
}
END_TEST

#define N(a) (sizeof(a) / sizeof((a)[0]))

Suite *sockhost_policy_paths_suite(void);

Suite *sockhost_policy_paths_suite(void)
{
	Suite *s = suite_create("sockhost_policy_paths");
	TCase *t = tcase_create("paths");

	tcase_add_checked_fixture(t, paths_open, paths_close);
	tcase_add_loop_test(t, path, 0, N(paths));
	tcase_add_test(t, folder_comes_later);
	tcase_add_test(t, folder_is_exchanged);
	tcase_add_test(t, several_rules);
	tcase_add_test(t, guest);
	suite_add_tcase(s, t);
	return s;
}
