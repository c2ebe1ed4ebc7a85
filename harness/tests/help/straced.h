/* SPDX-License-Identifier: Apache-2.0 */
/*
 * straced.h: a case, and the beginning of what strace 6.1 printed of its
 * guest; behind SECOND come the calls of its second step.
 */
#ifndef STRACED_H
#define STRACED_H

/* The second step is any call; what comes in it makes x and y. */
#define STEPS                                                      \
	"  - socket: {as: s, domain: AF_UNIX, type: SOCK_DGRAM}\n" \
	"  - recvmsg: {fd: s, controllen: 64, as: [x, y]}\n"       \
	"  - peer.socket: {as: p, domain: AF_UNIX, type: SOCK_DGRAM}\n"
#define FIRST                                                            \
	"7     close(3) = 0\n"                                           \
	"7     read(3, \"\\x7f\\x45\", 832) = 2\n"                       \
	"7     write(1, \"\\n@sd 0 player=1 abi=native\\n\", 27) = 27\n" \
	"7     read(0, \"1 socket as=s\\n\", 1048576) = 14\n"            \
	"7     socket(0x1, 0x2, 0) = 3\n"                                \
	"7     write(1, \"\\n@sd 1 ret=0 fd=3\\n\", 18) = 18\n"
#define SECOND "7     read(0, \"2 recvmsg fd=s\\n\", 1048576) = 15\n"

#endif
