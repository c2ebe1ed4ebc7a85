/* SPDX-License-Identifier: Apache-2.0 */
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "packets/capture.h"
#include "maker.h"
#include "packets/packets.h"
#include "base/paths.h"
#include "inside.h"
#include "lang/syscalls.h"
#include "base/util.h"

/* Name resolution must not depend on the machine: these stand in /etc. */
static const struct {
	const char *name, *text;
} etc_files[] = {
	{"hosts", "127.0.0.1 localhost\n::1 localhost\n"
		  "192.0.2.7 door.example\n2001:db8::7 door.example\n"
		  "192.0.2.4 four.example\n2001:db8::6 six.example\n"},
	{"services", "http 80/tcp\ndomain 53/tcp\ndomain 53/udp\n"
		     "ntp 123/udp\n"},
	{"nsswitch.conf", "hosts: files\nservices: files\n"
			  "protocols: files\n"},
	{"resolv.conf", ""},
	{"host.conf", "multi on\n"},
	{"gai.conf", ""},
};

static int etc_write(const struct lobby *l, char **why)
{
	for (size_t i = 0; i < COUNT(etc_files); i++) {
		char *path = xasprintf("%s/%s", l->dir, etc_files[i].name);
		int err = file_write(path, etc_files[i].text,
				     strlen(etc_files[i].text), why);
		free(path);
		if (err < 0)
			return -1;
	}
	return 0;
}

int lobby_open(struct lobby *l, char **why)
{
	memset(l, 0, sizeof(*l));
	l->uid = geteuid();
	l->gid = getegid();
	l->capture_bytes = CAPTURE_BUFFER;
	tmp_sweep();
	if (tmp_make(&l->tmp, why) < 0)
		return -1;
	l->dir = l->tmp.dir;
	l->room = xasprintf("%s/room", l->dir);
	if (mkdir(l->room, 0755) < 0)
		return fail(why, "cannot make %s: %s", l->room,
			    strerror(errno));
	l->player = xasprintf("%s/guests/player-native", path_build());
	if (etc_write(l, why) < 0)
		return -1;
	if (syscalls_filter(FILTER_WHOLE, &l->filter, why) < 0)
		return -1;
	return syscalls_filter(FILTER_EARLY, &l->early, why);
}

void lobby_close(struct lobby *l)
{
	if (!l->dir)
		return;
	tmp_remove(&l->tmp);
	free(l->room);
	free(l->player);
	free(l->filter.filter);
	free(l->early.filter);
	memset(l, 0, sizeof(*l));
}

int lobby_mount_etc(const struct lobby *l)
{
	for (size_t i = 0; i < COUNT(etc_files); i++) {
		char from[4096], to[64];

		snprintf(from, sizeof(from), "%s/%s", l->dir,
			 etc_files[i].name);
		snprintf(to, sizeof(to), "/etc/%s", etc_files[i].name);
		/* A file that the machine lacks cannot be covered, and what
		 * it would say is then not said at all. */
		if (mount(from, to, NULL, MS_BIND, NULL) < 0 && errno != ENOENT)
			return -1;
	}
	return 0;
}

struct room *room_new(const struct lobby *l, struct room_kind kind, char **why)
{
	struct room *r = xcalloc(1, sizeof(*r));
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		fail(why, "cannot create a socket pair: %s", strerror(errno));
		free(r);
		return NULL;
	}
	r->control = pair[0];
	r->kind = kind;
	r->pid = maker_room(l, pair[1], kind, why);
	close(pair[1]);
	if (r->pid < 0) {
		close(r->control);
		free(r);
		return NULL;
	}
	return r;
}

int room_ready(struct room *r, char **why)
{
	char text[512];
	ssize_t n;

	do
		n = recv(r->control, text, sizeof(text) - 1, 0);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return fail(why, "the room exited before it was ready");
	text[n] = '\0';
	if (strcmp(text, "ready") != 0)
		return fail(why, "cannot create a room: %s", text);
	return 0;
}

/* Its stderr may be a file instead: then nothing of it is ours to read. */
static int err_make(int err[2], int file)
{
	if (file < 0)
		return pipe2(err, O_CLOEXEC);
	err[1] = fcntl(file, F_DUPFD_CLOEXEC, 3);
	return err[1] < 0 ? -1 : 0;
}

/* The three pipes of an actor: its ends for it, ours for us. */
static int pipes_make(int theirs[3], struct ends *e, int file, char **why)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
	int bad = pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 ||
		  err_make(err, file) < 0;

	theirs[0] = in[0];
	theirs[1] = out[1];
	theirs[2] = err[1];
	*e = (struct ends){in[1], out[0], err[0]};
	if (bad)
		return fail(why, "cannot create pipes: %s", strerror(errno));
	/* Some runtimes open /dev/stdin and /dev/stdout anew, and nobody in a
	 * room is the user who made these. */
	for (int i = 0; i < 3; i++)
		fchmod(theirs[i], 0666);
	fcntl(e->out, F_SETFL, O_NONBLOCK);
	if (e->err >= 0)
		fcntl(e->err, F_SETFL, O_NONBLOCK);
	/* A host that stops reading must not stop us. */
	fcntl(e->in, F_SETFL, O_NONBLOCK);
	return 0;
}

