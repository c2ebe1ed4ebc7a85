/* SPDX-License-Identifier: Apache-2.0 */
/* The room of a play: what an actor finds in it, and how it ends. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "recording/normalise.h"
#include "reference/reference.h"
#include "trace/trace.h"
#include "base/util.h"
#include "play/actor.h"
#include "room/world.h"

static const struct {
	const char *script, *out;
} views[] = {
	/* The room's first process is 1, its actors follow. */
	{"echo $$", "2\n"},
	{"id -u; id -g", "0\n0\n"},
	{"ls -A", ""},
	{"echo x >file; ls -A; rm file; ls -A", "file\n"},
	{"cat /sys/class/net/lo/operstate >/dev/null; "
	 "grep -c . /proc/self/net/if_inet6",
	 "1\n"},
	{"grep -o '127.0.0.0/8' /proc/self/net/fib_trie | head -1",
	 "127.0.0.0/8\n"},
	{"grep four /etc/hosts", "192.0.2.4 four.example\n"},
	{"cat /etc/nsswitch.conf | head -1", "hosts: files\n"},
	{"getent hosts four.example", "192.0.2.4       four.example\n"},
	{"ulimit -n; ulimit -c; ulimit -t", "256\n0\n60\n"},
	/* Of the worker's descriptors none came along. */
	{"ls /proc/self/fd | tr '\\n' ' '", "0 1 2 3 "},
	/* What is not the room's cannot be written ... */
	{"touch /root/x 2>/dev/null || echo no", "no\n"},
	{"touch /etc/x 2>/dev/null || echo no", "no\n"},
	{"echo x 2>/dev/null >>/etc/hosts || echo no", "no\n"},
	{"{ echo 1 >/proc/sys/kernel/panic; } 2>/dev/null || echo no", "no\n"},
	{"{ echo 1 >/proc/sys/net/ipv4/ip_forward; } 2>/dev/null || echo no",
	 "no\n"},
	{"{ echo 0 >/proc/self/oom_score_adj; } 2>/dev/null || echo no",
	 "no\n"},
	{"{ echo 0 >/sys/kernel/profiling; } 2>/dev/null || echo no", "no\n"},
	/* ... mounted or unmounted, ... */
	{"mount -t tmpfs x . 2>/dev/null || echo no", "no\n"},
	{"mount -o remount,rw / 2>/dev/null || echo no", "no\n"},
	{"umount -l /etc/hosts 2>/dev/null || echo no", "no\n"},
	{"unshare -Urm true 2>/dev/null || echo no", "no\n"},
	/* ... nor reached by a device, a socket, or another's process. */
	{"mknod d c 1 3 2>/dev/null || echo no", "no\n"},
	{"ls /dev | tr '\\n' ' '", "fd full null random shm stderr stdin "
				   "stdout tty urandom zero "},
	{"ls -A /run", ""},
	{"cat /proc/1/environ 2>/dev/null || echo no", "no\n"},
	{"setpriv --reuid 65534 true 2>/dev/null || echo no", "no\n"},
	/* What is the room's own. */
	{"echo x >/dev/shm/f; cat /dev/shm/f; echo y >/dev/null; echo $?",
	 "x\n0\n"},
	{"cat /proc/sys/kernel/shmall", WORLD_SHM_PAGES "\n"},
	{"df --output=size /dev/shm | tail -1 | tr -d ' '", "65536\n"},
	{"grep SigIgn /proc/self/status", "SigIgn:\t0000000000000000\n"},
	{"grep SigBlk /proc/self/status", "SigBlk:\t0000000000000000\n"},
};

START_TEST(view)
{
	char *said = plays_say(views[_i].script);

	ck_assert_str_eq(said, views[_i].out);
	ck_assert(!plays_left_behind());
	free(said);
}
END_TEST

/* The native player is in the room already; by a script it is run. */
START_TEST(player_in_the_room_is_the_program)
{
	static const char *const steps =
		"  - socket:  {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
		"  - bind:    {fd: s, addr: \"127.0.0.1:7000\"}\n"
		"  - listen:  {fd: s, backlog: 4}\n"
		"  - getsockname: {fd: s, addrbuf: bad}\n"
		"  - peer.socket:  {as: p, domain: AF_INET, type: "
		"SOCK_STREAM}\n"
		"  - peer.connect: {fd: p, addr: \"127.0.0.1:7000\"}\n"
		"  - accept:  {fd: s, as: c}\n"
		"  - getaddrinfo: {node: four.example}\n"
		"  - peer.shutdown: {fd: p, how: SHUT_RDWR}\n"
		"  - recv:    {fd: c, len: 8}\n";
	struct host *script = plays_script("exec $player\n");
	const struct host *hosts[] = {plays.native, script};
	char *texts[2];

	for (int i = 0; i < 2; i++) {
		struct recording *r = plays_play(plays_case(steps), hosts[i]);

		normalise(r);
		texts[i] = reference_recording(r);
		recording_free(r);
	}
	ck_assert_ptr_nonnull(strstr(texts[0], "EFAULT"));
	ck_assert_str_eq(texts[0], texts[1]);
	free(texts[0]);
	free(texts[1]);
	host_free(script);
}
END_TEST

