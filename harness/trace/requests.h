/* SPDX-License-Identifier: Apache-2.0 */
/*
 * requests.h: what one system call asks the kernel for.
 *
 * Mostly that is one thing, the call itself. Some calls ask for several, and
 * are recorded as if each had been made by the call that does only that:
 *
 *	sendmmsg, recvmmsg   each message, as sendmsg and recvmsg
 *	io_submit            each request on a socket, as read, write, ...
 *	close_range          each of our descriptors in the range, as close
 *	dup2, dup3           as dup, and as close of what was there before
 *	sendfile, splice,    as a read of one end and a write of the other.
 *	tee, vmsplice        Their bytes are not seen, except vmsplice's
 *
 * A call is recorded under its own name: sendmmsg(c, NULL, "hello", [], 0).
 */
#ifndef REQUESTS_H
#define REQUESTS_H

#include "stopped.h"

struct request {
	struct stopped at; /* row and args are those that it stands for */
	uint64_t args[6];
	enum call_class calls;
};

/*
 * A close_range has as many as there can be descriptors. Of a call with more
 * its step is silent (recording.h), and of io_submit no more are looked at.
 */
#define REQUESTS_MAX FDS_MAX

/*
 * The k-th request of a call that is stopped; false when there are no more.
 * A call without a 0-th is not followed: it is about files of the host's own.
 *
 * On entry (returned false) all that the call may come to are there. When it
 * has returned, only those that the kernel carried out, and one that failed;
 * their at.ret is set. at.args points into *r.
 */
bool request_get(const struct stopped *whole, bool returned, int k,
		 struct request *r);

#endif
