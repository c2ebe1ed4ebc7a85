/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of descriptors' numbers, flags and options, see wrap.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "core/host.h"
#include "wrap.h"

int __real_fds_add(struct sockhost *h, int host);
int __wrap_fds_add(struct sockhost *h, int host);
int __real_fds_close(struct sockhost *h, uint32_t fd);
int __wrap_fds_close(struct sockhost *h, uint32_t fd);
int __real_fcntl(int fd, int cmd, ...);
int __wrap_fcntl(int fd, int cmd, ...);
int __real_setsockopt(int fd, int level, int name, const void *value,
		      socklen_t len);
int __wrap_setsockopt(int fd, int level, int name, const void *value,
		      socklen_t len);

static uint32_t last_closed;
static int late = -1; /* the host's, to be closed with the next call */

static void close_late(void)
{
	if (late != -1)
		close(late);
	late = -1;
}

static uint32_t number_top(const struct fds *t)
{
	uint32_t top = t->n;

	while (top > 0 && t->fd[top - 1].host == -1)
		top--;
	return top;
}

int __wrap_fds_add(struct sockhost *h, int host)
{
	bool nonblocking = wrap_of(host)->nonblocking;

	close_late();
	wrap_new(host);
	if (chosen(number_keeps_flags) && nonblocking)
		__real_fcntl(host, F_SETFL,
			     __real_fcntl(host, F_GETFL) | O_NONBLOCK);
	if (chosen(number_top))
		h->fds.low = number_top(&h->fds);
	if (chosen(number_last_first) && last_closed > 2 &&
	    last_closed < h->fds.n && h->fds.fd[last_closed].host == -1)
		h->fds.low = last_closed;
	return __real_fds_add(h, host);
}

int __wrap_fds_close(struct sockhost *h, uint32_t fd)
{
	uint32_t low = h->fds.low;
	struct fd *f = fds_get(h, fd);
	int r;

	if (f && chosen(close_leaks))
		return 0;
	if (!f && chosen(second_close) && fd == last_closed && fd > 2)
		return 0;
	if (f && chosen(close_late)) {
		close_late();
		late = fcntl(f->host, F_DUPFD_CLOEXEC, 3);
	}
	r = __real_fds_close(h, fd);
	if (f)
		last_closed = fd;
	if (chosen(number_never_back))
		h->fds.low = low > fd ? low : fd + 1;
	return r;
}

/* --- flags and options ----------------------------------------------------*/

int __wrap_fcntl(int fd, int cmd, ...)
{
	va_list ap;
	long arg;

	va_start(ap, cmd);
	arg = va_arg(ap, long);
	va_end(ap);
	if (cmd == F_SETFL) {
		if (chosen(sticky_nonblock) && wrap_of(fd)->nonblocking)
			arg |= O_NONBLOCK;
		if (arg & O_NONBLOCK)
			wrap_of(fd)->nonblocking = true;
	}
	return __real_fcntl(fd, cmd, arg);
}

/* Was it set before? It is now. */
static bool option_was_set(struct wrap *w, int level, int name)
{
	for (int i = 0; i < w->nset; i++)
		if (w->set[i].level == level && w->set[i].name == name)
			return true;
	if (w->nset < WRAP_OPTIONS) {
		w->set[w->nset].level = level;
		w->set[w->nset++].name = name;
	}
	return false;
}

int __wrap_setsockopt(int fd, int level, int name, const void *value,
		      socklen_t len)
{
	bool again = fd >= 0 && option_was_set(wrap_of(fd), level, name);

	if (again && chosen(second_option))
		return 0;
	return __real_setsockopt(fd, level, name, value, len);
}
