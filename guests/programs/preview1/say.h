/* SPDX-License-Identifier: Apache-2.0 */
/*
 * say.h: what the programs in this folder have in common. Each is a function
 * program_NAME() in NAME.c and a row of programs.def. It runs in an empty
 * folder, which it may fill, and prints a line for each check:
 *
 *	what: number, or the name of an errno
 *
 * so that two hosts, or a host and Linux, can be compared by their output.
 */
#ifndef SAY_H
#define SAY_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __wasi__
#include <wasi/api.h>

/* The first folder that the host gave. */
#define FOLDER 3

/* The errno of a call of preview1. */
void say_wasi(const char *what, unsigned e);
/* path_open in FOLDER with these rights: a descriptor, or -1 and a line. */
int open_rights(const char *path, unsigned oflags, __wasi_rights_t base,
		__wasi_rights_t inheriting);
__wasi_fdstat_t stat_fd(int fd);
#endif

/* What a call returned: where that is -1, its errno. */
void say(const char *what, long long result);
/* Make a file that holds the text. */
void make(const char *path, const char *text);
/* What a file holds. */
void show(const char *path);
/* Its size, or -1. */
long long size_of(const char *path);

#define PROGRAM(name, where) int program_##name(void);
#include "programs.def"
#undef PROGRAM

#endif
