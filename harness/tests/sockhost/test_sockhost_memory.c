/* SPDX-License-Identifier: Apache-2.0 */
/* The guest's memory: what is inside, and what the kernel is given instead. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "sockhost/core/host.h"
#include "sockhost/core/mem.h"

#define SIZE 256

static struct sockhost *h;
static uint8_t *base;

static void memory_open(void)
{
	base = malloc(SIZE);
	for (int i = 0; i < SIZE; i++)
		base[i] = (uint8_t)i;
	h = sockhost_new();
	sockhost_memory(h, base, SIZE);
}

static void memory_close(void)
{
	sockhost_free(h);
	free(base);
}

static const struct {
	uint64_t ptr, len;
	int inside;
} ranges[] = {
	{0, 0, 1},
	{0, 1, 1},
	{0, SIZE, 1},
	{0, SIZE + 1, 0},
	{SIZE - 1, 1, 1},
	{SIZE - 1, 2, 0},
	{SIZE, 0, 1},
	{SIZE, 1, 0},
	{SIZE + 1, 0, 0},
	{1, UINT32_MAX, 0},
	{UINT32_MAX, 1, 0},
	{UINT32_MAX, 2, 0},
	{UINT64_MAX, 1, 0},
	{UINT64_MAX, 2, 0},
	{2, UINT64_MAX, 0},
	{UINT64_C(1) << 32, 1, 0},
	{(UINT64_C(1) << 32) + 1, 4, 0},
};

START_TEST(range)
{
	uint64_t ptr = ranges[_i].ptr, len = ranges[_i].len;
	void *p = mem_at(h, ptr, len);

	if (ranges[_i].inside)
		ck_assert_ptr_eq(p, base + ptr);
	else
		ck_assert_ptr_null(p);
	p = mem_user(h, ptr, len);
	ck_assert_ptr_nonnull(p);
	if (!ranges[_i].inside)
		ck_assert(p < (void *)base || p >= (void *)(base + SIZE));
}
END_TEST

START_TEST(copies)
{
	uint8_t b[4] = {0};

	ck_assert(mem_get(h, b, SIZE - 4, 4));
	ck_assert_uint_eq(b[3], SIZE - 1);
	ck_assert(!mem_get(h, b, SIZE - 3, 4));
	ck_assert(mem_put32(h, 1, 0x04030201));
	ck_assert_uint_eq(base[1], 1);
	ck_assert_uint_eq(base[4], 4);
	ck_assert_uint_eq(mem_u32(base + 1), 0x04030201);
	ck_assert(!mem_put32(h, SIZE - 3, 0));
	ck_assert(!mem_put64(h, UINT32_MAX, 0));
	ck_assert_uint_eq(base[SIZE - 1], SIZE - 1);
	ck_assert(mem_put16(h, SIZE - 2, 0xbeef));
	ck_assert_uint_eq(mem_u16(base + SIZE - 2), 0xbeef);
	mem_set64(base, UINT64_C(0x1122334455667788));
	ck_assert_uint_eq(mem_u64(base), UINT64_C(0x1122334455667788));
}
END_TEST

START_TEST(nothing_at_all)
{
	sockhost_memory(h, NULL, 0);
	ck_assert_ptr_null(mem_at(h, 0, 1));
	ck_assert(!mem_put32(h, 0, 0));
}
END_TEST

/* What the kernel says of the pointers that it is given. */
START_TEST(kernel_says_fault)
{
	int p[2];

	ck_assert_int_eq(pipe(p), 0);
	ck_assert_int_eq(write(p[1], mem_user(h, SIZE, 1), 1), -1);
	ck_assert_int_eq(write(p[1], mem_user(h, UINT32_MAX, 2), 2), -1);
	ck_assert_int_eq(write(p[1], mem_user(h, 0, SIZE), SIZE), SIZE);
	close(p[0]);
	close(p[1]);
}
END_TEST

static void piece(uint32_t at, uint32_t ptr, uint32_t len)
{
	mem_put32(h, at, ptr);
	mem_put32(h, at + 4, len);
}

