/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tracer sees of real plays, with the native player: recordings as
 * text, whole.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "trace/trace.h"

#define SOCKET "  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n"
#define SOCKET_SEEN                                             \
	"1 socket {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  = s\n"                                               \
	"  | socket(AF_UNIX, SOCK_DGRAM, 0) = s\n"
#define PAIR                                             \
	"  - socketpair: {as: [a, b], domain: AF_UNIX, " \
	"type: SOCK_STREAM}\n"
#define PAIR_SEEN                                           \
	"1 socketpair {as: [a, b], domain: AF_UNIX, type: " \
	"SOCK_STREAM}\n"                                    \
	"  = a, b\n"                                        \
	"  | socketpair(AF_UNIX, SOCK_STREAM, 0, [a, b]) = 0\n"

static const struct {
	const char *steps, *seen;
} rows[] = {
	/* A descriptor has its case name, until it is closed. */
	{SOCKET "  - close: {fd: s}\n"
		"  - listen: {fd: s, backlog: 1}\n",
	 SOCKET_SEEN "2 close {fd: s}\n"
		     "  = 0\n"
		     "  | close(s) = 0\n"
		     "3 listen {fd: s, backlog: 1}\n"
		     "  = -1 EBADF\n"
		     "  | listen(#3, 1) = -1 EBADF\n"},
	/* read and write are followed on what a socket call made ... */
	{PAIR "  - write: {fd: a, data: hello}\n"
	      "  - read: {fd: b, len: 3}\n",
	 PAIR_SEEN "2 write {fd: a, data: hello}\n"
		   "  = 5\n"
		   "  | write(a, \"hello\", 5) = 5\n"
		   "3 read {fd: b, len: 3}\n"
		   "  = 3 data=\"hel\"\n"
		   "  | read(b, \"hel\", 3) = 3\n"
		   "left open: a, b\n"},
	{PAIR "  - write: {fd: a, iov: [he, llo]}\n"
	      "  - read: {fd: b, iov: [1, 9]}\n",
	 PAIR_SEEN "2 write {fd: a, iov: [he, llo]}\n"
		   "  = 5\n"
		   "  | writev(a, \"hello\", 2) = 5\n"
		   "3 read {fd: b, iov: [1, 9]}\n"
		   "  = 5 data=\"hello\"\n"
		   "  | readv(b, \"hello\", 2) = 5\n"
		   "left open: a, b\n"},
	/* ... and on a duplicate, and not on a plain file. */
	{PAIR "  - dup: {fd: a, as: c}\n"
	      "  - close: {fd: a}\n"
	      "  - write: {fd: c, data: x}\n",
	 PAIR_SEEN "2 dup {fd: a, as: c}\n"
		   "  = c\n"
		   "  | dup(a) = c\n"
		   "3 close {fd: a}\n"
		   "  = 0\n"
		   "  | close(a) = 0\n"
		   "4 write {fd: c, data: x}\n"
		   "  = 1\n"
		   "  | write(c, \"x\", 1) = 1\n"
		   "left open: b, c\n"},
	{"  - open: {path: f, as: f}\n"
	 "  - write: {fd: f, data: x}\n"
	 "  - close: {fd: f}\n",
	 "1 open {path: f, as: f}\n"
	 "  = f\n"
	 "2 write {fd: f, data: x}\n"
	 "  = 1\n"
	 "3 close {fd: f}\n"
	 "  = 0\n"},
	/* A descriptor that arrives has the name that the step gives it. */
	{PAIR "  - pipe: {as: [r, w]}\n"
	      "  - sendmsg: {fd: a, iov: [x], control: [{rights: [w]}]}\n"
	      "  - recvmsg: {fd: b, iov: [4], controllen: 64, as: [v], "
	      "addr: no}\n"
	      "  - write: {fd: v, data: through}\n"
	      "  - read: {fd: r}\n",
	 PAIR_SEEN
	 "2 pipe {as: [r, w]}\n"
	 "  = r, w\n"
	 "  | pipe2([r, w], 0) = 0\n"
	 "3 sendmsg {fd: a, iov: [x], control: [{rights: [w]}]}\n"
	 "  = 1\n"
	 "  | sendmsg(a, NULL, \"x\", [{rights: [w]}], 0) = 1\n"
	 "4 recvmsg {fd: b, iov: [4], controllen: 64, as: [v], addr: no}\n"
	 "  = 1 data=\"x\" flags=0 control=[{rights: [v]}] controllen=24\n"
	 "  | recvmsg(b, 0, NULL, \"x\", [{rights: [v]}], 0) = 1\n"
	 "5 write {fd: v, data: through}\n"
	 "  = 7\n"
	 "  | write(v, \"through\", 7) = 7\n"
	 "6 read {fd: r}\n"
	 "  = 7 data=\"through\"\n"
	 "  | read(r, \"through\", 256) = 7\n"
	 "left open: a, b, r, w, v\n"},
	/* The caller is seen waiting, and the call belongs to its step. */
	{PAIR "  - recv: {fd: b, len: 4, blocks: yes}\n"
	      "  - peer.unlink: {path: none}\n",
	 PAIR_SEEN
	 "2 recv {fd: b, len: 4, blocks: yes}\n"
	 "  (no answer) (waited)\n"
	 "  | recvfrom(b, ?, 4, 0, ?, ?) = ?\n"
	 "3 peer.unlink {path: none}\n"
	 "  = -1 ENOENT\n"
	 "  | unlink(\"none\") = -1 ENOENT\n"
	 "hung at step 2: guest: recv waits while every process is asleep: "
	 "deadlock\n"
	 "left open: a, b\n"},
	{SOCKET "  - setsockopt: {fd: s, name: SO_RCVTIMEO, "
		"value: {sec: 0, usec: 60000}}\n"
		"  - recv: {fd: s, len: 4, waits: yes}\n",
	 SOCKET_SEEN "2 setsockopt {fd: s, name: SO_RCVTIMEO, value: {sec: 0, "
		     "usec: 60000}}\n"
		     "  = 0\n"
		     "  | setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, {sec: 0, "
		     "usec: 60000}, 16) = 0\n"
		     "3 recv {fd: s, len: 4, waits: yes}\n"
		     "  = -1 EAGAIN (waited)\n"
		     "  | recvfrom(s, ?, 4, 0, NULL, NULL) = -1 EAGAIN\n"
		     "left open: s\n"},
	/* The kernel never hears of a call whose errno is injected, ... */
	{SOCKET "  - bind: {fd: s, addr: unix:door, "
		"inject: {errno: EHOSTUNREACH}}\n"
		"  - unlink: {path: door}\n",
	 SOCKET_SEEN
	 "2 bind {fd: s, addr: unix:door, inject: {errno: EHOSTUNREACH}}\n"
	 "  = -1 EHOSTUNREACH\n"
	 "  | bind(s, unix:door, 7) = -1 EHOSTUNREACH (injected)\n"
	 "3 unlink {path: door}\n"
	 "  = -1 ENOENT\n"
	 "  | unlink(\"door\") = -1 ENOENT\n"
	 "left open: s\n"},
	/* ... and nothing is sent. Only the step's own sort of call counts. */
	{PAIR "  - send: {fd: a, data: x, inject: {errno: ENOBUFS}}\n"
	      "  - send: {fd: a, data: y}\n"
	      "  - recv: {fd: b, len: 4}\n",
	 PAIR_SEEN
	 "2 send {fd: a, data: x, inject: {errno: ENOBUFS}}\n"
	 "  = -1 ENOBUFS\n"
	 "  | sendto(a, \"x\", 1, 0, NULL, 0) = -1 ENOBUFS (injected)\n"
	 "3 send {fd: a, data: y}\n"
	 "  = 1\n"
	 "  | sendto(a, \"y\", 1, 0, NULL, 0) = 1\n"
	 "4 recv {fd: b, len: 4}\n"
	 "  = 1 data=\"y\"\n"
	 "  | recvfrom(b, \"y\", 4, 0, NULL, NULL) = 1\n"
	 "left open: a, b\n"},
	/* What cannot be read is bad, or NULL. */
	{SOCKET "  - bind: {fd: s, addr: unix:door, addrbuf: bad}\n"
		"  - getsockopt: {fd: s, name: SO_TYPE, lenbuf: null}\n",
	 SOCKET_SEEN
	 "2 bind {fd: s, addr: unix:door, addrbuf: bad}\n"
	 "  = -1 EFAULT\n"
	 "  | bind(s, bad, 7) = -1 EFAULT\n"
	 "3 getsockopt {fd: s, name: SO_TYPE, lenbuf: null}\n"
	 "  = -1 EFAULT\n"
	 "  | getsockopt(s, SOL_SOCKET, SO_TYPE, ?, NULL) = -1 EFAULT\n"
	 "left open: s\n"},
};

