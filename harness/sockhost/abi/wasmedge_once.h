/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_once.h: functions of which there is but one version. Included as
 * wasmedge_fns.h is.
 */
static uint32_t WASMEDGE(sock_getsockopt)(struct sockhost *h, uint32_t fd,
					  uint32_t level, uint32_t name,
					  uint32_t out_value, uint32_t size)
{
	return wasmedge_getsockopt(
		h, &DIALECT,
		&(struct wasmedge_opt){fd, level, name, out_value, size});
}

static uint32_t WASMEDGE(sock_setsockopt)(struct sockhost *h, uint32_t fd,
					  uint32_t level, uint32_t name,
					  uint32_t value, uint32_t size)
{
	return wasmedge_setsockopt(
		h, &DIALECT,
		&(struct wasmedge_opt){fd, level, name, value, size});
}

static uint32_t WASMEDGE(sock_getaddrinfo)(struct sockhost *h, uint32_t node,
					   uint32_t nodelen, uint32_t service,
					   uint32_t servicelen, uint32_t hints,
					   uint32_t res, uint32_t max,
					   uint32_t out_len)
{
	return wasmedge_getaddrinfo(
		h, &DIALECT,
		&(struct wasmedge_lookup){node, nodelen, service, servicelen,
					  hints, res, max, out_len});
}
