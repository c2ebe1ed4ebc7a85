/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge.h: WasmEdge's sockets, version 1 and 2, and wasi-go's dialect of
 * each. They differ in details, which struct wasmedge lists; the functions
 * below are those of all of them, and the ABIs' own files say which.
 *
 *	wasmedge.c         sockets, sending and receiving
 *	wasmedge_addr.c    addresses
 *	wasmedge_opt.c     options
 *	wasmedge_lookup.c  getaddrinfo
 *	wasmedge1.c wasmedge2.c wasigo.c    the ABIs
 *
 * Families are unspec 0, inet4 1, inet6 2, unix 3; types any 0, dgram 1,
 * stream 2. Pointers are checked before anything is done, so that nothing is
 * lost; those to data are left to the kernel.
 */
#ifndef SOCKHOST_WASMEDGE_H
#define SOCKHOST_WASMEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockhost;
struct addr;

/* Sizes of a buffer for an address, to be or-ed. */
enum {
	WASMEDGE_4 = 1,   /* an IPv4 address */
	WASMEDGE_16 = 2,  /* an IPv6 address, or room for an IPv4 one */
	WASMEDGE_128 = 4, /* u16 family, then an address or a unix name */
};

struct wasmedge {
	unsigned in;    /* sizes that bind, connect, send_to take */
	unsigned out;   /* those of getlocaladdr, getpeeraddr */
	unsigned from;  /* those of recv_from */
	bool port;      /* recv_from tells the port, as the others do */
	size_t roflags; /* bytes of that flag word */
	/* numbers must lie at multiples of their size: addrnotavail */
	bool aligned;
	bool siflags;   /* any is taken, and ignored; else inval */
	int send_flags; /* Linux's, of every send */
	bool ask_unix;  /* AF_UNIX is nosys unless some name is granted */
	bool by_value;  /* getsockopt has the size itself, not a pointer */
	bool tcp;       /* options of level 6 as well */
	/* lookups are wasi-go's, see wasmedge_lookup.c */
	bool short_lookup;
};

/* Is there memory for a number or a record at ptr? 0 or -errno. */
int wasmedge_ptr(struct sockhost *h, const struct wasmedge *d, uint32_t ptr,
		 uint32_t len);

/* The functions: results are WASI's errnos. */
uint32_t wasmedge_open(struct sockhost *h, const struct wasmedge *d,
		       uint32_t family, uint32_t type, uint32_t out_fd);
uint32_t wasmedge_bind(struct sockhost *h, const struct wasmedge *d,
		       uint32_t fd, uint32_t addr, uint32_t port);
uint32_t wasmedge_connect(struct sockhost *h, const struct wasmedge *d,
			  uint32_t fd, uint32_t addr, uint32_t port);
uint32_t wasmedge_accept(struct sockhost *h, const struct wasmedge *d,
			 uint32_t fd, uint32_t fdflags, uint32_t out_fd);

/* getlocaladdr or getpeeraddr. out_type: version 1's, told 4 or 6. */
struct wasmedge_name {
	uint32_t fd;
	bool peer;
	bool typed;
	uint32_t addr, out_type, out_port;
};

uint32_t wasmedge_name(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_name *n);

/* A message: of sock_send and sock_recv, or with `named` of the others. */
struct wasmedge_msg {
	uint32_t fd, iovs, niovs, flags;
	bool named;
	uint32_t addr;
	uint32_t port; /* where to, or a pointer */
	uint32_t out_len, out_roflags;
};

uint32_t wasmedge_send(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_msg *m);
uint32_t wasmedge_recv(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_msg *m);

struct wasmedge_opt {
	uint32_t fd, level, name, value;
	uint32_t size; /* get, without d->by_value: a pointer to it */
};

uint32_t wasmedge_getsockopt(struct sockhost *h, const struct wasmedge *d,
			     const struct wasmedge_opt *o);
uint32_t wasmedge_setsockopt(struct sockhost *h, const struct wasmedge *d,
			     const struct wasmedge_opt *o);

struct wasmedge_lookup {
	uint32_t node, nodelen, service, servicelen;
	uint32_t hints, res, max, out_len;
};

uint32_t wasmedge_getaddrinfo(struct sockhost *h, const struct wasmedge *d,
			      const struct wasmedge_lookup *l);

#endif
