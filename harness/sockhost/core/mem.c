/* SPDX-License-Identifier: Apache-2.0 */
#include "mem.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

/*
 * No value that the kernel takes is longer than the window. What is behind
 * it is as long, for a list of which every element is reached by adding the
 * length of one: no step leads over it.
 */
#define MEM_WINDOW (1 << 20)
#define MEM_BAD_BYTES MEM_WINDOW

/* The first address that a 32-bit guest cannot name. */
#define MEM_END (UINT64_C(1) << 32)

void mem_free(struct mem *m)
{
	if (m->window)
		munmap(m->window, MEM_WINDOW + MEM_BAD_BYTES);
	*m = (struct mem){0};
}

/* The mapping, or NULL when there is no room for it. */
static uint8_t *mem_window(struct sockhost *h)
{
	void *p;

	if (h->mem.window)
		return h->mem.window;
	p = mmap(NULL, MEM_WINDOW + MEM_BAD_BYTES, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	if (mprotect((uint8_t *)p + MEM_WINDOW, MEM_BAD_BYTES, PROT_NONE) ==
	    -1) {
		munmap(p, MEM_WINDOW + MEM_BAD_BYTES);
		return NULL;
	}
	h->mem.window = p;
	return p;
}

void *mem_bad(struct sockhost *h)
{
	uint8_t *window = mem_window(h);

	return window ? window + MEM_WINDOW : (void *)UINTPTR_MAX;
}

void *mem_at(struct sockhost *h, uint64_t ptr, uint64_t len)
{
	if (ptr > h->mem.size || len > h->mem.size - ptr)
		return NULL;
	return h->mem.base ? h->mem.base + ptr : NULL;
}

void *mem_user(struct sockhost *h, uint64_t ptr, uint64_t len)
{
	void *p = mem_at(h, ptr, len);

	if (p)
		return p;
	if (ptr >= MEM_END || len > MEM_END - ptr)
		return (void *)UINTPTR_MAX;
	return mem_bad(h);
}

void mem_value(struct sockhost *h, struct mem_value *v, uint64_t ptr,
	       uint64_t len)
{
	uint8_t *window = mem_at(h, ptr, 0) ? mem_window(h) : NULL;

	*v = (struct mem_value){.ptr = ptr};
	if (!window) {
		v->at = mem_user(h, ptr, len ? len : 1);
		if (mem_at(h, ptr, 0)) /* the kernel gets none of it */
			v->at = (void *)UINTPTR_MAX;
		return;
	}
	if (len > h->mem.size - ptr)
		len = h->mem.size - ptr;
	v->n = len < MEM_WINDOW ? (uint32_t)len : MEM_WINDOW;
	v->at = window + MEM_WINDOW - v->n;
	mem_get(h, v->at, ptr, v->n);
}

void mem_value_store(struct sockhost *h, const struct mem_value *v)
{
	if (v->n)
		mem_put(h, v->ptr, v->at, v->n);
}

bool mem_get(struct sockhost *h, void *to, uint64_t ptr, uint64_t len)
{
	const void *p = mem_at(h, ptr, len);

	if (p)
		memcpy(to, p, len);
	return p;
}

bool mem_put(struct sockhost *h, uint64_t ptr, const void *from, uint64_t len)
{
	void *p = mem_at(h, ptr, len);

	if (p)
		memcpy(p, from, len);
	return p;
}

uint16_t mem_u16(const uint8_t *p)
{
	uint16_t n;

	memcpy(&n, p, sizeof(n));
	return le16toh(n);
}

uint32_t mem_u32(const uint8_t *p)
{
	uint32_t n;

	memcpy(&n, p, sizeof(n));
	return le32toh(n);
}

uint64_t mem_u64(const uint8_t *p)
{
	uint64_t n;

	memcpy(&n, p, sizeof(n));
	return le64toh(n);
}

void mem_set16(uint8_t *p, uint16_t n)
{
	n = htole16(n);
	memcpy(p, &n, sizeof(n));
}

void mem_set32(uint8_t *p, uint32_t n)
{
	n = htole32(n);
	memcpy(p, &n, sizeof(n));
}

void mem_set64(uint8_t *p, uint64_t n)
{
	n = htole64(n);
	memcpy(p, &n, sizeof(n));
}

bool mem_put16(struct sockhost *h, uint64_t ptr, uint16_t n)
{
	n = htole16(n);
	return mem_put(h, ptr, &n, sizeof(n));
}

bool mem_put32(struct sockhost *h, uint64_t ptr, uint32_t n)
{
	n = htole32(n);
	return mem_put(h, ptr, &n, sizeof(n));
}

bool mem_put64(struct sockhost *h, uint64_t ptr, uint64_t n)
{
	n = htole64(n);
	return mem_put(h, ptr, &n, sizeof(n));
}

/*
 * One piece. A range that crosses the end of memory becomes two, for as long
 * as there is room for one more than the guest has: the kernel never gets
 * past the second, so that a later such range need not be cut.
 */
static void mem_piece(struct sockhost *h, struct mem_iov *iov, uint64_t ptr,
		      uint32_t len, uint32_t left)
{
	uint64_t size = h->mem.size;

	if (ptr < size && len > size - ptr && len <= MEM_END - ptr &&
	    iov->n + left + 2 <= MEM_IOV_MAX) {
		uint32_t inside = (uint32_t)(size - ptr);

		iov->piece[iov->n++] =
			(struct iovec){mem_user(h, ptr, inside), inside};
		ptr += inside;
		len -= inside;
	}
	iov->piece[iov->n++] = (struct iovec){mem_user(h, ptr, len), len};
}

void mem_iov(struct sockhost *h, struct mem_iov *iov, uint64_t ptr,
	     uint32_t count, enum mem_iov_form form)
{
	const uint8_t *list = mem_at(h, ptr, (uint64_t)count * form);

	iov->at = iov->piece;
	iov->n = 0;
	if (!list || count > MEM_IOV_MAX) {
		iov->at = mem_user(h, ptr, (uint64_t)count * form);
		iov->n = count;
		if (list) /* the kernel is not to read it, whatever happens */
			iov->at = mem_bad(h);
		return;
	}
	for (uint32_t i = 0; i < count; i++, list += form) {
		bool wide = form == MEM_IOV_64;
		uint64_t at = wide ? mem_u64(list) : mem_u32(list);
		uint32_t len = mem_u32(list + (wide ? 8 : 4));

		mem_piece(h, iov, at, len, count - i - 1);
	}
}
