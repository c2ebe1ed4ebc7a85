/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fds.h: the names that a case gives to its descriptors.
 *
 * A name keeps its number after close, so that closed descriptors can be
 * used. A name whose step made nothing stands for -1. With a name goes the
 * family of its socket, where that is known, for the lengths of addresses.
 */
#ifndef FDS_H
#define FDS_H

/* Most names of a case, and their length with the NUL. */
#define FDS_MOST 512
#define FDS_NAME 64

/* 0, or -1 when there are too many names or the name is too long. */
int fds_set(const char *name, int fd, int family);
/*
 * The descriptor of a name or a number, and the family if known, else -1.
 * Returns 0, or -1 for an unknown name.
 */
int fds_get(const char *name, int *fd, int *family);
/* All names of a descriptor become names of another. */
void fds_renumber(int from, int to);

#endif
