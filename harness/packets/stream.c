/* SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"
#include "capture.h"
#include "lang/pretty.h"

/* Headers of a frame: Ethernet, IP and TCP with all options they can have. */
_Static_assert(STREAM_KEPT + 14 + 60 + 60 <= CAPTURE_SNAPLEN,
	       "a snapshot holds what is compared of a stream");

void flow_line(struct flow *f, char *line)
{
	GROW(f->lines, f->n);
	f->lines[f->n++] = line;
}

void flow_begin(struct buf *b, const struct packet *p)
{
	buf_printf(b, "%s %s > %s", p->proto, p->from, p->to);
}

/* Is a after b? Sequence numbers go round. */
static bool is_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) > 0;
}

/* --- which segments are promised ------------------------------------------*/

static bool has_word(const char *list, const char *word)
{
	const char *at = list ? strstr(list, word) : NULL;
	size_t n = strlen(word);

	while (at && ((at != list && at[-1] != '|') || (at[n] && at[n] != '|')))
		at = strstr(at + 1, word);
	return at;
}

static bool asks_for_segments(const struct step *s)
{
	static const struct {
		enum call_class calls;
		const char *arg, *word;
	} promises[] = {
#define PROMISE(call, arg, word, reason) {CALL_##call, #arg, #word},
#include "packets.def"
	};
	const char *value = step_arg(s, "value");

	for (size_t i = 0; i < COUNT(promises); i++)
		if (s->op->calls == promises[i].calls &&
		    has_word(step_arg(s, promises[i].arg), promises[i].word))
			return !value || strcmp(value, "int:0") != 0;
	return false;
}

bool stream_segments(const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++)
		if (asks_for_segments(&t->steps[i]))
			return true;
	return false;
}

/* --- lines ----------------------------------------------------------------*/

static struct half *half_of(struct flow *f, const struct packet *p)
{
	struct half **h = &f->half[strcmp(f->ends[0], p->from) != 0];

	if (!*h) {
		*h = xcalloc(1, sizeof(**h));
		(*h)->line = -1;
	}
	return *h;
}

/* Bytes as pretty.h shows them; of many only the first are compared. */
static void data_print(struct buf *b, const unsigned char *bytes, uint32_t n)
{
	uint32_t known = n < STREAM_KEPT ? n : STREAM_KEPT;
	uint64_t fnv = wire_fnv(bytes, known);

	if (known == n) {
		pretty_data(b, bytes, n <= WIRE_WHOLE ? n : 64, n, fnv);
		return;
	}
	buf_puts(b, "\"");
	buf_quote(b, bytes, 64);
	buf_printf(b, "\"... %u bytes, fnv of %u %016llx", n, known,
		   (unsigned long long)fnv);
}

/* The line that is being made ends here: it takes the place it was given. */
static void data_end(struct flow *f, struct half *h)
{
	struct buf b = {0};

	if (h->line < 0)
		return;
	buf_puts(&b, f->lines[h->line]);
	buf_printf(&b, " seq %u ", h->first - h->base);
	data_print(&b, h->kept, h->next - h->first);
	buf_puts(&b, h->tail);
	free(f->lines[h->line]);
	f->lines[h->line] = buf_take(&b);
	h->line = -1;
}

static void data_begin(struct flow *f, struct half *h, const struct packet *p,
		       uint32_t seq)
{
	struct buf b = {0};

	flow_begin(&b, p);
	h->line = f->n;
	h->first = seq;
	free(h->tail);
	h->tail = xstrdup(p->tail);
	memset(h->kept, 0, sizeof(h->kept));
	flow_line(f, buf_take(&b));
}

/* The bytes of a packet that the line has room for, at their place in it. */
static void data_keep(struct half *h, const struct packet *p, uint32_t seq)
{
	uint32_t skip = is_after(h->first, seq) ? h->first - seq : 0;
	uint32_t at = seq + skip - h->first, n;

	if (skip >= p->kept || at >= STREAM_KEPT)
		return;
	n = p->kept - skip;
	if (n > STREAM_KEPT - at)
		n = STREAM_KEPT - at;
	memcpy(h->kept + at, p->payload + skip, n);
}

static bool is_small(const struct half *h, const struct packet *p)
{
	return p->length < SEGMENT_SMALL && p->flags & TCP_PSH &&
	       h->next - h->first == p->length;
}

