/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a guest is given: as a case says it, as a manifest says it, and as it
 * is played.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "host/host.h"
#include "recording/normalise.h"

/* --- cases ----------------------------------------------------------------*/

#define CASE(preopen) SCRATCH_HEAD "preopen:\n" preopen

static const struct {
	const char *text, *wrong;
} bads[] = {
	{CASE("  l: {listen: 127.0.0.1:7000}\n"
	      "  c: {connect: \"[::1]:7000\"}\n"
	      "  d: {peer: 127.0.0.1:7001, datagram: 127.0.0.1:7000}\n"
	      "  u: {listen: unix:door}\n"
	      "  a: {connect: unix:@door}\n"),
	 ""},
	{SCRATCH_HEAD "preopen: yes\n",
	 "6: preopen must be a mapping of names to sockets, such as l: "
	 "{listen: 127.0.0.1:7000}"},
	{CASE("  l: 127.0.0.1:7000\n"),
	 "7: preopen: write a socket as l: {listen: 127.0.0.1:7000}"},
	{CASE("  l: {listn: 127.0.0.1:7000}\n"),
	 "7: preopen: unknown kind listn; did you mean listen?\n"
	 "7: preopen: give exactly one of listen, connect and datagram"},
	{CASE("  l: {listen: 127.0.0.1:7000, connect: 127.0.0.1:7001}\n"),
	 "7: preopen: give exactly one of listen, connect and datagram"},
	{CASE("  l: {listen: 127.0.0.1:7000, peer: 127.0.0.1:7001}\n"),
	 "7: preopen: peer is only allowed for datagram sockets"},
	{CASE("  l: {datagram: unix:door}\n"),
	 "7: preopen: a datagram socket needs an IPv4 or IPv6 address"},
	{CASE("  l: {listen: nowhere}\n"),
	 "7: listen: nowhere is not an address such as 127.0.0.1:7000, "
	 "\"[::1]:7000\" or unix:door"},
	{CASE("  l: {listen: unspec}\n"),
	 "7: listen: unspec is not an address for a preopened socket: write "
	 "127.0.0.1:7000, \"[::1]:7000\" or unix:door"},
	{CASE("  l: {listen: \"unix:\"}\n"),
	 "7: listen: unix: is not an address for a preopened socket: write "
	 "127.0.0.1:7000, \"[::1]:7000\" or unix:door"},
	{CASE("  l: {listen: 127.0.0.1:0}\n"),
	 "7: listen: 127.0.0.1:0 needs a port other than 0"},
	{CASE("  s: {listen: 127.0.0.1:7000}\n"),
	 "5: the guest already created a descriptor s in line 7"},
	{CASE("  0x: {listen: 127.0.0.1:7000}\n"),
	 "7: preopen: 0x cannot name a socket: use letters, digits and _"},
	{CASE("  a: {listen: 127.0.0.1:1}\n  b: {listen: 127.0.0.1:2}\n"
	      "  c: {listen: 127.0.0.1:3}\n  d: {listen: 127.0.0.1:4}\n"
	      "  e: {listen: 127.0.0.1:5}\n  f: {listen: 127.0.0.1:6}\n"
	      "  g: {listen: 127.0.0.1:7}\n  h: {listen: 127.0.0.1:8}\n"
	      "  i: {listen: 127.0.0.1:9}\n"),
	 "7: preopen: 9 sockets (at most 8)"},
};

START_TEST(cases)
{
	struct corpus c;
	char *wrong = scratch_load(bads[_i].text, strlen(bads[_i].text), &c);

	ck_assert_str_eq(wrong, bads[_i].wrong);
	ck_assert_int_eq(c.n, !*wrong);
	if (c.n) {
		ck_assert_int_eq(c.cases[0].npreopens, 5);
		ck_assert_str_eq(c.cases[0].preopens[1].known, "[::1]:7000");
	}
	free(wrong);
	corpus_free(&c);
}
END_TEST

START_TEST(commands)
{
	static const char *const made[] = {
		"0 preopen as=l domain=AF_INET type=SOCK_STREAM "
		"addr=in:7f000001:7000 backlog=128\n",
		"0 preopen as=c domain=AF_UNIX type=SOCK_STREAM "
		"peer=un:646f6f7200\n",
		"0 preopen as=d domain=AF_INET type=SOCK_DGRAM "
		"addr=in:7f000001:7000 peer=in:7f000001:7001\n",
	};
	static const char text[] = CASE(
		"  l: {listen: 127.0.0.1:7000}\n  c: {connect: unix:door}\n"
		"  d: {datagram: 127.0.0.1:7000, peer: 127.0.0.1:7001}\n");
	struct corpus c;
	char *wrong = scratch_load(text, sizeof(text) - 1, &c);
	struct buf b = {0};

	ck_assert_str_eq(wrong, "");
	for (int i = 0; i < 3; i++) {
		preopen_command(&b, &c.cases[0].preopens[i], -1);
		ck_assert_str_eq(b.s, made[i]);
		buf_free(&b);
	}
	preopen_command(&b, &c.cases[0].preopens[2], 5);
	ck_assert_str_eq(b.s, "0 preopen as=d domain=AF_INET fd=5\n");
	ck_assert(preopen_any_late(c.cases[0].preopens, 3));
	ck_assert(!preopen_any_late(c.cases[0].preopens, 1));
	buf_free(&b);
	free(wrong);
	corpus_free(&c);
}
END_TEST

