/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of calls that are done twice, and of names that get old: wrap.h. */
#include <errno.h>
#include <fcntl.h>
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

/* Options that nobody asked for. */
static void bind_options(int fd)
{
	if (chosen(reuseaddr_on_bind))
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1},
			   sizeof(int));
	if (chosen(linger_on_bind))
		setsockopt(fd, SOL_SOCKET, SO_LINGER,
			   &(struct linger){.l_onoff = 1},
			   sizeof(struct linger));
}

int __wrap_bind(int fd, const struct sockaddr *sa, socklen_t len)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (chosen(failed_bind) && w->failed)
		return errno = EINVAL, -1;
	bind_options(fd);
	r = __real_bind(fd, sa, wrap_addrlen(len));
	w->failed = r == -1;
	if (r == -1 && errno == EINVAL && w->bound && chosen(second_bind))
		return 0;
	w->bound |= r == 0;
	return r;
}

/* What a connect that failed or goes on is said to be. */
static int connect_told(int r)
{
	if (r == 0)
		return r;
	if (errno == EISCONN && chosen(second_connect_error))
		errno = EALREADY;
	if (errno == EISCONN && chosen(connect_state_io))
		errno = EIO;
	if (errno == EINPROGRESS &&
	    (chosen(connect_done) || chosen(connect_early)))
		return 0;
	return errno != EBADF && chosen(connect_succeeds) ? 0 : r;
}

/* One that does not wait, whatever the socket says. */
static int connect_early(int fd, const struct sockaddr *sa, socklen_t len)
{
	int flags = fcntl(fd, F_GETFL);
	int r, error;

	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	r = __real_connect(fd, sa, len);
	error = errno;
	fcntl(fd, F_SETFL, flags);
	errno = error;
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
	len = wrap_addrlen(len);
	r = chosen(connect_early) ? connect_early(fd, sa, len)
				  : __real_connect(fd, sa, len);
	w->connected |= r == 0;
	if (r == 0)
		w->forgotten = w->shut;
	return connect_told(r);
}

/* Whoever waits to be accepted is closed. */
static void queue_drop(int fd)
{
	struct pollfd p = {fd, POLLIN, 0};

	while (poll(&p, 1, 0) == 1)
		close(__real_accept4(fd, NULL, NULL, SOCK_CLOEXEC));
}

/* An address of zeros that the kernel is not asked to listen at. */
static bool is_any6(int fd)
{
	struct wrap_addr a;

	a.len = sizeof(a.bytes);
	return __real_getsockname(fd, &a.sa, &a.len) == 0 &&
	       a.sa.sa_family == AF_INET6 &&
	       IN6_IS_ADDR_UNSPECIFIED(&a.in6.sin6_addr);
}

int __wrap_listen(int fd, int backlog)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (chosen(listen_inside) && fd != -1)
		return 0;
	if (chosen(listen_any6_fails) && is_any6(fd))
		return errno = EINVAL, -1;
	if (chosen(backlog_fixed))
		backlog = 4096;
	backlog += off_by(L_backlog_more) - off_by(L_backlog_fewer);
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

static bool is_listening(int fd)
{
	int on = 0;
	socklen_t len = sizeof(on);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 && on;
}

int __wrap_shutdown(int fd, int how)
{
	struct wrap *w = wrap_of(fd);
	int r;

	if (w->shut && chosen(second_shutdown))
		return errno = ENOTCONN, -1;
	if (w->shut && chosen(second_shutdown_kept))
		return 0;
	if (chosen(shutdown_listener) && is_listening(fd))
		return errno = ENOTCONN, -1;
	if (chosen(shutdown_both))
		how = SHUT_RDWR;
	r = __real_shutdown(fd, how);
	if (r == -1 && errno == ENOTSOCK && chosen(shutdown_any))
		return 0;
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
	if (chosen(always_nonblocking))
		flags |= SOCK_NONBLOCK;
	made = __real_accept4(fd, sa, len, flags);
	if (made < 0 && chosen(accept_errs_again))
		errno = EAGAIN;
	if (made >= 0 && chosen(accept_nonblocking))
		fcntl(made, F_SETFL, fcntl(fd, F_GETFL));
	if (made < 0 || !sa || !len)
		return made;
	if (chosen(accept_no_peer))
		memset(sa->sa_data, 0, sizeof(sa->sa_data));
	if (chosen(stale_client) && w->client.len > 0)
		wrap_give(&w->client, sa, len);
	else
		wrap_keep(&w->client, sa, *len);
	return made;
}

/* Names whose port comes too late, or never. */
static void name_without_port(int fd, int r, struct sockaddr *sa)
{
	bool late = chosen(bind_no_port) && !wrap_is_connected(fd) &&
		    !is_listening(fd);
	bool never = chosen(connect_no_port) && wrap_is_connected(fd) &&
		     wrap_is_dgram(fd);

	/* IPv6's port is where IPv4's is */
	if (r == 0 && (late || never) &&
	    (sa->sa_family == AF_INET || sa->sa_family == AF_INET6))
		((struct sockaddr_in *)(void *)sa)->sin_port = 0;
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
	int r = chosen(name_is_peer) ? __real_getpeername(fd, sa, len)
				     : __real_getsockname(fd, sa, len);

	name_without_port(fd, r, sa);
	return name_stale(&wrap_of(fd)->name, chosen(stale_name), r, sa, len);
}

int __wrap_getpeername(int fd, struct sockaddr *sa, socklen_t *len)
{
	int r = chosen(peer_is_name) ? __real_getsockname(fd, sa, len)
				     : __real_getpeername(fd, sa, len);

	return name_stale(&wrap_of(fd)->peer, chosen(stale_peer), r, sa, len);
}
