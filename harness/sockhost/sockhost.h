/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockhost: the socket ABIs of WebAssembly guests, implemented over Linux.
 *
 * A struct sockhost is the world of one guest: its descriptors, its
 * arguments, what it may do. There is no global state, so that any number of
 * them may live in one process; each is used by one thread at a time.
 *
 *	struct sockhost *h = sockhost_new();
 *	char *why;
 *
 *	if (sockhost_allow(h, "127.0.0.0/8:7000-7999", &why) == -1)
 *		errx(1, "%s", why);
 *	fn = sockhost_find("wasinet_v0", "wasinet_v0", "sock_open");
 *	...
 *	sockhost_memory(h, base, size);        (before the call)
 *	result = sockhost_call(h, fn, args);
 *	...
 *	sockhost_free(h);                      (closes whatever is open)
 *
 * A guest names its descriptors by numbers of its own, and reaches nothing
 * but what it made, what it was sent and what it was given here. Every
 * pointer of the guest is checked against its memory; one that is out of
 * range reaches the kernel as an address that is not there, so that a call
 * fails (EFAULT) exactly when and how it would on Linux.
 *
 * Nothing is allowed unless granted: a refusal is EACCES.
 *
 * What an embedder has to know:
 *
 * - SIGPIPE. A guest that writes to a socket whose peer is gone must see
 *   EPIPE. Ignore SIGPIPE in your process: fd_write is writev(2), which has
 *   no flag for it, and sends carry the guest's own flags and no others.
 * - A call may block as long as the guest asked for.
 * - Memory may move or grow between calls, not during one.
 */
#ifndef SOCKHOST_H
#define SOCKHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct sockhost;
struct sockhost_fn;

/*
 * A guest without arguments, environment, folders or rights, and with the
 * process's own 0, 1, 2 as its descriptors 0, 1, 2. They stay the process's:
 * the guest can forget them, but not close them. NULL when out of memory.
 */
struct sockhost *sockhost_new(void);
void sockhost_free(struct sockhost *h);

/*
 * Setting up, before the first call. Those that can fail return -1 and say
 * in *why what is wrong (to be freed by the caller).
 *
 * allow: grant something. RULE is one of
 *
 *	all                       everything
 *	WHAT:ADDRESS/BITS:PORTS   PORTS is *, a number, or two: 7000-7999
 *	ADDRESS/BITS:PORTS        both, to bind and to connect or send
 *	unix:PATH  unix:@NAME     unix names, with * and ? as in glob(7)
 *	resolve:NAME              names to look up, with * and ?
 *	join:GROUP/BITS           multicast groups to receive from
 *	device:NAME               interfaces to be bound to, with * and ?
 *	option:NAME               an option that needs privileges, with * and ?
 *
 * where WHAT is bind or connect, and IPv6 is in brackets: [::1]:80,
 * [fd00::]/8:*. Without BITS the address alone is meant.
 *
 * Addresses. An IPv4 address is the same however it is written, so
 * [::ffff:10.0.0.1] is 10.0.0.1, and [::]/0 has all of IPv4 too. Scopes are
 * not compared. An address of zeros is only granted as such: to bind to it is
 * to hear at every address of the machine, and to connect to it leads to the
 * machine itself. AF_UNSPEC is IPv4 to bind and to send to, and connect to it,
 * which ends a connection, needs no rule. A datagram socket that has sent to
 * a granted address may be answered by anyone, at a port of the kernel's
 * choice. listen without a bind takes any free port: it needs
 * bind:0.0.0.0:0 or bind:[::]:0.
 *
 * Paths. Each component of a path has to fit one of PATH's; a wildcard stands
 * for neither nothing, "." nor "..", and means no slash. Symbolic links are
 * not followed, except in the folders in front of the first wildcard that are
 * there when the rule is made. What a guest can rename in a folder of
 * sockhost_dir() it can give a granted name.
 *
 * Beyond addresses. device: is for SO_BINDTODEVICE, SO_BINDTOIFINDEX,
 * IP_UNICAST_IF, IP_MULTICAST_IF and those of IPv6, and for IP_PKTINFO with a
 * control message; to be free of an interface again needs device:*. A source
 * address there needs a rule to bind to it. option: is for SO_MARK,
 * SO_SNDBUFFORCE, SO_RCVBUFFORCE, IP_TRANSPARENT, IPV6_TRANSPARENT,
 * IPV6_JOIN_ANYCAST, TCP_QUEUE_SEQ, and those that begin with TCP_REPAIR or
 * end with IPSEC_POLICY or XFRM_POLICY, whether they are set or sent.
 *
 * Only "all" grants raw sockets, families other than IPv4, IPv6 and unix,
 * protocols other than TCP, UDP, UDP-Lite and MPTCP, source routes, the
 * headers of IPv6 that a guest can add, flow labels, credentials that are
 * not the process's own, and options and control messages that are not known.
 */
int sockhost_allow(struct sockhost *h, const char *rule, char **why);
/*
 * map: unix socket paths that start with GUEST are under HOST instead, and
 * are allowed there. "" maps relative ones. The path stays beneath HOST
 * whatever symbolic links the guest has made.
 */
int sockhost_map(struct sockhost *h, const char *guest, const char *host,
		 char **why);
