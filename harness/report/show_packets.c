/* SPDX-License-Identifier: Apache-2.0 */
#include "show_packets.h"

#include <stdlib.h>
#include <string.h>

#include "base/align.h"

static bool same_packet(const void *ctx, int i, int j)
{
	const struct recording *const *r = ctx;

	return strcmp(r[0]->packets[i], r[1]->packets[j]) == 0;
}

/* "tcp A > B", of "tcp A > B SYN mss 1460": its first four words. */
static size_t way_length(const char *packet)
{
	size_t n = 0;

	for (int words = 0; words < 4 && packet[n]; words++) {
		n += strspn(packet + n, " ");
		n += strcspn(packet + n, " ");
	}
	return n;
}

static bool same_way(const char *a, const char *b)
{
	size_t n = way_length(a);

	return n == way_length(b) && strncmp(a, b, n) == 0;
}

/*
 * Packets i and j, with no partners: which come next. Both if they went the
 * same way; only j's if one that goes i's way comes later; else only i's.
 */
static void next(const struct recording *const r[2], const int *right, int i,
		 int j, bool *w, bool *g)
{
	int later = j;

	while (later < r[1]->npackets && right[later] < 0 &&
	       !same_way(r[0]->packets[i], r[1]->packets[later]))
		later++;
	if (later == r[1]->npackets || right[later] >= 0)
		*g = false;
	else if (later > j)
		*w = false;
}

static char *packet_line(const char *packet)
{
	struct buf b = {0};

	buf_puts(&b, "  ");
	text_clean(&b, packet);
	return buf_take(&b);
}

static void row(struct buf *out, const struct side_layout *layout,
		const struct side_mark *mark, const char *want, const char *got)
{
	char *left = want ? packet_line(want) : NULL;
	char *right = got ? packet_line(got) : NULL;

	side_pair(out, layout, mark, left, right);
	free(left);
	free(right);
}

bool show_packets(struct buf *out, const struct side_layout *layout,
		  const struct side_mark *equal,
		  const struct side_mark *different,
		  const struct recording *want, const struct recording *got)
{
	const struct recording *r[2] = {want, got};
	int n = want->npackets, m = got->npackets, i = 0, j = 0;
	int *left = xcalloc((size_t)n + 1, sizeof(*left));
	int *right = xcalloc((size_t)m + 1, sizeof(*right));
	bool any = false;

	align(n, m, same_packet, r, left, right);
	while (i < n || j < m) {
		bool w = i < n && left[i] < 0, g = j < m && right[j] < 0;
		bool both = !w && !g;

		if (w && g)
			next(r, right, i, j, &w, &g);
		row(out, layout, both ? equal : different,
		    w || both ? want->packets[i] : NULL,
		    g || both ? got->packets[j] : NULL);
		i += w || both;
		j += g || both;
		any |= !both;
	}
	free(left);
	free(right);
	return any;
}
