/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.h: sockdiff's version, as --version, reports and recordings say it.
 */
#ifndef VERSION_H
#define VERSION_H

#define SOCKDIFF_VERSION "0.1.0"

#endif
