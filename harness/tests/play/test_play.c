/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One play from its start to its end: who waits for whom, addresses that
 * travel, how it hangs, what it leaves behind.
 */
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "recording/normalise.h"

/* The answers of a play, a line each, and its end. */
static char *answers(const char *steps)
{
	struct recording *r = plays_play(plays_case(steps), plays.native);
	struct buf b = {0};

	normalise(r);
	for (int i = 0; i < r->tcase->nsteps; i++) {
		answer_text(&b, &r->steps[i]);
		buf_puts(&b, "\n");
	}
	end_text(&b, r);
	recording_free(r);
	return buf_take(&b);
}

static const struct {
	const char *steps, *answers;
} rows[] = {
	/* A blocked caller has its answer once a peer has moved. */
	{"  - socket: {as: l, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - bind: {fd: l, addr: 127.0.0.1:7000}\n"
	 "  - listen: {fd: l}\n"
	 "  - accept: {fd: l, as: c, addr: no, blocks: yes}\n"
	 "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n"
	 "  - recv: {fd: c, len: 8, blocks: yes}\n"
	 "  - peer.send: {fd: p, data: hi}\n"
	 "  - recv: {fd: c, len: 8, blocks: yes}\n"
	 "  - peer.close: {fd: p}\n",
	 "= l\n= 0\n= 0\n= c (waited)\n= p\n= 0\n"
	 "= 2 data=\"hi\" (waited)\n= 2\n= 0 data=\"\" (waited)\n= 0\n"
	 "ended"},
	/* What says that it blocks and does not is told apart. */
	{"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - send: {fd: a, data: x}\n"
	 "  - recv: {fd: b, len: 1, blocks: yes}\n"
	 "  - recv: {fd: b, len: 1, flags: MSG_DONTWAIT, waits: yes}\n",
	 "= a, b\n= 1\n= 1 data=\"x\"\n= -1 EAGAIN\nended"},
	/* Only so many descriptors, whatever numbers they have. */
	{"  - socket: {as: a, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - socket: {as: b, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - socket: {as: c, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - close: {fd: a}\n"
	 "  - socketpair: {as: [d, e], domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - socket: {as: f, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - peer.socket: {as: p, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - peer.socket: {as: q, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - peer.socket: {as: r, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "descriptors: 2\n",
	 "= a\n= b\n= -1 EMFILE\n= 0\n= -1 EMFILE\n= f\n= p\n= q\n= r\n"
	 "ended"},
	{"  - socket: {as: a, domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "descriptors: 0\n",
	 "= -1 EMFILE\nended"},
	/* An address that getsockname told, of oneself and of a peer. */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - bind: {fd: s, addr: 127.0.0.1:0}\n"
	 "  - getsockname: {fd: s}\n"
	 "  - peer.socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - peer.bind: {fd: s, addr: 127.0.0.1:0}\n"
	 "  - peer.getsockname: {fd: s}\n"
	 "  - peer.sendto: {fd: s, addr: of:guest.s, data: a}\n"
	 "  - recvfrom: {fd: s, len: 4}\n"
	 "  - sendto: {fd: s, addr: of:peer.s, data: b}\n"
	 "  - peer.recvfrom: {fd: s, len: 4}\n"
	 "  - sendto: {fd: s, addr: of:guest.s, data: c}\n"
	 "  - recvfrom: {fd: s, len: 4}\n",
	 "= s\n= 0\n= 0 addr=127.0.0.1:~1 addrlen=16\n"
	 "= s\n= 0\n= 0 addr=127.0.0.1:~2 addrlen=16\n"
	 "= 1\n= 1 data=\"a\" addr=127.0.0.1:~2 addrlen=16\n"
	 "= 1\n= 1 data=\"b\" addr=127.0.0.1:~1 addrlen=16\n"
	 "= 1\n= 1 data=\"c\" addr=127.0.0.1:~1 addrlen=16\n"
	 "ended"},
	/* Nothing was told: the zeroed address. */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - getsockname: {fd: s, inject: {errno: ENOBUFS}}\n"
	 "  - connect: {fd: s, addr: of:guest.s}\n",
	 "= s\n= -1 ENOBUFS\n= 0\nended"},
	/* Processes are told by the names of their actors. */
	{"  - socket: {as: l, domain: AF_UNIX, type: SOCK_STREAM}\n"
	 "  - bind: {fd: l, addr: unix:door}\n"
	 "  - listen: {fd: l}\n"
	 "  - peer.socket: {as: p, domain: AF_UNIX, type: SOCK_STREAM}\n"
	 "  - peer.connect: {fd: p, addr: unix:door}\n"
	 "  - accept: {fd: l, as: c, addr: no}\n"
	 "  - setsockopt: {fd: c, name: SO_PASSCRED, value: 1}\n"
	 "  - peer.send: {fd: p, data: x}\n"
	 "  - recvmsg: {fd: c, iov: [4], controllen: 64, addr: no}\n",
	 "= l\n= 0\n= 0\n= p\n= 0\n= c\n= 0\n= 1\n"
	 "= 1 data=\"x\" flags=0 control=[{credentials: {pid: peer, uid: 0, "
	 "gid: 0}}] controllen=32\nended"},
	/* More than a pipe holds goes to a player piece by piece. */
	{"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - send: {fd: a, data: {fill: abc, size: 100000}}\n"
	 "  - recv: {fd: b, len: 100000}\n",
	 "= a, b\n= 100000\n= 100000 data=\"abcabcabcabcabcabcabcabcabcabcabc"
	 "abcabcabcabcabcabcabcabcabcabca\"... 100000 bytes, fnv "
	 "06f6f67804c74e7e\nended"},
	/* Nobody but its own timeout, longer than a deadlock takes to see. */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
	 "  - poll: {fds: [{fd: s, events: POLLIN}], timeout: 700}\n"
	 "  - poll: {fds: [{fd: s, events: POLLIN}], timeout: -1}\n",
	 "= s\n"
	 "= 0 revents=[0] (waited)\n"
	 "(no answer)\n"
	 "hung at step 3: guest: poll waits while every process is asleep: "
	 "deadlock"},
	/* Nobody is left to wake the guest, whoever else is blocked too. */
	{"  - socketpair: {as: [a, b], domain: AF_UNIX, type: SOCK_DGRAM}\n"
	 "  - peer.socketpair: {as: [a, b], domain: AF_UNIX, "
	 "type: SOCK_DGRAM}\n"
	 "  - peer.recv: {fd: a, blocks: yes}\n"
	 "  - recv: {fd: a}\n"
	 "  - send: {fd: b, data: x}\n",
	 "= a, b\n"
	 "= a, b\n"
	 "(no answer) (waited)\n"
	 "(no answer)\n"
	 "(not reached)\n"
	 "hung at step 4: guest: recv waits while every process is asleep: "
	 "deadlock"},
};

