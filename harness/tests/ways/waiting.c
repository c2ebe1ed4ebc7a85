/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways of sleeping for a while before a send, with all of the room asleep
 * meanwhile. Two of them never end, or long after the limit of any step.
 */
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "ways.h"

/* Longer than the 400 ms after which a play looks whether it has hung. */
#define MS 700
#define NS (MS * 1000000L)

static const struct timespec a_while = {0, NS};

static struct timespec until(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	t.tv_nsec += NS;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

static void by_poll(void)
{
	poll(NULL, 0, MS);
}

static void by_ppoll(void)
{
	ppoll(NULL, 0, &a_while, NULL);
}

static void by_select(void)
{
	struct timeval t = {0, MS * 1000};

	select(0, NULL, NULL, NULL, &t);
}

static void by_epoll(void)
{
	struct epoll_event e;
	int fd = epoll_create1(EPOLL_CLOEXEC);

	epoll_wait(fd, &e, 1, MS);
	plain_close(fd);
}

static void by_nanosleep(void)
{
	syscall(SYS_nanosleep, &a_while, NULL);
}

static void by_clock_nanosleep(void)
{
	struct timespec t = until(CLOCK_MONOTONIC);

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void by_futex(void)
{
	uint32_t word = 0;

	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &a_while, NULL, 0);
}

/* A runtime's own lock: until a moment. */
static void by_condition(void)
{
	pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t c = PTHREAD_COND_INITIALIZER;
	struct timespec t = until(CLOCK_REALTIME);

	pthread_mutex_lock(&m);
	while (pthread_cond_timedwait(&c, &m, &t) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&m);
}

static int timer(void)
{
	const struct itimerspec it = {.it_value = a_while};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	timerfd_settime(fd, 0, &it, NULL);
	return fd;
}

static void by_timerfd(void)
{
	uint64_t n;
	int fd = timer();

	if (read(fd, &n, sizeof(n)) == sizeof(n))
		plain_close(fd);
}

/* What many event loops do: they wait for ever, with a timer among all. */
static void by_timerfd_in_epoll(void)
{
	struct epoll_event e = {.events = EPOLLIN};
	int fd = timer(), loop = epoll_create1(EPOLL_CLOEXEC);

	epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e);
	epoll_wait(loop, &e, 1, -1);
	plain_close(fd);
	plain_close(loop);
}

static void on_signal(int sig)
{
	(void)sig;
}

static void by_itimer(void)
{
	const struct itimerval it = {.it_value = {0, MS * 1000}};
	sigset_t set, old;

	signal(SIGALRM, on_signal);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, &old);
	setitimer(ITIMER_REAL, &it, NULL);
	sigsuspend(&old);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static void by_timer(void)
{
	const struct itimerspec it = {.it_value = a_while};
	timer_t id;
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	timer_create(CLOCK_MONOTONIC, NULL, &id);
	timer_settime(id, 0, &it, NULL);
	sigwait(&set, &sig);
	timer_delete(id);
}

/* An option of a socket of its own, on which nothing comes. */
static void by_option(void)
{
	const struct timeval t = {0, MS * 1000};
	int pair[2];
	char byte;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return;
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	plain_recv(pair[0], &byte, 1, 0);
	plain_close(pair[0]);
	plain_close(pair[1]);
}

static void *thread(void *arg)
{
	by_option();
	return arg;
}

static void by_option_in_a_thread(void)
{
	pthread_t id;

	if (pthread_create(&id, NULL, thread, NULL) == 0)
		pthread_join(id, NULL);
}

static void for_ever(void)
{
	pause();
}

static void for_an_hour(void)
{
	const struct timespec hour = {3600, 0};

	syscall(SYS_nanosleep, &hour, NULL);
}

#define WAY(by)                                                             \
	static ssize_t send_##by(int fd, const void *data, size_t n, int f) \
	{                                                                   \
		by();                                                       \
		return plain_send(fd, data, n, f);                          \
	}
WAY(by_poll)
WAY(by_ppoll)
WAY(by_select)
WAY(by_epoll)
WAY(by_nanosleep)
WAY(by_clock_nanosleep)
WAY(by_futex)
WAY(by_condition)
WAY(by_timerfd)
WAY(by_timerfd_in_epoll)
WAY(by_itimer)
WAY(by_timer)
WAY(by_option)
WAY(by_option_in_a_thread)
WAY(for_ever)
WAY(for_an_hour)

const struct way ways_of_waiting[] = {
	{.name = "poll", .send = send_by_poll},
	{.name = "ppoll", .send = send_by_ppoll},
	{.name = "select", .send = send_by_select},
	{.name = "epoll", .send = send_by_epoll},
	{.name = "nanosleep", .send = send_by_nanosleep},
	{.name = "clock_nanosleep", .send = send_by_clock_nanosleep},
	{.name = "futex", .send = send_by_futex},
	{.name = "condition", .send = send_by_condition},
	{.name = "timerfd", .send = send_by_timerfd},
	{.name = "timerfd-in-epoll", .send = send_by_timerfd_in_epoll},
	{.name = "itimer", .send = send_by_itimer},
	{.name = "timer", .send = send_by_timer},
	{.name = "option", .send = send_by_option},
	{.name = "option-in-a-thread", .send = send_by_option_in_a_thread},
	{.name = "for-ever", .send = send_for_ever},
	{.name = "for-an-hour", .send = send_for_an_hour},
	{.name = NULL},
};
