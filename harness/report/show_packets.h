/* SPDX-License-Identifier: Apache-2.0 */
/*
 * show_packets.h: the packets of both plays next to each other.
 *
 * What both have stands in one row. Between two such rows a packet of one
 * play stands beside one of the other's if they went the same way.
 */
#ifndef SHOW_PACKETS_H
#define SHOW_PACKETS_H

#include "recording/recording.h"
#include "side.h"

/* Append them, marked as equal or different. True if any are different. */
bool show_packets(struct buf *out, const struct side_layout *layout,
		  const struct side_mark *equal,
		  const struct side_mark *different,
		  const struct recording *want, const struct recording *got);

#endif
