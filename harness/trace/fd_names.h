/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fd_names.h: what an actor's descriptors are called in a recording.
 *
 * Only descriptors that a socket call made have a name, and those that came
 * in a message: the one that the step's `as` gives them. What a host makes
 * besides is called by its number, #7.
 */
#ifndef FD_NAMES_H
#define FD_NAMES_H

#include "recording/recording.h"

#define FDS_MAX 256 /* ROOM_FILES: no descriptor is above */

struct fd_names {
	char *name[FDS_MAX]; /* NULL: not one that a socket call made */
	int users;           /* threads that share it; the tracer counts */
};

/* The name, "stdin" .. "stderr", or NULL. */
const char *fd_name(const struct fd_names *f, int fd);
/* Append the name, or the number as #7. */
void fd_names_show(struct buf *b, const struct fd_names *f, int fd);
/* NULL: it is closed. */
void fd_names_set(struct fd_names *f, int fd, const char *name);
/*
 * A call made a descriptor, its k-th, in a step (NULL: in none): it gets the
 * k-th name of `as` if the call is of the step's own sort.
 * A host that makes sockets of its own in another thread at that moment has
 * two of that name: nothing tells which one is the guest's.
 */
void fd_names_made(struct fd_names *f, const struct step *s,
		   const struct call *c, int fd, int k);
/* It returned the one that it made: c->made is its name. */
void fd_names_returned(struct fd_names *f, const struct step *s,
		       struct call *c, int fd);
/*
 * A call that the guest made before its first step: a descriptor that it
 * binds or connects as the case's preopens say gets the name of that one.
 */
void fd_names_given(struct fd_names *f, const struct tcase *t,
		    const struct call *c, int fd);
void fd_names_free(struct fd_names *f);

#endif
