/* SPDX-License-Identifier: Apache-2.0 */
#include "control.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"
#include "policy_option.h"

/*
 * More control data than Linux takes in any configuration: the kernel says
 * ENOBUFS before it looks at it.
 */
#define CONTROL_MAX (1 << 20)

#define CONTROL_HEAD sizeof(struct cmsghdr)

#ifndef SCM_PIDFD
#define SCM_PIDFD 4
#endif

static bool control_is_rights(const struct cmsghdr *c)
{
	return c->cmsg_level == SOL_SOCKET &&
	       (c->cmsg_type == SCM_RIGHTS || c->cmsg_type == SCM_PIDFD);
}

/* The next message in [at, at + len), or NULL: none, or not a whole one. */
static struct cmsghdr *control_next(unsigned char *at, size_t len,
				    size_t *offset)
{
	struct cmsghdr *c = (struct cmsghdr *)(void *)(at + *offset);

	if (*offset > len || len - *offset < CONTROL_HEAD)
		return NULL;
	if (c->cmsg_len < CONTROL_HEAD || c->cmsg_len > len - *offset)
		return NULL;
	*offset += CMSG_ALIGN(c->cmsg_len);
	return c;
}

/* A descriptor that is not there becomes -1, and the kernel says EBADF. */
static void control_to_host(struct sockhost *h, struct cmsghdr *c)
{
	unsigned char *data = CMSG_DATA(c);
	size_t n = (c->cmsg_len - CONTROL_HEAD) / sizeof(int);
	struct ucred cred;

	if (c->cmsg_level != SOL_SOCKET)
		return;
	for (size_t i = 0; c->cmsg_type == SCM_RIGHTS && i < n; i++) {
		int fd;

		memcpy(&fd, data + i * sizeof(fd), sizeof(fd));
		fd = fds_host(h, (uint32_t)fd);
		memcpy(data + i * sizeof(fd), &fd, sizeof(fd));
	}
	if (c->cmsg_type != SCM_CREDENTIALS ||
	    c->cmsg_len != CMSG_LEN(sizeof(cred)))
		return;
	memcpy(&cred, data, sizeof(cred));
	if (cred.pid == 0)
		cred.pid = getpid();
	memcpy(data, &cred, sizeof(cred));
}

void control_load(struct sockhost *h, struct control *c, uint32_t ptr,
		  uint32_t len)
{
	struct cmsghdr *cmsg;
	size_t offset = 0;

	c->heap = NULL;
	c->len = len;
	c->at = mem_at(h, ptr, len);
	if (!c->at || len > CONTROL_MAX) {
		c->at = c->at ? mem_bad(h) : mem_user(h, ptr, len);
		return;
	}
	if (len > CONTROL_ROOM)
		c->heap = host_alloc(len);
	c->at = c->heap ? c->heap : c->room;
	mem_get(h, c->at, ptr, len);
	while ((cmsg = control_next(c->at, len, &offset)))
		control_to_host(h, cmsg);
}

int control_permit(struct sockhost *h, const struct control *c)
{
	const struct cmsghdr *cmsg;
	size_t offset = 0;
	int r = 0;

	/* elsewhere is nothing that the kernel could read */
	if (c->at != c->room && c->at != c->heap)
		return 0;
	while (r == 0 && (cmsg = control_next(c->at, c->len, &offset)))
		r = policy_message(h, cmsg->cmsg_level, cmsg->cmsg_type,
				   CMSG_DATA(cmsg),
				   cmsg->cmsg_len - CONTROL_HEAD);
	return r;
}

void control_free(struct control *c)
{
	free(c->heap);
	c->heap = NULL;
}

void control_room(struct sockhost *h, struct control *c, uint32_t ptr,
		  uint32_t len)
{
	c->heap = NULL;
	c->ptr = ptr;
	c->guest_len = len;
	c->len = len;
	c->at = c->room;
	if (!mem_at(h, ptr, len))
		c->at = mem_user(h, ptr, len);
	else if (c->len > CONTROL_ROOM)
		c->len = CONTROL_ROOM;
}

/*
 * Take the descriptors of one message in, from the host's numbers to the
 * guest's. Returns how many there was room for; the others are closed.
 */
static size_t control_take(struct sockhost *h, unsigned char *data, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		int fd;

		memcpy(&fd, data + i * sizeof(fd), sizeof(fd));
		if (fd < 0) /* SCM_PIDFD carries an errno instead */
			kept++;
		else if (kept < i)
			close(fd);
		else if ((fd = fds_add(h, fd)) >= 0)
			memcpy(data + kept++ * sizeof(fd), &fd, sizeof(fd));
	}
	return kept;
}

/* Returns false when there is nothing left of the message. */
static bool control_to_guest(struct sockhost *h, struct cmsghdr *c, int *flags)
{
	size_t n = (c->cmsg_len - CONTROL_HEAD) / sizeof(int);
	size_t kept;

	if (!control_is_rights(c))
		return true;
	kept = control_take(h, CMSG_DATA(c), n);
	if (kept < n) {
		*flags |= MSG_CTRUNC;
		c->cmsg_len = CMSG_LEN(kept * sizeof(int));
	}
	return kept;
}

void control_store(struct sockhost *h, struct control *c, int *flags)
{
	unsigned char *to = mem_at(h, c->ptr, c->guest_len);
	struct cmsghdr *cmsg;
	size_t offset = 0;
	size_t out = 0;

	if (!to || c->at != c->room)
		return;
	while ((cmsg = control_next(c->at, c->len, &offset))) {
		size_t len;

		if (!control_to_guest(h, cmsg, flags))
			continue;
		len = cmsg->cmsg_len;
		memcpy(to + out, cmsg, len);
		memset(to + out + len, 0, c->guest_len - out - len);
		out += CMSG_ALIGN(len);
		if (out >= c->guest_len)
			return;
	}
	memset(to + out, 0, c->guest_len - out);
}