START_TEST(seen)
{
	char *text = plays_text(rows[_i].steps);

	ck_assert_str_eq(text, rows[_i].seen);
	free(text);
}
END_TEST

/*
 * What is run by exec is followed closely only from its first descriptor on
 * (trace_late.h), whatever it has read and closed before, in other processes
 * too: nothing of it is lost.
 */
START_TEST(seen_late)
{
	static const char *const scripts[] = {
		"exec $player\n",
		"exec 9<$player 8<$0; read -r line <&8; exec 9<&- 8<&-\n"
		"echo | cat >/dev/null; exec $player\n",
		"(exec $player)\n",
	};
	struct host *h = plays_script(scripts[_i % 3]);
	struct recording *rec = plays_play(plays_case(rows[_i / 3].steps), h);
	struct buf b = {0};

	recording_print(&b, rec);
	ck_assert_str_eq(b.s, rows[_i / 3].seen);
	buf_free(&b);
	recording_free(rec);
	host_free(h);
}
END_TEST

/* Two actors have each their own descriptor s. */
START_TEST(actors_are_apart)
{
	char *text = plays_text(
		SOCKET
		"  - peer.socket: {as: s, domain: AF_UNIX, type: SOCK_STREAM}\n"
		"  - close: {fd: s}\n"
		"  - peer.getsockopt: {fd: s, name: SO_TYPE}\n");

	ck_assert_str_eq(text, SOCKET_SEEN
			 "2 peer.socket {as: s, domain: AF_UNIX, type: "
			 "SOCK_STREAM}\n"
			 "  = s\n"
			 "  | socket(AF_UNIX, SOCK_STREAM, 0) = s\n"
			 "3 close {fd: s}\n"
			 "  = 0\n"
			 "  | close(s) = 0\n"
			 "4 peer.getsockopt {fd: s, name: SO_TYPE}\n"
			 "  = 0 value=1 optlen=4\n"
			 "  | getsockopt(s, SOL_SOCKET, SO_TYPE, 1, [4]) = "
			 "0\n");
	free(text);
}
END_TEST

