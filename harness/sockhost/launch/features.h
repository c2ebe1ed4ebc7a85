/* SPDX-License-Identifier: Apache-2.0 */
/*
 * features.h: does a module use what wasm2c cannot translate? It would say so
 * by a number, or by a signal.
 */
#ifndef LAUNCH_FEATURES_H
#define LAUNCH_FEATURES_H

#include <stddef.h>
#include <stdint.h>

/*
 * -1 and a sentence that names the first such feature, where it is, and what
 * to do; 0 also for what is not a module, or cut off: module_read() says so.
 */
int features_check(const uint8_t *bytes, size_t n, char **why);

#endif
