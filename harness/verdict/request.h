/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.h: are two system calls the same request?
 *
 * They are where the arguments that classes.def names for their class are the
 * same, but for what tolerance.def takes out. The length of an address is not
 * among them: an address is shown as far as the kernel reads it (unix(7): a path
 * ends at its NUL, an abstract name at the length), and what is behind that has
 * no effect.
 */
#ifndef VERDICT_REQUEST_H
#define VERDICT_REQUEST_H

#include "recording/recording.h"

/*
 * The first judged argument in which the host's call differs from Linux's of
 * the same class, or NULL.
 */
const char *request_differs(const struct call *want, const struct call *got);
/*
 * An argument without the flags that are not compared, to be freed. Of a
 * host's call, `want` is the one that it is held against; of Linux's NULL.
 */
char *request_arg(const struct call *c, const char *key,
		  const struct call *want);
/* Are calls of the class not judged at all? */
bool request_is_unjudged(enum call_class calls);
/* Is that what a new socket has, and a host may set on its own account? */
bool request_is_default(const char *option, const char *value);

#endif
