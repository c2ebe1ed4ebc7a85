/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unixname.h: where unix socket paths lead: elsewhere, sockhost_map(), or
 * just to where a rule says, sockhost_allow().
 *
 *	guest's prefix   host's folder     guest says      it is
 *	/run/app         /srv/guest-7      /run/app/door   /srv/guest-7/door
 *
 * A path never leaves the folder: to connect, the socket is first opened
 * beneath it and then named by /proc/self/fd; to bind, the folder that it
 * will be in is opened beneath it to prove that it is there. What the kernel
 * tells is turned back, so that the guest sees its own names.
 *
 * A path that a rule grants is found in the same way, but without following
 * any symbolic link behind the rule's folder, see policy.h; to bind, the
 * kernel has the guest's own path, for that is the name that peers will see.
 * Who else may write to the folder can still exchange its parents between
 * the look and the bind.
 *
 * For abstract names, and for paths that only "all" grants, all of this does
 * nothing.
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
/* 1: a map or a rule has it, and allows it; 0: none; or -errno. */
int unixname_find(struct sockhost *h, enum policy_what what,
		  const struct addr *a, struct unixname *u);
void unixname_done(struct unixname *u);
/* An address from the kernel, as the guest is to see it. */
void unixname_told(struct sockhost *h, struct addr *a);

#endif
