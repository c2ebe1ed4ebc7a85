/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The players of the smaller ABIs on sockhost, by hand: what they say, what
 * they cannot say, and what they still owe.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/help/suite.h"

#define WHY_LATER \
	"path_open%20creates%20a%20socket%20only%20when%20it%20listens%20or%20connects"
#define STREAM "1 socket as=s domain=AF_INET type=SOCK_STREAM\\n"
#define BIND "2 bind fd=s addr=in:7f000001:0\\n"
#define GIVEN "0 preopen as=l domain=AF_INET fd=3\\n"
#define ONE "--allow all --listen 127.0.0.1:0"

static const struct {
	const char *abi, *args, *input, *says;
} plays[] = {
	{"preview1", "", "", "@sd 0 player=1 abi=preview1\n"},
	{"preview1", "", STREAM,
	 "@sd 1 inexpressible=the%20guest%20cannot%20create%20sockets"},
	{"preview1", ONE, GIVEN "1 get-nonblock fd=l\\n",
	 "@sd 0 ret=0 fd=3\n\n@sd 1 ret=0 value=int:0 raw=0"},
	{"preview1", ONE, GIVEN "1 set-nonblock fd=l\\n2 accept fd=l as=c\\n",
	 "@sd 2 ret=-1 errno=EAGAIN\n"},
	{"preview1", ONE, GIVEN "1 accept fd=l flags=SOCK_CLOEXEC\\n",
	 "@sd 1 inexpressible=SOCK_CLOEXEC%20is%20not%20supported"},
	{"preview1", ONE, GIVEN "1 accept fd=l addrlen=4\\n",
	 "@sd 1 inexpressible=accept%20returns%20no%20address"},
	{"preview1", ONE, GIVEN "1 recv fd=l flags=MSG_DONTWAIT\\n",
	 "@sd 1 "
	 "inexpressible=receive%20calls%20support%20no%20flags%20except"},
	{"preview1", ONE, GIVEN "1 recvfrom fd=l\\n",
	 "@sd 1 inexpressible=receive%20calls%20return%20no%20address"},
	{"preview1", ONE, GIVEN "1 accept fd=l flags=0x8000\\n",
	 "@sd 1 ret=-1 errno=EINVAL raw=28\n"},
	{"preview1", ONE, GIVEN "1 send fd=l flags=MSG_NOSIGNAL\\n",
	 "@sd 1 ret=-1 errno=EPIPE raw=64\n"},
	{"preview1", ONE, GIVEN "1 send fd=l flags=MSG_OOB\\n",
	 "@sd 1 inexpressible=send%20calls%20"},
	{"preview1", ONE, GIVEN "1 shutdown fd=l how=3\\n",
	 "@sd 1 ret=-1 errno=EINVAL\n"},
	{"preview1", ONE, GIVEN "1 shutdown fd=l how=SHUT_WR\\n",
	 "@sd 1 ret=0\n"},
	{"preview1", "", "0 preopen as=l fd=3\\n",
	 "@sd 0 malformed=an%20argument%20is%20missing\n"},
	{"preview1", "", "0 preopen as=l domain=AF_INET type=SOCK_STREAM\\n",
	 "@sd 0 inexpressible=the%20guest%20cannot%20create%20sockets"},
	{"wasinet_v0", "--allow all",
	 "0 preopen as=l domain=AF_INET type=SOCK_STREAM addr=in:7f000001:0 "
	 "backlog=4\\n1 getsockopt fd=l name=SO_ACCEPTCONN\\n",
	 "@sd 0 ret=0 fd=3\n\n@sd 1 ret=0 value=int:1"},
	{"wasinet_v0", "",
	 "0 preopen as=l domain=AF_INET type=SOCK_DGRAM addr=in:7f000001:0\\n",
	 "@sd 0 ret=-1 errno=EACCES\n"},
	/* What the host wrote of a value that is translated, and cut. */
	{"wasinet_v0", "--allow all",
	 STREAM "2 set-nonblock fd=s\\n3 connect fd=s addr=in:7f000001:1\\n"
		"4 poll fds=s:POLLOUT\\n"
		"5 getsockopt fd=s name=SO_ERROR optlen=2\\n",
	 "@sd 5 ret=0 value=hex:6f00 optlen=- raw=0;value:0e:2\n"},
	{"pathopen", "--allow all", STREAM,
	 "@sd 1 ret=0 later=" WHY_LATER " fd=1073741824\n"},
	{"pathopen", "--allow all", STREAM BIND,
	 "@sd 2 ret=0 later=" WHY_LATER " next=" WHY_LATER "\n"},
	{"pathopen", "--allow all", STREAM BIND "3 listen fd=s\\n",
	 "@sd 3 ret=0\n"},
	{"pathopen", "--allow all",
	 STREAM BIND "3 listen fd=s\\n4 set-nonblock fd=s\\n5 accept fd=s\\n",
	 "@sd 5 ret=-1 errno=EAGAIN\n"},
	{"pathopen", "--allow all",
	 STREAM "2 set-nonblock fd=s\\n" BIND
		"3 listen fd=s\\n4 get-nonblock fd=s\\n",
	 "@sd 4 ret=0 value=int:1\n"},
	{"pathopen", "", STREAM BIND "3 listen fd=s\\n",
	 "@sd 3 inexpressible=cannot%20tell%20which%20of%20socket"},
	{"pathopen", "", STREAM "2 connect fd=s addr=in:7f000001:1\\n",
	 "@sd 2 ret=-1 errno=EACCES\n"},
	{"pathopen", "--allow all",
	 STREAM "2 connect fd=s addr=in:7f000001:1\\n3 close fd=s\\n",
	 "@sd 2 ret=-1 errno=ECONNREFUSED\n"
	 "\n"
	 "@sd 3 "
	 "inexpressible=a%20failed%20path_open%20leaves%20no%20socket\n"},
	{"pathopen", "--allow all", STREAM "2 close fd=s\\n",
	 "@sd 2 inexpressible=" WHY_LATER "\n"},
	{"pathopen", "--allow all", STREAM "2 poll fds=s:POLLIN\\n",
	 "@sd 2 inexpressible=" WHY_LATER "\n"},
	{"pathopen", "--allow all", STREAM "2 listen fd=s\\n",
	 "@sd 2 inexpressible=a%20listening%20socket%20needs%20an"},
	{"pathopen", "--allow all",
	 STREAM "2 bind fd=s "
		"addr=in6:00000000000000000000000000000001:0:0:0\\n",
	 "@sd 2 inexpressible=the%20address%20family%20is%20that"},
	{"pathopen", "--allow all",
	 STREAM "2 setsockopt fd=s name=SO_KEEPALIVE value=int:1\\n",
	 "@sd 2 "
	 "inexpressible=path_open%20does%20not%20support%20this%20option\n"},
	{"pathopen", "--allow all",
	 "1 socket as=s domain=AF_UNIX type=SOCK_STREAM\\n",
	 "@sd 1 "
	 "inexpressible=path_open%20does%20not%20support%20this%20address%20family\n"},
	{"python", "", STREAM, "@sd 1 ret=0 fd=3\n"},
	{"python", "", STREAM BIND,
	 "@sd 2 "
	 "inexpressible=this%20ABI%20does%20not%20have"},
	{"python", "", "1 send fd=stdout\\n",
	 "@sd 1 inexpressible=standard%20streams"},
	{"python", "", "1 close fd=77\\n", "@sd 1 ret=-1 errno=EBADF\n"},
	{"python", "", STREAM "2 connect fd=s addr=in:7f000001:1\\n",
	 "@sd 2 ret=-1 errno=EACCES\n"},
	{"python", "", STREAM "2 connect fd=s addr=unspec\\n",
	 "@sd 2 inexpressible=addresses%20must%20be%20IPv4"},
	{"python", "", STREAM "2 recv fd=s flags=MSG_PEEK\\n",
	 "@sd 2 "
	 "inexpressible=receive%20calls%20have%20no%20flags%20argument\n"},
	{"python", "", STREAM "2 accept fd=s\\n",
	 "@sd 2 ret=-1 errno=EINVAL\n"},
	{"python", "--allow all",
	 "1 getaddrinfo node=3132372e302e302e31 service=3830\\n",
	 "@sd 1 ret=0 addrs=in:7f000001:80"},
	{"python", "--allow all",
	 "1 getaddrinfo node=3132372e302e302e31 service=68747470\\n",
	 "@sd 1 "
	 "inexpressible=a%20lookup%27s%20service%20must%20be%20a%20port%20number\n"},
};

