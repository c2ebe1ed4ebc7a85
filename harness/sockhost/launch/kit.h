/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kit.h: the files that a guest is compiled with, which were built together
 * with this program. They lie beside it, or where `make install` puts them.
 *
 *	flags            the compiler and its flags, one line
 *	imports.awk      see there
 *	run.h sockhost.h what it makes includes
 *	run.o invoke.o limits.o main.o wasm-rt-impl.o libsockhost.a
 */
#ifndef LAUNCH_KIT_H
#define LAUNCH_KIT_H

/* The folder of the kit; NULL and a sentence when it is not there. */
const char *kit_dir(char **why);

/* Names of its files, ended by NULL. */
extern const char *const kit_files[];

#endif
