/* SPDX-License-Identifier: Apache-2.0 */
/* The network of a room: what its hosts see, and packets between them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "base/util.h"

static const struct {
	enum net_id net;
	bool far;
	const char *script, *out;
} views[] = {
	{NET_one_host, false, "ip -o link | wc -l", "1\n"},
	{NET_two_hosts, false, "ip -o link | cut -d' ' -f-3",
	 "1: lo: "
	 "<LOOPBACK,UP,LOWER_UP>\n"
	 "10: link0@if20: <BROADCAST,MULTICAST,UP,LOWER_UP>\n"},
	{NET_two_hosts, true, "ip -o link | cut -d' ' -f-3",
	 "1: lo: "
	 "<LOOPBACK,UP,LOWER_UP>\n"
	 "20: link0@if10: <BROADCAST,MULTICAST,UP,LOWER_UP>\n"},
	{NET_two_hosts, false, "ip -br address show link0 | tr -s ' '",
	 "link0@if20 UP 10.0.0.1/24 fd00::1/64 fe80::1/64 \n"},
	{NET_two_hosts, true, "ip -br address show link0 | tr -s ' '",
	 "link0@if10 UP 10.0.0.2/24 fd00::2/64 fe80::2/64 \n"},
	{NET_two_hosts, true, "ip route get 10.0.1.1 2>&1",
	 "RTNETLINK "
	 "answers: No route to host\n"},
	{NET_two_hosts, false, "ip route get 192.0.2.1 2>&1",
	 "RTNETLINK "
	 "answers: Network is unreachable\n"},
	/* The same folder and the same processes. */
	{NET_two_hosts, true,
	 "ls -A; echo x >f; cat f; ls /proc/self/fd | tr '\\n' ' '",
	 "x\n0 1 2 3 "},
};

START_TEST(view)
{
	char *said =
		plays_say_in(views[_i].net, views[_i].far, views[_i].script);

	ck_assert_str_eq(said, views[_i].out);
	ck_assert(!plays_left_behind());
	free(said);
}
END_TEST

/* Without the means for it the room says so, and what they are. */
START_TEST(cannot_be_made)
{
	char *why = NULL;
	struct room *r;

	setenv("PATH", "/nowhere", 1);
	r = room_new(plays.lobby, (struct room_kind){false, NET_two_hosts},
		     &why);
	ck_assert(r != NULL);
	ck_assert_int_eq(room_ready(r, &why), -1);
	ck_assert_str_eq(why,
			 "cannot create a room: cannot connect two hosts by a "
			 "veth device: cannot run the program ip: No such file "
			 "or directory. A case with `net: two-hosts` needs the "
			 "kernel module veth and the program ip (package "
			 "iproute2)");
	waitpid(r->pid, NULL, __WALL);
	room_free(r);
	free(why);
}
END_TEST

#define TALK                                                            \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  - peer.bind: {fd: p, addr: \"10.0.0.2:7000\"}\n"             \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"      \
	"  - sendto: {fd: s, addr: \"10.0.0.2:7000\", data: hello}\n"   \
	"  - peer.recvfrom: {fd: p}\n"

/* Cases, and all packets that are seen on the guest's end of the cable. */
static const struct {
	const char *text, *packets;
} cables[] = {
	/* Nothing but what the case itself sends. */
	{"  - socket: {domain: AF_INET, type: SOCK_DGRAM}\n"
	 "net: two-hosts\n",
	 ""},
	{TALK "net: two-hosts\n",
	 "udp 10.0.0.1:~1 > 10.0.0.2:7000 \"hello\"\n"},
	/* The kernel answers for a host on which nobody listens. */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - sendto: {fd: s, addr: \"10.0.0.2:9\", data: hello}\n"
	 "net: two-hosts\n",
	 "udp 10.0.0.1:~1 > 10.0.0.2:9 \"hello\"\n"
	 "icmp 10.0.0.2 > 10.0.0.1 port unreachable (udp 10.0.0.1:~1 > "
	 "10.0.0.2:9)\n"},
	/* The capture ends well on a link that is down at either end. */
	{TALK "  - mate.link: {up: no}\n"
	      "  - sendto: {fd: s, addr: \"10.0.0.2:7000\", data: lost}\n"
	      "net: two-hosts\nnear: [mate]\n",
	 "udp 10.0.0.1:~1 > 10.0.0.2:7000 \"hello\"\n"},
	{TALK "  - peer.link: {up: no}\n"
	      "net: two-hosts\n",
	 "udp 10.0.0.1:~1 > 10.0.0.2:7000 \"hello\"\n"},
	{"  - mate.link: {up: yes, mtu: 1280}\n"
	 "  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - connect: {fd: s, addr: \"10.0.0.2:9\"}\n"
	 "net: two-hosts\nnear: [mate]\n",
	 "tcp 10.0.0.1:~1 > 10.0.0.2:9 SYN mss 1240\n"
	 "tcp 10.0.0.2:9 > 10.0.0.1:~1 seq 0 RST|ACK\n"},
	/* What stays on one host is on no cable. */
	{"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - peer.bind: {fd: p, addr: \"10.0.0.1:7000\"}\n"
	 "  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - sendto: {fd: s, addr: \"10.0.0.1:7000\", data: hello}\n"
	 "  - peer.recv: {fd: p}\n"
	 "net: two-hosts\nnear: [peer]\n",
	 ""},
};

/* A packet in more moments than the capture's ring has blocks. */
START_TEST(now_and_then)
{
	struct buf steps = {0};
	struct recording *r;

	buf_puts(&steps, "  - socket: {as: s, domain: AF_INET, "
			 "type: SOCK_DGRAM}\n");
	for (int i = 0; i < 12; i++)
		buf_puts(&steps, "  - sendto: {fd: s, addr: \"10.0.0.3:9\", "
				 "data: x}\n"
				 "  - poll: {fds: [], timeout: 25, "
				 "waits: yes}\n");
	buf_puts(&steps, "net: two-hosts\n");
	r = pair_native(&plays_stage, &plays, plays_case(steps.s));
	ck_assert_msg(r->end == END_OK, "%s", r->why);
	ck_assert_int_eq(r->npackets, 12);
	recording_free(r);
	buf_free(&steps);
}
END_TEST

static char *packets_text(const struct recording *r)
{
	struct buf b = {0};

	buf_puts(&b, "");
	for (int i = 0; i < r->npackets; i++)
		buf_printf(&b, "%s\n", r->packets[i]);
	return buf_take(&b);
}

START_TEST(cable)
{
	struct recording *r =
		pair_native(&plays_stage, &plays, plays_case(cables[_i].text));
	char *text = packets_text(r);

	ck_assert_msg(r->end == END_OK, "%s", r->why);
	ck_assert(r->wire);
	ck_assert_str_eq(text, cables[_i].packets);
	free(text);
	recording_free(r);
}
END_TEST

Suite *room_net_suite(void);

Suite *room_net_suite(void)
{
	Suite *s = suite_create("room_net");
	TCase *c = tcase_create("network");

	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, view, 0, (int)COUNT(views));
	tcase_add_test(c, cannot_be_made);
	tcase_add_test(c, now_and_then);
	tcase_add_loop_test(c, cable, 0, (int)COUNT(cables));
	suite_add_tcase(s, c);
	return s;
}
