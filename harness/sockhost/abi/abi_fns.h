/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abi_fns.h: included once per ABI, see abi.h. Of the rows of ABI_DEF it
 * makes <ABI>_fns[], the table that sockhost_find() looks into.
 *
 * An ABI may define ABI_REFUSED(name, h, v): an errno instead of the call, or
 * 0 to make it.
 */
#ifndef ABI_REFUSED
#define ABI_REFUSED(name, h, v) 0
#endif

#define ABI_JOIN_(a, b) a##_##b
#define ABI_JOIN(a, b) ABI_JOIN_(a, b)

#define FN(result, name, n, ...)                                         \
	static uint32_t ABI_JOIN(call, name)(struct sockhost * h,        \
					     const uint64_t *v)          \
	{                                                                \
		uint32_t refused = ABI_REFUSED(name, h, v);              \
                                                                         \
		(void)v;                                                 \
		return refused ? refused                                 \
			       : ABI_JOIN(ABI, name)(                    \
					 h FN_TAKE_##n(0, __VA_ARGS__)); \
	}
#include ABI_DEF
#undef FN

#define FN(result, name, n, ...)                                 \
	{#name, FN_LETTERS_##n(__VA_ARGS__), FN_LETTER_##result, \
	 FN_NAMES_##n(__VA_ARGS__), ABI_JOIN(call, name)},
static const struct sockhost_fn ABI_JOIN(ABI, fns)[] = {
#include ABI_DEF
};
#undef FN
