/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h: control messages between a guest's memory and the kernel.
 *
 * In the guest's memory they look as on 64-bit Linux, cmsg(3):
 *
 *	 0  u64  length of this message, with its head
 *	 8  i32  level
 *	12  i32  type
 *	16       data; the next message begins at a multiple of 8
 *
 * Descriptors inside (SCM_RIGHTS, SCM_PIDFD) are the guest's in its memory
 * and the host's on the way to the kernel. In SCM_CREDENTIALS pid 0 stands
 * for the sender itself, since guests have no process id.
 */
#ifndef SOCKHOST_CONTROL_H
#define SOCKHOST_CONTROL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct sockhost;

/*
 * Messages up to this size need no allocation. The kernel never tells more:
 * 253 descriptors, the most that one message carries, are about 1 KiB.
 */
#define CONTROL_ROOM 4096

struct control {
	_Alignas(struct cmsghdr) unsigned char room[CONTROL_ROOM];
	void *at; /* for msg_control */
	size_t len;
	unsigned char *heap;     /* for more than CONTROL_ROOM */
	uint32_t ptr, guest_len; /* where it is in the guest's memory */
};

/* Messages to send, len bytes at ptr. control_free() it afterwards. */
void control_load(struct sockhost *h, struct control *c, uint32_t ptr,
		  uint32_t len);
/* May they be sent? 0 or -EACCES. */
int control_permit(struct sockhost *h, const struct control *c);
void control_free(struct control *c);

/* Room to receive into, which will be len bytes at ptr. */
void control_room(struct sockhost *h, struct control *c, uint32_t ptr,
		  uint32_t len);
/*
 * What came, c->len bytes at c->at, into the guest's memory, and its
 * descriptors into the guest's table; zeroes behind. What does not fit is
 * closed, and MSG_CTRUNC set in *flags.
 */
void control_store(struct sockhost *h, struct control *c, int *flags);

#endif
