/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thrifty pair: what an ABI cannot say at all is neither asked of its host
 * twice nor played natively, and everything else is played as ever.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"

#define SOCKET_OF(domain) \
	"  - socket: {as: s, domain: " domain ", type: SOCK_STREAM}\n"
#define SOCKET SOCKET_OF("AF_INET")

/* Where the host says that it starts: a room can write to a pipe outside. */
static int started = -1;

/* Plays are on sockhost, as a host that says so when it starts, and thrifty. */
static struct pair_config play_on(const char *abi)
{
	struct pair_config c = plays;
	char here[PATH_MAX];
	char *script =
		xasprintf("echo >%s/started\n"
			  "exec %s/sockhost/player-%s "
			  "--allow all --dir .\n",
			  getcwd(here, sizeof(here)), plays_build(), abi);

	ck_assert(mkfifo("started", 0666) == 0 && chmod("started", 0666) == 0);
	started = open("started", O_RDWR | O_NONBLOCK);
	c.host = plays_script(script);
	c.thrifty = true;
	free(script);
	return c;
}

static void play_end(struct pair_config *c)
{
	host_free((struct host *)c->host);
	close(started);
	unlink("started");
}

static bool has_started(void)
{
	char word[64];

	return read(started, word, sizeof(word)) > 0;
}

/* What came of steps, and whether each side was played. */
static void check(const struct pair_config *c, const char *steps,
		  enum verdict verdict, bool host, bool native)
{
	struct pair p = {0};

	pair_play(&p, &plays_stage, c, plays_case(steps));
	ck_assert_int_eq(p.result->verdict, verdict);
	ck_assert_int_eq(has_started(), host);
	ck_assert_int_eq(p.want != NULL, native);
	pair_free(&p);
}

START_TEST(first_command)
{
	struct pair_config c = play_on("preview1");

	check(&c, SOCKET, INEXPRESSIBLE, true, false);
	check(&c, SOCKET "  - close: {fd: s}\n", INEXPRESSIBLE, false, false);
	/* Others that go first have no part in it. */
	check(&c, "  - peer.unlink: {path: a}\n" SOCKET, INEXPRESSIBLE, false,
	      false);
	/* There is no socket() of another kind either. */
	check(&c, SOCKET_OF("AF_INET6"), INEXPRESSIBLE, false, false);
	play_end(&c);
}
END_TEST

/* What one has not, another may have. */
START_TEST(first_arguments)
{
	struct pair_config c = play_on("python");

	check(&c, SOCKET_OF("AF_UNIX"), INEXPRESSIBLE, true, false);
	check(&c, SOCKET_OF("AF_UNIX"), INEXPRESSIBLE, false, false);
	check(&c, SOCKET_OF("AF_INET6"), SAME, true, true);
	play_end(&c);
}
END_TEST

/* The sentence is the same one, played or not. */
START_TEST(reason)
{
	struct pair_config c = play_on("preview1");

	for (int i = 0; i < 2; i++) {
		struct pair p = {0};

		pair_play(&p, &plays_stage, &c, plays_case(SOCKET));
		ck_assert_str_eq(p.result->why, "the guest cannot create "
						"sockets, it only receives "
						"preopened ones");
		pair_free(&p);
	}
	play_end(&c);
}
END_TEST

/* What was told before may differ from what Linux tells. */
START_TEST(told_before)
{
	struct pair_config c = play_on("preview1");

	check(&c, "  - unlink: {path: a}\n" SOCKET, INEXPRESSIBLE, true, true);
	check(&c, "  - unlink: {path: a}\n" SOCKET, INEXPRESSIBLE, true, true);
	check(&c, "  - unlink: {path: a}\n", SAME, true, true);
	play_end(&c);
}
END_TEST

/* Who looks at a case wants to see what Linux does. */
START_TEST(unless_asked)
{
	struct pair_config c = play_on("preview1");

	c.thrifty = false;
	for (int i = 0; i < 2; i++)
		check(&c, SOCKET, INEXPRESSIBLE, true, true);
	play_end(&c);
}
END_TEST

Suite *unsaid_suite(void)
{
	Suite *s = suite_create("unsaid");
	TCase *t = tcase_create("thrifty");

	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_add_test(t, first_command);
	tcase_add_test(t, first_arguments);
	tcase_add_test(t, reason);
	tcase_add_test(t, told_before);
	tcase_add_test(t, unless_asked);
	suite_add_tcase(s, t);
	return s;
}
