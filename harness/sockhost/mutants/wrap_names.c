/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of calls that are done twice, and of names that get old: wrap.h. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "wrap.h"

int __real_bind(int fd, const struct sockaddr *sa, socklen_t len);
int __wrap_bind(int fd, const struct sockaddr *sa, socklen_t len);
int __real_connect(int fd, const struct sockaddr *sa, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *sa, socklen_t len);
int __real_listen(int fd, int backlog);
int __wrap_listen(int fd, int backlog);
int __real_shutdown(int fd, int how);
int __wrap_shutdown(int fd, int how);
int __real_accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags);
int __wrap_accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags);
int __real_getsockname(int fd, struct sockaddr *sa, socklen_t *len);
int __wrap_getsockname(int fd, struct sockaddr *sa, socklen_t *len);
int __real_getpeername(int fd, struct sockaddr *sa, socklen_t *len);
int __wrap_getpeername(int fd, struct sockaddr *sa, socklen_t *len);

int __wrap_bind(int fd, const struct sockaddr *sa, socklen_t len)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (chosen(failed_bind) && w->failed)
		return errno = EINVAL, -1;
	r = __real_bind(fd, sa, len);
	w->failed = r == -1;
	if (r == -1 && errno == EINVAL && w->bound && chosen(second_bind))
		return 0;
	w->bound |= r == 0;
	return r;
}

int __wrap_connect(int fd, const struct sockaddr *sa, socklen_t len)
{
	struct wrap *w = wrap_of(fd);
	bool again = w->connected && wrap_is_dgram(fd);
	int r;

	if (again && chosen(second_connect_isconn))
		return errno = EISCONN, -1;
	if (again && chosen(second_connect_kept))
		return 0;
	r = __real_connect(fd, sa, len);
	w->connected |= r == 0;
	if (r == 0)
		w->forgotten = w->shut;
	if (r == -1 && chosen(second_connect_error) && errno == EISCONN)
		return errno = EALREADY, -1;
	return r;
}

/* Whoever waits to be accepted is closed. */
static void queue_drop(int fd)
{
	struct pollfd p = {fd, POLLIN, 0};

	while (poll(&p, 1, 0) == 1)
		close(__real_accept4(fd, NULL, NULL, SOCK_CLOEXEC));
}

int __wrap_listen(int fd, int backlog)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (w->listens && chosen(second_listen))
		return errno = EINVAL, -1;
	if (w->listens && chosen(second_listen_kept))
		return 0;
	if (w->listens && chosen(second_listen_drops))
		queue_drop(fd);
	r = __real_listen(fd, backlog);
	w->listens |= r == 0;
	return r;
}

int __wrap_shutdown(int fd, int how)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (w->shut && chosen(second_shutdown))
		return errno = ENOTCONN, -1;
	if (w->shut && chosen(second_shutdown_kept))
		return 0;
	r = __real_shutdown(fd, how);
	if (r == 0)
		w->shut |= how == SHUT_RDWR ? 3 : 1 << how;
	return r;
}

int __wrap_accept4(int fd, struct sockaddr *sa, socklen_t *len, int flags)
{
	struct wrap *w = wrap_of(fd);
	int made;

	if (wrap_times_out(fd, SO_RCVTIMEO, 0))
		return errno = EAGAIN, -1;
	made = __real_accept4(fd, sa, len, flags);
	if (made < 0 || !sa || !len)
		return made;
	if (chosen(stale_client) && w->client.len > 0)
		wrap_give(&w->client, sa, len);
	else
		wrap_keep(&w->client, sa, *len);
	return made;
}

/* Told as it was when it was asked for first. */
static int name_stale(struct wrap_addr *kept, bool stale, int r,
		      struct sockaddr *sa, socklen_t *len)
{
	if (r == -1 || !stale)
		return r;
	if (kept->len > 0)
		wrap_give(kept, sa, len);
	else
		wrap_keep(kept, sa, *len);
	return r;
}

int __wrap_getsockname(int fd, struct sockaddr *sa, socklen_t *len)
{
	return name_stale(&wrap_of(fd)->name, chosen(stale_name),
			  __real_getsockname(fd, sa, len), sa, len);
}

int __wrap_getpeername(int fd, struct sockaddr *sa, socklen_t *len)
{
	return name_stale(&wrap_of(fd)->peer, chosen(stale_peer),
			  __real_getpeername(fd, sa, len), sa, len);
}
