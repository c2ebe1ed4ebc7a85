/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pathopen_url.h: what path_open takes for a socket where a folder would be:
 *
 *	tcp4+listen://127.0.0.1:7000?nonblock=0&reuseaddr=0&backlog=16
 *	tcp6+dial://[0:0:0:0:0:0:0:1]:7000?nonblock=0&reuseaddr=0&nodelay=0
 *
 * Every option is said, for a host's defaults are not Linux's.
 */
#ifndef PATHOPEN_URL_H
#define PATHOPEN_URL_H

#include <stdint.h>

#define PATHOPEN_URL 192 /* longer is none, with the NUL */

struct pathopen_url {
	int listen, v6;
	uint8_t ip[16]; /* 4 of them unless v6 */
	uint16_t port;
	int nonblock;
	int reuseaddr, nodelay,
		backlog; /* as setsockopt and listen take them */
};

void pathopen_url(const struct pathopen_url *u, char text[PATHOPEN_URL]);

#endif
