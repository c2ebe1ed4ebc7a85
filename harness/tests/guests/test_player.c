/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The native player, driven as the harness drives it: a fresh process, two
 * pipes, a folder of its own. And the guards around its buffers, which no
 * native call ever trips.
 */
#include <check.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guests/player/guard.h"
#include "guests/lang/wire.h"

static pid_t player;
static FILE *player_in, *player_out;
static char player_path[PATH_MAX];
static char player_folder[] = "/tmp/sockdiff-player-XXXXXX";
static char answer[WIRE_LINE];

static void player_exec(const int in[2], const int out[2])
{
	if (chdir(player_folder) == -1)
		_exit(126);
	dup2(in[0], 0);
	dup2(out[1], 1);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	execl(player_path, player_path, (char *)NULL);
	_exit(127);
}

/* The next answer without its prefix; NULL at the end. */
static const char *hear(void)
{
	size_t prefix = strlen(WIRE_PREFIX);

	do {
		if (fgets(answer, sizeof(answer), player_out) == NULL)
			return NULL;
	} while (strncmp(answer, WIRE_PREFIX, prefix) != 0);
	answer[strcspn(answer, "\n")] = '\0';
	return answer + prefix;
}

static void player_start(void)
{
	const char *build = getenv("SOCKDIFF_BUILD");
	char path[PATH_MAX];
	int in[2], out[2];

	snprintf(path, sizeof(path), "%s/guests/player-native",
		 build == NULL ? "build" : build);
	ck_assert_ptr_nonnull(realpath(path, player_path));
	ck_assert_ptr_nonnull(mkdtemp(player_folder));
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	player = fork();
	if (player == 0)
		player_exec(in, out);
	close(in[0]);
	close(out[1]);
	player_in = fdopen(in[1], "w");
	player_out = fdopen(out[0], "r");
	ck_assert_str_eq(hear(), "0 player=1 abi=native");
}

static void player_stop(void)
{
	char rm[64];
	int status;

	fclose(player_in);
	ck_assert_ptr_null(hear());
	fclose(player_out);
	ck_assert_int_eq(waitpid(player, &status, 0), player);
	ck_assert_int_eq(status, 0);
	snprintf(rm, sizeof(rm), "rm -r %s", player_folder);
	ck_assert_int_eq(system(rm), 0);
}

/* Give a command and expect this answer, both without the step. */
static void expect(const char *command, const char *want)
{
	static int step;
	char line[4096];

	step++;
	fprintf(player_in, "%d %s\n", step, command);
	fflush(player_in);
	snprintf(line, sizeof(line), "%d %s", step, want);
	ck_assert_str_eq(hear(), line);
}

static void expect_pair(const char *type)
{
	char command[128];

	snprintf(command, sizeof(command),
		 "socketpair domain=AF_UNIX type=%s as=a,b", type);
	expect(command, "ret=0 fd=3,4");
}

START_TEST(sends_a_datagram)
{
	expect("socket domain=AF_INET type=SOCK_DGRAM as=s", "ret=0 fd=3");
	expect("bind fd=s addr=in:7f000001:7010", "ret=0");
	expect("getsockname fd=s", "ret=0 addr=in:7f000001:7010 addrlen=16");
	expect("socket domain=AF_INET type=SOCK_DGRAM as=p", "ret=0 fd=4");
	expect("bind fd=p addr=in:7f000001:7011", "ret=0");
	expect("sendto fd=p addr=in:7f000001:7010 data=00ff20", "ret=3");
	expect("recvfrom fd=s",
	       "ret=3 data=00ff20 addr=in:7f000001:7011 addrlen=16");
	expect("sendto fd=p addr=in:7f000001:7010", "ret=0");
	expect("recvfrom fd=s addr=no", "ret=0 data=");
	expect("sendto fd=p addr=in:7f000001:7010 data=fill:6162:5", "ret=5");
	expect("recv fd=s len=2 flags=MSG_TRUNC|MSG_PEEK", "ret=5 data=6162");
	expect("recvmsg fd=s iov=1,2",
	       "ret=3 data=616261 addr=in:7f000001:7011 addrlen=16 "
	       "flags=MSG_TRUNC");
	expect("recv fd=s flags=MSG_DONTWAIT", "ret=-1 errno=EAGAIN");
}
END_TEST