/*
 * The plan of room_main: a byte, how many actors; for each a byte, 1 on the
 * second host, a byte, how many words, and the words, ended by a NUL.
 */
static int plan_make(struct buf *b, int n, char *const *const *argv,
		     const bool *far, char **why)
{
	buf_add(b, &(char){(char)n}, 1);
	for (int i = 0; i < n; i++) {
		char words = 0;

		while (words < ROOM_ARGS && argv[i][(int)words])
			words++;
		buf_add(b, &(char){far && far[i]}, 1);
		buf_add(b, &words, 1);
		for (int k = 0; k < words; k++)
			buf_add(b, argv[i][k], strlen(argv[i][k]) + 1);
	}
	if (b->len > ROOM_PLAN_MAX)
		return fail(why,
			    "cannot start the actors: their command lines "
			    "exceed %d bytes",
			    ROOM_PLAN_MAX);
	return 0;
}

/* Send it to the room, and n descriptors with it. */
static int plan_send(struct room *r, const struct buf *plan, int n, int *fds,
		     char **why)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int) * 3 * CASE_ACTORS)];
	} control;
	struct iovec iov = {plan->s, plan->len};
	struct msghdr m = {.msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = &control,
			   .msg_controllen =
				   CMSG_SPACE(sizeof(int) * (size_t)n)};
	struct cmsghdr *c;

	memset(&control, 0, sizeof(control));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n);
	memcpy(CMSG_DATA(c), fds, sizeof(int) * (size_t)n);
	if (sendmsg(r->control, &m, MSG_NOSIGNAL) < 0)
		return fail(why, "cannot send a request to the room: %s",
			    strerror(errno));
	return 0;
}

int room_spawn(struct room *r, int n, char *const *const *argv, const bool *far,
	       const int *files, struct ends *ends, char **why)
{
	int fds[3 * CASE_ACTORS], made = 0, err = 0;
	struct buf plan = {0};

	for (int i = 0; i < n; i++)
		ends[i] = (struct ends){-1, -1, -1};
	for (; made < n && err == 0; made++)
		err = pipes_make(fds + 3 * made, &ends[made],
				 files ? files[made] : -1, why);
	if (err == 0)
		err = plan_make(&plan, n, argv, far, why);
	if (err == 0)
		err = plan_send(r, &plan, 3 * n, fds, why);
	for (int i = 0; i < 3 * made; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	buf_free(&plan);
	return err;
}

/*
 * More than capture.c waits for its last marker. Waiting is counted in turns,
 * each with an end: where the machine itself stood still nobody is late.
 */
#define PACKETS_WAIT_MS 6000
#define PACKETS_TURN_MS 20

/* A plan without actors asks for the packets, into a file of ours. */
static int packets_ask(struct room *r, int file, void (*turn)(void *ctx),
		       void *ctx, char **why)
{
	long long before = now_ms(), now, waited = 0;
	struct buf plan = {0};
	char text[512];
	ssize_t n;
	int err;

	buf_add(&plan, "", 1);
	err = plan_send(r, &plan, 1, &file, why);
	buf_free(&plan);
	if (err < 0)
		return -1;
	do {
		turn(ctx);
		now = now_ms();
		waited += now - before < PACKETS_TURN_MS ? now - before
							 : PACKETS_TURN_MS;
		before = now;
		n = recv(r->control, text, sizeof(text) - 1, MSG_DONTWAIT);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN) &&
		 waited < PACKETS_WAIT_MS);
	if (n < 0 && errno == EAGAIN)
		return fail(why,
			    "the room did not deliver its packets within %d s",
			    PACKETS_WAIT_MS / 1000);
	if (n <= 0)
		return fail(why, "the room exited before its packets were "
				 "read");
	text[n] = '\0';
	return strcmp(text, "whole") == 0 ? 0 : fail(why, "%s", text);
}

int room_packets(struct room *r, struct recording *rec, void (*turn)(void *ctx),
		 void *ctx, char **why)
{
	char path[FD_PATH_MAX];

	rec->pcap = memfd_create("packets", MFD_CLOEXEC);
	if (rec->pcap < 0)
		return fail(why, "cannot create a file for packets: %s",
			    strerror(errno));
	if (packets_ask(r, rec->pcap, turn, ctx, why) < 0)
		return -1;
	return packets_read(rec, fd_path(path, rec->pcap), why);
}

void room_kill(struct room *r)
{
	if (r->pid > 0)
		kill(r->pid, SIGKILL);
}

void room_drop(struct room *r)
{
	room_kill(r);
	waitpid(r->pid, NULL, __WALL);
	room_free(r);
}

void room_free(struct room *r)
{
	if (!r)
		return;
	close(r->control);
	free(r);
}
