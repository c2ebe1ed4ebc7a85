/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host with threads, as many real ones are: the guest runs in one that is
 * not the first, every answer is followed by calls of others, and one is
 * never quite asleep. For test_odd.c.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int player_main(void);

static void *guest(void *arg)
{
	(void)arg;
	exit(player_main());
}

/* What a runtime does beside: short sleeps, a socket of its own. */
static void *others(void *arg)
{
	const struct timespec nap = {0, 3000000};
	int fd = *(int *)arg, type;
	socklen_t len = sizeof(type);

	for (;;) {
		nanosleep(&nap, NULL);
		getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	}
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	/*
	 * Made before the guest begins: of two sockets that are made during
	 * one step nobody can say which of them is the guest's.
	 */
	int own = socket(AF_UNIX, SOCK_STREAM, 0);

	if (pthread_create(&a, NULL, others, &own) != 0 ||
	    pthread_create(&b, NULL, guest, NULL) != 0)
		return 1;
	pthread_join(b, NULL);
	return 1;
}
