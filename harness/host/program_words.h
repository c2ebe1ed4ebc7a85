/* SPDX-License-Identifier: Apache-2.0 */
/*
 * program_words.h: the command line of a host for a program of
 * guests/programs/, from `program` in its manifest.
 */
#ifndef PROGRAM_WORDS_H
#define PROGRAM_WORDS_H

#include "case/program.h"
#include "host.h"

/*
 * The host's command line for it: NULL-ended, free it with
 * host_argv_free(); or NULL and a sentence when the host has no command for
 * programs, or there is no such program for its ABI.
 */
char **host_program(const struct host *h, const struct program *p, char **why);

#endif
