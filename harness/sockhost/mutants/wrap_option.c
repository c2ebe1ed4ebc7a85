/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of socket options that last for one call, see wrap.h. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "core/host.h"
#include "core/sock.h"
#include "wrap.h"

WRAPPED(int, sockopt_set,
	(struct sockhost * h, uint32_t fd, int level, int name, uint32_t ptr,
	 uint32_t len))
WRAPPED(int, sockopt_get,
	(struct sockhost * h, uint32_t fd, int level, int name, uint32_t ptr,
	 uint32_t *len))
WRAPPED(int, sockopt_set_value,
	(struct sockhost * h, uint32_t fd, int level, int name,
	 const void *value, uint32_t len))
WRAPPED(int, sockopt_get_value,
	(struct sockhost * h, uint32_t fd, int level, int name, void *value,
	 uint32_t *len))
WRAPPED(int, getsockopt,
	(int fd, int level, int name, void *value, socklen_t *len))

static bool option_is_reuse(int level, int name)
{
	return level == SOL_SOCKET &&
	       (name == SO_REUSEADDR || name == SO_REUSEPORT);
}

static bool value_is_zero(struct sockhost *h, uint32_t ptr, uint32_t len)
{
	uint8_t bytes[4];

	return len == sizeof(bytes) && mem_get(h, bytes, ptr, len) &&
	       mem_u32(bytes) == 0;
}

/* The bugs that swallow an option; of no socket it is EBADF all the same. */
static bool set_is_lost(int host, int level, int name)
{
	if (chosen(setsockopt_fake))
		return true;
	if (chosen(v6only_ignored) && level == IPPROTO_IPV6 &&
	    name == IPV6_V6ONLY)
		return true;
	if (chosen(timeo_ignored) && level == SOL_SOCKET &&
	    (name == SO_RCVTIMEO || name == SO_SNDTIMEO))
		return true;
	if (host == -1)
		return false;
	if (chosen(reuse_not_udp) && option_is_reuse(level, name) &&
	    wrap_is_dgram(host))
		return true;
	return mutant_is(F_option, level, name);
}

int __wrap_sockopt_set(struct sockhost *h, uint32_t fd, int level, int name,
		       uint32_t ptr, uint32_t len)
{
	if (chosen(reuse_swapped) && option_is_reuse(level, name))
		name = name == SO_REUSEADDR ? SO_REUSEPORT : SO_REUSEADDR;
	if (set_is_lost(fds_host(h, fd), level, name))
		return 0;
	len += off_by(L_optlen_in_more);
	len -= off_by(L_optlen_in);
	if (chosen(linger_cut) && level == SOL_SOCKET && name == SO_LINGER)
		len = 4;
	if (chosen(level_ignored))
		level = SOL_SOCKET;
	if (chosen(zero_refused) && value_is_zero(h, ptr, len))
		return -EINVAL;
	return __real_sockopt_set(h, fd, level, name, ptr, len);
}

/* One whose value is not in the guest's memory. */
int __wrap_sockopt_set_value(struct sockhost *h, uint32_t fd, int level,
			     int name, const void *value, uint32_t len)
{
	if (fds_host(h, fd) != -1 && set_is_lost(fds_host(h, fd), level, name))
		return 0;
	return __real_sockopt_set_value(h, fd, level, name, value, len);
}

/* --- getsockopt -----------------------------------------------------------*/

static bool guest_asks; /* not the host itself */

/* SO_ERROR is cleared by being read, and is not. */
static void error_kept(struct wrap *w, void *value, socklen_t len)
{
	if (len != sizeof(w->so_error))
		return;
	if (memcmp(value, &(int){0}, sizeof(int)) == 0)
		memcpy(value, &w->so_error, sizeof(w->so_error));
	memcpy(&w->so_error, value, sizeof(w->so_error));
}

int __wrap_getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	int r;

	if (guest_asks && chosen(getsockopt_four))
		*len = 4;
	if (guest_asks && *len > 0)
		*len -= off_by(L_optlen_room);
	r = __real_getsockopt(fd, level, name, value, len);
	if (chosen(so_error_kept) && r == 0 && level == SOL_SOCKET &&
	    name == SO_ERROR)
		error_kept(wrap_of(fd), value, *len);
	return r;
}

/* What is told of a value, of the len bytes that the kernel told. */
static void value_told(struct sockhost *h, int level, int name, uint32_t ptr,
		       uint32_t len)
{
	bool zero = mutant_is(F_option_get, level, name) ||
		    (chosen(so_error_zero) && level == SOL_SOCKET &&
		     name == SO_ERROR);
	void *value = zero ? mem_at(h, ptr, len) : NULL;
	uint8_t bytes[4];

	if (value)
		memset(value, 0, len);
	if (chosen(rcvbuf_halved) && level == SOL_SOCKET &&
	    (name == SO_RCVBUF || name == SO_SNDBUF) &&
	    mem_get(h, bytes, ptr, sizeof(bytes)))
		mem_put32(h, ptr, mem_u32(bytes) / 2);
}

int __wrap_sockopt_get(struct sockhost *h, uint32_t fd, int level, int name,
		       uint32_t ptr, uint32_t *len)
{
	int r;

	if (chosen(level_ignored))
		level = SOL_SOCKET;
	if (chosen(so_error_unsupported) && level == SOL_SOCKET &&
	    name == SO_ERROR)
		return -EOPNOTSUPP;
	guest_asks = true;
	r = __real_sockopt_get(h, fd, level, name, ptr, len);
	guest_asks = false;
	if (r == -ENOPROTOOPT && chosen(option_unknown_inval))
		return -EINVAL;
	if (r == 0) {
		value_told(h, level, name, ptr, *len);
		*len += off_by(L_optlen_out_more);
		*len -= off_by(L_optlen_out);
	}
	return r;
}

int __wrap_sockopt_get_value(struct sockhost *h, uint32_t fd, int level,
			     int name, void *value, uint32_t *len)
{
	int r = __real_sockopt_get_value(h, fd, level, name, value, len);

	if (r == 0 && mutant_is(F_option_get, level, name))
		memset(value, 0, *len);
	return r;
}
