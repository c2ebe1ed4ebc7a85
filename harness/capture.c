/* SPDX-License-Identifier: Apache-2.0 */
#include "capture.h"

#include <pcap.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Longest wait for the last marker; mostly it is one block's timeout. */
#define LAST_WAIT_MS 3000

static int marker_send(pcap_t *p, const char *word)
{
	unsigned char frame[60] = { 0 };

	frame[12] = MARKER_TYPE >> 8;
	frame[13] = MARKER_TYPE & 0xff;
	strcpy((char *)frame + 14, word);
	return pcap_inject(p, frame, sizeof(frame)) < 0 ? -1 : 0;
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
			 pcap_statustostr(status),
			 *pcap_geterr(p) ? ": " : "", pcap_geterr(p));
		pcap_close(p);
		return NULL;
	}
	return p;
}

int capture_open(struct capture *c, const char *device, int buffer,
		 char *text, size_t room)
{
	pcap_t *p = handle_open(device, buffer, text, room);

	memset(c, 0, sizeof(*c));
	if (!p)
		return -1;
	if (strcmp(device, "lo") == 0)
		pcap_setdirection(p, PCAP_D_IN);
	if (marker_send(p, MARKER_FIRST) < 0) {
		snprintf(text, room, "capturing packets: sending the first "
				     "marker: %s", pcap_geterr(p));
		pcap_close(p);
		return -1;
	}
	c->pcap = p;
	return 0;
}

struct sink {
	struct capture *c;
	pcap_dumper_t *file;
};

static void packet_take(u_char *user, const struct pcap_pkthdr *h,
			const u_char *bytes)
{
	struct sink *s = (struct sink *)(void *)user;

	if (is_marker(h, bytes, MARKER_FIRST)) {
		s->c->first_seen = true;
	} else if (is_marker(h, bytes, MARKER_LAST)) {
		s->c->last_seen = true;
	} else if (s->c->count++ < CAPTURE_PACKETS_MAX) {
		pcap_dump((u_char *)s->file, h, bytes);
	}
}

static long long clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void until_last(struct capture *c, pcap_dumper_t *file)
{
	struct sink s = { c, file };
	long long begun = clock_ms();

	while (!c->last_seen && clock_ms() - begun < LAST_WAIT_MS)
		if (pcap_dispatch(c->pcap, -1, packet_take,
				  (u_char *)(void *)&s) < 0)
			break;
}

static void verdict(const struct capture *c, char *text, size_t room)
{
	struct pcap_stat st = { 0 };

	pcap_stats(c->pcap, &st);
	*text = '\0';
	if (st.ps_drop)
		snprintf(text, room, "the capture lost %u of %u packets: more "
				     "came at once than its buffer holds",
			 st.ps_drop, st.ps_recv);
	else if (!c->first_seen || !c->last_seen)
		snprintf(text, room, "the capture is not whole: its %s marker "
				     "was not seen",
			 c->first_seen ? "last" : "first");
	else if (c->count > CAPTURE_PACKETS_MAX)
		snprintf(text, room, "%d packets are too many to compare; at "
				     "most %d are",
			 c->count, CAPTURE_PACKETS_MAX);
}

void capture_finish(struct capture *c, int fd, char *text, size_t room)
{
	FILE *f = fdopen(fd, "w");
	pcap_dumper_t *file = f ? pcap_dump_fopen(c->pcap, f) : NULL;

	if (!file) {
		snprintf(text, room, "writing the capture: %s",
			 f ? pcap_geterr(c->pcap) : "no file");
		return;
	}
	if (marker_send(c->pcap, MARKER_LAST) < 0) {
		snprintf(text, room, "sending the last marker: %s",
			 pcap_geterr(c->pcap));
		return;
	}
	until_last(c, file);
	pcap_dump_close(file);
	verdict(c, text, room);
}
