/* SPDX-License-Identifier: Apache-2.0 */
#include "packet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* What is left of the frame. */
struct rest {
	const unsigned char *p;
	size_t n;
};

static unsigned be16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)be16(p) << 16 | be16(p + 2);
}

/* An IP header, of either version. */
struct ip {
	int family, proto;
	char from[INET6_ADDRSTRLEN], to[INET6_ADDRSTRLEN];
	unsigned ttl, tos, offset;
	bool df, more;
	uint32_t length; /* of what follows, as the header says */
};

static bool ip4_read(struct ip *ip, struct rest *r)
{
	size_t head;

	if (r->n < 20 || r->p[0] >> 4 != 4)
		return false;
	head = (size_t)(r->p[0] & 15) * 4;
	if (head < 20 || head > r->n || be16(r->p + 2) < head)
		return false;
	*ip = (struct ip){.family = AF_INET,
			  .proto = r->p[9],
			  .ttl = r->p[8],
			  .tos = r->p[1],
			  .df = r->p[6] & 0x40,
			  .more = r->p[6] & 0x20,
			  .offset = (be16(r->p + 6) & 0x1fff) * 8,
			  .length = be16(r->p + 2) - (unsigned)head};
	inet_ntop(AF_INET, r->p + 12, ip->from, sizeof(ip->from));
	inet_ntop(AF_INET, r->p + 16, ip->to, sizeof(ip->to));
	r->p += head;
	r->n -= head;
	return true;
}

/* Extension headers are skipped; the fragment header is noted. */
static bool ip6_extensions(struct ip *ip, struct rest *r)
{
	while (ip->proto == IPPROTO_HOPOPTS || ip->proto == IPPROTO_ROUTING ||
	       ip->proto == IPPROTO_DSTOPTS || ip->proto == IPPROTO_FRAGMENT) {
		size_t len;

		if (r->n < 8)
			return false;
		len = ip->proto == IPPROTO_FRAGMENT ? 8
						    : ((size_t)r->p[1] + 1) * 8;
		if (ip->proto == IPPROTO_FRAGMENT) {
			ip->offset = be16(r->p + 2) & 0xfff8;
			ip->more = r->p[3] & 1;
		}
		if (len > r->n || len > ip->length)
			return false;
		ip->proto = r->p[0];
		r->p += len;
		r->n -= len;
		ip->length -= (uint32_t)len;
	}
	return true;
}

static bool ip6_read(struct ip *ip, struct rest *r)
{
	if (r->n < 40 || r->p[0] >> 4 != 6)
		return false;
	*ip = (struct ip){.family = AF_INET6,
			  .proto = r->p[6],
			  .ttl = r->p[7],
			  .df = true,
			  .tos = (be16(r->p) >> 4) & 0xff,
			  .length = be16(r->p + 4)};
	inet_ntop(AF_INET6, r->p + 8, ip->from, sizeof(ip->from));
	inet_ntop(AF_INET6, r->p + 24, ip->to, sizeof(ip->to));
	/* Larger than 64 KiB by offloading: the frame knows (RFC 2675). */
	if (!ip->length)
		ip->length = (uint32_t)(r->n - 40);
	r->p += 40;
	r->n -= 40;
	return ip6_extensions(ip, r);
}

static bool ip_read(struct ip *ip, struct rest *r)
{
	return r->n && (r->p[0] >> 4 == 4 ? ip4_read(ip, r) : ip6_read(ip, r));
}

static void end_text(char *out, size_t room, int family, const char *addr,
		     int port)
{
	const char *form = family == AF_INET6 ? "[%s]:%d" : "%s:%d";

	if (port < 0)
		snprintf(out, room, "%s", addr);
	else
		snprintf(out, room, form, addr, port);
}

static void ends_set(struct packet *p, const struct ip *ip, int from, int to)
{
	end_text(p->from_text, sizeof(p->from_text), ip->family, ip->from,
		 from);
	end_text(p->to_text, sizeof(p->to_text), ip->family, ip->to, to);
	p->from = p->from_text;
	p->to = p->to_text;
}

static void tail_set(struct packet *p, const struct ip *ip)
{
	size_t room = sizeof(p->tail), n = 0;

	p->tail[0] = '\0';
#define USUAL(field, value, text, why) \
	if (ip->field != (value))      \
		n += (size_t)snprintf(p->tail + n, room - n, text, ip->field);
#include "packets.def"
	if (!ip->df && !ip->offset && !ip->more)
		snprintf(p->tail + n, room - n, " may be fragmented");
}

static void payload_set(struct packet *p, const struct rest *r, uint32_t length)
{
	p->payload = r->p;
	p->length = length;
	p->kept = r->n < length ? (uint32_t)r->n : length;
}

/* --- transports -------------------------------------------------------------*/

static bool udp_decode(struct packet *p, const struct ip *ip, struct rest *r)
{
	if (r->n < 8 || ip->length < 8)
		return false;
	p->proto = "udp";
	ends_set(p, ip, (int)be16(r->p), (int)be16(r->p + 2));
	r->p += 8;
	r->n -= 8;
	payload_set(p, r, ip->length - 8);
	p->has_data = true;
	return true;
}

/* The option MSS of a SYN; 0 when it has none. */
static unsigned mss_find(const unsigned char *opt, size_t n)
{
	while (n >= 2 && opt[0] != 0) {
		size_t len = opt[0] == 1 ? 1 : opt[1];

		if (opt[0] == 2 && len == 4 && n >= 4)
			return be16(opt + 2);
		if (!len || len > n)
			break;
		opt += len;
		n -= len;
	}
	return 0;
}

