/* SPDX-License-Identifier: Apache-2.0 */
/* Layer 3: what goes over the wire, as lines; captures that are not whole. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "packets/capture.h"
#include "packets/packet.h"

/* --- frames ---------------------------------------------------------------*/

#define ETH(type) "\x02\0\0\0\0\x01\x02\0\0\0\0\x02" type
#define IP4(tos, len, frag, ttl, proto)                      \
	"\x45" tos "\0" len "\x12\x34" frag ttl proto "\0\0" \
	"\x7f\0\0\1\x0a\0\0\2"
#define UDP4                                        \
	ETH("\x08\0")                               \
	IP4("\0", "\x1f", "\x40\0", "\x40", "\x11") \
	"\x1b\x58\x1b\x59\0\x0b\0\0abc"

static const struct {
	const char *bytes;
	size_t n;
	const char *text; /* its ends and what is told of it; NULL: nothing */
} frames[] = {
#define FRAME(s, text)                 \
	{                              \
		s, sizeof(s) - 1, text \
	}
	FRAME(UDP4, "udp 127.0.0.1:7000 > 10.0.0.2:7001 (3)"),
	FRAME(ETH("\x08\0") IP4("\x10", "\x1c", "\0\0", "\x03",
				"\x11") "\x1b\x58\x1b\x59\0\x08\0\0",
	      "udp 127.0.0.1:7000 > 10.0.0.2:7001 (0)"
	      " ttl 3 tos 0x10 may be fragmented"),
	/* A header that says more than the packet has. */
	FRAME(ETH("\x08\0")
		      IP4("\0", "\x1c", "\x40\0", "\x40", "\x11") "\x1b\x58",
	      NULL),
	FRAME(ETH("\x08\x06") "\0\1\x08\0\6\4\0\1", NULL), /* ARP */
	FRAME(ETH("\x08\0") "\x45", NULL),
	FRAME(ETH("\x08"), NULL),
	FRAME("", NULL),
};

START_TEST(frame)
{
	struct packet p;
	char *text;

	if (!packet_decode(&p, (const unsigned char *)frames[_i].bytes,
			   frames[_i].n)) {
		ck_assert_ptr_null(frames[_i].text);
		return;
	}
	text = xasprintf("%s %s > %s (%u)%s", p.proto, p.from, p.to, p.length,
			 p.tail);
	ck_assert_ptr_nonnull(frames[_i].text);
	ck_assert_str_eq(text, frames[_i].text);
	free(text);
}
END_TEST

/* Whatever comes: nothing is read that is not there (SAN=1 would tell). */
START_TEST(hostile_frames)
{
	unsigned seed = 1;

	for (int round = 0; round < 4000; round++) {
		size_t n = (size_t)round % 120;
		unsigned char *bytes = xcalloc(n + 1, 1), *exact;
		struct packet p;

		/* A good frame, cut and with some bytes changed. */
		memcpy(bytes, UDP4, n < sizeof(UDP4) ? n : sizeof(UDP4));
		for (int k = 0; k < round % 5 && n; k++) {
			seed = seed * 1103515245u + 12345u;
			bytes[(seed >> 8) % n] = (unsigned char)(seed >> 20);
		}
		exact = malloc(n ? n : 1);
		memcpy(exact, bytes, n);
		packet_decode(&p, exact, n);
		free(exact);
		free(bytes);
	}
}
END_TEST

/* --- plays ----------------------------------------------------------------*/

#define SENDER                                                          \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  - peer.bind: {fd: p, addr: 127.0.0.1:7000}\n"                \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"

static const struct {
	const char *steps, *packets;
} wires[] = {
	{SENDER "  - setsockopt: {fd: s, level: IPPROTO_IP, name: IP_TTL, "
		"value: 3}\n"
		"  - sendto: {fd: s, addr: 127.0.0.1:7000, data: hi}\n",
	 "udp 127.0.0.1:~1 > 127.0.0.1:7000 \"hi\" ttl 3\n"},
	{SENDER "  - sendto: {fd: s, addr: 127.0.0.1:9, data: hi}\n",
	 "udp 127.0.0.1:~1 > 127.0.0.1:9 \"hi\"\n"
	 "icmp 127.0.0.1 > 127.0.0.1 port unreachable "
	 "(udp 127.0.0.1:~1 > 127.0.0.1:9)\n"},
	{SENDER, ""},
};

START_TEST(wire)
{
	struct recording *r =
		pair_native(&plays_stage, &plays, plays_case(wires[_i].steps));
	struct buf b = {0};

	buf_puts(&b, "");
	for (int i = 0; i < r->npackets; i++)
		buf_printf(&b, "%s\n", r->packets[i]);
	ck_assert_int_eq(r->end, END_OK);
	ck_assert(r->wire);
	ck_assert_str_eq(b.s, wires[_i].packets);
	buf_free(&b);
	recording_free(r);
}
END_TEST

/* No sockets that use a wire: no capture. */
START_TEST(no_wire)
{
	struct recording *r = pair_native(
		&plays_stage, &plays,
		plays_case("  - socketpair: {as: [a, b], domain: AF_UNIX, "
			   "type: SOCK_STREAM}\n"));

	ck_assert_int_eq(r->end, END_OK);
	ck_assert(!r->wire);
	ck_assert_int_eq(r->pcap, -1);
	recording_free(r);
}
END_TEST

