/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of unix sockets, see socket.h. */
#ifndef POSIX_SYS_UN_H
#define POSIX_SYS_UN_H

#include <sys/socket.h>

struct sockaddr_un {
	sa_family_t sun_family;
	char sun_path[108];
};

#endif
