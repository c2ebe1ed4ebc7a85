/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_import.h: IMPORT_n(name) declares an import of n parameters, and
 * beside it call_name, which does nothing but call it and may stand in a
 * table: of imports themselves a table is not safe, since wasm2c 1.0.32 calls
 * those in one with a wrong instance. struct wasmedge names the parameters.
 */
#ifndef WASMEDGE_IMPORT_H
#define WASMEDGE_IMPORT_H

#include "abi/wasi/wasi.h"

#define IMPORT_2(name) IMPORT(name, (uint32_t a, uint32_t b), (a, b))
#define IMPORT_3(name) \
	IMPORT(name, (uint32_t a, uint32_t b, uint32_t c), (a, b, c))
#define IMPORT_4(name)                                                 \
	IMPORT(name, (uint32_t a, uint32_t b, uint32_t c, uint32_t d), \
	       (a, b, c, d))
#define IMPORT_5(name)                                                       \
	IMPORT(name,                                                         \
	       (uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e), \
	       (a, b, c, d, e))
#define IMPORT_6(name)                                                      \
	IMPORT(name,                                                        \
	       (uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, \
		uint32_t f),                                                \
	       (a, b, c, d, e, f))
#define IMPORT_7(name)                                                      \
	IMPORT(name,                                                        \
	       (uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, \
		uint32_t f, uint32_t g),                                    \
	       (a, b, c, d, e, f, g))
#define IMPORT_8(name)                                                      \
	IMPORT(name,                                                        \
	       (uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, \
		uint32_t f, uint32_t g, uint32_t h),                        \
	       (a, b, c, d, e, f, g, h))

#define IMPORT(name, params, args)                         \
	WASI_IMPORT(wasi_snapshot_preview1, name) params;  \
	static uint32_t call_##name params                 \
	{                                                  \
		return wasi_snapshot_preview1_##name args; \
	}

#endif
