/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of errnos, control messages and the guest's memory, see wrap.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/control.h"
#include "core/errnos.h"
#include "core/host.h"
#include "wrap.h"

WRAPPED(uint32_t, errnos_wasi, (struct sockhost * h, int e))
WRAPPED(uint32_t, errnos_result, (struct sockhost * h, long result))
WRAPPED(void, errnos_value, (struct sockhost * h, uint32_t ptr, uint32_t len))
WRAPPED(void, control_load,
	(struct sockhost * h, struct control *c, uint32_t ptr, uint32_t len))
WRAPPED(void, control_room,
	(struct sockhost * h, struct control *c, uint32_t ptr, uint32_t len))
WRAPPED(void, control_store,
	(struct sockhost * h, struct control *c, int *flags))
WRAPPED(void *, mem_bad, (struct sockhost * h))
WRAPPED(void *, mem_user, (struct sockhost * h, uint64_t ptr, uint64_t len))
WRAPPED(int, mprotect, (void *at, size_t len, int prot))
WRAPPED(int, fds_host, (struct sockhost * h, uint32_t fd))

/* --- errnos ---------------------------------------------------------------*/

uint32_t __wrap_errnos_wasi(struct sockhost *h, int e)
{
	if (e != 0 && (chosen(errno_raw) ||
		       (chosen(addrnotavail_raw) && e == EADDRNOTAVAIL)))
		return (uint32_t)e;
	if (e == EPIPE && chosen(epipe_reset))
		e = ECONNRESET;
	return __real_errnos_wasi(h, e) + mutant_is(F_errno, 0, e);
}

uint32_t __wrap_errnos_result(struct sockhost *h, long result)
{
	return result < 0 ? __wrap_errnos_wasi(h, (int)-result) : WASI_SUCCESS;
}

void __wrap_errnos_value(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4] = {0};

	if (len > sizeof(bytes))
		len = sizeof(bytes);
	if (chosen(so_error_raw) || !mem_get(h, bytes, ptr, len))
		return;
	__real_errnos_value(h, ptr, len);
	mem_set32(bytes, __wrap_errnos_wasi(h, (int)mem_u32(bytes)));
	mem_put(h, ptr, bytes, len);
}

/* --- control messages -----------------------------------------------------*/

/* Are its messages ours, not at an address that the guest made up? */
static bool control_is_ours(const struct control *c)
{
	return c->at == c->room || (c->heap && c->at == c->heap);
}

/* The next of them, or NULL: none, or not a whole one. */
static struct cmsghdr *control_at(const struct control *c, size_t offset)
{
	struct cmsghdr *m = (void *)((unsigned char *)c->at + offset);

	if (offset > c->len || c->len - offset < sizeof(*m) ||
	    m->cmsg_len < sizeof(*m) || m->cmsg_len > c->len - offset)
		return NULL;
	return m;
}

void __wrap_control_load(struct sockhost *h, struct control *c, uint32_t ptr,
			 uint32_t len)
{
	const struct cmsghdr *m;
	bool drop = chosen(rights_dropped);

	__real_control_load(h, c, ptr, len);
	if (!control_is_ours(c))
		return;
	for (size_t at = 0; (m = control_at(c, at));
	     at += CMSG_ALIGN(m->cmsg_len))
		drop |= mutant_is(F_control_out, m->cmsg_level, m->cmsg_type);
	if (drop)
		c->len = 0;
	if (c->len > 0)
		c->len -= off_by(L_control_in);
}

void __wrap_control_room(struct sockhost *h, struct control *c, uint32_t ptr,
			 uint32_t len)
{
	__real_control_room(h, c, ptr, len);
	c->len -= off_by(L_control_room);
}

/* What never arrives is taken out of what came. */
void __wrap_control_store(struct sockhost *h, struct control *c, int *flags)
{
	unsigned char *bytes = c->at;
	struct cmsghdr *m;
	size_t at = 0;

	while (c->at == c->room && (m = control_at(c, at))) {
		size_t len = CMSG_ALIGN(m->cmsg_len);

		if (!mutant_is(F_control_in, m->cmsg_level, m->cmsg_type)) {
			at += len;
			continue;
		}
		if (len > c->len - at)
			len = c->len - at;
		memmove(bytes + at, bytes + at + len, c->len - at - len);
		c->len -= len;
	}
	__real_control_store(h, c, flags);
}

/* --- pointers and numbers -------------------------------------------------*/

void *__wrap_mem_bad(struct sockhost *h)
{
	if (chosen(pointer_crashes))
		abort();
	return __real_mem_bad(h);
}

void *__wrap_mem_user(struct sockhost *h, uint64_t ptr, uint64_t len)
{
	void *p = __real_mem_user(h, ptr, len);

	if (chosen(pointer_crashes) && p != mem_at(h, ptr, len) &&
	    p != (void *)UINTPTR_MAX)
		abort();
	return p;
}

/* The pages without rights, which bad pointers lead to, have them all. */
int __wrap_mprotect(void *at, size_t len, int prot)
{
	if (chosen(pointer_unchecked) && prot == PROT_NONE)
		return 0;
	return __real_mprotect(at, len, prot);
}

int __wrap_fds_host(struct sockhost *h, uint32_t fd)
{
	int host = __real_fds_host(h, fd);

	if (host == -1 && chosen(badf_crashes))
		abort();
	return host;
}
