/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_v2.h: functions whose version 2 has a type of its own. Included as
 * wasmedge_fns.h is.
 */
static uint32_t WASMEDGE(sock_accept)(struct sockhost *h, uint32_t fd,
				      uint32_t fdflags, uint32_t out_fd)
{
	return wasmedge_accept(h, &DIALECT, fd, fdflags, out_fd);
}

static uint32_t WASMEDGE(sock_recv_from)(struct sockhost *h, uint32_t fd,
					 uint32_t iovs, uint32_t niovs,
					 uint32_t addr, uint32_t riflags,
					 uint32_t out_port, uint32_t out_len,
					 uint32_t out_roflags)
{
	return wasmedge_recv(
		h, &DIALECT,
		&(struct wasmedge_msg){.fd = fd,
				       .iovs = iovs,
				       .niovs = niovs,
				       .flags = riflags,
				       .named = true,
				       .addr = addr,
				       .port = out_port,
				       .out_len = out_len,
				       .out_roflags = out_roflags});
}

static uint32_t WASMEDGE(sock_getlocaladdr)(struct sockhost *h, uint32_t fd,
					    uint32_t addr, uint32_t out_port)
{
	return wasmedge_name(h, &DIALECT,
			     &(struct wasmedge_name){.fd = fd,
						     .addr = addr,
						     .out_port = out_port});
}

static uint32_t WASMEDGE(sock_getpeeraddr)(struct sockhost *h, uint32_t fd,
					   uint32_t addr, uint32_t out_port)
{
	return wasmedge_name(h, &DIALECT,
			     &(struct wasmedge_name){.fd = fd,
						     .peer = true,
						     .addr = addr,
						     .out_port = out_port});
}
