/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where ip(8) finds the far namespace and its commands. */
#define FAR_FD 3
#define FAR_PATH "/proc/self/fd/3"

static const char cable[] =
	"link add dev " ROOM_LINK " index 10 address 02:00:00:00:00:01 "
	"type veth peer name " ROOM_LINK " index 20 "
	"address 02:00:00:00:00:02 netns " FAR_PATH "\n";

/* Of one host: # is its number, ~ that of the other one. */
static const char host[] =
	"ntable change name arp_cache dev " ROOM_LINK " retrans 50\n"
	"ntable change name ndisc_cache dev " ROOM_LINK " retrans 50\n"
	"link set dev " ROOM_LINK " addrgenmode none\n"
	"link set dev " ROOM_LINK " up\n"
	"address add 10.0.0.#/24 broadcast + dev " ROOM_LINK "\n"
	"address add fd00::#/64 dev " ROOM_LINK " nodad\n"
	"address add fe80::#/64 dev " ROOM_LINK " nodad\n"
	"neighbour add 10.0.0.~ lladdr 02:00:00:00:00:0~ "
	"nud permanent dev " ROOM_LINK "\n"
	"neighbour add fd00::~ lladdr 02:00:00:00:00:0~ "
	"nud permanent dev " ROOM_LINK "\n"
	"neighbour add fe80::~ lladdr 02:00:00:00:00:0~ "
	"nud permanent dev " ROOM_LINK "\n"
	"neighbour add 10.0.0.3 lladdr 02:00:00:00:00:03 "
	"nud permanent dev " ROOM_LINK "\n"
	"neighbour add fd00::3 lladdr 02:00:00:00:00:03 "
	"nud permanent dev " ROOM_LINK "\n"
	"route add unreachable 10.0.1.0/24\n"
	"route add prohibit 10.0.2.0/24\n"
	"route add blackhole 10.0.3.0/24\n"
	"route add unreachable fd00:0:0:1::/64\n"
	"route add prohibit fd00:0:0:2::/64\n"
	"route add blackhole fd00:0:0:3::/64\n";

/* A device up, in the namespace that the caller is in. */
static int device_up(const char *name)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), err;
	struct ifreq ifr = {.ifr_flags = IFF_UP | IFF_RUNNING};

	if (fd < 0)
		return -1;
	strcpy(ifr.ifr_name, name);
	err = ioctl(fd, SIOCSIFFLAGS, &ifr);
	close(fd);
	return err;
}

/* --- ip(8) ----------------------------------------------------------------*/

static void ip_exec(int commands, int said, int far)
{
	if (dup2(commands, 0) < 0 || dup2(said, 1) < 0 || dup2(said, 2) < 0 ||
	    dup2(far, FAR_FD) < 0)
		_exit(126);
	/* dup2 of a descriptor onto itself leaves it to be closed. */
	fcntl(FAR_FD, F_SETFD, 0);
	execlp("ip", "ip", "-batch", "-", (char *)NULL);
	printf("cannot run the program ip: %s", strerror(errno));
	fflush(stdout);
	_exit(127);
}

/* All that it said, on one line; "" when it did what it was told to. */
static void ip_read(int said, char *text, size_t room)
{
	size_t n = 0;
	ssize_t got;

	while (n < room - 1) {
		got = read(said, text + n, room - 1 - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	while (n && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	for (char *p = text; (p = strchr(p, '\n'));)
		*p = ' ';
}

/*
 * Whether it has ended well is told by what it said, not by its status: the
 * room's first process ignores SIGCHLD and does not wait for anyone.
 */
static int ip_batch(const struct room_net *n, const char *commands, char *text,
		    size_t room)
{
	int file = memfd_create("ip", MFD_CLOEXEC), said[2];
	size_t len = strlen(commands);

	if (file < 0 || write(file, commands, len) != (ssize_t)len ||
	    lseek(file, 0, SEEK_SET) < 0 || pipe2(said, O_CLOEXEC) < 0) {
		snprintf(text, room, "%s", strerror(errno));
		return -1;
	}
	if (fork() == 0)
		ip_exec(file, said[1], n->far);
	close(file);
	close(said[1]);
	ip_read(said[0], text, room);
	close(said[0]);
	return *text ? -1 : 0;
}

/* --- two hosts ------------------------------------------------------------*/

static int namespace_open(void)
{
	/* Above what ip_exec puts in its place. */
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 10);

	close(fd);
	return high;
}

static int enter(int ns)
{
	return setns(ns, CLONE_NEWNET);
}

/* The far namespace, with its own loopback; back here on return. */
static int far_make(struct room_net *n)
{
	n->here = namespace_open();
	if (n->here < 0 || unshare(CLONE_NEWNET) < 0 || device_up("lo") < 0)
		return -1;
	n->far = namespace_open();
	return n->far < 0 ? -1 : enter(n->here);
}

/* `first` are commands before the host's: to run ip(8) takes the most time. */
static int host_make(const struct room_net *n, int i, const char *first,
		     char *text, size_t room)
{
	char commands[sizeof(cable) + sizeof(host)];
	char *to = stpcpy(commands, first);

	for (size_t k = 0; k < sizeof(host); k++)
		to[k] = host[k] == '#'   ? (char)('0' + i)
			: host[k] == '~' ? (char)('0' + 3 - i)
					 : host[k];
	return ip_batch(n, commands, text, room);
}

/* --- does the link carry? -------------------------------------------------*/

#define PROOF_PORT 7
#define PROOF_TRIES 400
#define PROOF_WAIT_MS 5

/* A socket with the address of host i, its peer being the other. */
static int proof_socket(int family, int i)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
				 .sin_port = htons(PROOF_PORT)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6,
				   .sin6_port = htons(PROOF_PORT)};
	bool six = family == AF_INET6;
	struct sockaddr *sa = six ? (void *)&in6 : (void *)&in;
	socklen_t len = six ? sizeof(in6) : sizeof(in);
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	in.sin_addr.s_addr = htonl(0x0a000000u + (unsigned)i);
	in6.sin6_addr = (struct in6_addr){{{0xfd}}};
	in6.sin6_addr.s6_addr[15] = (unsigned char)i;
	if (bind(fd, sa, len) < 0)
		return close(fd), -1;
	in.sin_addr.s_addr = htonl(0x0a000000u + (unsigned)(3 - i));
	in6.sin6_addr.s6_addr[15] = (unsigned char)(3 - i);
	if (connect(fd, sa, len) < 0)
		return close(fd), -1;
	return fd;
}

