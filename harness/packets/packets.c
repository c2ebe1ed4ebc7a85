/* SPDX-License-Identifier: Apache-2.0 */
#include "packets.h"

#include <arpa/inet.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <pcap.h>
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"
#include "capture.h"
#include "packet.h"
#include "lang/pretty.h"

/* One end of a TCP conversation, as far as it was heard. */
struct half {
	char *from;        /* "127.0.0.1:7000" */
	uint32_t base;     /* sequence number that counts as 0 */
	uint32_t next;     /* the one after the last that was heard */
	bool heard;
	bool answered;     /* its SYN had an ACK */
	struct buf data;   /* of full segments, joined so far */
	uint32_t data_seq;
	char *tail;        /* ttl, tos of it */
};

struct flow {
	char *key;         /* "tcp a b": both ends, in order of the text */
	struct half half[2];
	uint32_t full;     /* a segment that long may be part of a split */
	char **lines;
	int n;
};

struct flows {
	struct flow *v;
	int n;
};

static void flow_line(struct flow *f, char *line)
{
	GROW(f->lines, f->n);
	f->lines[f->n++] = line;
}

static struct flow *flow_find(struct flows *all, const struct packet *p)
{
	bool swap = strcmp(p->from, p->to) > 0;
	char *key = xasprintf("%s %s %s", p->proto, swap ? p->to : p->from,
			      swap ? p->from : p->to);

	for (int i = 0; i < all->n; i++) {
		if (strcmp(all->v[i].key, key) == 0) {
			free(key);
			return &all->v[i];
		}
	}
	GROW(all->v, all->n);
	memset(&all->v[all->n], 0, sizeof(all->v[0]));
	all->v[all->n].key = key;
	return &all->v[all->n++];
}

/* --- TCP ------------------------------------------------------------------*/

static struct half *half_of(struct flow *f, const struct packet *p)
{
	for (int i = 0; i < 2; i++) {
		if (!f->half[i].from)
			f->half[i].from = xstrdup(p->from);
		if (strcmp(f->half[i].from, p->from) == 0)
			return &f->half[i];
	}
	return &f->half[1];
}

static void line_begin(struct buf *b, const struct packet *p)
{
	buf_printf(b, "%s %s > %s", p->proto, p->from, p->to);
}

/* What was joined so far becomes a line. */
static void data_flush(struct flow *f, struct half *h, const struct packet *p)
{
	struct buf b = { 0 };
	size_t n = h->data.len;

	if (!n)
		return;
	line_begin(&b, p);
	buf_printf(&b, " seq %u ", h->data_seq - h->base);
	pretty_data(&b, h->data.s, n <= WIRE_WHOLE ? n : 64, n,
		    wire_fnv(h->data.s, n));
	buf_puts(&b, h->tail ? h->tail : "");
	flow_line(f, buf_take(&b));
	buf_free(&h->data);
}

static void flags_line(struct flow *f, const struct half *h,
		       const struct packet *p)
{
	struct buf b = { 0 };

	line_begin(&b, p);
	if (!(p->flags & TCP_SYN))
		buf_printf(&b, " seq %u", p->seq + p->length - h->base);
	packet_flags(&b, p);
	if (p->mss)
		buf_printf(&b, " mss %u", p->mss);
	buf_puts(&b, p->tail);
	flow_line(f, buf_take(&b));
}

static void tcp_data(struct flow *f, struct half *h, const struct packet *p)
{
	bool urgent = p->flags & TCP_URG;

	if (h->data.len && h->data_seq + (uint32_t)h->data.len != p->seq)
		data_flush(f, h, p);
	if (!h->data.len)
		h->data_seq = p->seq;
	free(h->tail);
	h->tail = xasprintf("%s%s", urgent ? " URG" : "", p->tail);
	buf_add(&h->data, p->payload, p->kept);
	/* What was not kept is counted, so that the length is right. */
	for (size_t i = p->kept; i < p->length; i++)
		buf_add(&h->data, "", 1);
	if (p->length > f->full)
		f->full = p->length;
	if (p->length < f->full || urgent)
		data_flush(f, h, p);
}

