/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name-server ADDRESS COUNT: answers so many datagrams as a name server
 * would (RFC 1035) that knows the A records below, and ends.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"

#define MESSAGE_ROOM 512 /* RFC 1035, 2.3.4 */
#define HEADER 12
#define FLAG_ANSWER 0x8000
#define FLAG_AUTHORITY 0x0400
#define FLAG_RECURSION 0x0100
enum { FORMAT_ERROR = 1, NO_SUCH_NAME = 3, NOT_IMPLEMENTED = 4 };
enum { TYPE_A = 1, CLASS_IN = 1 };

static const struct {
	const char *name;
	unsigned char ip[4];
} names[] = {
	{"one.example", {192, 0, 2, 1}},
	{"two.example", {192, 0, 2, 2}},
};

static unsigned get16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static void put16(unsigned char *p, unsigned n)
{
	p[0] = (unsigned char)(n >> 8);
	p[1] = (unsigned char)n;
}

/* The question's name with dots; where it ends, or 0 when it does not. */
static size_t question_name(const unsigned char *m, size_t n, char *name)
{
	size_t at = HEADER, len = 0;

	while (at < n && m[at] != 0) {
		size_t label = m[at];

		if (label > 63 || at + 1 + label >= n || len + label > 250)
			return 0;
		if (len)
			name[len++] = '.';
		memcpy(name + len, m + at + 1, label);
		len += label;
		at += 1 + label;
	}
	name[len] = '\0';
	return at < n ? at + 1 : 0;
}

static const unsigned char *name_find(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].ip;
	return NULL;
}

static size_t answer_add(unsigned char *m, size_t at, const unsigned char *ip)
{
	static const unsigned char head[] = {
		0xc0, HEADER, 0, TYPE_A, 0, CLASS_IN,
		0,    0,      0, 60,     0, 4}; /* a minute's time to live */

	memcpy(m + at, head, sizeof(head));
	memcpy(m + at + sizeof(head), ip, 4);
	put16(m + 6, 1);
	return at + sizeof(head) + 4;
}

/* Make the answer of the question; how long it is. */
static size_t answer(unsigned char *m, size_t n)
{
	unsigned flags =
		FLAG_ANSWER | FLAG_AUTHORITY | (get16(m + 2) & FLAG_RECURSION);
	char name[256] = "?";
	size_t end = get16(m + 4) == 1 ? question_name(m, n, name) : 0;
	const unsigned char *ip = NULL;

	put16(m + 6, 0);
	put16(m + 8, 0);
	put16(m + 10, 0);
	if (end == 0 || end + 4 > n) {
		put16(m + 4, 0);
		end = HEADER;
		flags |= FORMAT_ERROR;
	} else {
		end += 4;
		if (get16(m + end - 2) != CLASS_IN)
			flags |= NOT_IMPLEMENTED;
		else if (!(ip = name_find(name)))
			flags |= NO_SUCH_NAME;
		else if (get16(m + end - 4) == TYPE_A)
			end = answer_add(m, end, ip);
	}
	put16(m + 2, flags);
	printf("%s %u\n", name, flags & 15);
	return end;
}

static int serve(int fd)
{
	/* room for the answer behind a question that fills a message */
	static unsigned char m[MESSAGE_ROOM + 16];
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	ssize_t n = recvfrom(fd, m, MESSAGE_ROOM, 0, (struct sockaddr *)&from,
			     &len);

	if (n == -1)
		return -1;
	printf("%zd bytes from %s: ", n, address_text((void *)&from));
	if (n < HEADER || get16(m + 2) & FLAG_ANSWER) {
		printf("ignored\n");
		return 0;
	}
	n = (ssize_t)answer(m, (size_t)n);
	return sendto(fd, m, (size_t)n, 0, (void *)&from, len) == n ? 0 : -1;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[2]) : 0, fd;

	if (count < 1) {
		fprintf(stderr, "usage: name-server ADDRESS COUNT\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = address_serve(argv[1], SOCK_DGRAM);
	if (fd == -1)
		return 1;
	while (count-- > 0)
		if (serve(fd) == -1) {
			fprintf(stderr, "name-server: %s\n", error_name(errno));
			return 1;
		}
	close(fd);
	return 0;
}
