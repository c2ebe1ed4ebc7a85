/* SPDX-License-Identifier: Apache-2.0 */
/* poll(2): files are always ready, timeouts are kept. */
#include <poll.h>
#include <time.h>

#include "say.h"

static long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void ask(const char *what, int fd, short events, int timeout)
{
	struct pollfd p = {.fd = fd, .events = events};
	int r = poll(&p, 1, timeout);

	if (r == -1)
		say(what, -1);
	else
		printf("%s: %d%s%s%s\n", what, r,
		       p.revents & POLLIN ? " in" : "",
		       p.revents & POLLOUT ? " out" : "",
		       p.revents & POLLNVAL ? " invalid" : "");
}

int program_poll_files(void)
{
	struct pollfd two[2];
	long long start;
	int fd;

	make("a", "text");
	fd = open("a", O_RDWR);
	ask("reading", fd, POLLIN, 0);
	ask("writing", fd, POLLOUT, 0);
	ask("both", fd, POLLIN | POLLOUT, 0);
	ask("waits for nothing", fd, POLLIN, -1);
	lseek(fd, 0, SEEK_END);
	ask("at the end", fd, POLLIN, 0);
	start = now();
	ask("but none", -1, POLLIN, 30);
	say("took its time", now() - start >= 30);
	two[0] = (struct pollfd){.fd = fd, .events = POLLIN};
	two[1] = (struct pollfd){.fd = fd, .events = POLLOUT};
	say("two of one", poll(two, 2, 0));
	start = now();
	say("none at all", poll(NULL, 0, 20));
	say("took its time", now() - start >= 20);
	return 0;
}