START_TEST(accepts_over_ipv6)
{
	static const char addr[] =
		"in6:00000000000000000000000000000001:7012:0:0";
	char command[128], want[128];

	expect("socket domain=AF_INET6 type=SOCK_STREAM as=l", "ret=0 fd=3");
	snprintf(command, sizeof(command), "bind fd=l addr=%s", addr);
	expect(command, "ret=0");
	expect("listen fd=l", "ret=0");
	expect("socket domain=AF_INET6 type=SOCK_STREAM as=c", "ret=0 fd=4");
	snprintf(command, sizeof(command), "connect fd=c addr=%s", addr);
	expect(command, "ret=0");
	expect("accept fd=l flags=SOCK_NONBLOCK addr=no as=d", "ret=0 fd=5");
	expect("get-nonblock fd=d", "ret=0 value=int:1");
	snprintf(want, sizeof(want), "ret=0 addr=%s addrlen=28", addr);
	expect("getpeername fd=c", want);
	expect("getpeername fd=c addrlen=short", "ret=0 addr=cut addrlen=28");
	expect("getpeername fd=c addrlen=exact", want);
	expect("shutdown fd=c how=SHUT_WR", "ret=0");
	expect("recvfrom fd=d", "ret=0 data= addr=none addrlen=0");
}
END_TEST

START_TEST(tells_unix_names)
{
	expect("socket domain=AF_UNIX type=SOCK_DGRAM as=s", "ret=0 fd=3");
	expect("getsockname fd=s", "ret=0 addr=un: addrlen=2");
	expect("bind fd=s addr=un:646f6f7200", "ret=0");
	expect("getsockname fd=s", "ret=0 addr=un:646f6f7200 addrlen=7");
	expect("socket domain=AF_UNIX type=SOCK_DGRAM as=t", "ret=0 fd=4");
	expect("bind fd=t addr=un:646f6f7200", "ret=-1 errno=EADDRINUSE");
	expect("bind fd=t addr=un:00736f636b64696666ff", "ret=0");
	expect("getsockname fd=t addrlen=8", "ret=0 addr=cut addrlen=12");
	expect("sendto fd=t addr=un:646f6f7200 data=78", "ret=1");
	expect("recvfrom fd=s", "ret=1 data=78 addr=un:00736f636b64696666ff "
				"addrlen=12");
	expect("unlink path=646f6f72", "ret=0");
	expect("unlink path=646f6f72", "ret=-1 errno=ENOENT");
}
END_TEST

START_TEST(says_lengths_as_told)
{
	expect("socket domain=AF_INET type=SOCK_DGRAM as=s", "ret=0 fd=3");
	expect("bind fd=s addr=in:7f000001:7013 addrlen=short",
	       "ret=-1 errno=EINVAL");
	expect("bind fd=s addr=in:7f000001:7013 addrlen=129",
	       "ret=-1 errno=EINVAL");
	expect("bind fd=s addr=in:7f000001:7013 addrlen=long", "ret=0");
	expect("getsockname fd=s addrlen=0", "ret=0 addr=cut addrlen=16");
	expect("getsockname fd=s addrlen=-1", "ret=-1 errno=EINVAL");
	expect("getsockopt fd=s name=SO_TYPE optlen=1",
	       "ret=0 value=hex:02 optlen=1");
	expect("getsockopt fd=s name=SO_TYPE optlen=0",
	       "ret=0 value=hex: optlen=0");
	expect("setsockopt fd=s name=SO_BROADCAST value=int:1 optlen=3",
	       "ret=-1 errno=EINVAL");
	expect("connect fd=s addr=unspec", "ret=0");
}
END_TEST

