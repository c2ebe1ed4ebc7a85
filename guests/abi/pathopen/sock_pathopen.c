/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pathopen: preview1, in which path_open makes sockets of TCP, see
 * pathopen_url.h. One such call is Linux's socket, bind and listen, or its
 * socket and connect. So `socket`, `bind` and some options are only noted,
 * under a number that no host has; `listen` and `connect` ask the host, and
 * the names of that number become names of what it made.
 *
 * What was noted has then been answered before it was true. It is true if
 * all of the one call succeeds. If it fails, only an error that nothing but
 * connect(2) tells can be said to be that step's; after any other the case
 * cannot be said, nor when it ends before the call was made: sock_why_later.
 * A call that failed leaves no descriptor.
 */
#include <string.h>

#include "player/fds.h"
#include "pathopen_url.h"
#include "abi/wasi/wasi.h"

WASI_IMPORT(wasi_snapshot_preview1, path_open)
(uint32_t dir, uint32_t lookup, wasi_ptr path, uint32_t len, uint32_t oflags,
 uint64_t rights, uint64_t inheriting, uint32_t fdflags, wasi_ptr fd);

/* Linux's */
enum { INET = 2, INET6 = 10, STREAM = 1, NONBLOCK = 0x800 };
enum { LEVEL_SOCKET = 1, REUSEADDR = 2, LEVEL_TCP = 6, NODELAY = 1 };

#define WASI_NONBLOCK 4
#define WASI_NOWHERE UINT32_MAX /* no folder: the path is a URL */
#define WASI_INPROGRESS 26

/* rights, by bit number */
#define RIGHT(n) (UINT64_C(1) << (n))
/* fd_read, fd_fdstat_set_flags, fd_write, fd_filestat_get, */
/* poll_fd_readwrite, sock_shutdown, sock_accept */
#define RIGHTS                                                                \
	(RIGHT(1) | RIGHT(3) | RIGHT(6) | RIGHT(21) | RIGHT(27) | RIGHT(28) | \
	 RIGHT(29))

/* Numbers of sockets that are noted: no host's table is as long. */
#define NOTED_FIRST 0x40000000
#define NOTED_MOST 64

static struct noted {
	enum { NOTED_FREE, NOTED_OWED, NOTED_FAILED, NOTED_MADE } state;
	struct pathopen_url url;
	int bound;
} noted[NOTED_MOST];

static struct noted *noted_find(int fd)
{
	if (fd < NOTED_FIRST || fd >= NOTED_FIRST + NOTED_MOST)
		return NULL;
	return &noted[fd - NOTED_FIRST];
}

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return "pathopen";
}

long sock_pid(void)
{
	return -1;
}

static const char no_socket[] =
	"path_open creates a socket only when it listens or connects";

/* A name is taken when the socket is made, too. */
const char *sock_why_later(int *seen)
{
	const char *why = NULL;

	*seen = 0;
	for (int i = 0; i < NOTED_MOST; i++)
		if (noted[i].state == NOTED_OWED) {
			why = no_socket;
			*seen |= noted[i].bound;
		}
	return why;
}

const char *sock_why_unmade(const char *op, int fd)
{
	static const char *const early[] = {"bind", "listen", "connect",
					    "setsockopt", "set-nonblock"};
	const struct noted *n = noted_find(fd);

	if (n == NULL)
		return NULL;
	if (n->state == NOTED_FAILED)
		return "a failed path_open leaves no socket";
	for (size_t i = 0; i < sizeof(early) / sizeof(early[0]); i++)
		if (strcmp(op, early[i]) == 0)
			return NULL;
	return no_socket;
}

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	int i = 0;

	if (domain != INET && domain != INET6)
		return sock_cannot("path_open does not support this address "
				   "family");
	if ((type & ~NONBLOCK) != STREAM || protocol != 0)
		return sock_cannot("path_open creates TCP sockets only");
	while (i < NOTED_MOST && noted[i].state != NOTED_FREE)
		i++;
	if (i == NOTED_MOST)
		return sock_cannot("too many sockets to keep track of");
	noted[i] = (struct noted){.state = NOTED_OWED};
	noted[i].url.v6 = domain == INET6;
	noted[i].url.nonblock = (type & NONBLOCK) != 0;
	return sock_done(NOTED_FIRST + i);
}

int wasi_later_nonblock(int fd, int on)
{
	struct noted *n = noted_find(fd);

	if (n != NULL)
		n->url.nonblock = on;
	return n != NULL;
}

