/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept.h: what is kept of a case beside the results.
 *
 *	reports/wazero/cases/udp/
 *	  ttl@AF_INET.txt             both plays side by side, see show.h
 *	  ttl@AF_INET.json            the same for the page, see play_json.h
 *	  ttl@AF_INET.native.pcap     what went over the wire natively,
 *	  ttl@AF_INET.host.pcap       and on the host; for tcpdump, Wireshark
 *
 * There is no .pcap of a case without inet sockets.
 */
#ifndef REPORT_KEPT_H
#define REPORT_KEPT_H

#include "play/pair.h"

/*
 * Write them to a folder of result/dir.h if the case differs, or `always`.
 * What cannot be written is left out: results are whole without it.
 */
void report_case(const char *dir, const char *host, const struct pair *p,
		 bool always);

#endif
