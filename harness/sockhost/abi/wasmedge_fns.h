/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_fns.h: functions of an ABI that every version has in the same
 * form. Included by the ABI's file, which defines before
 *
 *	DIALECT         its struct wasmedge
 *	WASMEDGE(name)  how its function of that name is called
 */
static uint32_t WASMEDGE(sock_open)(struct sockhost *h, uint32_t family,
				    uint32_t type, uint32_t out_fd)
{
	return wasmedge_open(h, &DIALECT, family, type, out_fd);
}

static uint32_t WASMEDGE(sock_bind)(struct sockhost *h, uint32_t fd,
				    uint32_t addr, uint32_t port)
{
	return wasmedge_bind(h, &DIALECT, fd, addr, port);
}

static uint32_t WASMEDGE(sock_connect)(struct sockhost *h, uint32_t fd,
				       uint32_t addr, uint32_t port)
{
	return wasmedge_connect(h, &DIALECT, fd, addr, port);
}

static uint32_t WASMEDGE(sock_listen)(struct sockhost *h, uint32_t fd,
				      uint32_t backlog)
{
	return errnos_result(h, sock_listen(h, fd, (int)backlog));
}

static uint32_t WASMEDGE(sock_recv)(struct sockhost *h, uint32_t fd,
				    uint32_t iovs, uint32_t niovs,
				    uint32_t riflags, uint32_t out_len,
				    uint32_t out_roflags)
{
	return wasmedge_recv(
		h, &DIALECT,
		&(struct wasmedge_msg){.fd = fd,
				       .iovs = iovs,
				       .niovs = niovs,
				       .flags = riflags,
				       .out_len = out_len,
				       .out_roflags = out_roflags});
}

static uint32_t WASMEDGE(sock_send)(struct sockhost *h, uint32_t fd,
				    uint32_t iovs, uint32_t niovs,
				    uint32_t siflags, uint32_t out_len)
{
	return wasmedge_send(h, &DIALECT,
			     &(struct wasmedge_msg){.fd = fd,
						    .iovs = iovs,
						    .niovs = niovs,
						    .flags = siflags,
						    .out_len = out_len});
}

static uint32_t WASMEDGE(sock_send_to)(struct sockhost *h, uint32_t fd,
				       uint32_t iovs, uint32_t niovs,
				       uint32_t addr, uint32_t port,
				       uint32_t siflags, uint32_t out_len)
{
	return wasmedge_send(h, &DIALECT,
			     &(struct wasmedge_msg){.fd = fd,
						    .iovs = iovs,
						    .niovs = niovs,
						    .flags = siflags,
						    .named = true,
						    .addr = addr,
						    .port = port,
						    .out_len = out_len});
}