static bool tcp_decode(struct packet *p, const struct ip *ip, struct rest *r)
{
	size_t head;

	if (r->n < 20)
		return false;
	head = (size_t)(r->p[12] >> 4) * 4;
	if (head < 20 || head > r->n || head > ip->length)
		return false;
	p->proto = "tcp";
	ends_set(p, ip, (int)be16(r->p), (int)be16(r->p + 2));
	p->seq = be32(r->p + 4);
	p->flags = r->p[13];
	p->urgent = be16(r->p + 18);
	if (p->flags & TCP_SYN)
		p->mss = mss_find(r->p + 20, head - 20);
	r->p += head;
	r->n -= head;
	payload_set(p, r, ip->length - (uint32_t)head);
	return true;
}

void packet_flags(struct buf *b, const struct packet *p)
{
	static const struct {
		unsigned bit, with;
		const char *name;
	} flags[] = {
#define FLAG(name, bit, with, why) {bit, with, #name},
#include "packets.def"
	};
	const char *bar = " ";

	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!(p->flags & flags[i].bit) || !(p->flags & flags[i].with))
			continue;
		buf_printf(b, "%s%s", bar, flags[i].name);
		bar = "|";
	}
}

/* --- ICMP -------------------------------------------------------------------*/

static const struct {
	int proto, type, code;
	const char *text;
} kinds[] = {
#define ICMP(proto, type, code, text) {proto, type, code, text},
#include "packets.def"
};

static bool is_quiet(int proto, int type)
{
	static const struct {
		int proto, first, last;
	} quiet[] = {
#define QUIET(proto, first, last, why) {proto, first, last},
#include "packets.def"
	};

	for (size_t i = 0; i < COUNT(quiet); i++)
		if (proto == quiet[i].proto && type >= quiet[i].first &&
		    type <= quiet[i].last)
			return true;
	return false;
}

/* "(udp 127.0.0.1:~1 > 127.0.0.1:9)": the packet that an error is about. */
static void quoted_text(char *out, size_t room, struct rest r)
{
	struct packet q = {0};
	struct ip ip;

	if (!ip_read(&ip, &r) || r.n < 8)
		return;
	ends_set(&q, &ip, (int)be16(r.p), (int)be16(r.p + 2));
	snprintf(out, room, " (%s %s > %s)",
		 ip.proto == IPPROTO_UDP   ? "udp"
		 : ip.proto == IPPROTO_TCP ? "tcp"
					   : "ip",
		 q.from, q.to);
}

static bool icmp_decode(struct packet *p, const struct ip *ip, struct rest *r)
{
	char kind[48];
	size_t n;

	if (r->n < 8 || is_quiet(ip->proto, r->p[0]))
		return false;
	snprintf(kind, sizeof(kind), "type %u code %u", r->p[0], r->p[1]);
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kinds[i].proto == ip->proto && kinds[i].type == r->p[0] &&
		    kinds[i].code == r->p[1])
			snprintf(kind, sizeof(kind), "%s", kinds[i].text);
	p->proto = ip->proto == IPPROTO_ICMP ? "icmp" : "icmp6";
	ends_set(p, ip, -1, -1);
	/* The kernel answers with a lifetime and a service of its own. */
	p->tail[0] = '\0';
	n = (size_t)snprintf(p->said, sizeof(p->said), "%s", kind);
	quoted_text(p->said + n, sizeof(p->said) - n,
		    (struct rest){r->p + 8, r->n - 8});
	return true;
}

static bool other_decode(struct packet *p, const struct ip *ip, struct rest *r)
{
	p->proto = "ip";
	ends_set(p, ip, -1, -1);
	snprintf(p->said, sizeof(p->said), "protocol %d", ip->proto);
	payload_set(p, r, ip->length);
	p->has_data = true;
	return true;
}

static bool fragment_decode(struct packet *p, const struct ip *ip)
{
	p->proto = "ip";
	p->fragment = true;
	ends_set(p, ip, -1, -1);
	snprintf(p->said, sizeof(p->said), "protocol %d fragment %u+%u%s",
		 ip->proto, ip->offset, ip->length, ip->more ? " more" : "");
	return true;
}

#define ETHER_HEAD 14
#define ETHER_IPV4 0x0800
#define ETHER_IPV6 0x86dd

bool packet_decode(struct packet *p, const unsigned char *bytes, size_t n)
{
	struct rest r = {bytes + ETHER_HEAD, n - ETHER_HEAD};
	unsigned type;
	struct ip ip;

	memset(p, 0, sizeof(*p));
	if (n < ETHER_HEAD)
		return false;
	type = be16(bytes + 12);
	if ((type != ETHER_IPV4 && type != ETHER_IPV6) || !ip_read(&ip, &r))
		return false;
	tail_set(p, &ip);
	if (ip.offset || ip.more)
		return fragment_decode(p, &ip);
	switch (ip.proto) {
	case IPPROTO_TCP:
		return tcp_decode(p, &ip, &r);
	case IPPROTO_UDP:
		return udp_decode(p, &ip, &r);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return icmp_decode(p, &ip, &r);
	case IPPROTO_IGMP:
		return false;
	}
	return other_decode(p, &ip, &r);
}
