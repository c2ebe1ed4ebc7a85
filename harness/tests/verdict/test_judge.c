/* SPDX-License-Identifier: Apache-2.0 */
/* Layer 2: what is faked, what is altered, and what is all the same. */
#include <stdlib.h>
#include <string.h>

#include "tests/help/suite.h"
#include "tests/help/made.h"
#include "tests/help/scratch.h"
#include "verdict/judge.h"

#define SOCKET "  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
#define SET "  - setsockopt: {fd: s, name: SO_RCVBUF, value: 4096}\n"
#define SET_SEEN \
	"ret=0 | setsockopt s level=SOL_SOCKET name=SO_RCVBUF value=4096"

#define ACCEPT SOCKET "  - accept: {fd: s, as: c}\n"
#define ACCEPTED(flags) "ret=s\nret=c | accept4 s flags=" flags " >c"
#define CONNECT_UNIX SOCKET "  - connect: {fd: s, addr: unix:door}\n"
#define CONNECTED(addr, len) \
	"ret=s\nret=0 | connect s addr=" addr " addrlen=" len
#define POLL SOCKET "  - poll: {fds: [{fd: s, events: POLLIN}], timeout: 100}\n"
#define POLLED(timeout) "ret=s\nret=1 | poll fds=[s] timeout=" timeout

