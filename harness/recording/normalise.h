/* SPDX-License-Identifier: Apache-2.0 */
/*
 * normalise.h: gives names to what may honestly vary between two plays.
 *
 *	ephemeral ports    127.0.0.1:39211  ->  127.0.0.1:~1
 *	autobound names    unix:@0002f      ->  unix:@~1
 *	volatile options   {hex: 9f00..}    ->  of the moment
 *	flow labels        [::1]:7000/flow=3   ->  [::1]:7000/flow=of the boot
 *	netlink messages   "\x14\x00..."    ->  netlink
 *
 * Names are counted in the order of appearance: answers, calls that say an
 * address, packets, and last what a host looked up for itself. A port that
 * the case itself names keeps its number, and so does a flow label. Descriptors, processes and times
 * already have their names when they are recorded (answer.c, pretty.c).
 */
#ifndef NORMALISE_H
#define NORMALISE_H

#include "recording.h"

void normalise(struct recording *r);

#endif
