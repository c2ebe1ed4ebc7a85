/* SPDX-License-Identifier: Apache-2.0 */
#include "zerocopy.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

/* More of it is copied as ever, without MSG_ZEROCOPY. */
#define ZEROCOPY_MOST (16 << 20)

struct zerocopy {
	uint8_t *pages;
	size_t n;
};

static size_t zerocopy_size(struct sockhost *h, const struct iovec *v, size_t n)
{
	const uint8_t *base = h->mem.base;
	size_t sum = 0;

	for (; n > 0; v++, n--) {
		const uint8_t *p = v->iov_base;

		if (p >= base && p < base + h->mem.size)
			sum += v->iov_len;
	}
	return sum;
}

/* False where there is too much of it: then it is copied as ever. */
static bool zerocopy_take(struct sockhost *h, struct mem_iov *iov,
			  struct zerocopy *z)
{
	size_t size = zerocopy_size(h, iov->at, iov->n), used = 0;
	const uint8_t *base = h->mem.base;

	*z = (struct zerocopy){.n = size};
	if (size == 0 || size > ZEROCOPY_MOST)
		return size == 0;
	z->pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (z->pages == MAP_FAILED)
		return false;
	for (struct iovec *v = iov->piece; v < iov->piece + iov->n; v++) {
		const uint8_t *p = v->iov_base;

		if (p < base || p >= base + h->mem.size)
			continue;
		v->iov_base = memcpy(z->pages + used, p, v->iov_len);
		used += v->iov_len;
	}
	return true;
}

long zerocopy_send(struct sockhost *h, int host, struct msghdr *msg,
		   struct mem_iov *iov, int flags)
{
	struct zerocopy z = {0};
	long r;

	if (iov->at == iov->piece && !zerocopy_take(h, iov, &z))
		flags &= ~MSG_ZEROCOPY;
	r = host_result(sendmsg(host, msg, flags));
	if (z.pages && z.pages != MAP_FAILED)
		munmap(z.pages, z.n);
	return r;
}
