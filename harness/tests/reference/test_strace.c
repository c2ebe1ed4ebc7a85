/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strace's text, read into calls. The lines are what strace 6.1 printed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "tests/help/scratch.h"
#include "tests/help/straced.h"
#include "guests/lang/wire.h"
#include "reference/witness/strace.h"

/* The calls of the second step, a line each; or what is wrong. */
static char *calls_of(const char *text, struct strace_reading *r)
{
	struct buf b = {0};
	char *why = NULL;

	*r = (struct strace_reading){.rec = recording_new(plays_case(STEPS))};
	if (strace_read(r, 0, text, &why) < 0) {
		buf_puts(&b, why);
		free(why);
		return buf_take(&b);
	}
	strace_name_pids(r);
	for (int i = 0; i < r->rec->steps[1].ncalls; i++) {
		buf_puts(&b, i ? "\n" : "");
		call_text(&b, &r->rec->steps[1].calls[i]);
	}
	return buf_take(&b);
}

static void check_calls(const char *line, const char *calls)
{
	char *text = xasprintf(FIRST SECOND "%s\n", line), *got;
	struct strace_reading r;

	got = calls_of(text, &r);
	ck_assert_str_eq(got, calls);
	recording_free(r.rec);
	free(got);
	free(text);
}

static const struct {
	const char *line, *call;
} lines[] = {
	/* Numbers go by their names. */
	{"7 socket(0x2, 0x1|0x80800, 0x6) = 4",
	 "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK|SOCK_CLOEXEC, "
	 "IPPROTO_TCP) = #4"},
	{"7 shutdown(3, 0x2) = 0", "shutdown(s, SHUT_RDWR) = 0"},
	{"7 listen(9, -1) = -1 EBADF (Bad file descriptor)",
	 "listen(#9, -1) = -1 EBADF"},
	{"7 accept4(3, NULL, NULL, 0x800) = 4",
	 "accept4(s, NULL, NULL, SOCK_NONBLOCK) = #4"},
	{"7 dup(3) = 5", "dup(s) = s"},
	{"7 fcntl(3, 0x3) = 0x802 (flags O_RDWR|O_NONBLOCK)",
	 "fcntl(s, F_GETFL) = 2050"},
	{"7 fcntl(3, 0x4, 0x802) = 0", "fcntl(s, F_SETFL, 0x802) = 0"},
	/* Addresses. */
	{"7 bind(3, {sa_family=0x2, sin_port=\"\\x1b\\x58\", "
	 "sin_addr=\"\\x7f\\x00\\x00\\x01\"}, 16) = 0",
	 "bind(s, 127.0.0.1:7000, 16) = 0"},
	{"7 bind(3, {sa_family=0xa, sin6_port=\"\\x1b\\x58\", "
	 "sin6_flowinfo=\"\\x00\\x00\\x00\\x05\", "
	 "sin6_addr=\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
	 "\\x00\\x00\\x00\\x00\\x00\\x01\", sin6_scope_id=2}, 28) = 0",
	 "bind(s, [::1%2]:7000/flow=5, 28) = 0"},
	{"7 bind(3, {sa_family=0x1, sun_path=\"door\"}, 7) = 0",
	 "bind(s, unix:door, 7) = 0"},
	{"7 bind(3, {sa_family=0x1, sun_path=\"door\"}, 20) = 0",
	 "bind(s, unix:door, 20) = 0"},
	{"7 bind(3, {sa_family=0x1, sun_path=@\"d\\001\\\"\"}, 6) = 0",
	 "bind(s, unix:@d\\x01\\\", 6) = 0"},
	{"7 bind(3, {sa_family=0x1}, 2) = 0", "bind(s, unix:, 2) = 0"},
	{"7 bind(3, {sa_family=0x2, sa_data=\"\\x1b\\x58\"}, 4) = -1 EINVAL "
	 "(Invalid argument)",
	 "bind(s, family 2 {1b58}, 4) = -1 EINVAL"},
	{"7 bind(3, 0x5577, 129) = -1 EINVAL (Invalid argument)",
	 "bind(s, 129 bytes, 129) = -1 EINVAL"},
	{"7 bind(3, 0x10, 16) = -1 EFAULT (Bad address)",
	 "bind(s, bad, 16) = -1 EFAULT"},
	{"7 bind(3, NULL, 16) = -1 EFAULT (Bad address)",
	 "bind(s, NULL, 16) = -1 EFAULT"},
	{"7 accept(3, {sa_family=0x2, sa_data=\"\\x1b\\x59\"}, [4 => 16]) = 4",
	 "accept(s, family 2 {1b59}, [16]) = #4"},
	{"7 getpeername(3, 0x5577, [128]) = -1 ENOTCONN (..)",
	 "getpeername(s, ?, [128]) = -1 ENOTCONN"},
	{"7 recvfrom(3, \"x\", 4, 0, 0x5577, [128 => 0]) = 1",
	 "recvfrom(s, \"x\", 4, 0, none, [0]) = 1"},
	/* Data. */
	{"7 sendto(3, \"a\\x00b\\n\", 4, 0x4000, NULL, 0) = 4",
	 "sendto(s, \"a\\x00b\\n\", 4, MSG_NOSIGNAL, NULL, 0) = 4"},
	{"7 recvfrom(3, \"0123\", 4, 0x20, NULL, NULL) = 10",
	 "recvfrom(s, \"0123\", 4, MSG_TRUNC, NULL, NULL) = 10"},
	{"7 recvfrom(3, 0x5577, 4, 0x40, NULL, NULL) = -1 EAGAIN (..)",
	 "recvfrom(s, ?, 4, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN"},
	{"7 writev(3, [{iov_base=\"ab\", iov_len=2}, {iov_base=\"\", "
	 "iov_len=0}, {iov_base=\"], {\", iov_len=4}], 3) = 6",
	 "writev(s, \"ab], {\", 3) = 6"},
	{"7 readv(3, [{iov_base=\"ab\", iov_len=2}, {iov_base=\"c\", "
	 "iov_len=9}], 2) = 3",
	 "readv(s, \"abc\", 2) = 3"},
	/* Options. */
	{"7 setsockopt(3, 0x1, 0x8, [4096], 4) = 0",
	 "setsockopt(s, SOL_SOCKET, SO_RCVBUF, 4096, 4) = 0"},
	{"7 setsockopt(3, 0x1, 0xd, {l_onoff=1, l_linger=5}, 8) = 0",
	 "setsockopt(s, SOL_SOCKET, SO_LINGER, {onoff: 1, linger: 5}, 8) "
	 "= 0"},
	{"7 setsockopt(3, 0x1, 0x14, \"\\x01\\x00\\x00\\x00\\x00\\x00\\x00"
	 "\\x00\\x05\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", 16) = 0",
	 "setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, {sec: 1, usec: 5}, 16) "
	 "= 0"},
	{"7 getsockopt(3, 0x1, 0x11, {pid=7, uid=0, gid=0}, [12]) = 0",
	 "getsockopt(s, SOL_SOCKET, SO_PEERCRED, {pid: guest, uid: 0, "
	 "gid: 0}, [12]) = 0"},
	{"7 getsockopt(3, 0x1, 0xd, {l_onoff=1}, [4]) = 0",
	 "getsockopt(s, SOL_SOCKET, SO_LINGER, {hex: 01000000}, [4]) = 0"},
	{"7 setsockopt(3, 0, 0x23, {imr_multiaddr=\"\\xe0\\x00\\x00\\x01\", "
	 "imr_interface=\"\\x7f\\x00\\x00\\x01\"}, 8) = 0",
	 "setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, {group: 224.0.0.1, "
	 "interface: 127.0.0.1}, 8) = 0"},
	{"7 setsockopt(3, 0, 0x23, {imr_multiaddr=\"\\xe0\\x00\\x00\\x01\", "
	 "imr_interface=\"\\x00\\x00\\x00\\x00\"}, 12) = 0",
	 "setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, {hex: e000000100000000" HIDDEN_MARK
	 "}, 12) = 0"},
	/* the interface is followed by padding: group_req */
	{"7 setsockopt(3, 0, 0x2a, {gr_interface=0x1, gr_group={sa_family="
	 "0x2, sa_data=\"\\x00\\x00\\xef\\x01\\x02\\x03\"}}, 16) = 0",
	 "setsockopt(s, IPPROTO_IP, MCAST_JOIN_GROUP, {hex: "
	 "010000000000000002000000ef010203}, 16) = 0"},
	{"7 setsockopt(3, 0x29, 0x14, 0x7ffc1234, 12) = -1 EINVAL (Invalid "
	 "argument)",
	 "setsockopt(s, IPPROTO_IPV6, IPV6_JOIN_GROUP, {hex: " HIDDEN_MARK "}, "
	 "12) = -1 EINVAL"},
	{"7 setsockopt(3, 0x1, 0x9, [1], 8) = 0",
	 "setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, {hex: 01000000" HIDDEN_MARK
	 "}, 8) = 0"},
	/* Descriptors. */
	{"7 socketpair(0x1, 0x1, 0, [5, 6]) = 0",
	 "socketpair(AF_UNIX, SOCK_STREAM, 0, [#5, #6]) = 0"},
	{"7 socketpair(0x1, 0x1, 0, 0x5577) = -1 EOPNOTSUPP (..)",
	 "socketpair(AF_UNIX, SOCK_STREAM, 0, ?) = -1 EOPNOTSUPP"},
	{"7 poll([{fd=-1}, {fd=3, events=0x5}], 2, 9) = 1 ([{fd=3, "
	 "revents=0x4}])",
	 "poll([#-1: " HIDDEN_MARK ", s: POLLIN|POLLOUT], 2, 9) = 1"},
	{"7 ioctl(3, 0x541b, [5]) = 0", "ioctl(s, FIONREAD, [5]) = 0"},
	/* Messages. */
	{"7 sendmsg(3, {msg_name=0x10, msg_namelen=0, msg_iov=[{iov_base="
	 "\"\\x78\", iov_len=1}], msg_iovlen=1, msg_controllen=0, "
	 "msg_flags=0}, 0) = 1",
	 "sendmsg(s, NULL, \"x\", [], 0) = 1"},
	{"7 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="
	 "\"x\", iov_len=1}], msg_iovlen=1, msg_control=[{cmsg_len=20, "
	 "cmsg_level=0x1, cmsg_type=0x1, cmsg_data=[3]}], "
	 "msg_controllen=24, msg_flags=0}, 0) = 1",
	 "sendmsg(s, NULL, \"x\", [{rights: [s]}], 0) = 1"},
	{"7 recvmsg(3, {msg_name=0x5577, msg_namelen=128 => 0, msg_iov=["
	 "{iov_base=\"x\", iov_len=4}], msg_iovlen=1, msg_control=[{"
	 "cmsg_len=28, cmsg_level=0x1, cmsg_type=0x2, cmsg_data={pid=7, "
	 "uid=1, gid=2}}, {cmsg_len=24, cmsg_level=0x1, cmsg_type=0x1, "
	 "cmsg_data=[5, 6]}], msg_controllen=56, msg_flags=0x8}, 0) = 1",
	 "recvmsg(s, 0, none, \"x\", [{credentials: {pid: guest, uid: 1, "
	 "gid: 2}}, {rights: [x, y]}], MSG_CTRUNC) = 1"},
	{"7 recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="
	 "\"x\", iov_len=4}], msg_iovlen=1, msg_control=[{cmsg_len=20, "
	 "cmsg_level=0x29, cmsg_type=0x34}], msg_controllen=24, "
	 "msg_flags=0}, 0) = 1",
	 "recvmsg(s, 0, NULL, \"x\", [{level: IPPROTO_IPV6, type: "
	 "IPV6_HOPLIMIT, int: " HIDDEN_MARK "}], 0) = 1"},
	{"7 recvmsg(3, {msg_namelen=128}, 0) = -1 EAGAIN (..)",
	 "recvmsg(s, 0, ?) = -1 EAGAIN"},
	{"7 sendmsg(3, 0x10, 0) = -1 EFAULT (Bad address)",
	 "sendmsg(s, bad, 0) = -1 EFAULT"},
	/* What is not recorded: files, and descriptors that nobody made. */
	{"7 read(4, \"x\", 1) = 1", ""},
	{"7 close(5) = 0", ""},
	{"7 --- SIGPIPE {si_signo=13, si_code=0, si_pid=7, si_uid=0} ---", ""},
	{"7 +++ killed by SIGKILL +++", ""},
	/* Ends of a call: none, a restart, an injected one. */
	{"7 recvfrom(3, 0x5577, 4, 0, NULL, NULL) = ? ERESTARTSYS (To be "
	 "restarted if SA_RESTART is set)",
	 "recvfrom(s, ?, 4, 0, ?, ?) = ?"},
	{"7 listen(3, 1", "listen(s, 1) = ?"},
	{"7 listen(3, 1) = -1 EINTR (Interrupted system call) (INJECTED)",
	 "listen(s, 1) = -1 EINTR (injected)"},
	/* Commands and answers in pieces, one without any bytes. */
	{"7 read(0, \"\", 9) = 9\n7 listen(3, 1) = 0", "listen(s, 1) = 0"},
	/* Two threads; the call belongs where it began. */
	{"7 listen(3, 1 <unfinished ...>\n8 listen(3, 2) = 0\n"
	 "7 <... listen resumed>) = 0",
	 "listen(s, 1) = 0\nlisten(s, 2) = 0"},
	{"7 write(1, \"\\n@sd 2 ret=0\\n\", 13) = 13\n7 listen(3, 1) = 0", ""},
};

