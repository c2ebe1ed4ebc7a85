/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fds.h: the guest's descriptors, one table for files, folders and sockets.
 *
 *	guest number -> struct fd -> the host's descriptor
 *
 * A guest gets the lowest number that is free, as on Linux. It can name
 * nothing that is not in here. All of the host's descriptors behind it are
 * close-on-exec. A number that is not in use stands for the host's -1, so
 * that the kernel itself says EBADF, at its own point in the order of checks.
 */
#ifndef SOCKHOST_FDS_H
#define SOCKHOST_FDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockhost;

/* What a descriptor is; numbered as WASI's filetype. */
enum fd_type {
	FD_UNKNOWN,
	FD_BLOCK_DEVICE,
	FD_CHARACTER_DEVICE,
	FD_DIRECTORY,
	FD_REGULAR_FILE,
	FD_SOCKET_DGRAM,
	FD_SOCKET_STREAM,
	FD_SYMBOLIC_LINK,
};

struct fd {
	int host;          /* -1: this number is free */
	bool borrowed;     /* the embedder's: never closed by us */
	bool bound;        /* a socket that has a name already */
	bool cloexec;      /* the guest's own flag; nothing comes of it */
	int domain;        /* a socket's family, AF_UNSPEC when not known */
	enum fd_type type; /* FD_UNKNOWN until somebody asks */
	char *preopen;  /* a given folder: the guest's name for it, or NULL */
	bool read_only; /* in a folder that was given so, or that folder */
	uint64_t denied, denied_inheriting; /* see preview1_rights.h */
	/* An open folder's entries: where the kernel goes on behind each. */
	int64_t *offsets;
	uint32_t noffsets;
};

struct fds {
	struct fd *fd;
	uint32_t n;    /* how many there is room for */
	uint32_t used; /* how many are in use */
	uint32_t max;
	uint32_t low; /* none below is free */
};

#define FDS_MAX_DEFAULT 1024

void fds_free(struct fds *t);

/* The entry, or NULL. It is good until the table changes. */
struct fd *fds_get(struct sockhost *h, uint32_t fd);
/* The host's descriptor, or -1. */
int fds_host(struct sockhost *h, uint32_t fd);
/* Is it in a folder that was given read-only? */
bool fds_read_only(struct sockhost *h, uint32_t fd);
/* Is there room for n more? */
bool fds_room(struct sockhost *h, uint32_t n);
/*
 * Take a host's descriptor in: the guest's number, or -EMFILE, and then it
 * has been closed.
 */
int fds_add(struct sockhost *h, int host);
/* The same at a number; what was there is closed. */
int fds_add_at(struct sockhost *h, uint32_t fd, int host);
/* close(2); 0 or -errno. The number is free in any case, as on Linux. */
int fds_close(struct sockhost *h, uint32_t fd);
/* Move `from` to `to`, which must be open and is closed; 0 or -errno. */
int fds_move(struct sockhost *h, uint32_t from, uint32_t to);
/* What a file of that st_mode is, and a socket of that type. */
enum fd_type fds_type_of_file(uint32_t mode);
enum fd_type fds_type_of_socket(int type);
/* What it is; asks the kernel if need be. */
enum fd_type fds_type(struct fd *f);

#endif