static struct room *room_open(void)
{
	char *why = NULL;
	const struct room_kind kind = {false, NET_one_host};
	struct room *r = room_new(plays.lobby, kind, &why);

	ck_assert_msg(r && room_ready(r, &why) == 0, "%s", why);
	return r;
}

/* Root is nobody, outside; of an unprivileged room, who made it. */
START_TEST(root_is_nobody)
{
	char *said = plays_say("read a b c </proc/self/uid_map; echo $a $b");

	ck_assert_str_eq(said, geteuid() == 0 ? "0 65534\n" : "0 0\n");
	free(said);
}
END_TEST

START_TEST(hostname_is_its_own)
{
	char before[256], after[256], *said;

	gethostname(before, sizeof(before));
	said = plays_say("hostname other; hostname");
	gethostname(after, sizeof(after));
	ck_assert_str_eq(said, "other\n");
	ck_assert_str_eq(before, after);
	free(said);
}
END_TEST

static char *namespace_of(const struct room *r, const char *kind)
{
	char *path = xasprintf("/proc/%d/ns/%s", r->pid, kind);
	char text[64] = "";

	ck_assert_int_gt(readlink(path, text, sizeof(text) - 1), 0);
	free(path);
	return xstrdup(text);
}

/* The child of ours that is not the room. */
static pid_t maker_of(const struct room *r)
{
	char *path = xasprintf("/proc/self/task/%d/children", getpid());
	FILE *f = fopen(path, "r");
	int pid = 0, found = 0;

	while (f && fscanf(f, "%d", &pid) == 1)
		if (pid != r->pid)
			found = pid;
	fclose(f);
	free(path);
	ck_assert_int_gt(found, 0);
	return found;
}

/* Whoever makes rooms ends: one room is not made, and then they are again. */
START_TEST(maker_ends)
{
	struct room *first = room_open(), *r;
	char *why = NULL;

	kill(maker_of(first), SIGKILL);
	r = room_new(plays.lobby, (struct room_kind){false, NET_one_host},
		     &why);
	ck_assert_ptr_null(r);
	ck_assert_str_eq(why, "the helper program that creates rooms has "
			      "exited");
	free(why);
	r = room_open();
	room_kill(r);
	waitpid(r->pid, NULL, __WALL);
	room_free(r);
	/* The rooms that it had made are still there. */
	ck_assert_int_eq(kill(first->pid, 0), 0);
	ck_assert_int_eq(waitpid(first->pid, NULL, __WALL | WNOHANG), 0);
	room_kill(first);
	ck_assert_int_eq(waitpid(first->pid, NULL, __WALL), first->pid);
	room_free(first);
}
END_TEST

START_TEST(apart)
{
	static const char *const kinds[] = {"user", "net", "pid_for_children",
					    "mnt",  "ipc", "uts"};
	struct room *r[] = {room_open(), room_open()};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		char *a = namespace_of(r[0], kinds[i]);
		char *b = namespace_of(r[1], kinds[i]);

		ck_assert_str_ne(a, b);
		free(a);
		free(b);
	}
	for (int i = 0; i < 2; i++) {
		/* What is typed at the terminal does not reach it. */
		ck_assert_int_eq(getsid(r[i]->pid), r[i]->pid);
		room_kill(r[i]);
		ck_assert_int_eq(waitpid(r[i]->pid, NULL, __WALL), r[i]->pid);
		room_free(r[i]);
	}
}
END_TEST

/* Start two actors; the words of their command lines are kept as they are. */
static void two_start(struct room *r, struct ends *ends)
{
	char *const first[] = {"sh",
			       "-c",
			       "echo \"$#:$1:$2\"; sleep 60 & "
			       "read x",
			       "sh",
			       "",
			       "a b",
			       NULL};
	char *const second[] = {"cat", NULL};
	char *const *const argv[] = {first, second};
	char *why = NULL;

	ck_assert_int_eq(room_spawn(r, 2, argv, NULL, NULL, ends, &why), 0);
}

static void line_expect(struct tracer *t, int fd, const char *want)
{
	char line[64] = "";
	ssize_t n = -1;

	while (n < 0) {
		trace_pump(t);
		n = read(fd, line, sizeof(line) - 1);
	}
	ck_assert_str_eq(line, want);
}