START_TEST(reads)
{
	check_calls(lines[_i].line, lines[_i].call);
}
END_TEST

static const struct {
	const char *line, *why;
} refused[] = {
	{"what is this", "cannot parse this line of strace: what is this"},
	{"7 listen", "cannot parse this line of strace: 7 listen"},
	{"7 listen(3, 1) = x", "cannot parse this line of strace: listen(3, "
			       "1) = x"},
	{"7 listen(3, 1) 0", "cannot parse this line of strace: listen(3, 1) "
			     "0"},
	{"7 uname({}) = 0", "cannot parse this line of strace: uname({}) = "
			    "0"},
	{"7 <... listen resumed>) = 0", "cannot parse this line of strace: ) "
					"= 0"},
	{"7 <... listen>) = 0", "cannot parse this line of strace: 7 <... "
				"listen>) = 0"},
	{"7 listen(3, <unfinished ...>\n7 <... close resumed>) = 0",
	 "cannot parse this line of strace: ) = 0"},
	{"7 read(0, \"9 bind\\n\", 99) = 7",
	 "the player was sent step 9, which is not its own"},
	{"7 read(0, \"3 socket\\n\", 99) = 9",
	 "the player was sent step 3, which is not its own"},
	{"7 read(0, 0x5577, 99) = 7", "a command to the player cannot be read"},
};