/*
 * dir: give the folder HOST, named GUEST, to path_open and its kin. Read-only:
 * what would change it fails as on a file system that is mounted so.
 */
int sockhost_dir(struct sockhost *h, const char *guest, const char *host,
		 char **why);
int sockhost_dir_read_only(struct sockhost *h, const char *guest,
			   const char *host, char **why);
/* One more argument; one more NAME=VALUE for the environment. */
void sockhost_arg(struct sockhost *h, const char *arg);
void sockhost_env(struct sockhost *h, const char *setting);
/* Most descriptors at a time, beyond which is EMFILE; the default is 1024. */
void sockhost_max_fds(struct sockhost *h, uint32_t max);
/*
 * Most bytes that each of a socket's two queues may hold, for all sockets that
 * the guest makes from now on; asking for more is ENOBUFS. 0, the default, is
 * what the kernel allows.
 */
void sockhost_max_buffer(struct sockhost *h, uint32_t bytes);
/* Sockets made from now on never block, whatever the guest asked for. */
void sockhost_nonblocking(struct sockhost *h, int on);
/*
 * Give away an open descriptor, say a listening socket: returns the guest's
 * number for it, the lowest that is free, or -1 when there is none. It now
 * belongs to the guest, and ought to be close-on-exec.
 */
int sockhost_give(struct sockhost *h, int host_fd);
/* The same at a number of your choice; what was there is closed. */
int sockhost_give_at(struct sockhost *h, uint32_t guest_fd, int host_fd);
/*
 * Make a socket and give it, at the lowest free number, which is returned;
 * or -1 and *why. ADDRESS is 127.0.0.1:7000, [::1]:7000, [fe80::1%lo]:7000,
 * unix:PATH or unix:@NAME, in the world of the host: neither rules nor maps
 * count. A connection waits until it is made. A datagram socket is bound to
 * ADDRESS and connected to PEER, which may be NULL.
 */
int sockhost_listen(struct sockhost *h, const char *address, char **why);
int sockhost_connect(struct sockhost *h, const char *address, char **why);
int sockhost_datagram(struct sockhost *h, const char *address, const char *peer,
		      char **why);
/*
 * What proc_exit does: call you. Leave by longjmp, or return and see
 * sockhost_exited() afterwards. Without it proc_exit just returns.
 */
void sockhost_on_exit(struct sockhost *h,
		      void (*on_exit)(void *arg, uint32_t code), void *arg);
int sockhost_exited(const struct sockhost *h, uint32_t *code);
/*
 * Write a line about each call of the guest to that descriptor of the host,
 * as strace(1) does, see calls.h; -1 is none, as at first.
 */
void sockhost_trace(struct sockhost *h, int fd);
/* Play one bug, see mutants.h; -1 in a build without them. */
int sockhost_mutant(struct sockhost *h, const char *id, char **why);
/*
 * Print them all, a line each, with tabs: id, ABI, a word of the cases that
 * are likely to catch it, and what the guest sees. Those that nobody could
 * tell from the right host have "-" for an ABI and say why. False in a build
 * without them.
 */
bool sockhost_mutants(FILE *out);

/* Where the guest's memory is now. */
void sockhost_memory(struct sockhost *h, void *base, uint64_t size);

/*
 * Functions. An ABI is a set of them, under one or several module names: all
 * have those of preview1, and their own instead of or beside them.
 *
 * find returns NULL if there is none of that name. PARAMS and RESULT are
 * spelled in letters, i for i32, I for i64, "" for nothing: "iiIi" -> "i".
 */
const struct sockhost_fn *sockhost_find(const char *abi, const char *module,
					const char *name);
/*
 * Functions for the imports of a guest, whose types are known:
 *
 *	struct sockhost_import list[] = {
 *		{"wasi_snapshot_preview1", "sock_accept", "ii", "i"}, ...};
 *
 *	abi = sockhost_choose(abi, list, n);
 *	fn = sockhost_link(abi, &list[i]);     (for each i)
 *
 * Some names have several versions, which differ in type. Hosts tell them
 * apart in two ways: choose is theirs who look at the guest as a whole, and
 * returns the ABI to link it with, mostly the one that it was given; link is
 * theirs who look at each import, and returns the version of that type, or
 * NULL if there is none.
 */
struct sockhost_import {
	const char *module;
	const char *name;
	const char *params; /* letters, as above */
	const char *result;
};

const char *sockhost_choose(const char *abi,
			    const struct sockhost_import *import, size_t n);
const struct sockhost_fn *sockhost_link(const char *abi,
					const struct sockhost_import *import);

const char *sockhost_fn_params(const struct sockhost_fn *fn);
const char *sockhost_fn_result(const struct sockhost_fn *fn);
/* The names of its parameters, with commas between them. */
const char *sockhost_fn_names(const struct sockhost_fn *fn);
/* One u64 per parameter; the answer is the i32 result, mostly an errno. */
uint32_t sockhost_call(struct sockhost *h, const struct sockhost_fn *fn,
		       const uint64_t *args);
/* The names of the ABIs, and the functions of one; NULL behind the last. */
const char *sockhost_abi(size_t i);
const struct sockhost_fn *sockhost_fn_at(const char *abi, size_t i,
					 const char **module,
					 const char **name);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
