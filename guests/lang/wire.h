/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire.h: what harness and player say to each other, a line at a time.
 *
 *	command   STEP OP KEY=VALUE KEY=VALUE ...\n        (player's stdin)
 *	answer    \n@sd STEP KEY=VALUE KEY=VALUE ...\n     (player's stdout)
 *
 * STEP is the number of the step, echoed. An answer begins with an empty line
 * and with a prefix of our own, for hosts print on stdout too, some without
 * ending the line. It is written at once, as one iovec of one write. The first
 * answer is sent without a command, when the player has started: step 0,
 * "@sd 0 player=1 abi=NAME". The player ends, with status 0, when its stdin
 * does. A command that it cannot read is answered malformed=WHY, with the
 * step -1 where not even that could be read, and nothing is called.
 *
 * Before its first step a player is told of the sockets that it starts with:
 *
 *	0 preopen as=NAME domain=FAMILY fd=N     it has it under that number
 *	0 preopen as=NAME domain=FAMILY type=TYPE addr=ADDR peer=ADDR backlog=N
 *	         it makes it: bind, connect, listen, of which those are said
 *	         whose arguments are there
 *
 * and answers step 0 with ret=0, or with the errno of what failed.
 *
 * A value holds no blank and no control character: every byte but the
 * letters, digits and "_-.:;/+|@*" is percent-escaped (%20). Lists are joined
 * by commas, records inside of a list by colons or semicolons as said below;
 * commas that join, and the ? of an unknown number, are not escaped. A list
 * or DATA of nothing is an empty value. Hex is lower case, two digits a byte.
 *
 * And of what is odd about its host, see quirks.h:
 *
 *	0 quirk name=NAME                        answered ret=0
 *
 * How the kinds of argument in ops.def travel:
 *
 *	FD         the name, or a number; the player keeps name -> descriptor.
 *	           A closed name keeps its number, so that closed descriptors
 *	           can be used; a name whose step made nothing stands for -1.
 *	           stdin, stdout, stderr are 0, 1, 2
 *	AS ASN     names, joined by commas
 *	FAMILY ..  the name or names joined by |, or a number (0x.. or decimal)
 *	OPTION     the name, or a number (then `level` is there too)
 *	INT LEN MS decimal, perhaps negative
 *	ADDR       in:IPHEX:PORT                     in:7f000001:7000
 *	           in6:IPHEX:PORT:FLOW:SCOPE   FLOW as a host's number; an
 *	                           ABI that has none tells 0
 *	           un:PATHHEX      exactly the bytes of sun_path that the length
 *	                           covers: "door" is un:646f6f7200, abstract
 *	                           @door un:00646f6f72, unnamed un:
 *	           unspec          a zeroed sockaddr of AF_UNSPEC, 16 bytes
 *	           raw:HEX         a whole sockaddr
 *	ADDRLEN    exact, short, long, or decimal
 *	DATA       HEX, or fill:HEX:SIZE (the pattern, repeated and cut to SIZE)
 *	IOVOUT     DATA joined by commas; IOVIN: decimals joined by commas
 *	VALUE      int:5  u64:5  linger:ONOFF:SECONDS  timeval:SEC:USEC
 *	           str:HEX  hex:HEX  inaddr:IPHEX  mreq:IPHEX:IPHEX
 *	           mreqsrc:IPHEX:IPHEX:IPHEX  mreq6:IPHEX:INDEX
 *	           ucred:PID:UID:GID
 *	CONTROL    LEVEL:TYPE:rights:NAME;NAME  LEVEL:TYPE:cred:PID;UID;GID
 *	           (PID "self") LEVEL:TYPE:int:N  LEVEL:TYPE:hex:HEX
 *	           joined by commas; LEVEL and TYPE by name, or decimal
 *	POLLFDS    FD:EVENTS joined by commas, EVENTS joined by |
 *	BOOL       yes, no
 *	STR PATH   HEX
 *	PTR        bad, null, end, wrap
 *	OFLAGS     r, w, rw
 *
 * What an answer holds:
 *
 *	ret=N          what the call returned, -1 for failure. MAKES operations
 *	               answer ret=0 and fd=N or fd=N,N: the guest's own numbers
 *	errno=NAME     with ret=-1; ?N for a number that the ABI does not define
 *	               (?0 when there was none)
 *	inexpressible=WHY  alone: this ABI has no way to say the step
 *	always=yes     beside it: nor this operation with any other arguments
 *	by=player      beside it: the ABI could, the player cannot yet
 *	malformed=WHY  alone: no step of that kind
 *	later=WHY      so far the host was not asked for all that was answered:
 *	               the ABI says it together with a later step. If it is
 *	               still there at the end, the case is inexpressible
 *	next=WHY       beside it: others would notice, so that it has come true
 *	               before another actor does something
 *	data=DATA      as above; over 256 bytes long:HEX:SIZE:FNV, the first 64
 *	               bytes, the size and the 64-bit FNV-1a of all of it as
 *	               16 digits of hex
 *	raw=RAW        what the host literally wrote, if it is not Linux: what
 *	               the ABI's calls returned, joined by +, and behind a ;
 *	               each WHAT:HEX (as of overrun), without the zeros that
 *	               it ends in; then WHAT:HEX:N, N bytes with them. No
 *	               data, and no descriptor's number
 *	addr=ADDR      none when the buffer was left as it was; garbage when it
 *	               holds what cannot be an address (raw has its bytes, which
 *	               may be others in each play); cut when it was shorter than
 *	               the address; un: with the NUL of a path. A port or a scope
 *	               that the ABI cannot say is -
 *	KEY=short:N:M  of M bytes that there should be the host wrote N
 *	addrlen=N      optlen=N controllen=N
 *	value=VALUE    by the option's kind, hex: when the length told is not
 *	               the kind's; none when the buffer was left as it was;
 *	               int:?N for an SO_ERROR or SO_TYPE that the ABI does not
 *	               define.
 *	               ioctl and get-nonblock answer int:N
 *	flags=NAMES    revents=NAMES,NAMES ...  (0 for none; behind flags a *
 *	               when of them only MSG_TRUNC can be said; behind revents
 *	               ?N for N events that answer no subscription)
 *	control=CONTROL  with rights:N;N holding the guest's own numbers
 *	               TYPE of levels but SOL_SOCKET is the option's name; data
 *	               of four bytes is an int, any other hex
 *	gai=NAME addrs=ADDR,ADDR full=ADDR;TYPE;PROTO,... canonname=HEX
 *	               with errno only for EAI_SYSTEM
 *	KEY=-          this ABI has no way to say this field: it is not compared
 *	overrun=WHAT   bytes outside of a buffer were written: WHAT names the
 *	               buffer (data, addr, value, control, len, flags, fd, list
 *	               and others that only an ABI has) and the first of them,
 *	               data+4 (first byte after the end, plus 3) or data-1 (the
 *	               last before the start); several joined by commas
 *	scribble=WHAT  bytes inside of a buffer, but past the length that was
 *	               told, were written; data+1 is the first past it
 *
 * Whatever a hostile pointer took the place of is not told: no data for buf,
 * no addr for addrbuf, no addr and addrlen for lenbuf.
 *
 * revents of an ABI with preview1's poll_oneoff end in a star: POLLIN*. There
 * the host tells only that what was asked for would not wait, with perhaps a
 * hangup, and a descriptor that is none; neither POLLERR nor which of several
 * reasons it was can be said. Such a set S* is the same as a set N of Linux's
 *
 *	if N holds POLLERR or POLLHUP:  when S is not 0
 *	else:                           when S is N
 */
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_PREFIX "@sd "
/* Longest command or answer line, with its newline. */
#define WIRE_LINE (1 << 20)
/* Data up to this length is answered whole. */
#define WIRE_WHOLE 256
/* Most fields that a line can have. */
#define WIRE_FIELDS 32

struct wire_field {
	char *key;
	char *value; /* still escaped; wire_unescape() it */
};

struct wire_line {
	long step;
	char *op; /* NULL in an answer */
	int n;
	struct wire_field field[WIRE_FIELDS];
};

/*
 * Cut a command (with_op) or an answer (without its prefix) into fields, in
 * place. Returns 0, or -1 when the line is not of the form above.
 */
int wire_parse(char *line, int with_op, struct wire_line *w);
/* The value of a key, or NULL. */
const char *wire_get(const struct wire_line *w, const char *key);
/* Undo the percent-escapes in place; returns the new length, or -1. */
long wire_unescape(char *s);
/* Escape n bytes into out, which has room for 3 * n + 1; returns its length. */
size_t wire_escape(char *out, const void *bytes, size_t n);
/* n bytes as hex with a NUL, and back: the number of bytes, or -1. */
void wire_hex(char *out, const void *bytes, size_t n);
long wire_unhex(void *out, size_t room, const char *hex, size_t len);
/* 64-bit FNV-1a. */
uint64_t wire_fnv(const void *bytes, size_t n);

#endif