START_TEST(refuses)
{
	check_calls(refused[_i].line, refused[_i].why);
}
END_TEST

/* What is broken inside of an argument is shown as such, and is not equal. */
static const char *const broken[] = {
	"7 sendto(3, \"ab, 2, 0, NULL, 0) = 2",
	"7 sendto(3, \"ab\\xg0\", 3, 0, NULL, 0) = 3",
	"7 sendto(3, \"ab\"..., 9, 0, NULL, 0) = 9",
	"7 bind(3, {sa_family=0x2, sin_port=\"\\x1b\", 16) = 0",
	"7 bind(3, {{{{{{{{{{sa_family=0x2}}}}}}}}}}, 16) = 0",
	"7 bind(3, [[[[[[[[[[1]]]]]]]]]], 16) = 0",
	"7 bind(3, {}, -1) = 0",
	"7 bind() = 0",
	"7 poll([{{{, 99, 1) = 0",
	"7 poll([], -1, 1) = 0",
	"7 recvmsg(3, {msg_iov=[{iov_len=-1}], msg_control=[{cmsg_len=3}]}, "
	"0) = 9",
	"7 recvmsg(3, {msg_name={, msg_namelen=9 => 9}, 0) = 1",
	"7 recvmsg(3) = 0",
	"7 sendmsg(3, {msg_iov=[], msg_control=[{cmsg_len=2147483647, "
	"cmsg_level=0x1, cmsg_type=0x1, cmsg_data=[1]}]}, 0) = 0",
	"7 setsockopt(3, 0x1, 0x9, [1, 4) = 0",
	"7 getsockopt(3, 0x1, 0x9, \"\\\", [99999999]) = 0",
	"7 socketpair(0x1, 0x1, 0, [5]) = 0",
	"7 socket(99999999999999999999999999999999999999, |, ) = 3",
	"7 close(3)))))) = 0",
};