/* --- manifests ------------------------------------------------------------*/

#define HOST "abi: native\ncommand: [run, \"{preopen}\", /player-x]\n"

static const struct {
	const char *text;
	const char *words; /* for the case below, or what is wrong */
} manifests[] = {
	{HOST "preopen:\n  listen: [-l, \"{addr}\"]\n"
	      "  datagram: [\"--udp={addr},{peer}\"]\n",
	 "run -l 127.0.0.1:7000 --udp=[::1]:7001,[::1]:7002 --udp=[::1]:7003, "
	 "/player-x "},
	/* The words of its family: the listener is IPv4, the others IPv6. */
	{HOST "preopen:\n  listen: {AF_INET: [-l, \"{addr}\"]}\n"
	      "  datagram: {AF_INET: [-4], AF_INET6: [-6, \"udp6:{addr}\"]}\n",
	 "m.yaml:5: preopen: datagram has no {addr}: the host would not know "
	 "the address"},
	{HOST "preopen:\n  listen: {AF_INET: [-l, \"{addr}\"], AF_INET6: "
	      "[-x, \"{addr}\"]}\n"
	      "  datagram: {AF_INET6: [-6, \"udp6:{addr}\"]}\n",
	 "run -l 127.0.0.1:7000 -6 udp6:[::1]:7001 -6 udp6:[::1]:7003 "
	 "/player-x "},
	{HOST "preopen:\n  listen: {AF_INET6: [-l, \"{addr}\"]}\n",
	 "run /player-x "},
	{HOST "preopen: player\n", "run /player-x "},
	{HOST,
	 "m.yaml:2: command has {preopen}, but the manifest has no key preopen"},
	{HOST "preopen:\n  datagram: [\"{addr}\"]\n",
	 "run [::1]:7001 [::1]:7003 /player-x "},
	/* what it has no way to give the player makes, where it can */
	{"abi: native\ncommand: [run, /player-x]\n", "run /player-x "},
	{HOST "preopen:\n  listen: [-l, \"{addr}\"]\n",
	 "run -l 127.0.0.1:7000 /player-x "},
	{HOST "preopen: [1]\n",
	 "m.yaml:3: preopen must be a mapping, or the word player"},
	{HOST "preopen: {listen: -l}\n",
	 "m.yaml:3: preopen: listen must be a list of 1 to 4 words"},
	{HOST "preopen: {listen: [{addr}]}\n", NULL},
	{HOST "preopen: {first: 2}\n",
	 "m.yaml:3: preopen: first must be a number, at least 3"},
	{HOST "preopen: {first: 4x}\n",
	 "m.yaml:3: preopen: first must be a number, at least 3"},
	{HOST "preopen: {lisen: [-l]}\n",
	 "m.yaml:3: preopen: unknown key lisen; did you mean listen? (known: "
	 "listen, connect, datagram, first, domains)"},
};

static char *words_of(const struct host *h, const struct tcase *t)
{
	struct buf b = {0};
	char *why = NULL, **argv = host_argv(h, t, &why);

	if (!argv)
		return why;
	for (int i = 0; argv[i]; i++)
		buf_printf(&b, "%s ", argv[i]);
	host_argv_free(argv);
	return buf_take(&b);
}

START_TEST(hosts)
{
	const struct tcase *t = plays_case(
		"  - get-nonblock: {fd: l}\npreopen:\n"
		"  l: {listen: 127.0.0.1:7000}\n"
		"  d: {datagram: \"[::1]:7001\", peer: \"[::1]:7002\"}\n"
		"  e: {datagram: \"[::1]:7003\"}\n");
	const char *text = manifests[_i].text;
	char *why = NULL, *words;
	struct host *h;

	scratch_write("m.yaml", text, strlen(text));
	h = host_read("m", "m.yaml", &why);
	words = h ? words_of(h, t) : why;
	if (manifests[_i].words)
		ck_assert_str_eq(words, manifests[_i].words);
	else
		ck_assert_ptr_null(h);
	free(words);
	if (h) {
		words = words_of(h, NULL);
		ck_assert_int_eq(strncmp(words, "run ", 4), 0);
		ck_assert_ptr_null(strchr(words, '{'));
		free(words);
	}
	host_free(h);
}
END_TEST

/* --- plays ----------------------------------------------------------------*/