START_TEST(keeps_names)
{
	expect_pair("SOCK_STREAM");
	expect("dup fd=a as=c", "ret=0 fd=5");
	expect("close fd=a", "ret=0");
	expect("recv fd=a", "ret=-1 errno=EBADF");
	expect("close fd=3", "ret=-1 errno=EBADF");
	expect("write fd=c data=68", "ret=1");
	expect("recv fd=b", "ret=1 data=68");
	expect("socket domain=AF_PACKET type=99 as=d", "ret=-1 errno=EINVAL");
	expect("listen fd=d", "ret=-1 errno=EBADF");
	expect("pipe as=r,w", "ret=0 fd=3,6");
	expect("send fd=w data=68", "ret=-1 errno=ENOTSOCK");
	expect("open path=66 flags=w as=f", "ret=0 fd=7");
	expect("listen fd=f", "ret=-1 errno=ENOTSOCK");
}
END_TEST

static const char *const hostile_commands[] = {
	"send fd=a data=6162 buf=%s",
	"sendmsg fd=a iov=6162 iovbuf=%s",
	"sendmsg fd=a iov=61 control=SOL_SOCKET:SCM_RIGHTS:rights: ctlbuf=%s",
	"write fd=a iov=6162,63 buf=%s",
	"recv fd=b len=2 buf=%s",
	"recvfrom fd=b len=2 buf=%s",
	"recvmsg fd=b iov=2 iovbuf=%s",
	"read fd=b len=2 buf=%s",
	"bind fd=a addr=un:646f6f7200 addrbuf=%s",
	"connect fd=a addr=un:646f6f7200 addrbuf=%s",
	"getsockname fd=a addrbuf=%s",
	"getpeername fd=a lenbuf=%s",
	"getsockopt fd=a name=SO_TYPE buf=%s",
	"getsockopt fd=a name=SO_TYPE lenbuf=%s",
	"setsockopt fd=a name=SO_BROADCAST value=int:1 buf=%s",
	"ioctl fd=b request=FIONREAD buf=%s",
	"socketpair domain=AF_UNIX type=SOCK_STREAM buf=%s",
	"poll fds=a:POLLIN buf=%s",
};

START_TEST(passes_hostile_pointers)
{
	static const char *const kinds[] = {"bad", "null", "end", "wrap"};
	char command[128];

	expect_pair("SOCK_STREAM");
	expect("send fd=a data=7879", "ret=2");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		snprintf(command, sizeof(command), hostile_commands[_i],
			 kinds[i]);
		/* no control messages at all is no mistake to Linux */
		if (strstr(command, "ctlbuf=null") != NULL)
			continue;
		expect(command, "ret=-1 errno=EFAULT");
	}
}
END_TEST

START_TEST(gathers_and_scatters)
{
	expect_pair("SOCK_SEQPACKET");
	expect("sendmsg fd=a iov=61,,626364", "ret=4");
	expect("recvmsg fd=b iov=3,0,2 addr=no", "ret=4 data=61626364 flags=0");
	expect("write fd=a iov=6162,63", "ret=3");
	expect("read fd=b iov=1,9", "ret=3 data=616263");
	expect("send fd=a data=61 len=3", "ret=3");
	expect("read fd=b", "ret=3 data=610000");
}
END_TEST