static bool proof_passes(int from, int to)
{
	struct pollfd in = {to, POLLIN, 0};
	char byte = 0;

	for (int i = 0; i < PROOF_TRIES; i++) {
		if (send(from, &byte, 1, MSG_DONTWAIT) == 1 &&
		    poll(&in, 1, PROOF_WAIT_MS) == 1 &&
		    recv(to, &byte, 1, MSG_DONTWAIT) == 1)
			return true;
		if (in.revents == 0)
			poll(NULL, 0, 1);
	}
	errno = ETIMEDOUT;
	return false;
}

/*
 * The kernel brings a link up, and makes an address of IPv6 its own, a little
 * after it was told to, by work of its own. The proof that it has done so is
 * a datagram each way.
 */
static bool link_carries(const struct room_net *n, int family)
{
	int here = proof_socket(family, 1), far = -1;
	bool good = here >= 0 && enter(n->far) == 0;

	if (good)
		far = proof_socket(family, 2);
	if (good && enter(n->here) < 0)
		good = false;
	good = good && far >= 0 && proof_passes(here, far) &&
	       proof_passes(far, here);
	close(here);
	close(far);
	return good;
}

/* --- of each kind: net_make_ID() and net_mend_ID() ------------------------*/

static int net_make_one_host(struct room_net *n, char *text, size_t room)
{
	(void)n;
	(void)text;
	(void)room;
	return 0;
}

static int net_mend_one_host(const struct room_net *n)
{
	(void)n;
	return 0;
}

static int net_make_two_hosts(struct room_net *n, char *text, size_t room)
{
	if (far_make(n) < 0) {
		snprintf(text, room,
			 "cannot create a second network namespace: %s",
			 strerror(errno));
		return -1;
	}
	if (host_make(n, 1, cable, text, room) < 0)
		return -1;
	if (enter(n->far) < 0 || host_make(n, 2, "", text, room) < 0)
		return -1;
	if (enter(n->here) < 0 || !link_carries(n, AF_INET) ||
	    !link_carries(n, AF_INET6)) {
		snprintf(text, room, "the link does not pass packets: %s",
			 strerror(errno));
		return -1;
	}
	return 0;
}

static int net_mend_two_hosts(const struct room_net *n)
{
	if (device_up(ROOM_LINK) < 0 || enter(n->far) < 0)
		return -1;
	if (device_up(ROOM_LINK) < 0)
		return -1;
	return enter(n->here);
}

static const struct maker {
	int (*make)(struct room_net *n, char *text, size_t room);
	int (*mend)(const struct room_net *n);
} makers[NET_COUNT] = {
#define NET(id, word, hosts, device, brief, help) \
	[NET_##id] = {net_make_##id, net_mend_##id},
#include "lang/nets.def"
#undef NET
};

int room_net_make(struct room_net *n, enum net_id net, char *text, size_t room)
{
	char said[300] = "";

	*n = (struct room_net){net, -1, -1};
	if (device_up("lo") < 0) {
		snprintf(text, room,
			 "cannot bring up the loopback interface: %s",
			 strerror(errno));
		return -1;
	}
	if (makers[net].make(n, said, sizeof(said)) == 0)
		return 0;
	snprintf(text, room,
		 "cannot connect two hosts by a veth device: %s. A case with "
		 "`net: %s` needs the kernel module veth and the program ip "
		 "(package iproute2)",
		 *said ? said : strerror(errno), nets[net].name);
	return -1;
}

const char *room_net_device(const struct room_net *n)
{
	return nets[n->net].device;
}

int room_net_leave(const struct room_net *n)
{
	return enter(n->far);
}

int room_net_mend(const struct room_net *n)
{
	return makers[n->net].mend(n);
}