START_TEST(survives)
{
	char *text = xasprintf(FIRST SECOND "%s\n", broken[_i]), *got;
	struct strace_reading r;

	got = calls_of(text, &r);
	ck_assert_ptr_nonnull(got);
	recording_free(r.rec);
	free(got);
	free(text);
}
END_TEST

START_TEST(survives_a_cut)
{
	const char *line = lines[_i].line;
	struct strace_reading r;

	for (size_t n = 0; n < strlen(line); n++) {
		char *text = xasprintf(FIRST SECOND "%.*s", (int)n, line);

		free(calls_of(text, &r));
		recording_free(r.rec);
		free(text);
	}
}
END_TEST

/* What is long goes by its hash, as the own tracer's. */
START_TEST(hashes_what_is_long)
{
	char data[301], *line, *call;

	memset(data, 'a', 300);
	data[300] = '\0';
	line = xasprintf("7 sendto(3, \"%s\", 300, 0, NULL, 0) = 300", data);
	call = xasprintf("sendto(s, \"%.64s\"... 300 bytes, fnv "
			 "%016llx, 300, 0, NULL, 0) = 300",
			 data, (unsigned long long)wire_fnv(data, 300));
	check_calls(line, call);
	free(line);
	free(call);
}
END_TEST

START_TEST(counts_what_is_hidden)
{
	struct strace_reading r;

	free(calls_of(FIRST SECOND "7 poll([{fd=-1}, {fd=-2}], 2, 9) = 0\n",
		      &r));
	ck_assert_int_eq(r.hidden[HIDDEN_UNPOLLED], 2);
	ck_assert_int_eq(r.hidden[HIDDEN_CONTROL], 0);
	recording_free(r.rec);
}
END_TEST

