/* SPDX-License-Identifier: Apache-2.0 */
/*
 * allow.h: cases of what a host does not let its guest do.
 *
 *	allow: ["bind:127.0.0.1:7000", "unix:door"]     nothing else; [] nothing
 *	steps:
 *	  - bind: {fd: s, addr: 127.0.0.1:7001, refused: yes}
 *
 * Rules are written as sockhost's (sockhost/sockhost.h, sockhost_allow), and
 * are for hosts whose manifest says where they go:
 *
 *	command: [myhost, "{allow}", "{guest}"]
 *	allow:   [--allow, "{rule}"]      once for each rule; "all" where a
 *	                                  case has none of its own
 *
 * Linux has no such rules: natively `refused` is EACCES in place of the
 * kernel's answer, and the host must say the same without asking the kernel.
 * `allow: harness`, in native's manifest, says that it is played like that.
 */
#ifndef ALLOW_H
#define ALLOW_H

#include "reader.h"

#define ALLOW_RULES_MAX 16

/* The key `allow` of a case, and `refused` of a step. */
void allow_read(struct case_reader *r, const struct node *list);
void allow_read_refused(struct case_reader *r, struct step *s,
			const struct node *map, const struct node *v);

#endif
