/* SPDX-License-Identifier: Apache-2.0 */
#include "make.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host.h"
#include "quota.h"

int make_pair(struct sockhost *h, int domain, int type, int protocol,
	      uint32_t made[2])
{
	int r = policy_socket(h, domain, type, protocol);
	int host[2];

	if (r < 0)
		return r;
	if (!fds_room(h, 2))
		return -EMFILE;
	if (h->nonblocking)
		type |= SOCK_NONBLOCK;
	if (socketpair(domain, type | SOCK_CLOEXEC, protocol, host) == -1)
		return -errno;
	for (int i = 0; i < 2; i++) {
		struct fd *f;

		quota_socket(h, host[i]);
		made[i] = (uint32_t)fds_add(h, host[i]);
		f = fds_get(h, made[i]);
		f->domain = domain;
		f->type = fds_type_of_socket(type);
	}
	return 0;
}

int make_pipe(struct sockhost *h, uint32_t made[2])
{
	int host[2];

	if (!fds_room(h, 2))
		return -EMFILE;
	if (pipe2(host, O_CLOEXEC | (h->nonblocking ? O_NONBLOCK : 0)) == -1)
		return -errno;
	for (int i = 0; i < 2; i++)
		made[i] = (uint32_t)fds_add(h, host[i]);
	return 0;
}

/* The new number is the same file: what may be done with it stays. */
int make_dup(struct sockhost *h, uint32_t fd, uint32_t least)
{
	const struct fd *f = fds_get(h, fd);
	struct fd like;
	int host, made;

	if (!f)
		return -EBADF;
	if (least >= h->fds.max)
		return -EINVAL;
	if (!fds_room(h, 1))
		return -EMFILE;
	like = *f;
	while (fds_get(h, least))
		least++;
	host = fcntl(like.host, F_DUPFD_CLOEXEC, 0);
	if (host == -1)
		return -errno;
	made = fds_add_at(h, least, host);
	if (made < 0)
		return made;
	like.host = host;
	like.borrowed = false;
	like.cloexec = false;
	like.preopen = NULL;
	like.offsets = NULL;
	like.noffsets = 0;
	*fds_get(h, least) = like;
	return made;
}