START_TEST(passes_descriptors)
{
	char want[128];

	expect_pair("SOCK_STREAM");
	expect("pipe as=r,w", "ret=0 fd=5,6");
	expect("sendmsg fd=a iov=78 control=SOL_SOCKET:SCM_RIGHTS:rights:r;w",
	       "ret=1");
	expect("recvmsg fd=b controllen=64 as=x,y addr=no",
	       "ret=1 data=78 "
	       "flags=0 control=SOL_SOCKET:SCM_RIGHTS:rights:7;8 "
	       "controllen=24");
	expect("write fd=y data=6869", "ret=2");
	expect("read fd=x", "ret=2 data=6869");
	expect("setsockopt fd=b name=SO_PASSCRED value=int:1", "ret=0");
	expect("sendmsg fd=a iov=78 "
	       "control=SOL_SOCKET:SCM_CREDENTIALS:cred:self;0;0",
	       "ret=1");
	snprintf(want, sizeof(want),
		 "ret=1 data=78 flags=0 control="
		 "SOL_SOCKET:SCM_CREDENTIALS:cred:%d;0;0 controllen=32",
		 (int)player);
	if (getuid() == 0)
		expect("recvmsg fd=b controllen=64 addr=no", want);
	expect("recvmsg fd=b controllen=64 flags=MSG_DONTWAIT as=z",
	       "ret=-1 errno=EAGAIN");
	expect("close fd=z", "ret=-1 errno=EBADF");
}
END_TEST

START_TEST(tells_ip_control_messages)
{
	expect("socket domain=AF_INET type=SOCK_DGRAM as=s", "ret=0 fd=3");
	expect("bind fd=s addr=in:7f000001:7014", "ret=0");
	expect("setsockopt fd=s name=IP_RECVTTL value=int:1", "ret=0");
	expect("sendmsg fd=s iov=78 addr=in:7f000001:7014 "
	       "control=IPPROTO_IP:IP_TTL:int:9",
	       "ret=1");
	expect("recvmsg fd=s controllen=64 addr=no",
	       "ret=1 data=78 flags=0 "
	       "control=IPPROTO_IP:IP_TTL:int:9 controllen=24");
}
END_TEST

/* Some options are asked about what stands in the buffer: here a group. */
START_TEST(asks_options_about)
{
	expect("socket domain=AF_INET type=SOCK_DGRAM as=s", "ret=0 fd=3");
	expect("getsockopt fd=s name=IP_MSFILTER", "ret=-1 errno=EINVAL");
	expect("getsockopt fd=s name=IP_MSFILTER optlen=16 "
	       "value=hex:ef0102037f0000010000000000000000",
	       "ret=-1 errno=EADDRNOTAVAIL");
	expect("getsockopt fd=s name=SO_TYPE value=int:7 optlen=1",
	       "ret=0 value=hex:02 optlen=1");
	expect("getsockopt fd=s name=SO_TYPE value=int:7",
	       "ret=0 value=int:2 optlen=4");
}
END_TEST

START_TEST(tells_options)
{
	expect("socket domain=AF_INET type=SOCK_STREAM as=s", "ret=0 fd=3");
	expect("setsockopt fd=s name=SO_LINGER value=linger:1:5", "ret=0");
	expect("getsockopt fd=s name=SO_LINGER",
	       "ret=0 value=linger:1:5 optlen=8");
	expect("setsockopt fd=s name=SO_RCVTIMEO value=timeval:1:500000",
	       "ret=0");
	expect("getsockopt fd=s name=20 level=SOL_SOCKET",
	       "ret=0 value=timeval:1:500000 optlen=16");
	expect("getsockopt fd=s name=IP_TTL level=IPPROTO_TCP",
	       "ret=0 value=int:536 optlen=4");
	expect("getsockopt fd=s name=9999 level=SOL_SOCKET",
	       "ret=-1 errno=ENOPROTOOPT");
	expect("ioctl fd=s request=SIOCOUTQ", "ret=0 value=int:0");
	expect("set-nonblock fd=s", "ret=0");
	expect("get-nonblock fd=s", "ret=0 value=int:1");
	expect("set-nonblock fd=s on=no", "ret=0");
	expect("get-nonblock fd=s", "ret=0 value=int:0");
}
END_TEST