static void tcp_add(struct flow *f, const struct packet *p)
{
	struct half *h = half_of(f, p);
	bool syn = p->flags & TCP_SYN;
	uint32_t end = p->seq + p->length + (syn ? 1 : 0) +
		       (p->flags & TCP_FIN ? 1 : 0);

	/*
	 * One SYN more is a new connection, the same one once more is not; but
	 * who opens simultaneously answers with the number it began with.
	 */
	if (!h->heard || (syn && (p->seq != h->base ||
				 (p->flags & TCP_ACK && !h->answered)))) {
		h->base = h->next = p->seq;
		h->heard = true;
		h->answered = p->flags & TCP_ACK;
	}
	if (syn && p->mss)
		f->full = p->mss;
	/* Nothing new in it: an acknowledgement, a probe, or once more. */
	if (!(p->flags & TCP_RST) && (int32_t)(end - h->next) <= 0)
		return;
	if (p->length)
		tcp_data(f, h, p);
	if (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) {
		data_flush(f, h, p);
		flags_line(f, h, p);
	}
	if ((int32_t)(end - h->next) > 0)
		h->next = end;
}

/* --- all others -------------------------------------------------------------*/

static void other_add(struct flow *f, const struct packet *p)
{
	struct buf b = { 0 };

	line_begin(&b, p);
	if (*p->said)
		buf_printf(&b, " %s", p->said);
	if (p->has_data) {
		buf_puts(&b, " ");
		pretty_data(&b, p->payload,
			    p->length <= WIRE_WHOLE && p->kept == p->length ?
				    p->length :
			    p->kept < 64 ? p->kept :
					   64,
			    p->length, wire_fnv(p->payload, p->kept));
	}
	buf_puts(&b, p->tail);
	flow_line(f, buf_take(&b));
}

static void packet_add(struct flows *all, const u_char *bytes, size_t n)
{
	struct packet p;
	struct flow *f;

	if (!packet_decode(&p, bytes, n))
		return;
	f = flow_find(all, &p);
	if (strcmp(p.proto, "tcp") == 0 && !p.fragment)
		tcp_add(f, &p);
	else
		other_add(f, &p);
}

static void flows_move(struct flows *all, struct recording *r)
{
	for (int i = 0; i < all->n; i++) {
		struct flow *f = &all->v[i];

		for (int k = 0; k < 2; k++) {
			struct packet p = { .proto = "tcp" };

			/* A capture may end before a short segment does. */
			if (f->half[k].data.len) {
				p.from = f->half[k].from;
				p.to = f->half[1 - k].from;
				data_flush(f, &f->half[k], &p);
			}
			free(f->half[k].from);
			free(f->half[k].tail);
		}
		for (int k = 0; k < f->n; k++) {
			GROW(r->packets, r->npackets);
			r->packets[r->npackets++] = f->lines[k];
		}
		free(f->lines);
		free(f->key);
	}
	free(all->v);
}

int packets_read(struct recording *r, const char *path, char **why)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, err);
	struct flows all = { 0 };
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int n = 0;

	if (!p)
		return fail(why, "cannot read the capture: %s", err);
	while (n <= CAPTURE_PACKETS_MAX && pcap_next_ex(p, &h, &bytes) == 1)
		if (n++ < CAPTURE_PACKETS_MAX)
			packet_add(&all, bytes, h->caplen);
	pcap_close(p);
	flows_move(&all, r);
	if (n > CAPTURE_PACKETS_MAX) {
		GROW(r->packets, r->npackets);
		r->packets[r->npackets++] =
		    xasprintf("more than %d packets", CAPTURE_PACKETS_MAX);
	}
	r->wire = true;
	return 0;
}