/* Of which another room sees nothing; seen again where it is needed. */
START_TEST(own_tmp)
{
	static const struct {
		const char *script, *said;
	} rooms[] = {
		{"pwd | grep -c room; cd /tmp; ls -A | grep -v sockdiff; "
		 "echo x >x; cat x; echo $TMPDIR",
		 "1\nx\n/tmp\n"},
		{"ls; cd /tmp; ls -A | grep -v sockdiff", ""},
		{": /tmp/it; touch /tmp/x 2>/dev/null; ls /tmp/x "
		 "2>/dev/null; echo $TMPDIR; echo y >y; ls $PWD",
		 "/dev/shm\ny\n"},
	};
	const struct tcase *tc = plays_case("  - unlink: {path: a}\n");

	ck_assert_int_eq(chdir("/"), 0);
	for (size_t i = 0; i < COUNT(rooms); i++) {
		char *const argv[] = {"sh", "-c", (char *)rooms[i].script,
				      NULL};
		char *const *const argvs[] = {argv};
		struct recording *rec = recording_new(tc);
		struct room *r = room_open();
		struct tracer t;
		struct ends e;
		struct actor a;
		char *why = NULL;

		ck_assert_int_eq(trace_begin(&t, r, rec, &why), 0);
		ck_assert_int_eq(room_spawn(r, 1, argvs, NULL, NULL, &e, &why),
				 0);
		actor_init(&a, "guest", &e);
		while (!a.out_closed) {
			trace_pump(&t);
			actor_read(&a);
		}
		ck_assert_str_eq(a.out.s ? a.out.s : "", rooms[i].said);
		room_kill(r);
		trace_reap(&t);
		trace_free(&t);
		actor_free(&a);
		room_free(r);
		recording_free(rec);
	}
}
END_TEST

START_TEST(ends_with_all_that_is_in_it)
{
	struct recording *rec =
		recording_new(plays_case("  - unlink: {path: a}\n"));
	struct room *r = room_open();
	struct tracer t;
	struct ends ends[2];
	char *why = NULL;

	ck_assert_int_eq(trace_begin(&t, r, rec, &why), 0);
	two_start(r, ends);
	line_expect(&t, ends[0].out, "2::a b\n");
	ck_assert_int_eq(write(ends[1].in, "hi\n", 3), 3);
	line_expect(&t, ends[1].out, "hi\n");
	ck_assert(plays_left_behind());

	room_kill(r);
	trace_reap(&t);
	ck_assert(!plays_left_behind());
	ck_assert_int_eq(waitpid(-1, NULL, __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
	for (int i = 0; i < 2; i++) {
		close(ends[i].in);
		close(ends[i].out);
		close(ends[i].err);
	}
	trace_free(&t);
	room_free(r);
	recording_free(rec);
}
END_TEST

START_TEST(ends_with_its_maker)
{
	struct room *r = room_open();

	/* What a worker that was killed leaves behind: a closed socket. */
	close(r->control);
	ck_assert_int_eq(waitpid(r->pid, NULL, __WALL), r->pid);
	r->control = open("/dev/null", 0);
	room_free(r);
}
END_TEST

START_TEST(long_command_line)
{
	struct room *r = room_open();
	char *word = xcalloc(70000, 1), *why = NULL;
	char *const argv[] = {memset(word, 'x', 69999), NULL};
	char *const *const argvs[] = {argv};
	struct ends e;

	ck_assert_int_eq(room_spawn(r, 1, argvs, NULL, NULL, &e, &why), -1);
	ck_assert_str_eq(why, "cannot start the actors: their command lines "
			      "exceed 65536 bytes");
	free(why);
	free(word);
	close(e.in);
	close(e.out);
	close(e.err);
	room_kill(r);
	waitpid(r->pid, NULL, __WALL);
	room_free(r);
}
END_TEST

START_TEST(lobby_goes)
{
	char *dir = xstrdup(plays.lobby->dir);
	struct stat st;

	ck_assert_int_eq(stat(dir, &st), 0);
	lobby_close((struct lobby *)plays.lobby);
	ck_assert_int_eq(stat(dir, &st), -1);
	/* Twice does nothing. */
	lobby_close((struct lobby *)plays.lobby);
	free(dir);
}
END_TEST

START_TEST(lobby_needs_a_place)
{
	struct lobby l;
	char *why = NULL;

	setenv("TMPDIR", "/nowhere", 1);
	ck_assert_int_eq(lobby_open(&l, &why), -1);
	ck_assert_ptr_nonnull(strstr(why, "cannot create a temporary folder "
					  "/nowhere/sockdiff."));
	ck_assert_ptr_nonnull(strstr(why, ": No such file or directory"));
	lobby_close(&l);
	free(why);
}
END_TEST

Suite *sandbox_suite(void);

Suite *sandbox_suite(void)
{
	Suite *s = suite_create("sandbox");
	TCase *c = tcase_create("room");

	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, view, 0, (int)COUNT(views));
	tcase_add_test(c, maker_ends);
	tcase_add_test(c, apart);
	tcase_add_test(c, root_is_nobody);
	tcase_add_test(c, hostname_is_its_own);
	tcase_add_test(c, own_tmp);
	tcase_add_test(c, player_in_the_room_is_the_program);
	tcase_add_test(c, ends_with_all_that_is_in_it);
	tcase_add_test(c, ends_with_its_maker);
	tcase_add_test(c, long_command_line);
	tcase_add_test(c, lobby_goes);
	tcase_add_test(c, lobby_needs_a_place);
	suite_add_tcase(s, c);
	return s;
}
