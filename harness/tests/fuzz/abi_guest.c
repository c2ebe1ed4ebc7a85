/* SPDX-License-Identifier: Apache-2.0 */
#include "abi_guest.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static uint8_t template[4096];

static void put32(uint32_t at, uint32_t n)
{
	memcpy(template + at, &n, sizeof(n));
}

static void put_text(uint32_t at, const char *text)
{
	memcpy(template + at, text, strlen(text) + 1);
}

static void make_addresses(void)
{
	static const uint32_t sizes[] = {4, 16, 128};

	template[RECORD] = template[RECORD + 4] = AF_INET;
	put32(RECORD + 8, 7000);
	put32(RECORD + 12, 0x0100007f);
	template[RECORD6] = template[RECORD6 + 4] = AF_INET6;
	template[RECORD6 + 27] = 1;
	memcpy(template + PYTHON, "\2\x1b\x58\x7f\0\0\1", 7);
	for (uint32_t i = 0; i < 3; i++) {
		put32(PAIRS + 8 * i, BYTES + (i < 2 ? 2 : 0));
		put32(PAIRS + 8 * i + 4, sizes[i]);
	}
	memcpy(template + BYTES, "\1\0\x7f\0\0\1", 6);
}

static void make_lists(void)
{
	for (uint32_t i = 0; i < 4; i++) {
		put32(VECTORS + 16 * i, DATA + 64 * i);
		put32(VECTORS + 16 * i + 8, 8);
		put32(IOVECS + 8 * i, DATA + 64 * i);
		put32(IOVECS + 8 * i + 4, 8);
		template[SUBS + 48 * i + 8] = (uint8_t)(i % 3);
		put32(SUBS + 48 * i + 16, i ? 4 + i : 1);
	}
	/* SCM_RIGHTS of two descriptors */
	put32(CONTROL, 24);
	put32(CONTROL + 8, SOL_SOCKET);
	put32(CONTROL + 12, SCM_RIGHTS);
	put32(CONTROL + 16, 3);
	put32(CONTROL + 20, 5);
	/* a hint, and two nodes of a lookup */
	put32(NODES + 28, NODES + 32);
	for (uint32_t at = NODES + 32; at <= NODES + 112; at += 80) {
		put32(at + 12, at + 28);
		put32(at + 24, at == NODES + 32 ? at + 80 : 0);
		put32(at + 32, 26);
		put32(at + 36, at + 44);
	}
}

static void make_values(void)
{
	put32(VALUE, 1);
	put32(VALUE + 4, 4);
	put_text(TEXTS, "tcp4");
	put_text(TEXTS + 16, "80");
	put_text(TEXTS + 32, "127.0.0.1");
	put_text(TEXTS + 48, "a");
	put_text(TEXTS + 50, ".");
	put_text(TEXTS + 52, "b/../c");
	put_text(TEXTS + 64, "tcp+listen://127.0.0.1:0?nonblock=yes");
	/* a group with a source, on lo */
	template[GROUP] = 1;
	memcpy(template + GROUP + 8, "\2\0\0\0\xef\1\1\x09", 8);
	memcpy(template + GROUP + 136, "\2\0\0\0\x0a\1\1\1", 8);
}

static void grant(struct sockhost *h, bool rules)
{
	static const char *const some[] = {"127.0.0.0/9:1024-65535", "[::1]:*",
					   "unix:@*", "unix:[a-m]*",
					   "resolve:local*"};
	char *why;

	if (!rules && sockhost_allow(h, "all", &why) == -1)
		abort();
	for (size_t i = 0; rules && i < sizeof(some) / sizeof(some[0]); i++)
		if (sockhost_allow(h, some[i], &why) == -1)
			abort();
	if (rules && (sockhost_map(h, "n", ".", &why) == -1))
		abort();
}

static void give_pair(struct sockhost *h, int type)
{
	int fd[2];

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fd))
		abort();
	sockhost_give(h, fd[0]);
	sockhost_give(h, fd[1]);
}

/* A port that nothing is bound to is needed, and none is promised. */
static void give_tcp(struct sockhost *h)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);
	int type = SOCK_STREAM | SOCK_CLOEXEC;
	int door = socket(AF_INET, type, 0), fd = socket(AF_INET, type, 0);

	if (bind(door, (struct sockaddr *)&a, len) || listen(door, 4) ||
	    getsockname(door, (struct sockaddr *)&a, &len) ||
	    connect(fd, (struct sockaddr *)&a, len))
		fprintf(stderr, "no connection: %s\n", strerror(errno));
	sockhost_give(h, fd);
	sockhost_give(h, accept4(door, NULL, NULL, SOCK_CLOEXEC));
	sockhost_give(h, door);
}

static void give_inet(struct sockhost *h, int domain)
{
	char *why = NULL;

	if (sockhost_datagram(h, domain == AF_INET ? "127.0.0.1:0" : "[::1]:0",
			      NULL, &why) == -1)
		sockhost_give(h, dup(0)), free(why);
}

struct sockhost *abi_guest(uint8_t mode, int trace)
{
	struct sockhost *h = sockhost_new();
	char *why;

	grant(h, mode & GRANTED);
	sockhost_max_fds(h, 64);
	sockhost_max_buffer(h, 65536);
	sockhost_nonblocking(h, !(mode & WAITS));
	for (uint32_t i = 0; i < 3; i++)
		sockhost_give_at(h, i,
				 open("out",
				      O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC,
				      0600));
	give_inet(h, AF_INET);
	if (sockhost_dir(h, "/", ".", &why) == -1)
		abort();
	give_pair(h, SOCK_STREAM);
	give_pair(h, SOCK_DGRAM);
	give_tcp(h);
	give_inet(h, AF_INET6);
	sockhost_arg(h, "guest");
	sockhost_env(h, "A=B");
	if (mode & TRACED)
		sockhost_trace(h, trace);
	return h;
}

void abi_guest_memory(uint8_t *mem, uint32_t size)
{
	if (!template[RECORD]) {
		make_addresses();
		make_lists();
		make_values();
	}
	memcpy(mem, template,
	       size < sizeof(template) ? size : sizeof(template));
}