START_TEST(polls)
{
	expect_pair("SOCK_STREAM");
	expect("poll fds=a:POLLIN", "ret=0 revents=0");
	expect("send fd=b data=78", "ret=1");
	expect("poll fds=a:POLLIN|POLLOUT,-1:POLLIN,99:0 timeout=-1",
	       "ret=2 revents=POLLIN|POLLOUT,0,POLLNVAL");
	expect("close fd=b", "ret=0");
	expect("poll fds=a:0", "ret=1 revents=POLLHUP");
	expect("send fd=a data=78", "ret=-1 errno=EPIPE");
}
END_TEST

START_TEST(looks_names_up)
{
	expect("getaddrinfo node=3132372e302e302e31 service=3830 "
	       "type=SOCK_STREAM flags=AI_NUMERICHOST",
	       "ret=0 addrs=in:7f000001:80 "
	       "full=in:7f000001:80;SOCK_STREAM;IPPROTO_TCP");
	expect("getaddrinfo node=6e6f7065 flags=AI_NUMERICHOST",
	       "ret=-1 gai=EAI_NONAME");
}
END_TEST

START_TEST(tells_long_data_shortly)
{
	static unsigned char sent[65507];
	char head[129], want[256];

	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = "abc"[i % 3];
	wire_hex(head, sent, 64);
	snprintf(want, sizeof(want), "ret=65507 data=long:%s:65507:%016llx",
		 head, (unsigned long long)wire_fnv(sent, sizeof(sent)));
	expect_pair("SOCK_DGRAM");
	expect("send fd=a data=fill:616263:65507", "ret=65507");
	expect("recv fd=b len=1048576", want);
}
END_TEST

static const char *const malformed[] = {
	"bogus",
	"bind",
	"bind fd=nobody addr=unspec",
	"bind fd=3",
	"bind fd=3 addr=in:7f:1",
	"bind fd=3 addr=in6:00:1:0:0",
	"bind fd=3 addr=in:7f000001:65536",
	"bind fd=3 addr=nonsense",
	"bind fd=3 addr=unspec colour=red",
	"bind fd=3 addr=unspec fd=3",
	"bind fd=3 addr=un:%zz",
	"bind fd=3 addr=unspec addrbuf=odd",
	"bind fd=3 addr=unspec addrlen=much",
	"recv fd=3 len=-1",
	"recv fd=3 len=1048577",
	"recv fd=3 flags=MSG_NONSENSE",
	"recvmsg fd=3 iov=1,x",
	"recvmsg fd=3 iov=1048576,1",
	"send fd=3 data=0",
	"send fd=3 data=fill::5",
	"send fd=3 data=fill:61:9999999",
	"setsockopt fd=3 name=SO_NONSENSE value=int:1",
	"setsockopt fd=3 name=SO_LINGER value=linger:1",
	"setsockopt fd=3 name=SO_LINGER value=linger:1:2:3",
	"setsockopt fd=3 name=SO_TYPE value=much:1",
	"sendmsg fd=3 control=SOL_SOCKET:SCM_RIGHTS:rights:nobody",
	"sendmsg fd=3 control=SOL_SOCKET:SCM_RIGHTS",
	"sendmsg fd=3 control=SOL_SOCKET:1:much:5",
	"poll fds=3",
	"poll fds=3:POLLNONSENSE",
	"accept fd=3 addr=maybe",
	"open path=66 flags=x",
	"open path=660066",
	"socket domain=AF_INET type=SOCK_STREAM as=",
};

START_TEST(survives_malformed_commands)
{
	char line[64];

	fprintf(player_in, "5 %s\n", malformed[_i]);
	fflush(player_in);
	snprintf(line, sizeof(line), "%.12s", hear());
	ck_assert_str_eq(line, "5 malformed=");
	expect("pipe", "ret=0 fd=3,4");
}
END_TEST

