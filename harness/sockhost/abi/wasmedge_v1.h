/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_v1.h: functions whose version 1 has a type of its own. Included as
 * wasmedge_fns.h is.
 */
static uint32_t WASMEDGE(sock_accept)(struct sockhost *h, uint32_t fd,
				      uint32_t out_fd)
{
	return wasmedge_accept(h, &DIALECT, fd, 0, out_fd);
}

static uint32_t WASMEDGE(sock_recv_from)(struct sockhost *h, uint32_t fd,
					 uint32_t iovs, uint32_t niovs,
					 uint32_t addr, uint32_t riflags,
					 uint32_t out_len, uint32_t out_roflags)
{
	return wasmedge_recv(
		h, &DIALECT,
		&(struct wasmedge_msg){.fd = fd,
				       .iovs = iovs,
				       .niovs = niovs,
				       .flags = riflags,
				       .named = true,
				       .addr = addr,
				       .out_len = out_len,
				       .out_roflags = out_roflags});
}

static uint32_t WASMEDGE(sock_getlocaladdr)(struct sockhost *h, uint32_t fd,
					    uint32_t addr, uint32_t out_type,
					    uint32_t out_port)
{
	return wasmedge_name(h, &DIALECT,
			     &(struct wasmedge_name){fd, false, true, addr,
						     out_type, out_port});
}

static uint32_t WASMEDGE(sock_getpeeraddr)(struct sockhost *h, uint32_t fd,
					   uint32_t addr, uint32_t out_type,
					   uint32_t out_port)
{
	return wasmedge_name(h, &DIALECT,
			     &(struct wasmedge_name){fd, true, true, addr,
						     out_type, out_port});
}
