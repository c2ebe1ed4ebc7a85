/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h: socket addresses as wasinet's record, which
 * ../../wasinet_addr.h draws.
 */
#ifndef WASINET_RECORD_H
#define WASINET_RECORD_H

#include <sys/socket.h>

#define RECORD 130

struct record {
	unsigned char bytes[RECORD];
	uint32_t len; /* of what goes in; 0: no address */
};

/* The host's number of a family. */
uint32_t record_family(int family);
/* 0, or -1 with errno EINVAL when this cannot be said. */
int record_put(struct record *r, const struct sockaddr *addr, socklen_t len);
/* As much of it as there is room for; *len becomes how long it is. */
void record_take(const struct record *r, struct sockaddr *addr, socklen_t *len);

#endif
