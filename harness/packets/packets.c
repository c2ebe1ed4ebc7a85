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
#include "lang/pretty.h"
#include "stream.h"

struct flows {
	struct flow *v;
	int n;
	bool segments; /* the case asks for them: stream.h */
};

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
	all->v[all->n] =
		(struct flow){.key = key,
			      .ends = {xstrdup(swap ? p->to : p->from),
				       xstrdup(swap ? p->from : p->to)}};
	return &all->v[all->n++];
}

static void other_add(struct flow *f, const struct packet *p)
{
	struct buf b = {0};

	flow_begin(&b, p);
	if (*p->said)
		buf_printf(&b, " %s", p->said);
	if (p->has_data) {
		buf_puts(&b, " ");
		pretty_data(&b, p->payload,
			    p->length <= WIRE_WHOLE && p->kept == p->length
				    ? p->length
			    : p->kept < 64 ? p->kept
					   : 64,
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
		stream_add(f, &p, all->segments);
	else
		other_add(f, &p);
}

static void flow_move(struct flow *f, struct recording *r)
{
	stream_end(f);
	for (int k = 0; k < f->n; k++) {
		GROW(r->packets, r->npackets);
		r->packets[r->npackets++] = f->lines[k];
	}
	free(f->lines);
	free(f->ends[0]);
	free(f->ends[1]);
	free(f->key);
}

int packets_read(struct recording *r, const char *path, char **why)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, err);
	struct flows all = {.segments = stream_segments(r->tcase)};
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int n = 0;

	if (!p)
		return fail(why, "cannot read the capture: %s", err);
	while (n <= CAPTURE_PACKETS_MAX && pcap_next_ex(p, &h, &bytes) == 1)
		if (n++ < CAPTURE_PACKETS_MAX)
			packet_add(&all, bytes, h->caplen);
	pcap_close(p);
	for (int i = 0; i < all.n; i++)
		flow_move(&all.v[i], r);
	free(all.v);
	if (n > CAPTURE_PACKETS_MAX) {
		GROW(r->packets, r->npackets);
		r->packets[r->npackets++] =
			xasprintf("more than %d packets", CAPTURE_PACKETS_MAX);
	}
	r->wire = true;
	return 0;
}
