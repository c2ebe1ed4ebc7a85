/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses as text, see ../sys/socket.h. The C library's functions do the
 * work, which have other numbers for the families.
 */
#ifndef POSIX_ARPA_INET_H
#define POSIX_ARPA_INET_H

#include <netinet/in.h>

#define inet_pton posix_pton
#define inet_ntop posix_ntop

int inet_pton(int family, const char *text, void *ip);
const char *inet_ntop(int family, const void *ip, char *text, socklen_t room);

static inline uint16_t htons(uint16_t n)
{
	return (uint16_t)(n << 8 | n >> 8);
}

static inline uint16_t ntohs(uint16_t n)
{
	return htons(n);
}

#endif
