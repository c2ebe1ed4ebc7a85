/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linked with --wrap: how often the host of a guest allocates, told at the
 * end on stderr.
 */
#include <stddef.h>
#include <stdio.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

static long count;

void *__wrap_malloc(size_t size)
{
	count++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	count++;
	return __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	count++;
	return __real_realloc(p, size);
}

__attribute__((destructor)) static void count_tell(void)
{
	fprintf(stderr, "%ld\n", count);
}