START_TEST(played)
{
	long long began = now_ms();
	char *said = answers(rows[_i].steps);

	ck_assert_str_eq(said, rows[_i].answers);
	ck_assert_int_lt(now_ms() - began, 2000);
	ck_assert(!plays_left_behind());
	free(said);
}
END_TEST

/* A step's limit, for one that only time would end. */
START_TEST(limit)
{
	const struct tcase *t = plays_case(
		"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n"
		"  - setsockopt: {fd: s, name: SO_RCVTIMEO, "
		"value: {sec: 30, usec: 0}}\n"
		"  - recv: {fd: s, waits: yes}\n");
	struct recording *r;

	plays.limits.step_ms = 100;
	r = plays_play(t, plays.native);
	ck_assert_int_eq(r->end, END_HUNG);
	ck_assert_int_eq(r->at, 2);
	ck_assert_str_eq(r->why, "guest: recv did not return in time");
	recording_free(r);
}
END_TEST

START_TEST(no_program)
{
	struct host nobody = {.name = (char *)"x",
			      .argv = {(char *)"/no/such/host", NULL}};
	struct recording *r =
		plays_play(plays_case("  - unlink: {path: a}\n"), &nobody);

	ck_assert_int_eq(r->end, END_BROKEN);
	ck_assert_int_eq(r->start, START_FAILED);
	ck_assert_int_eq(r->at, 0);
	ck_assert_str_eq(r->why, "the host did not start: guest exited with "
				 "status 127");
	ck_assert_str_eq(r->noise, "sockdiff: cannot run /no/such/host: No "
				   "such file or directory");
	recording_free(r);
}
END_TEST

/* Of the room's descriptors, the capture's too, none reaches a program. */
START_TEST(no_descriptor_of_ours)
{
	const struct tcase *t = plays_case(
		"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n");
	struct pair_config c = plays;
	struct pair p = {0};

	c.host = plays_script("ls /proc/self/fd | tr '\\n' ' ' >&2\n"
			      "exec $player\n");
	pair_play(&p, &plays_stage, &c, t);
	ck_assert_int_eq(p.result->verdict, SAME);
	/* The last is that of ls itself. */
	ck_assert_str_eq(p.got->noise, "0 1 2 3");
	pair_free(&p);
	host_free((struct host *)c.host);
}
END_TEST