START_TEST(survives_noise)
{
	static char noise[2 * WIRE_LINE + 5];

	memset(noise, 'x', sizeof(noise) - 1);
	fprintf(player_in, "7 send fd=3 data=%s\n", noise);
	fflush(player_in);
	ck_assert_str_eq(hear(), "-1 malformed=the%20line%20is%20too%20long");
	expect("pipe", "ret=0 fd=3,4");
	fputs("\n\n", player_in);
	fflush(player_in);
	ck_assert_ptr_nonnull(strstr(hear(), "-1 malformed="));
	ck_assert_ptr_nonnull(strstr(hear(), "-1 malformed="));
}
END_TEST

/* What the guards tell of the buffers that there are. */
static void guard_expect(const char *want_overrun, const char *want_scribble)
{
	char over[256], scrib[256];
	struct spell overrun, scribble;

	spell_open(&overrun, over, sizeof(over));
	spell_open(&scribble, scrib, sizeof(scrib));
	guard_tell(&overrun, &scribble);
	ck_assert_str_eq(over, want_overrun);
	ck_assert_str_eq(scrib, want_scribble);
}

START_TEST(guards_see_overruns)
{
	struct guard *a, *b;

	guard_reset();
	a = guard_new("data", 4);
	b = guard_new("addr", 16);
	guard_expect("", "");
	memset(a->bytes, 0, 4);
	guard_expect("", "");
	a->bytes[4] = 0;
	guard_expect("data+1", "");
	b->bytes[-1] = 0;
	b->bytes[16 + GUARD_BYTES - 1] = 0;
	guard_expect("data+1,addr-1,addr+64", "");
	guard_reset();
	guard_expect("", "");
	guard_new("data", 0)->bytes[0] = 0;
	guard_expect("data+1", "");
}
END_TEST

START_TEST(guards_see_scribbles)
{
	struct guard *g;

	guard_reset();
	g = guard_new("value", 16);
	ck_assert_uint_eq(guard_written(g), 0);
	memset(g->bytes, 0, 8);
	ck_assert_uint_eq(guard_written(g), 8);
	guard_expect("", "");
	g->used = 8;
	guard_expect("", "");
	g->used = 5;
	guard_expect("", "value+1");
	g->used = 0;
	memset(g->bytes + 15, 0xff, 2);
	guard_expect("value+1", "value+1");
}
END_TEST

Suite *player_suite(void);

static TCase *player_case(void)
{
	TCase *t = tcase_create("player");

	tcase_add_checked_fixture(t, player_start, player_stop);
	tcase_set_timeout(t, 60); /* a sanitizer on a busy machine is slow */
	tcase_add_test(t, sends_a_datagram);
	tcase_add_test(t, accepts_over_ipv6);
	tcase_add_test(t, tells_unix_names);
	tcase_add_test(t, says_lengths_as_told);
	tcase_add_test(t, keeps_names);
	tcase_add_loop_test(t, passes_hostile_pointers, 0,
			    sizeof(hostile_commands) /
				    sizeof(*hostile_commands));
	tcase_add_test(t, gathers_and_scatters);
	tcase_add_test(t, passes_descriptors);
	tcase_add_test(t, tells_ip_control_messages);
	tcase_add_test(t, asks_options_about);
	tcase_add_test(t, tells_options);
	tcase_add_test(t, polls);
	tcase_add_test(t, looks_names_up);
	tcase_add_test(t, tells_long_data_shortly);
	tcase_add_loop_test(t, survives_malformed_commands, 0,
			    sizeof(malformed) / sizeof(*malformed));
	tcase_add_test(t, survives_noise);
	return t;
}

Suite *player_suite(void)
{
	Suite *s = suite_create("player");
	TCase *t = tcase_create("guard");

	tcase_add_test(t, guards_see_overruns);
	tcase_add_test(t, guards_see_scribbles);
	suite_add_tcase(s, t);
	suite_add_tcase(s, player_case());
	return s;
}
