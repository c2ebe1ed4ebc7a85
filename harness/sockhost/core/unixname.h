/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unixname.h: unix socket paths that are somewhere else, sockhost_map().
 *
 *	guest's prefix   host's folder     guest says      it is
 *	/run/app         /srv/guest-7      /run/app/door   /srv/guest-7/door
 *
 * A path never leaves the folder: to connect, the socket is first opened
 * beneath it and then named by /proc/self/fd; to bind, the folder that it
 * will be in is opened beneath it to prove that it is there. What the kernel
 * tells is turned back, so that the guest sees its own names.
 *
 * Without a map, and for every name that is not beneath one, all of this
 * does nothing.
 */
#ifndef SOCKHOST_UNIXNAME_H
#define SOCKHOST_UNIXNAME_H

#include "addr.h"
#include "policy.h"

/* Where a name leads. */
struct unixname {
	const struct addr *addr; /* for the kernel */
	struct addr changed;
	int fd; /* what /proc/self/fd names, or -1 */
};

/* As it is; returns 0. */
int unixname_plain(struct unixname *u, const struct addr *a);
/* 1: there is a map for it, which allows it; 0: none; or -errno. */
int unixname_find(struct sockhost *h, enum policy_what what,
	const struct addr *a, struct unixname *u);
void unixname_done(struct unixname *u);
/* An address from the kernel, as the guest is to see it. */
void unixname_told(struct sockhost *h, struct addr *a);

#endif