/* Its actors take turns on one CPU, and then we may use all of them again. */
START_TEST(on_one_cpu)
{
	cpu_set_t before, after;
	struct host *h = plays_script("nproc >&2\nexec $player\n");
	struct recording *r;

	sched_getaffinity(0, sizeof(before), &before);
	r = plays_play(plays_case("  - unlink: {path: a}\n"), h);
	ck_assert_int_eq(r->end, END_OK);
	ck_assert_str_eq(r->noise, "1");
	sched_getaffinity(0, sizeof(after), &after);
	ck_assert(CPU_EQUAL(&before, &after));
	recording_free(r);
	host_free(h);
}
END_TEST

int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static int open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void pair_once(const struct pair_config *c, const struct tcase *t)
{
	struct pair p = {0};

	pair_play(&p, &plays_stage, c, t);
	ck_assert_ptr_nonnull(p.result);
	pair_free(&p);
}

/*
 * path_open says in one call what Linux says in several steps: how far a
 * play comes whose guest still owes what it answered.
 */
static const struct {
	const char *steps;
	enum play_end end;
	int at;
} owing[] = {
	/* never asked for */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n",
	 END_INEXPRESSIBLE, 0},
	/* in time, for nobody else can notice */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.socket: {as: l, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.bind: {fd: l, addr: 127.0.0.1:7000}\n"
	 "  - peer.listen: {fd: l}\n"
	 "  - connect: {fd: s, addr: 127.0.0.1:7000}\n",
	 END_OK, 0},
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - bind: {fd: s, addr: 127.0.0.1:7000}\n"
	 "  - listen: {fd: s}\n"
	 "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n",
	 END_OK, 0},
	/* too late: the peer would notice the name */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - bind: {fd: s, addr: 127.0.0.1:7000}\n"
	 "  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - listen: {fd: s}\n",
	 END_INEXPRESSIBLE, 3},
	/* there is no call to inject into */
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM,\n"
	 "            inject: {errno: ENOBUFS}}\n"
	 "  - connect: {fd: s, addr: 127.0.0.1:7000}\n",
	 END_INEXPRESSIBLE, 0},
	{"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - connect: {fd: s, addr: 127.0.0.1:7000,\n"
	 "             inject: {errno: EPERM}}\n",
	 END_OK, 0},
};

START_TEST(owed)
{
	char *why = NULL;
	struct host *h = host_load("sockhost-pathopen", &why);
	struct recording *r;

	ck_assert_msg(h, "%s", why);
	r = plays_play(plays_case(owing[_i].steps), h);
	ck_assert_int_eq(r->end, owing[_i].end);
	ck_assert_int_eq(r->at, owing[_i].at);
	recording_free(r);
	host_free(h);
}
END_TEST

/* A worker plays thousands of cases: none may leave anything. */
START_TEST(leaves_nothing)
{
	const struct tcase *t = plays_case(
		"  - socket: {as: s, domain: AF_INET, type: SOCK_DGRAM}\n"
		"  - bind: {fd: s, addr: 127.0.0.1:0}\n"
		"  - getsockname: {fd: s}\n"
		"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n"
		"  - peer.sendto: {fd: p, addr: of:guest.s, data: hello}\n"
		"  - recvfrom: {fd: s}\n"
		"  - recv: {fd: s, blocks: yes}\n"
		"  - peer.sendto: {fd: p, addr: of:guest.s, data: hello}\n"
		"  - bind: {fd: s, addr: 127.0.0.1:1, inject: {errno: EIO}}\n");
	struct host *bad = plays_script("echo words; echo >&2 more; exit 3\n");
	struct pair_config c = plays;
	int files;

	c.host = bad;
	for (int i = 0; i < 2; i++) {
		pair_once(&plays, t);
		pair_once(&c, t);
	}
	files = open_files();
	for (int i = 0; i < 5; i++) {
		pair_once(&plays, t);
		pair_once(&c, t);
	}
	ck_assert_int_eq(open_files(), files);
	/* Only built with SAN=1 there is someone who knows. */
	if (__lsan_do_recoverable_leak_check)
		ck_assert_int_eq(__lsan_do_recoverable_leak_check(), 0);
	stage_end(&plays_stage);
	ck_assert_int_eq(waitpid(-1, NULL, __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
	host_free(bad);
}
END_TEST

Suite *play_suite(void);

Suite *play_suite(void)
{
	Suite *s = suite_create("play");
	TCase *c = tcase_create("native");

	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_set_timeout(c, 20);
	tcase_add_loop_test(c, played, 0, (int)COUNT(rows));
	tcase_add_loop_test(c, owed, 0, (int)COUNT(owing));
	tcase_add_test(c, limit);
	tcase_add_test(c, no_program);
	tcase_add_test(c, on_one_cpu);
	tcase_add_test(c, no_descriptor_of_ours);
	tcase_add_test(c, leaves_nothing);
	suite_add_tcase(s, c);
	return s;
}
