/* SPDX-License-Identifier: Apache-2.0 */
/*
 * normalise.h: gives names to what may honestly vary between two plays.
 *
 *	ephemeral ports    127.0.0.1:39211  ->  127.0.0.1:~1
 *	invented ports     127.0.0.1:4711   ->  127.0.0.1:~?
 *	autobound names    unix:@0002f      ->  unix:@~1
 *	volatile options   {hex: 9f00..}    ->  of the moment
 *	flow labels        [::1]:7000/flow=3   ->  [::1]:7000/flow=of the boot
 *	netlink messages   "\x14\x00..."    ->  netlink
 *
 * Names are counted in the order of appearance: answers, calls that say an
 * address, packets, and last what a host looked up for itself. A port that
 * the case itself names keeps its number, and so does a flow label.
 * Descriptors, processes and times already have their names when they are
 * recorded (answer.c, pretty.c).
 *
 * An invented port is one in an answer that no call and no packet of the play
 * has: garbage, or one with its bytes turned round, which is another in each
 * play. One of the case's ports turned round keeps its number.
 */
#ifndef NORMALISE_H
#define NORMALISE_H

#include "recording.h"

#define PORT_INVENTED "~?"

void normalise(struct recording *r);

#endif