static const struct {
	const char *steps, *text;
} rows[] = {
	{"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n"
	 "  - accept: {fd: l, as: c, addr: no}\n"
	 "preopen:\n  l: {listen: 127.0.0.1:7000}\n",
	 "given l {listen: 127.0.0.1:7000}\n"
	 "1 peer.socket {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  = p\n  | socket(AF_INET, SOCK_STREAM, 0) = p\n"
	 "2 peer.connect {fd: p, addr: 127.0.0.1:7000}\n"
	 "  = 0\n  | connect(p, 127.0.0.1:7000, 16) = 0\n"
	 "3 accept {fd: l, as: c, addr: no}\n"
	 "  = c\n  | accept(l, NULL, NULL) = c\n"
	 "left open: l, c\n"},
	/* the guest starts after the listener was made */
	{"  - peer.socket: {as: p, domain: AF_UNIX, type: SOCK_STREAM}\n"
	 "  - peer.bind: {fd: p, addr: unix:door}\n"
	 "  - peer.listen: {fd: p}\n"
	 "  - send: {fd: c, data: x}\n"
	 "preopen:\n  c: {connect: unix:door}\n",
	 "given c {connect: unix:door}\n"
	 "1 peer.socket {as: p, domain: AF_UNIX, type: SOCK_STREAM}\n"
	 "  = p\n  | socket(AF_UNIX, SOCK_STREAM, 0) = p\n"
	 "2 peer.bind {fd: p, addr: unix:door}\n"
	 "  = 0\n  | bind(p, unix:door, 7) = 0\n"
	 "3 peer.listen {fd: p}\n  = 0\n  | listen(p, 16) = 0\n"
	 "4 send {fd: c, data: x}\n"
	 "  = 1\n  | sendto(c, \"x\", 1, 0, NULL, 0) = 1\n"
	 "left open: c\n"},
	/* and if there is none, the case is wrong */
	{"  - send: {fd: c, data: x}\n"
	 "preopen:\n  c: {connect: unix:door}\n",
	 "given c {connect: unix:door}\n1 send {fd: c, data: x}\n"
	 "  (not reached)\n"
	 "broken: cannot create the preopened socket c: ENOENT\nleft open: c\n"},
};

START_TEST(played)
{
	char *text = plays_text(rows[_i].steps);
	char *wire = strstr(text, "packets:\n"), *end;

	/* which is another test's */
	if (wire && (end = strstr(wire, "left open")))
		memmove(wire, end, strlen(end) + 1);
	ck_assert_str_eq(text, rows[_i].text);
	free(text);
}
END_TEST

/* Neither the host can give it nor the ABI make it: nothing is played. */
START_TEST(cannot_be_given)
{
	const struct tcase *t =
		plays_case("  - get-nonblock: {fd: l}\n"
			   "preopen:\n  l: {listen: 127.0.0.1:7000}\n");
	char *script = xasprintf("exec %s/sockhost/player-preview1 "
				 "--allow all --dir .\n",
				 plays_build());
	struct host *h = plays_script(script);
	struct recording *r = plays_play(t, h);

	ck_assert_int_eq(r->end, END_INEXPRESSIBLE);
	ck_assert_int_eq(r->by, UNSAID_host);
	ck_assert_ptr_nonnull(strstr(r->why, "cannot preopen"));
	recording_free(r);
	host_free(h);
	free(script);
}
END_TEST

/* The host has no way to give it, and the player makes it. */
START_TEST(made_by_the_player)
{
	const struct tcase *t =
		plays_case("  - getsockopt: {fd: l, name: SO_ACCEPTCONN}\n"
			   "preopen:\n  l: {listen: 127.0.0.1:7000}\n");
	struct host *h = plays_script("exec $player\n");
	struct recording *r = plays_play(t, h);

	ck_assert_int_eq(r->end, END_OK);
	ck_assert_str_eq(record_field(&r->steps[0], "value"), "1");
	recording_free(r);
	host_free(h);
}
END_TEST

/* A host whose guest dies before its late start is told of at its step. */
START_TEST(late_and_dead)
{
	const struct tcase *t = plays_case(
		"  - peer.socket: {as: p, domain: AF_UNIX, type: SOCK_STREAM}\n"
		"  - send: {fd: c, data: x}\n"
		"preopen:\n  c: {connect: unix:door}\n");
	struct host *h = plays_script("exit 3\n");
	struct recording *r;

	h->preopen_player = true;
	r = plays_play(t, h);
	ck_assert_int_eq(r->end, END_BROKEN);
	ck_assert_int_eq(r->at, 1);
	ck_assert_str_eq(r->why, "the host did not start: guest exited with "
				 "status 3");
	recording_free(r);
	host_free(h);
}
END_TEST

Suite *preopen_suite(void)
{
	Suite *s = suite_create("preopen");
	TCase *c = tcase_create("cases");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, cases, 0, (int)COUNT(bads));
	tcase_add_test(c, commands);
	suite_add_tcase(s, c);
	c = tcase_create("plays");
	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, hosts, 0, (int)COUNT(manifests));
	tcase_add_loop_test(c, played, 0, (int)COUNT(rows));
	tcase_add_test(c, cannot_be_given);
	tcase_add_test(c, made_by_the_player);
	tcase_add_test(c, late_and_dead);
	suite_add_tcase(s, c);
	return s;
}
