/* SPDX-License-Identifier: Apache-2.0 */
#include "capture.h"

#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pcap.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

/* Longest wait for the last marker; mostly it is one block's timeout. */
#define LAST_TURN_MS (2 * CAPTURE_TIMEOUT_MS)
#define LAST_TURNS 150

/* Of a socket of its own: packet(7), none hears what it sends itself. */
static int marker_send(const char *device, const char *word)
{
	struct sockaddr_ll to = {.sll_family = AF_PACKET,
				 .sll_halen = 6,
				 .sll_ifindex = (int)if_nametoindex(device)};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	unsigned char frame[60] = {0};
	ssize_t n;

	frame[12] = MARKER_TYPE >> 8;
	frame[13] = MARKER_TYPE & 0xff;
	strcpy((char *)frame + 14, word);
	n = sendto(fd, frame, sizeof(frame), 0, (struct sockaddr *)&to,
		   sizeof(to));
	close(fd);
	return n == sizeof(frame) ? 0 : -1;
}

static bool is_marker(const struct pcap_pkthdr *h, const u_char *bytes,
		      const char *word)
{
	return h->caplen >= 14 + strlen(word) + 1 &&
	       bytes[12] == MARKER_TYPE >> 8 &&
	       bytes[13] == (MARKER_TYPE & 0xff) &&
	       strcmp((const char *)bytes + 14, word) == 0;
}

static pcap_t *handle_open(const char *device, int buffer, char *text,
			   size_t room)
{
	char err[PCAP_ERRBUF_SIZE] = "";
	pcap_t *p = pcap_create(device, err);
	int status;

	if (!p) {
		snprintf(text, room, "capturing packets: %s", err);
		return NULL;
	}
	pcap_set_snaplen(p, CAPTURE_SNAPLEN);
	pcap_set_buffer_size(p, buffer);
	pcap_set_timeout(p, CAPTURE_TIMEOUT_MS);
	status = pcap_activate(p);
	if (status < 0) {
		snprintf(text, room, "capturing packets on %s: %s%s%s", device,
			 pcap_statustostr(status), *pcap_geterr(p) ? ": " : "",
			 pcap_geterr(p));
		pcap_close(p);
		return NULL;
	}
	return p;
}

/* Half of what there is on lo; libpcap would take it, and then drop it. */
static void inbound_only(pcap_t *p)
{
	int yes = 1;

	pcap_setdirection(p, PCAP_D_IN);
	setsockopt(pcap_fileno(p), SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes,
		   sizeof(yes));
}

static bool file_open(struct capture *c)
{
	int fd = memfd_create("packets", MFD_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	c->file = f ? pcap_dump_fopen(c->pcap, f) : NULL;
	return c->file != NULL;
}

int capture_open(struct capture *c, const char *device, int buffer, char *text,
		 size_t room)
{
	char err[PCAP_ERRBUF_SIZE];

	memset(c, 0, sizeof(*c));
	c->pcap = handle_open(device, buffer, text, room);
	if (!c->pcap)
		return -1;
	if (strcmp(device, "lo") == 0)
		inbound_only(c->pcap);
	c->device = device;
	if (!file_open(c) || pcap_setnonblock(c->pcap, 1, err) < 0 ||
	    marker_send(device, MARKER_FIRST) < 0) {
		snprintf(text, room, "cannot start capturing packets: %s",
			 strerror(errno));
		pcap_close(c->pcap);
		return -1;
	}
	return 0;
}

static void packet_take(u_char *user, const struct pcap_pkthdr *h,
			const u_char *bytes)
{
	struct capture *c = (struct capture *)(void *)user;

	if (is_marker(h, bytes, MARKER_FIRST)) {
		c->first_seen = true;
	} else if (is_marker(h, bytes, MARKER_LAST)) {
		c->last_seen = true;
	} else if (!c->last_seen && c->count <= CAPTURE_PACKETS_MAX) {
		c->count++;
		pcap_dump(c->file, h, bytes);
	}
}

/* All that is handed over by now: how many, or -1. */
static int packets_take(struct capture *c)
{
	return pcap_dispatch(c->pcap, -1, packet_take, (u_char *)(void *)c);
}

void capture_wait(struct capture *c, int fd)
{
	struct pollfd ready[2] = {{fd, POLLIN, 0}, {-1, POLLIN, 0}};

	if (c->pcap)
		ready[1].fd = pcap_get_selectable_fd(c->pcap);
	do {
		if (poll(ready, 2, -1) > 0 && ready[1].revents)
			packets_take(c);
	} while (!ready[0].revents);
}

static bool has_lost(const struct capture *c)
{
	struct pcap_stat st = {0};

	return pcap_stats(c->pcap, &st) == 0 && st.ps_drop > 0;
}

/*
 * When the ring was full the marker itself may be lost, and never come; and
 * a link that was mended just now may have lost it, and takes another one.
 */
static void until_last(struct capture *c)
{
	struct pollfd ready = {pcap_get_selectable_fd(c->pcap), POLLIN, 0};
	int n;

	for (int turns = 0; !c->last_seen && turns < LAST_TURNS; turns++) {
		n = packets_take(c);
		if (n < 0 || (n == 0 && has_lost(c)))
			break;
		if (n == 0 && poll(&ready, 1, LAST_TURN_MS) == 0)
			marker_send(c->device, MARKER_LAST);
	}
}

static void verdict(const struct capture *c, char *text, size_t room)
{
	struct pcap_stat st = {0};

	pcap_stats(c->pcap, &st);
	*text = '\0';
	if (st.ps_drop)
		snprintf(text, room,
			 "the capture lost %u of %u packets: its buffer was "
			 "full",
			 st.ps_drop, st.ps_recv);
	else if (!c->first_seen || !c->last_seen)
		snprintf(text, room,
			 "the capture is incomplete: its %s marker is missing",
			 c->first_seen ? "last" : "first");
}

/* All that was written, to another file, which is closed. */
static bool file_copy(const struct capture *c, int fd)
{
	off_t at = 0, size = pcap_dump_ftell(c->file);
	int from = fileno(pcap_dump_file(c->file));
	bool good = pcap_dump_flush(c->file) == 0;

	while (good && at < size)
		good = sendfile(fd, from, &at, (size_t)(size - at)) > 0;
	close(fd);
	return good;
}

void capture_finish(struct capture *c, int fd, char *text, size_t room)
{
	if (marker_send(c->device, MARKER_LAST) < 0) {
		snprintf(text, room, "cannot send the end marker: %s",
			 strerror(errno));
		return;
	}
	until_last(c);
	verdict(c, text, room);
	if (!file_copy(c, fd) && !*text)
		snprintf(text, room, "cannot write the packets");
}
