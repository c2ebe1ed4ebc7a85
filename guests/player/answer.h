/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer.h: the answer to a command, put together field by field.
 *
 * There is one answer at a time, in a static buffer, with the prefix and the
 * line's ends already in it. answer_send() writes it as one write of one
 * buffer. The forms of the fields are those of wire.h.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "args.h"
#include "sock.h"
#include "spell.h"

/* Begin: forget what was there, and all the guarded buffers. */
void answer_open(long step);
/* End: add what the guards saw, and write. 0, or -1 when stdout is gone. */
int answer_send(void);

/* "KEY=" of a new field; the value is put into what it returns. */
struct spell *answer_key(const char *key);
void answer_str(const char *key, const char *value);
/* A number; "-" for SOCK_UNSAYABLE, no field for SOCK_HIDDEN. */
void answer_num(const char *key, long n);
/* A sentence in place of all the fields: malformed=, inexpressible=. */
void answer_instead(const char *key, const char *why);

/*
 * The host has no such import: what stands in its place calls this, and the
 * step fails with ENOSYS, whatever the ABI says of it. Harness's host/link.c
 * writes such functions.
 */
void answer_lacks(void);
/* ret=, errno= or inexpressible=; is there anything more to tell? */
int answer_ret(struct sock_ret r);
/* The errno that the answer has so far, Linux's number; 0 for none. */
int answer_err(void);
/*
 * The same for a call that makes n descriptors, and fd=. They get the names
 * that the case gave, and the family; those of a call that failed stand
 * for -1.
 */
void answer_made(struct sock_ret r, const int *fd, int n, const struct arg *as,
		 int family);
void answer_data(const void *bytes, size_t n);
/* What a field is not, for the host wrote only `got` of its bytes. */
void answer_short(const char *key, size_t got, size_t need);
void answer_from(const struct sock_from *from);

#endif