static void *thread(void *fd)
{
	pid_t tid = gettid();
	char c;

	ck_assert_int_eq(write(((int *)fd)[1], &tid, sizeof(tid)), sizeof(tid));
	ck_assert_int_eq(read(((int *)fd)[2], &c, 1), 0);
	return NULL;
}

/* A runtime's threads do not each have all of its memory. */
START_TEST(threads_share_memory)
{
	struct tracee v[2] = {{.pid = getpid()}, {.actor = 0}};
	struct tracer t = {.v = v, .n = 1};
	long long one, two;
	pthread_t id;
	int fds[4];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(pipe(fds + 2), 0);
	pthread_create(&id, NULL, thread, fds);
	ck_assert_int_eq(read(fds[0], &v[1].pid, sizeof(pid_t)), sizeof(pid_t));
	one = trace_memory(&t);
	t.n = 2;
	two = trace_memory(&t);
	ck_assert_int_gt(one, 1 << 20);
	ck_assert_int_lt(two, one + one / 2);
	close(fds[3]);
	pthread_join(id, NULL);
}
END_TEST

START_TEST(nobody_is_asleep)
{
	struct tracee v[] = {{.pid = getpid(), .actor = 0}};
	struct tracer t = {.v = v, .n = 1};

	/* Who looks is awake, and of an actor without processes none is. */
	ck_assert(!trace_asleep(&t, 0));
	ck_assert(!trace_asleep(&t, 1));
	ck_assert_int_eq(trace_actor_of(&t, getpid()), 0);
	ck_assert_int_eq(trace_actor_of(&t, 1), -1);
}
END_TEST

Suite *trace_suite(void);

Suite *trace_suite(void)
{
	Suite *s = suite_create("trace");
	TCase *c = tcase_create("plays");

	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, seen, 0, (int)COUNT(rows));
	tcase_add_loop_test(c, seen_late, 0, 3 * (int)COUNT(rows));
	tcase_add_test(c, actors_are_apart);
	suite_add_tcase(s, c);
	c = tcase_create("proc");
	tcase_add_test(c, threads_share_memory);
	tcase_add_test(c, nobody_is_asleep);
	suite_add_tcase(s, c);
	return s;
}