/* Most rows are not about what the host literally wrote. */
static void drop_raw(char *output)
{
	char *at;

	while ((at = strstr(output, " raw=")) != NULL)
		memmove(at, at + 1 + strcspn(at + 1, " \n"),
			strlen(at + 1 + strcspn(at + 1, " \n")) + 1);
}

START_TEST(play)
{
	const char *build = getenv("SOCKDIFF_BUILD");
	char command[PATH_MAX], output[8192];
	size_t n;
	FILE *p;

	snprintf(command, sizeof(command),
		 "printf '%s' | %s/sockhost/player-%s %s 2>&1", plays[_i].input,
		 build ? build : "build", plays[_i].abi, plays[_i].args);
	p = popen(command, "r");
	ck_assert_ptr_nonnull(p);
	n = fread(output, 1, sizeof(output) - 1, p);
	output[n] = '\0';
	ck_assert_int_eq(pclose(p), 0);
	if (!strstr(plays[_i].says, "raw="))
		drop_raw(output);
	ck_assert_msg(strstr(output, plays[_i].says) != NULL,
		      "%s says, and not %s", output, plays[_i].says);
}
END_TEST

Suite *sockhost_players_suite(void)
{
	Suite *s = suite_create("sockhost_players");
	TCase *t = tcase_create("players");

	tcase_add_loop_test(t, play, 0, sizeof(plays) / sizeof(plays[0]));
	suite_add_tcase(s, t);
	return s;
}