START_TEST(pieces)
{
	struct mem_iov iov;

	piece(0, 16, 8);
	piece(8, 0, 0);
	mem_iov(h, &iov, 0, 2, MEM_IOV_32);
	ck_assert_uint_eq(iov.n, 2);
	ck_assert_ptr_eq(iov.at[0].iov_base, base + 16);
	ck_assert_uint_eq(iov.at[0].iov_len, 8);
	ck_assert_uint_eq(iov.at[1].iov_len, 0);
}
END_TEST

START_TEST(wide_pieces)
{
	struct mem_iov iov;

	mem_put64(h, 0, 32);
	mem_put32(h, 8, 5);
	mem_put64(h, 16, (UINT64_C(1) << 32) + 32);
	mem_put32(h, 24, 5);
	mem_iov(h, &iov, 0, 2, MEM_IOV_64);
	ck_assert_uint_eq(iov.n, 2);
	ck_assert_ptr_eq(iov.at[0].iov_base, base + 32);
	/* the upper half of an address is not to be dropped */
	ck_assert_ptr_ne(iov.at[1].iov_base, base + 32);
}
END_TEST

/* Over the end: the part inside, and one behind that is nowhere. */
START_TEST(piece_over_the_end)
{
	struct mem_iov iov;

	piece(0, SIZE - 3, 10);
	piece(8, SIZE - 1, 2);
	mem_iov(h, &iov, 0, 2, MEM_IOV_32);
	ck_assert_uint_eq(iov.n, 4);
	ck_assert_ptr_eq(iov.at[0].iov_base, base + SIZE - 3);
	ck_assert_uint_eq(iov.at[0].iov_len, 3);
	ck_assert_ptr_eq(iov.at[1].iov_base, mem_bad(h));
	ck_assert_uint_eq(iov.at[1].iov_len, 7);
}
END_TEST

START_TEST(lists_out_of_memory)
{
	struct mem_iov iov;

	mem_iov(h, &iov, SIZE - 4, 1, MEM_IOV_32);
	ck_assert_ptr_eq(iov.at, mem_bad(h));
	ck_assert_uint_eq(iov.n, 1);
	mem_iov(h, &iov, 0, UINT32_MAX, MEM_IOV_64);
	ck_assert_ptr_ne(iov.at, iov.piece);
	ck_assert_uint_eq(iov.n, UINT32_MAX);
	mem_iov(h, &iov, SIZE + 1, 0, MEM_IOV_32);
	ck_assert_uint_eq(iov.n, 0);
}
END_TEST

/* All 1024, the last over the end: no room to cut it. */
START_TEST(most_pieces)
{
	size_t size = MEM_IOV_MAX * 8;
	uint8_t *big = calloc(1, size + 8);
	struct mem_iov iov;

	sockhost_memory(h, big, size);
	piece((uint32_t)size - 8, (uint32_t)size - 1, 2);
	mem_iov(h, &iov, 0, MEM_IOV_MAX, MEM_IOV_32);
	ck_assert_uint_eq(iov.n, MEM_IOV_MAX);
	ck_assert_ptr_eq(iov.at[MEM_IOV_MAX - 1].iov_base, mem_bad(h));
	sockhost_memory(h, big, size + 8);
	mem_iov(h, &iov, 0, MEM_IOV_MAX + 1, MEM_IOV_32);
	ck_assert_uint_eq(iov.n, MEM_IOV_MAX + 1);
	ck_assert_ptr_eq(iov.at, mem_bad(h));
	free(big);
}
END_TEST

Suite *sockhost_memory_suite(void)
{
	Suite *s = suite_create("sockhost_memory");
	TCase *t = tcase_create("memory");

	tcase_add_checked_fixture(t, memory_open, memory_close);
	tcase_add_loop_test(t, range, 0, sizeof(ranges) / sizeof(ranges[0]));
	tcase_add_test(t, copies);
	tcase_add_test(t, nothing_at_all);
	tcase_add_test(t, kernel_says_fault);
	tcase_add_test(t, pieces);
	tcase_add_test(t, wide_pieces);
	tcase_add_test(t, piece_over_the_end);
	tcase_add_test(t, lists_out_of_memory);
	tcase_add_test(t, most_pieces);
	suite_add_tcase(s, t);
	return s;
}
