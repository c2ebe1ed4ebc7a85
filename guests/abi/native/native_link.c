/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link to the other host, as netdevice(7) says.
 */
#include "player/sock.h"

#include <errno.h>
#include <net/if.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINK "link0"
/* How long the kernel may take to find the other end's signal. */
#define CARRIER_TRIES 1000

static struct ifreq link_request(void)
{
	return (struct ifreq){.ifr_name = LINK};
}

static int link_mtu(int fd, int mtu)
{
	struct ifreq r = link_request();

	r.ifr_mtu = mtu;
	return mtu == 0 ? 0 : ioctl(fd, SIOCSIFMTU, &r);
}

static int link_set(int fd, int up)
{
	struct ifreq r = link_request();

	if (ioctl(fd, SIOCGIFFLAGS, &r) == -1)
		return -1;
	r.ifr_flags =
		(short)(up ? r.ifr_flags | IFF_UP : r.ifr_flags & ~IFF_UP);
	return ioctl(fd, SIOCSIFFLAGS, &r);
}

/* A link that is up carries a moment later; not, if the other end is down. */
static void link_wait(int fd)
{
	static const struct timespec moment = {.tv_nsec = 100000};
	struct ifreq r = link_request();

	for (int i = 0; i < CARRIER_TRIES; i++) {
		if (ioctl(fd, SIOCGIFFLAGS, &r) == -1 ||
		    (r.ifr_flags & IFF_RUNNING))
			return;
		nanosleep(&moment, NULL);
	}
}

struct sock_ret sock_link(int up, int mtu)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool done;
	int err;

	if (fd == -1)
		return sock_failed(errno);
	done = link_mtu(fd, mtu) == 0 && link_set(fd, up) == 0;
	err = errno;
	if (done && up)
		link_wait(fd);
	close(fd);
	return done ? sock_done(0) : sock_failed(err);
}