/* A file that tcpdump reads: pcap-savefile(5). */
START_TEST(pcap)
{
	static const unsigned char magic[] = {0xd4, 0xc3, 0xb2, 0xa1};
	struct recording *r =
		pair_native(&plays_stage, &plays, plays_case(wires[0].steps));
	unsigned char head[24 + 16];

	ck_assert_int_ge(r->pcap, 0);
	ck_assert_int_eq(pread(r->pcap, head, sizeof(head), 0), sizeof(head));
	ck_assert_mem_eq(head, magic, sizeof(magic));
	recording_free(r);
}
END_TEST

/*
 * Every answer and every call is Linux's; only the packets tell that this
 * host's machine gives them another time to live.
 */
START_TEST(only_the_wire)
{
	struct pair p = {0};
	struct host *h = plays_script(
		"ip route change table local local 127.0.0.1 dev lo proto kernel "
		"scope host src 127.0.0.1 hoplimit 33\nexec $player\n");

	plays.host = h;
	pair_play(
		&p, &plays_stage, &plays,
		plays_case(
			SENDER
			"  - sendto: {fd: s, addr: 127.0.0.1:7000, data: hi}\n"));
	ck_assert_int_eq(p.result->verdict, DIFFERS);
	ck_assert_int_eq(p.result->ngaps, 1);
	ck_assert_int_eq(p.result->gaps[0].gclass, GAP_wire);
	ck_assert_str_eq(p.result->gaps[0].want,
			 "udp 127.0.0.1:~1 > 127.0.0.1:7000 \"hi\"");
	ck_assert_str_eq(p.result->gaps[0].got,
			 "udp 127.0.0.1:~1 > 127.0.0.1:7000 \"hi\" ttl 33");
	pair_free(&p);
	plays.host = plays.native;
	host_free(h);
}
END_TEST

/* --- a capture that is not whole ------------------------------------------*/

/*
 * So many datagrams of 2,000 bytes, as fast as perl sends them. A buffer of
 * one block, 128 KiB or more, loses those that come while it is read; the
 * usual one holds two hundred of them whoever reads when.
 */
#define BURST(n)                                                \
	"perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 0); " \
	"$to = sockaddr_in(7000, inet_aton(\"127.0.0.1\")); "   \
	"send(S, \"x\" x 2000, 0, $to) for 1.." #n "'\n"        \
	"exec $player\n"

START_TEST(ring_too_small)
{
	struct lobby small = *plays.lobby;
	const struct lobby *whole = plays.lobby;
	const struct tcase *t = plays_case(SENDER);
	struct host *few = plays_script(BURST(200));
	struct host *many = plays_script(BURST(19000));
	struct pair p = {0};

	plays.host = few;
	pair_play(&p, &plays_stage, &plays, t);
	ck_assert_msg(p.result->verdict == DIFFERS, "%s", p.result->why);
	ck_assert_int_ge(p.got->npackets, 200);
	pair_free(&p);
	stage_end(&plays_stage);
	plays.host = many;
	small.capture_bytes = 1; /* rounded up to the least there can be */
	plays.lobby = &small;
	pair_play(&p, &plays_stage, &plays, t);
	ck_assert_int_eq(p.result->verdict, BROKEN);
	ck_assert_msg(strstr(p.result->why, "the capture lost ") &&
			      strstr(p.result->why, "its buffer was full"),
		      "%s", p.result->why);
	pair_free(&p);
	stage_end(&plays_stage);
	plays.lobby = whole;
	plays.host = plays.native;
	host_free(few);
	host_free(many);
}
END_TEST

/* A host that floods is a host whose packets differ. */
START_TEST(flood)
{
	struct pair p = {0};
	struct host *h = plays_script(
		"trap '' PIPE\n"
		"for k in 1 2 3; do bash -c 'exec 3>/dev/udp/127.0.0.1/9; "
		"for i in {1..9000}; do echo $i >&3; done' 2>/dev/null; done\n"
		"exec $player\n");

	plays.host = h;
	pair_play(&p, &plays_stage, &plays, plays_case(SENDER));
	ck_assert_msg(p.result->verdict == DIFFERS, "%s", p.result->why);
	ck_assert_int_eq(p.result->gaps[0].gclass, GAP_wire);
	ck_assert_str_eq(p.got->packets[p.got->npackets - 1],
			 "more than 20000 packets");
	pair_free(&p);
	plays.host = plays.native;
	host_free(h);
}
END_TEST

Suite *packets_suite(void)
{
	Suite *s = suite_create("packets");
	TCase *frames_case = tcase_create("frames");
	TCase *plays_tcase = tcase_create("plays");

	tcase_add_loop_test(frames_case, frame, 0, (int)COUNT(frames));
	tcase_add_test(frames_case, hostile_frames);
	suite_add_tcase(s, frames_case);
	tcase_add_checked_fixture(plays_tcase, plays_open, plays_close);
	tcase_set_timeout(plays_tcase, 60);
	tcase_add_loop_test(plays_tcase, wire, 0, (int)COUNT(wires));
	tcase_add_test(plays_tcase, no_wire);
	tcase_add_test(plays_tcase, pcap);
	tcase_add_test(plays_tcase, only_the_wire);
	tcase_add_test(plays_tcase, ring_too_small);
	tcase_add_test(plays_tcase, flood);
	suite_add_tcase(s, plays_tcase);
	return s;
}
