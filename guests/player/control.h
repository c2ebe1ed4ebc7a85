/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h: control messages between the wire's CONTROL and bytes.
 *
 * The bytes are those of Linux x86-64, whatever the player was compiled for,
 * one message after the other, each starting at a multiple of 8, cmsg(3):
 *
 *	| u64 length of header and data | i32 level | i32 type | data ...
 *
 * Descriptors in SCM_RIGHTS are the caller's own numbers.
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <stddef.h>

#include "spell.h"

#define CONTROL_HEADER 16
/* Most descriptors that a received list can name. */
#define CONTROL_FDS 256

struct control_fds {
	int n;
	int fd[CONTROL_FDS];
};

/*
 * A CONTROL as bytes; cuts text in place. How many, or -1 and in *why what
 * is wrong, or -2 and in *why what cannot be said here.
 */
long control_parse(char *text, unsigned char *out, size_t room,
		   const char **why);
/*
 * Bytes as a CONTROL; the list ends where a length is less than a header or
 * no header is left. A length that tells of more than there is is cut. The
 * descriptors are gathered as well.
 */
void control_tell(struct spell *t, const unsigned char *bytes, size_t n,
		  struct control_fds *fds);

#endif
