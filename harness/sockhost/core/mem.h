/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h: the guest's linear memory, every access checked.
 *
 * Two ways in. What sockhost reads or writes itself goes through mem_get and
 * mem_put, which copy, and say no when a byte of it is outside. What the
 * kernel is to read or write is handed to it by mem_user, which has an answer
 * for bad pointers too: an address where nothing is. So the kernel finds the
 * mistake itself, in its own order of checks, and only if it comes to look:
 *
 *	a guest's range                     becomes
 *	inside of memory                    its place in memory
 *	outside                             a page without rights
 *	past 4 GiB, that is, wrapping       an address of the kernel's half
 *	begins inside, ends outside         in an iovec: two pieces, one of
 *	                                    each; elsewhere: outside
 *
 * That is for data, of which the kernel moves no more bytes than it is told.
 * With the value of an option it may: some of its writes go by a count inside
 * the value. Values therefore go through mem_value, a copy that ends where
 * pages without rights begin, so that a step beyond it is EFAULT and changes
 * neither the guest's memory nor the host's.
 *
 *	the mapping:  [ window ...... copy ][ bad, without rights ]
 *	                             ^at   ^at + n
 */
#ifndef SOCKHOST_MEM_H
#define SOCKHOST_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

struct sockhost;

struct mem {
	uint8_t *base;
	uint64_t size;
	uint8_t *window; /* the mapping above, made when first needed */
};

/* Most pieces of one system call, Linux's UIO_MAXIOV. */
#define MEM_IOV_MAX 1024

/* How a guest lays out one piece of a scattered buffer. */
enum mem_iov_form {
	MEM_IOV_32 = 8,  /* u32 address, u32 length: WASI's iovec */
	MEM_IOV_64 = 16, /* u64 address, u32 length, 4 unused: wasinet's */
};

/*
 * Pieces ready for the kernel: `at` and `n`. Too many, or a list that is not
 * in memory, is handed over just so.
 */
struct mem_iov {
	struct iovec piece[MEM_IOV_MAX];
	struct iovec *at;
	size_t n;
};

void mem_free(struct mem *m);

/* Where [ptr, ptr + len) is, or NULL when it is not all inside. */
void *mem_at(struct sockhost *h, uint64_t ptr, uint64_t len);
/* The same for the kernel: never NULL. */
void *mem_user(struct sockhost *h, uint64_t ptr, uint64_t len);
/* An address that the kernel answers with EFAULT. */
void *mem_bad(struct sockhost *h);

/* A value on its way to the kernel and back. One at a time. */
struct mem_value {
	void *at;   /* for the kernel */
	uint32_t n; /* how much of the guest's memory it stands for */
	uint64_t ptr;
};

/*
 * Copy as much of [ptr, ptr + len) as is in memory, at most 1 MiB; where
 * nothing of it is, `at` is an address as mem_user's.
 */
void mem_value(struct sockhost *h, struct mem_value *v, uint64_t ptr,
	       uint64_t len);
/* What the kernel made of it, into the guest's memory. */
void mem_value_store(struct sockhost *h, const struct mem_value *v);

/* Copy out of and into the guest's memory; false when outside. */
bool mem_get(struct sockhost *h, void *to, uint64_t ptr, uint64_t len);
bool mem_put(struct sockhost *h, uint64_t ptr, const void *from, uint64_t len);
/* Numbers, little-endian at any address. */
bool mem_put16(struct sockhost *h, uint64_t ptr, uint16_t n);
bool mem_put32(struct sockhost *h, uint64_t ptr, uint32_t n);
bool mem_put64(struct sockhost *h, uint64_t ptr, uint64_t n);
uint16_t mem_u16(const uint8_t *p);
uint32_t mem_u32(const uint8_t *p);
uint64_t mem_u64(const uint8_t *p);
void mem_set16(uint8_t *p, uint16_t n);
void mem_set32(uint8_t *p, uint32_t n);
void mem_set64(uint8_t *p, uint64_t n);

void mem_iov(struct sockhost *h, struct mem_iov *iov, uint64_t ptr,
	     uint32_t count, enum mem_iov_form form);

#endif
