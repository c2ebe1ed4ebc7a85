/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tables and the layouts of optval.h and control.h say of Linux,
 * held against the system's own headers when the native player is compiled.
 * Nothing here runs.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <linux/in6.h>
#include <linux/sockios.h>
#include <linux/tcp.h>

#include "player/control.h"

/* Younger than the oldest headers that we build with. */
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif
#ifndef SO_BUF_LOCK
#define SO_BUF_LOCK 72
#endif
#ifndef SO_RESERVE_MEM
#define SO_RESERVE_MEM 73
#endif
#ifndef SO_TXREHASH
#define SO_TXREHASH 74
#endif
#ifndef SO_RCVMARK
#define SO_RCVMARK 75
#endif
#ifndef IP_LOCAL_PORT_RANGE
#define IP_LOCAL_PORT_RANGE 51
#endif
#ifndef IP_PROTOCOL
#define IP_PROTOCOL 52
#endif

#define NAME(group, name, number) \
	_Static_assert((name) == (number), "names.def: " #name);
#include "lang/names.def"
#undef NAME

#define SOCKOPT(level, name, number, kind, access, compare, help) \
	_Static_assert((name) == (number), "sockopts.def: " #name);
#include "lang/sockopts.def"
#undef SOCKOPT

#define ERRNO(name, linux, wasi) \
	_Static_assert((name) == (linux), "errnos.def: " #name);
#include "lang/errnos.def"
#undef ERRNO

#define LAYOUT(type, size) \
	_Static_assert(sizeof(type) == (size), "optval.h: " #type);

LAYOUT(struct linger, 8)
LAYOUT(struct timeval, 16)
LAYOUT(struct ucred, 12)
LAYOUT(struct in_addr, 4)
LAYOUT(struct ip_mreq, 8)
LAYOUT(struct ip_mreq_source, 12)
LAYOUT(struct ipv6_mreq, 20)

_Static_assert(offsetof(struct ip_mreq_source, imr_interface) == 4,
	       "optval.h: mreqsrc");
_Static_assert(sizeof(struct cmsghdr) == CONTROL_HEADER &&
		       offsetof(struct cmsghdr, cmsg_level) == 8 &&
		       offsetof(struct cmsghdr, cmsg_type) == 12,
	       "control.h: the header");
_Static_assert(CMSG_LEN(0) == CONTROL_HEADER &&
		       CMSG_SPACE(1) == CONTROL_HEADER + 8,
	       "control.h: the alignment");