/* The last step of a case is judged, unless `step` says another. */
static const struct {
	const char *steps, *want, *got;
	const char *judgement; /* "class what: want -> got", NULL for none */
	int step;
} rows[] = {
	/* --- the same --- */
	{SOCKET SET, "ret=s\n" SET_SEEN, "ret=s\n" SET_SEEN, NULL, 1},
	/* One class of calls: another call that does it. */
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"x\" len=1 flags=0 addr=NULL",
	 "ret=s\nret=1 | sendmsg s addr=NULL data=\"x\" control=[] flags=0",
	 NULL, 1},
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"x\" flags=0 addr=NULL",
	 "ret=s\nret=1 | write s data=\"x\" len=1", NULL, 1},
	{SOCKET "  - accept: {fd: s}\n", "ret=s\nret=0 | accept s addr=? >c",
	 "ret=s\nret=0 | accept4 s addr=? flags=SOCK_CLOEXEC >c", NULL, 1},
	/* Flags that are a runtime's own business. */
	{SOCKET, "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0",
	 "ret=s | socket domain=AF_INET "
	 "type=SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK protocol=0",
	 NULL, 0},
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"x\" flags=MSG_OOB addr=NULL",
	 "ret=s\nret=1 | sendto s data=\"x\" flags=MSG_OOB|MSG_NOSIGNAL "
	 "addr=NULL",
	 NULL, 1},
	{SOCKET "  - recv: {fd: s}\n", "ret=s\nret=1 | recvfrom s flags=0",
	 "ret=s\nret=1 | recvmsg s flags=MSG_CMSG_CLOEXEC", NULL, 1},
	/* A call that succeeds after others of its class. */
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"x\" flags=0 addr=NULL",
	 "ret=s\nret=1 | poll | sendto s data=\"y\" flags=0 addr=NULL !EAGAIN "
	 "| sendto s data=\"x\" flags=0 addr=NULL",
	 NULL, 1},
	/* The kernel natively said no: nothing to be judged. */
	{SOCKET SET, "ret=s\nret=0 | setsockopt s value=1 !EPERM",
	 "ret=s\nret=0", NULL, 1},
	/* Asking nothing is not faking what changes nothing. */
	{SOCKET "  - getsockname: {fd: s}\n",
	 "ret=s\nret=0 | getsockname s addr=unspec", "ret=s\nret=0", NULL, 1},
	/* Whether it dups, polls or sets O_NONBLOCK is its own business. */
	{SOCKET "  - set-nonblock: {fd: s}\n",
	 "ret=s\nret=0 | fcntl s cmd=F_SETFL arg=0x800", "ret=s\nret=0", NULL,
	 1},
	{SOCKET "  - dup: {fd: s, as: d}\n", "ret=s\nret=d | dup s >d",
	 "ret=s\nret=d", NULL, 1},
	/* Later is early enough, also from a descriptor of ours. */
	{SOCKET SET "  - listen: {fd: s}\n",
	 "ret=s\n" SET_SEEN "\nret=0 | listen s backlog=16",
	 "ret=s\nret=0\n" SET_SEEN " | listen s backlog=16", NULL, 1},
	{SOCKET SET, "ret=s\n" SET_SEEN,
	 "ret=s\nret=0 | setsockopt #9 level=SOL_SOCKET name=SO_RCVBUF "
	 "value=4096",
	 NULL, 1},
	/* What Linux was asked before may be asked again. */
	{SOCKET SET "  - getsockname: {fd: s}\n",
	 "ret=s\n" SET_SEEN "\nret=0 | getsockname s",
	 "ret=s\n" SET_SEEN "\n" SET_SEEN " | getsockname s", NULL, 2},
	/* --- faked --- */
	{SOCKET SET, "ret=s\n" SET_SEEN, "ret=s\nret=0",
	 "faked setsockopt: setsockopt(s, SOL_SOCKET, SO_RCVBUF, 4096) = 0 "
	 "-> no such call",
	 1},
	{SOCKET SET "  - getsockopt: {fd: s, name: SO_RCVBUF}\n",
	 "ret=s\n" SET_SEEN "\nret=0 | getsockopt s",
	 "ret=s\nret=0 | getsockopt s\nret=0 | getsockopt s",
	 "faked setsockopt: setsockopt(s, SOL_SOCKET, SO_RCVBUF, 4096) = 0 "
	 "-> no such call",
	 1},
	/* A peer's descriptor of the same name is another one. */
	{SOCKET "  - shutdown: {fd: s, how: SHUT_WR}\n"
		"  - peer.socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
		"  - peer.shutdown: {fd: s, how: SHUT_WR}\n",
	 "ret=s\nret=0 | shutdown s how=SHUT_WR\nret=s\n"
	 "ret=0 | shutdown s how=SHUT_WR",
	 "ret=s\nret=0\nret=s\nret=0 | shutdown s how=SHUT_WR",
	 "faked shutdown: shutdown(s, SHUT_WR) = 0 -> no such call", 1},
	/* --- altered --- */
	{SOCKET SET, "ret=s\n" SET_SEEN,
	 "ret=s\nret=0 | setsockopt s level=SOL_SOCKET name=SO_RCVBUF "
	 "value=1",
	 "altered setsockopt value: 4096 -> 1", 1},
	{SOCKET SET, "ret=s\n" SET_SEEN,
	 "ret=s\nret=0 | setsockopt s level=SOL_SOCKET name=SO_SNDBUF "
	 "value=1",
	 "altered setsockopt name: SO_RCVBUF -> SO_SNDBUF", 1},
	{SOCKET, "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0",
	 "ret=s | socket domain=AF_INET6 type=SOCK_STREAM protocol=0",
	 "altered socket domain: AF_INET -> AF_INET6", 0},
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"x\" flags=MSG_OOB addr=NULL",
	 "ret=s\nret=1 | write s data=\"x\"",
	 "altered sendto flags: MSG_OOB -> 0", 1},
	{SOCKET "  - send: {fd: s, data: x}\n",
	 "ret=s\nret=1 | sendto s data=\"a|b\" flags=0 addr=NULL",
	 "ret=s\nret=1 | sendto s data=\"a\" flags=0 addr=NULL",
	 "altered sendto data: \"a|b\" -> \"a\"", 1},
	{SOCKET "  - shutdown: {fd: s, how: SHUT_WR}\n",
	 "ret=s\nret=0 | shutdown s how=SHUT_WR",
	 "ret=s\nret=0 | shutdown s how=SHUT_RDWR",
	 "altered shutdown how: SHUT_WR -> SHUT_RDWR", 1},
	/* Added on its own account. */
	{SOCKET, "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0",
	 "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0 | "
	 "setsockopt s name=SO_REUSEADDR value=1",
	 "altered added setsockopt: no such call -> "
	 "setsockopt(s, SO_REUSEADDR, 1) = 0",
	 0},
	{SOCKET "  - getsockname: {fd: s}\n",
	 "ret=s\nret=0 | getsockname s addr=unspec",
	 "ret=s\nret=0 | getsockname s addr=unspec | bind s addr=unspec",
	 "altered added bind: no such call -> bind(s, unspec) = 0", 1},
	/* Flags of accept4: the runtime's own, or set right behind it. */
	{ACCEPT, ACCEPTED("SOCK_NONBLOCK|SOCK_CLOEXEC"),
	 ACCEPTED("SOCK_NONBLOCK"), NULL, 1},
	{ACCEPT, ACCEPTED("0"), ACCEPTED("SOCK_NONBLOCK|SOCK_CLOEXEC"), NULL,
	 1},
	{ACCEPT, ACCEPTED("SOCK_NONBLOCK"),
	 "ret=s\nret=c | accept s >c | fcntl c cmd=F_SETFL arg=0x800", NULL, 1},
	{ACCEPT, ACCEPTED("SOCK_NONBLOCK"), "ret=s\nret=c | accept s >c",
	 "altered accept4 flags: SOCK_NONBLOCK -> 0", 1},
	{ACCEPT, ACCEPTED("SOCK_NONBLOCK"),
	 "ret=s\nret=c | fcntl s cmd=F_GETFL | accept s >c",
	 "altered accept4 flags: SOCK_NONBLOCK -> 0", 1},
	/* The length of an address counts as far as the kernel reads it. */
	{CONNECT_UNIX, CONNECTED("unix:door", "7"),
	 CONNECTED("unix:door", "110"), NULL, 1},
	{CONNECT_UNIX, CONNECTED("unix:@door", "7"),
	 CONNECTED("unix:@door\\x00", "8"),
	 "altered connect addr: unix:@door -> unix:@door\\x00", 1},
	/* A timeout as it reached the kernel. */
	{POLL, POLLED("100"), POLLED("100"), NULL, 1},
	{POLL, POLLED("100"), POLLED("101"), NULL, 1},
	{POLL, POLLED("100"), POLLED("3"), NULL, 1},
	{POLL, POLLED("100"), POLLED("102"),
	 "altered poll timeout: 100 ms -> 102 ms", 1},
	{POLL, POLLED("100"), POLLED("-1"),
	 "altered poll timeout: 100 ms -> forever", 1},
	{POLL, POLLED("0"), POLLED("-1"), NULL, 1}, /* no wait natively */
	{POLL, POLLED("-1"), POLLED("50"), NULL, 1},
	{POLL, POLLED("100"), "ret=s\nret=1 | ppoll fds=[s] timeout=200",
	 "altered poll timeout: 100 ms -> 200 ms", 1},
	{POLL, POLLED("100"), "ret=s\nret=1 | ppoll fds=[s] timeout=NULL",
	 "altered poll timeout: 100 ms -> forever", 1},
	{POLL, POLLED("100"),
	 "ret=s\nret=1 | poll fds=[s] timeout=0 | poll fds=[s] timeout=200",
	 "altered poll timeout: 100 ms -> 200 ms", 1},
	/* In parts, of no descriptor, or of a runtime's own. */
	{POLL, POLLED("100"),
	 "ret=s\nret=1 | poll fds=[s] timeout=200 | poll fds=[s] timeout=200",
	 NULL, 1},
	{POLL, POLLED("100"), "ret=s\nret=1 | poll fds=[] timeout=200", NULL,
	 1},
	{POLL, POLLED("100"), "ret=s\nret=1 | epoll_wait timeout=-1", NULL, 1},
	/* What a new socket has may be set, as long as the guest set nothing. */
	{SOCKET, "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0",
	 "ret=s | socket domain=AF_INET type=SOCK_STREAM protocol=0 | "
	 "setsockopt s name=SO_REUSEADDR value=0",
	 NULL, 0},
	{SOCKET "  - setsockopt: {fd: s, name: SO_REUSEADDR, value: 1}\n"
		"  - getsockname: {fd: s}\n",
	 "ret=s\nret=0 | setsockopt s name=SO_REUSEADDR value=1\n"
	 "ret=0 | getsockname s",
	 "ret=s\nret=0 | setsockopt s name=SO_REUSEADDR value=1\n"
	 "ret=0 | getsockname s | setsockopt s name=SO_REUSEADDR value=0",
	 "altered added setsockopt: no such call -> "
	 "setsockopt(s, SO_REUSEADDR, 0) = 0",
	 2},
};

START_TEST(judged)
{
	struct corpus c = made_case(rows[_i].steps);
	struct recording *want = made(c.cases, rows[_i].want);
	struct recording *got = made(c.cases, rows[_i].got);
	struct judgement j;
	char *text = NULL;

	if (judge_step(want, got, rows[_i].step, &j)) {
		text = xasprintf("%s %s: %s -> %s", gap_names[j.gclass], j.what,
				 j.want, j.got);
		free(j.what);
		free(j.want);
		free(j.got);
	}
	ck_assert_pstr_eq(text, rows[_i].judgement);
	free(text);
	recording_free(want);
	recording_free(got);
	corpus_free(&c);
}
END_TEST

Suite *judge_suite(void);

Suite *judge_suite(void)
{
	Suite *s = suite_create("judge");
	TCase *c = tcase_create("steps");

	tcase_add_checked_fixture(c, scratch_open, scratch_close);
	tcase_add_loop_test(c, judged, 0, (int)COUNT(rows));
	suite_add_tcase(s, c);
	return s;
}
