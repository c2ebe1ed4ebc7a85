/* SPDX-License-Identifier: Apache-2.0 */
#include "fds.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

static int fd_close(struct fd *f)
{
	int r = f->borrowed ? 0 : close(f->host);

	free(f->preopen);
	free(f->offsets);
	*f = (struct fd){.host = -1};
	return r == -1 ? -errno : 0;
}

void fds_free(struct fds *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->fd[i].host != -1)
			fd_close(&t->fd[i]);
	free(t->fd);
	*t = (struct fds){0};
}

struct fd *fds_get(struct sockhost *h, uint32_t fd)
{
	if (fd >= h->fds.n || h->fds.fd[fd].host == -1)
		return NULL;
	return &h->fds.fd[fd];
}

int fds_host(struct sockhost *h, uint32_t fd)
{
	const struct fd *f = fds_get(h, fd);

	return f ? f->host : -1;
}

bool fds_read_only(struct sockhost *h, uint32_t fd)
{
	const struct fd *f = fds_get(h, fd);

	return f && f->read_only;
}

bool fds_room(struct sockhost *h, uint32_t n)
{
	return h->fds.used <= h->fds.max && n <= h->fds.max - h->fds.used;
}

/* Make room for numbers up to fd. */
static void fds_grow(struct fds *t, uint32_t fd)
{
	uint32_t n = t->n ? t->n : 16;

	while (n <= fd)
		n *= 2;
	if (n == t->n)
		return;
	t->fd = host_realloc(t->fd, n * sizeof(*t->fd));
	for (uint32_t i = t->n; i < n; i++)
		t->fd[i] = (struct fd){.host = -1};
	t->n = n;
}

static int fds_put(struct fds *t, uint32_t fd, int host)
{
	fds_grow(t, fd);
	t->fd[fd] = (struct fd){.host = host};
	t->used++;
	return (int)fd;
}

int fds_add(struct sockhost *h, int host)
{
	struct fds *t = &h->fds;

	if (!fds_room(h, 1)) {
		close(host);
		return -EMFILE;
	}
	while (t->low < t->n && t->fd[t->low].host != -1)
		t->low++;
	return fds_put(t, t->low, host);
}

int fds_add_at(struct sockhost *h, uint32_t fd, int host)
{
	if (fd >= h->fds.max) {
		close(host);
		return -EMFILE;
	}
	fds_close(h, fd);
	return fds_put(&h->fds, fd, host);
}

int fds_close(struct sockhost *h, uint32_t fd)
{
	struct fd *f = fds_get(h, fd);

	if (!f)
		return -EBADF;
	h->fds.used--;
	if (fd < h->fds.low)
		h->fds.low = fd;
	return fd_close(f);
}

int fds_move(struct sockhost *h, uint32_t from, uint32_t to)
{
	struct fd *f = fds_get(h, from);
	struct fd *t = fds_get(h, to);

	if (!f || !t)
		return -EBADF;
	if (f == t)
		return 0;
	fd_close(t);
	*t = *f;
	*f = (struct fd){.host = -1};
	h->fds.used--;
	if (from < h->fds.low)
		h->fds.low = from;
	return 0;
}

enum fd_type fds_type_of_file(uint32_t mode)
{
	static const enum fd_type type[] = {
		[S_IFBLK >> 12] = FD_BLOCK_DEVICE,
		[S_IFCHR >> 12] = FD_CHARACTER_DEVICE,
		[S_IFDIR >> 12] = FD_DIRECTORY,
		[S_IFREG >> 12] = FD_REGULAR_FILE,
		[S_IFLNK >> 12] = FD_SYMBOLIC_LINK,
		[S_IFSOCK >> 12] = FD_SOCKET_STREAM,
		[15] = FD_UNKNOWN,
	};

	return type[mode >> 12 & 15];
}

enum fd_type fds_type_of_socket(int type)
{
	type &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	return type == SOCK_STREAM || type == SOCK_SEQPACKET ? FD_SOCKET_STREAM
							     : FD_SOCKET_DGRAM;
}

enum fd_type fds_type(struct fd *f)
{
	struct stat st;
	int type = SOCK_STREAM;
	socklen_t len = sizeof(type);

	if (f->type != FD_UNKNOWN || fstat(f->host, &st) == -1)
		return f->type;
	f->type = fds_type_of_file(st.st_mode);
	if (S_ISSOCK(st.st_mode) &&
	    getsockopt(f->host, SOL_SOCKET, SO_TYPE, &type, &len) == 0)
		f->type = fds_type_of_socket(type);
	return f->type;
}
