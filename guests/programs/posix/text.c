/* SPDX-License-Identifier: Apache-2.0 */
/* arpa/inet.h: our families' numbers as the C library's. */
#include <arpa/inet.h>

#undef inet_pton
#undef inet_ntop

/* __wasi/libc's socket.h */
enum { LIBC_INET = 1, LIBC_INET6 = 2 };

int inet_pton(int family, const char *restrict text, void *restrict ip);
const char *inet_ntop(int family, const void *restrict ip, char *restrict text,
		      socklen_t room);

static int text_family(int family)
{
	return family == AF_INET    ? LIBC_INET
	       : family == AF_INET6 ? LIBC_INET6
				    : -1;
}

int posix_pton(int family, const char *text, void *ip)
{
	return inet_pton(text_family(family), text, ip);
}

const char *posix_ntop(int family, const void *ip, char *text, socklen_t room)
{
	return inet_ntop(text_family(family), ip, text, room);
}
