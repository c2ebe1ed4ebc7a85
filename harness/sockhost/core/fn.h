/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fn.h: how a function of an ABI is written down, one row of its .def:
 *
 *	FN(result, name, n, type, parameter, type, parameter, ...)
 *
 * result  i32, or none
 * n       how many parameters, 0 to 10 (with 0 a comma stays behind it)
 * type    i32 or i64
 *
 * FN_PARAMS_n makes ", type parameter" of them for a prototype, FN_TAKE_n
 * the arguments taken from an array of u64 `v`, FN_LETTERS_n the signature's
 * letters, and FN_NAMES_n the parameters' names with commas.
 */
#ifndef SOCKHOST_FN_H
#define SOCKHOST_FN_H

#include <stdint.h>

typedef uint32_t i32;
typedef uint64_t i64;

#define FN_LETTER_i32 "i"
#define FN_LETTER_i64 "I"
#define FN_LETTER_none ""

#define FN_PARAMS_0(...)
#define FN_PARAMS_1(t, p) , t p
#define FN_PARAMS_2(t, p, ...) , t p FN_PARAMS_1(__VA_ARGS__)
#define FN_PARAMS_3(t, p, ...) , t p FN_PARAMS_2(__VA_ARGS__)
#define FN_PARAMS_4(t, p, ...) , t p FN_PARAMS_3(__VA_ARGS__)
#define FN_PARAMS_5(t, p, ...) , t p FN_PARAMS_4(__VA_ARGS__)
#define FN_PARAMS_6(t, p, ...) , t p FN_PARAMS_5(__VA_ARGS__)
#define FN_PARAMS_7(t, p, ...) , t p FN_PARAMS_6(__VA_ARGS__)
#define FN_PARAMS_8(t, p, ...) , t p FN_PARAMS_7(__VA_ARGS__)
#define FN_PARAMS_9(t, p, ...) , t p FN_PARAMS_8(__VA_ARGS__)
#define FN_PARAMS_10(t, p, ...) , t p FN_PARAMS_9(__VA_ARGS__)

#define FN_TAKE_0(at, ...)
#define FN_TAKE_1(at, t, p) , (t)v[at]
#define FN_TAKE_2(at, t, p, ...) , (t)v[at] FN_TAKE_1(at + 1, __VA_ARGS__)
#define FN_TAKE_3(at, t, p, ...) , (t)v[at] FN_TAKE_2(at + 1, __VA_ARGS__)
#define FN_TAKE_4(at, t, p, ...) , (t)v[at] FN_TAKE_3(at + 1, __VA_ARGS__)
#define FN_TAKE_5(at, t, p, ...) , (t)v[at] FN_TAKE_4(at + 1, __VA_ARGS__)
#define FN_TAKE_6(at, t, p, ...) , (t)v[at] FN_TAKE_5(at + 1, __VA_ARGS__)
#define FN_TAKE_7(at, t, p, ...) , (t)v[at] FN_TAKE_6(at + 1, __VA_ARGS__)
#define FN_TAKE_8(at, t, p, ...) , (t)v[at] FN_TAKE_7(at + 1, __VA_ARGS__)
#define FN_TAKE_9(at, t, p, ...) , (t)v[at] FN_TAKE_8(at + 1, __VA_ARGS__)
#define FN_TAKE_10(at, t, p, ...) , (t)v[at] FN_TAKE_9(at + 1, __VA_ARGS__)

#define FN_LETTERS_0(...) ""
#define FN_LETTERS_1(t, p) FN_LETTER_##t
#define FN_LETTERS_2(t, p, ...) FN_LETTER_##t FN_LETTERS_1(__VA_ARGS__)
#define FN_LETTERS_3(t, p, ...) FN_LETTER_##t FN_LETTERS_2(__VA_ARGS__)
#define FN_LETTERS_4(t, p, ...) FN_LETTER_##t FN_LETTERS_3(__VA_ARGS__)
#define FN_LETTERS_5(t, p, ...) FN_LETTER_##t FN_LETTERS_4(__VA_ARGS__)
#define FN_LETTERS_6(t, p, ...) FN_LETTER_##t FN_LETTERS_5(__VA_ARGS__)
#define FN_LETTERS_7(t, p, ...) FN_LETTER_##t FN_LETTERS_6(__VA_ARGS__)
#define FN_LETTERS_8(t, p, ...) FN_LETTER_##t FN_LETTERS_7(__VA_ARGS__)
#define FN_LETTERS_9(t, p, ...) FN_LETTER_##t FN_LETTERS_8(__VA_ARGS__)
#define FN_LETTERS_10(t, p, ...) FN_LETTER_##t FN_LETTERS_9(__VA_ARGS__)

#define FN_NAMES_0(...) ""
#define FN_NAMES_1(t, p) #p
#define FN_NAMES_2(t, p, ...) #p "," FN_NAMES_1(__VA_ARGS__)
#define FN_NAMES_3(t, p, ...) #p "," FN_NAMES_2(__VA_ARGS__)
#define FN_NAMES_4(t, p, ...) #p "," FN_NAMES_3(__VA_ARGS__)
#define FN_NAMES_5(t, p, ...) #p "," FN_NAMES_4(__VA_ARGS__)
#define FN_NAMES_6(t, p, ...) #p "," FN_NAMES_5(__VA_ARGS__)
#define FN_NAMES_7(t, p, ...) #p "," FN_NAMES_6(__VA_ARGS__)
#define FN_NAMES_8(t, p, ...) #p "," FN_NAMES_7(__VA_ARGS__)
#define FN_NAMES_9(t, p, ...) #p "," FN_NAMES_8(__VA_ARGS__)
#define FN_NAMES_10(t, p, ...) #p "," FN_NAMES_9(__VA_ARGS__)

#endif
