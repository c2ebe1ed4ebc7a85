/* SPDX-License-Identifier: Apache-2.0 */
#include "wrap.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/mem.h"

#define WRAP_FDS 1100

static struct wrap wraps[WRAP_FDS];

struct wrap *wrap_of(int fd)
{
	return &wraps[fd >= 0 && fd < WRAP_FDS ? fd : WRAP_FDS - 1];
}

void wrap_new(int fd)
{
	memset(wrap_of(fd), 0, sizeof(struct wrap));
}

void wrap_keep(struct wrap_addr *kept, const void *sa, socklen_t len)
{
	kept->len = len < sizeof(kept->bytes) ? len : sizeof(kept->bytes);
	memcpy(kept->bytes, sa, kept->len);
}

void wrap_give(const struct wrap_addr *kept, void *sa, socklen_t *len)
{
	memcpy(sa, kept->bytes, kept->len);
	*len = kept->len;
}

socklen_t wrap_addrlen(socklen_t len)
{
	return len + off_by(L_addrlen_in_more) - off_by(L_addrlen_in);
}

bool wrap_is_dgram(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       type == SOCK_DGRAM;
}

bool wrap_is_connected(int fd)
{
	struct wrap_addr a;

	a.len = sizeof(a.bytes);
	return getpeername(fd, &a.sa, &a.len) == 0;
}

bool wrap_is_plain(const struct msghdr *m)
{
	struct iovec list[MEM_IOV_MAX];
	size_t size = m->msg_iovlen * sizeof(list[0]);
	struct iovec to = {list, size}, from = {m->msg_iov, size};

	if (m->msg_iovlen > MEM_IOV_MAX)
		return false;
	return size == 0 ||
	       process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)size;
}

size_t wrap_sum(const struct msghdr *m)
{
	size_t sum = 0;

	for (size_t i = 0; i < m->msg_iovlen; i++)
		sum += m->msg_iov[i].iov_len;
	return sum;
}
