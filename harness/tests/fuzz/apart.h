/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apart.h: a fuzzer that plays with the kernel does so where it can do no
 * harm: in namespaces of its own (user, network, mount, IPC), in which there
 * is no network but lo, and no file can be written but those of the folder
 * that it was started in. There `work` becomes the current folder, 8 MiB of
 * memory that vanish with the process.
 */
#ifndef TESTS_FUZZ_APART_H
#define TESTS_FUZZ_APART_H

/* Go there; where it is not allowed, say so and exit with status 69. */
void apart(void);
/* Empty the current folder, all of it. */
void apart_sweep(void);

#endif