START_TEST(finds_what_to_inject)
{
	const struct tcase *t = plays_case(
		"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n"
		"  - socket: {as: p, domain: AF_UNIX, type: SOCK_DGRAM, "
		"inject: {errno: EMFILE}}\n");
	struct strace_reading r = {.rec = recording_new(t)};
	char *why = NULL;

	ck_assert_int_eq(
		strace_read(&r, 0,
			    FIRST
			    "7 read(0, \"2 socket as=p\\n\", 1048576) = 14\n"
			    "7 socket(0x1, 0x2, 0) = 4\n",
			    &why),
		0);
	ck_assert_str_eq(r.missed[0].row->name, "socket");
	ck_assert_int_eq(r.missed[0].nth, 2);
	ck_assert_int_eq(r.missed[0].error, 24);
	recording_free(r.rec);
}
END_TEST

/* A strace of another version: its first line is all that is asked for. */
static const struct {
	const char *says, *why;
} straces[] = {
	{"strace -- version 5.2",
	 "--witness needs a newer strace than 5.2: 5.3 or newer, for "
	 "--seccomp-bpf"},
	{"strace -- version 4.26",
	 "--witness needs a newer strace than 4.26: 5.3 or newer, for "
	 "--seccomp-bpf"},
	{"strace -- version 5.10", NULL},
	{"strace -- version 6.1", NULL},
	{"hello", "--witness needs strace: install version 5.3 or newer"},
	{"", "--witness needs strace: install version 5.3 or newer"},
};

START_TEST(knows_versions)
{
	char *script = xasprintf("#!/bin/sh\necho '%s'\n", straces[_i].says);
	char here[4096], *why = NULL;

	scratch_write("bin/strace", script, strlen(script));
	chmod("bin/strace", 0755);
	strcat(getcwd(here, sizeof(here) - 8), "/bin");
	setenv("PATH", here, 1);
	ck_assert_int_eq(strace_check(&why), straces[_i].why ? -1 : 0);
	ck_assert_pstr_eq(why, straces[_i].why);
	free(script);
	free(why);
}
END_TEST

Suite *strace_suite(void);

Suite *strace_suite(void)
{
	Suite *s = suite_create("strace");
	TCase *t = tcase_create("strace");

	tcase_add_checked_fixture(t, plays_open, plays_close);
	tcase_add_loop_test(t, reads, 0, COUNT(lines));
	tcase_add_loop_test(t, refuses, 0, COUNT(refused));
	tcase_add_loop_test(t, survives, 0, COUNT(broken));
	tcase_add_loop_test(t, survives_a_cut, 0, COUNT(lines));
	tcase_add_test(t, hashes_what_is_long);
	tcase_add_test(t, counts_what_is_hidden);
	tcase_add_test(t, finds_what_to_inject);
	tcase_add_loop_test(t, knows_versions, 0, COUNT(straces));
	suite_add_tcase(s, t);
	return s;
}
