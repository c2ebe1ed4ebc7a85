/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suite.h: libcheck, without the old name that it has for ck_abort: fail is
 * ours, see util.h. Include it instead of check.h, and first.
 */
#ifndef SUITE_H
#define SUITE_H

#include <check.h>

#undef fail

#endif