/* Where the URL has the option, or NULL. */
static int *noted_option(struct noted *n, const struct sock_opt *opt)
{
	if (opt->level == LEVEL_SOCKET && opt->name == REUSEADDR)
		return &n->url.reuseaddr;
	if (opt->level == LEVEL_TCP && opt->name == NODELAY)
		return &n->url.nodelay;
	return NULL;
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	struct noted *n = noted_find(fd);
	int *value = n ? noted_option(n, opt) : NULL;

	if (n == NULL)
		return sock_cannot("options can be set only when the socket is "
				   "created");
	if (value == NULL)
		return sock_cannot("path_open does not support this option");
	if (opt->len != sizeof(*value) || opt->ptr != HOSTILE_NOT)
		return sock_cannot("option values must be numbers");
	memcpy(value, opt->bytes, sizeof(*value));
	return sock_done(0);
}

/* The address goes into the URL: NULL, or why it cannot. */
static const char *noted_addr(struct noted *n, const struct sock_to *to)
{
	const struct sock_addr *a = to->addr;

	if (a == NULL || to->ptr != HOSTILE_NOT || to->len.how != LEN_DEFAULT)
		return "addresses are text, without pointer or length";
	if (a->kind != (n->url.v6 ? ADDR_IN6 : ADDR_IN))
		return "the address family is that of the URL's scheme";
	if (a->flow != 0 || a->scope != 0)
		return "addresses have no flow label or scope";
	memcpy(n->url.ip, a->ip, sizeof(n->url.ip));
	n->url.port = a->port;
	return NULL;
}

struct sock_ret sock_bind(int fd, const struct sock_to *to)
{
	struct noted *n = noted_find(fd);
	const char *why;

	if (n == NULL)
		return sock_cannot("the address is fixed when the socket is "
				   "created");
	if (n->bound)
		return sock_cannot("a socket is bound once, when it starts to "
				   "listen");
	why = noted_addr(n, to);
	if (why != NULL)
		return sock_cannot(why);
	n->bound = 1;
	return sock_done(0);
}

/*
 * The one call: WASI's errno. What it made, if anything, is in *made. Who is
 * told "in progress" and no number has a socket that nobody can name: every
 * later call of it is of -1.
 */
static uint32_t noted_open(struct noted *n, int fd, int *made)
{
	struct guard *out = wasi_out_fd();
	char text[PATHOPEN_URL];
	uint32_t err;

	pathopen_url(&n->url, text);
	err = wasi_snapshot_preview1_path_open(
		WASI_NOWHERE, 0, wasi_at(text), strlen(text), 0, RIGHTS, RIGHTS,
		n->url.nonblock ? WASI_NONBLOCK : 0, wasi_at(out->bytes));
	*made = guard_written(out) > 0 ? (int)wasi_out_u32(out) : -1;
	n->state = *made == -1 && err != WASI_INPROGRESS ? NOTED_FAILED
							 : NOTED_MADE;
	if (n->state == NOTED_MADE)
		fds_renumber(fd, *made);
	return err;
}

struct sock_ret sock_listen(int fd, int backlog)
{
	struct noted *n = noted_find(fd);
	int made;

	if (n == NULL)
		return sock_cannot("a socket listens from its creation on");
	if (!n->bound)
		return sock_cannot("a listening socket needs an address");
	if (n->url.nodelay)
		return sock_cannot("TCP_NODELAY is not supported for listening "
				   "sockets");
	n->url.listen = 1;
	n->url.backlog = backlog;
	if (noted_open(n, fd, &made) != 0)
		return sock_cannot("cannot tell which of socket, bind and "
				   "listen failed");
	return sock_done(0);
}

/* Could it be socket(2) that failed? */
static int is_of_socket(uint32_t err)
{
	enum {
		AFNOSUPPORT = 5,
		MFILE = 33,
		NFILE = 41,
		NOBUFS = 42,
		NOMEM = 48
	};

	return err == AFNOSUPPORT || err == MFILE || err == NFILE ||
	       err == NOBUFS || err == NOMEM;
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	struct noted *n = noted_find(fd);
	const char *why;
	uint32_t err;
	int made;

	if (n == NULL)
		return sock_cannot("a socket is connected when it is created");
	if (n->bound)
		return sock_cannot("a connecting socket cannot be bound to an "
				   "address");
	why = noted_addr(n, to);
	if (why != NULL)
		return sock_cannot(why);
	err = noted_open(n, fd, &made);
	if (is_of_socket(err))
		return sock_cannot("cannot tell which of socket and connect "
				   "failed");
	return wasi_ret(err, 0);
}
