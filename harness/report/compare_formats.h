/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare_formats.h: a comparison as text; compare_formats.def has a row for
 * each form.
 */
#ifndef COMPARE_FORMATS_H
#define COMPARE_FORMATS_H

#include <stdio.h>

#include "result/compare.h"

typedef void compare_format_fn(const struct comparison *c, FILE *out);

#define FORMAT(name, help) compare_format_fn compare_##name;
#include "compare_formats.def"
#undef FORMAT

#endif
