/* SPDX-License-Identifier: Apache-2.0 */
/*
 * opened_path.h: unix addresses that name a file by a descriptor.
 *
 * A host that confines its guest to a folder opens the socket's file first,
 * and then connects to /proc/self/fd/NUMBER, so that the path cannot be
 * exchanged in between. It has asked for what the path names, and is shown
 * like that: relative to the process's own folder where it is beneath it.
 */
#ifndef OPENED_PATH_H
#define OPENED_PATH_H

#include <stddef.h>
#include <sys/types.h>
#include <sys/un.h>

/*
 * Put the path that un, len bytes long, stands for into it; its new length,
 * or len where it is another address or the path would be too long.
 */
size_t opened_path(pid_t pid, struct sockaddr_un *un, size_t len);

#endif