static void data_add(struct flow *f, struct half *h, const struct packet *p,
		     bool segments)
{
	uint32_t seq = p->seq + (p->flags & TCP_SYN ? 1 : 0);
	uint32_t end = seq + p->length;

	if (!is_after(end, h->next)) {
		/* Heard before, unless it fills a hole. */
		if (h->holes && h->line >= 0)
			data_keep(h, p, seq);
		return;
	}
	if (h->line >= 0 && strcmp(h->tail, p->tail) != 0)
		data_end(f, h);
	if (h->line < 0)
		data_begin(f, h, p, is_after(h->next, seq) ? h->next : seq);
	if (is_after(seq, h->next))
		h->holes = true;
	data_keep(h, p, seq);
	h->next = end;
	if (segments && is_small(h, p))
		data_end(f, h);
}

/* --- signals --------------------------------------------------------------*/

static char *signal_text(const struct half *h, const struct packet *p)
{
	struct buf b = {0};

	flow_begin(&b, p);
	if (!(p->flags & TCP_SYN))
		buf_printf(&b, " seq %u", p->seq + p->length - h->base);
	packet_flags(&b, p);
	if (p->mss)
		buf_printf(&b, " mss %u", p->mss);
	buf_puts(&b, p->tail);
	return buf_take(&b);
}

static void signal_add(struct flow *f, struct half *h, const struct packet *p)
{
	char *text = signal_text(h, p);

	if (p->flags & TCP_RST && h->reset && strcmp(h->reset, text) == 0) {
		free(text);
		return;
	}
	data_end(f, h);
	if (p->flags & TCP_RST) {
		free(h->reset);
		h->reset = xstrdup(text);
	}
	flow_line(f, text);
}

/* RFC 9293, 3.8.5: the pointer leads to the byte behind the urgent data. */
static void urgent_add(struct flow *f, struct half *h, const struct packet *p)
{
	uint32_t behind = p->seq + p->urgent;
	struct buf b = {0};

	if (!(p->flags & TCP_URG) || !is_after(behind, h->urgent))
		return;
	h->urgent = behind;
	flow_begin(&b, p);
	buf_printf(&b, " seq %u URG", behind - h->base);
	flow_line(f, buf_take(&b));
}

/* The direction begins anew: by its first packet, or by a connection more. */
static void half_begin(struct flow *f, struct half *h, const struct packet *p)
{
	data_end(f, h);
	h->base = h->next = h->urgent = p->seq;
	h->heard = true;
	h->answered = p->flags & TCP_ACK;
	h->holes = false;
	for (int i = 0; i < 2; i++) {
		if (!f->half[i])
			continue;
		free(f->half[i]->reset);
		f->half[i]->reset = NULL;
	}
}

/*
 * A SYN more is a new connection, the same one once more is not; but who
 * opens simultaneously answers with the number it began with.
 */
static bool is_new(const struct half *h, const struct packet *p)
{
	return !h->heard ||
	       (p->flags & TCP_SYN &&
		(p->seq != h->base || (p->flags & TCP_ACK && !h->answered)));
}

void stream_add(struct flow *f, const struct packet *p, bool segments)
{
	struct half *h = half_of(f, p);
	uint32_t signals =
		(p->flags & TCP_SYN ? 1 : 0) + (p->flags & TCP_FIN ? 1 : 0);
	uint32_t end = p->seq + p->length + signals;
	bool news;

	if (is_new(h, p))
		half_begin(f, h, p);
	news = is_after(end, h->next);
	if (p->flags & TCP_SYN && news) {
		signal_add(f, h, p);
		h->next = p->seq + 1;
	}
	if (p->length)
		data_add(f, h, p, segments);
	urgent_add(f, h, p);
	if (p->flags & TCP_RST || (p->flags & TCP_FIN && news)) {
		signal_add(f, h, p);
		if (news)
			h->next = end;
	}
}

void stream_end(struct flow *f)
{
	for (int i = 0; i < 2; i++) {
		struct half *h = f->half[i];

		if (!h)
			continue;
		data_end(f, h);
		free(h->tail);
		free(h->reset);
		free(h);
		f->half[i] = NULL;
	}
}
