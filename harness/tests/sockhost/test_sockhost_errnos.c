/* SPDX-License-Identifier: Apache-2.0 */
/* Errnos, both ways. */
#include <errno.h>

#include "tests/help/suite.h"
#include "sockhost/core/errnos.h"
#include "sockhost/core/host.h"

static const struct {
	const char *name;
	int number;
	int wasi;
} table[] = {
#define ERRNO(name, number, wasi) {#name, number, wasi},
#include "guests/lang/errnos.def"
#undef ERRNO
};

/* Each row's number is this machine's. */
static const int native[] = {
#define ERRNO(name, number, wasi) name,
#include "guests/lang/errnos.def"
#undef ERRNO
};

START_TEST(row)
{
	int number = table[_i].number;

	ck_assert_int_eq(number, native[_i]);
	if (table[_i].wasi == -1) {
		ck_assert_uint_eq(errnos_wasi(NULL, number), WASI_IO);
		return;
	}
	ck_assert_uint_eq(errnos_wasi(NULL, number), (uint32_t)table[_i].wasi);
	ck_assert_uint_eq(errnos_result(NULL, -number),
			  (uint32_t)table[_i].wasi);
	ck_assert_int_eq(errnos_linux((uint32_t)table[_i].wasi), number);
}
END_TEST

START_TEST(numbers_of_none)
{
	ck_assert_uint_eq(errnos_wasi(NULL, 41), WASI_IO);
	ck_assert_uint_eq(errnos_wasi(NULL, 512), WASI_IO);
	ck_assert_uint_eq(errnos_wasi(NULL, 1 << 20), WASI_IO);
	ck_assert_uint_eq(errnos_wasi(NULL, -1), WASI_IO);
	ck_assert_int_eq(errnos_linux(WASI_NOTCAPABLE), -1);
	ck_assert_int_eq(errnos_linux(77), -1);
	ck_assert_int_eq(errnos_linux(UINT32_MAX), -1);
}
END_TEST

START_TEST(success)
{
	ck_assert_uint_eq(errnos_wasi(NULL, 0), 0);
	ck_assert_uint_eq(errnos_result(NULL, 0), 0);
	ck_assert_uint_eq(errnos_result(NULL, 12345), 0);
	ck_assert_int_eq(errnos_linux(0), 0);
}
END_TEST

/* All 75 that WASI has for errnos of Linux are reached. */
START_TEST(all_of_wasi)
{
	for (uint32_t wasi = 1; wasi < WASI_NOTCAPABLE; wasi++)
		ck_assert_msg(errnos_linux(wasi) > 0, "%u", wasi);
}
END_TEST

START_TEST(value_in_memory)
{
	struct sockhost *h = sockhost_new();
	uint8_t mem[8] = {ECONNREFUSED, 0, 0, 0, 0xee, 0, 0, 0};

	sockhost_memory(h, mem, sizeof(mem));
	errnos_value(h, 0, 4);
	ck_assert_uint_eq(mem_u32(mem), 14);
	ck_assert_uint_eq(mem[4], 0xee);
	mem[0] = EAGAIN;
	errnos_value(h, 0, 1);
	ck_assert_uint_eq(mem_u32(mem), 6);
	errnos_value(h, 8, 0);
	errnos_value(h, 6, 4);
	sockhost_free(h);
}
END_TEST

Suite *sockhost_errnos_suite(void)
{
	Suite *s = suite_create("sockhost_errnos");
	TCase *t = tcase_create("errnos");

	tcase_add_loop_test(t, row, 0, sizeof(table) / sizeof(table[0]));
	tcase_add_test(t, numbers_of_none);
	tcase_add_test(t, success);
	tcase_add_test(t, all_of_wasi);
	tcase_add_test(t, value_in_memory);
	suite_add_tcase(s, t);
	return s;
}
