/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.h: what fuzz targets share.
 *
 * A target is one function, LLVMFuzzerTestOneInput: it reads any bytes as the
 * harness would. Whatever they are, the reader must refuse or take them; the
 * sanitizers and assert() find the rest. Returns 0 always, so that the input
 * can become part of the corpus.
 */
#ifndef FUZZ_HELP_H
#define FUZZ_HELP_H

#include <stddef.h>
#include <stdint.h>

#include "case/case.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/*
 * A path at which the bytes can be read; the same for every input, and only
 * the last input is there.
 */
const char *fuzz_file(const void *bytes, size_t n);
/* The bytes with a NUL behind them. Free it. */
char *fuzz_text(const uint8_t *bytes, size_t n);
/* The only case of a file with this text. It stays for ever. */
const struct tcase *fuzz_case(const char *yaml);

#endif
