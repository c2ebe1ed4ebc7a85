/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fd_names.h: what an actor's descriptors are called in a recording.
 *
 * Only descriptors that a socket call made have a name, and those that came
 * in a message: the one that the step's `as` gives them. What a host makes
 * besides is called by its number, #7.
 *
 * A name is of an open file description (open(2)), not of a number: all
 * duplicates of a descriptor have its name, in whatever process. So what a
 * host does with a copy counts as done with the guest's socket, and a copy
 * that stays open is the guest's socket left open. (A dup that the guest asks
 * for has the name that its step gives it.)
 *
 * There is a table for each descriptor table of the kernel's, not for each
 * process: trace_fds.c.
 */
#ifndef FD_NAMES_H
#define FD_NAMES_H

#include "recording/recording.h"

#define FDS_MAX 256 /* ROOM_FILES: no descriptor is above */

struct fd_names {
	char *name[FDS_MAX]; /* NULL: not one that a socket call made */
	const struct step *by[FDS_MAX]; /* whose `as` it is, or NULL */
	int users; /* tracees that share it; trace_fds.c counts */
};

/* The name, "stdin" .. "stderr", or NULL. */
const char *fd_name(const struct fd_names *f, int fd);
/* Append the name, or the number as #7. */
void fd_names_show(struct buf *b, const struct fd_names *f, int fd);
/* NULL: it is closed. */
void fd_names_set(struct fd_names *f, int fd, const char *name);
/* Is there a descriptor of this name? */
bool fd_names_has(const struct fd_names *f, const char *name);
/* A table of its own with the same names, and no users yet. */
struct fd_names *fd_names_copy(const struct fd_names *f);
/*
 * Is a call the one that carries a step (or NULL) out, as far as its
 * arguments say? A host calls for itself meanwhile, on what is its own.
 */
bool fd_names_is_steps(const struct fd_names *f, const struct step *s,
		       const struct call *c);
/*
 * A call made a descriptor, its k-th, in a step (NULL: in none): it gets the
 * k-th name of `as` if it is the step's own call, else `other`, and if that is
 * NULL its number.
 * The first of several that fit has the name as long as it is open. Of two
 * sockets of one family and type that a host makes in two threads during one
 * step nothing says which one is the guest's.
 */
void fd_names_made(struct fd_names *f, const struct step *s,
		   const struct call *c, int fd, int k, const char *other);
/* It returned the one that it made: c->made is its name. */
void fd_names_returned(struct fd_names *f, const struct step *s, struct call *c,
		       int fd, const char *other);
/*
 * A call that the guest made before its first step: a descriptor that it
 * binds or connects as the case's preopens say gets the name of that one.
 */
void fd_names_given(struct fd_names *f, const struct tcase *t,
		    const struct call *c, int fd);
void fd_names_free(struct fd_names *f);

#endif
