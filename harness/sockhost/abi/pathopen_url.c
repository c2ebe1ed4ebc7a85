/* SPDX-License-Identifier: Apache-2.0 */
#include "pathopen_url.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

bool pathopen_is_url(const char *path)
{
	const char *end = strstr(path, "://");
	const char *plus = strchr(path, '+');

	return end && plus && plus < end;
}

/* What is behind prefix in s, or NULL. */
static const char *url_after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

static int url_scheme(struct pathopen_url *u, const char *s, const char **rest)
{
	static const struct {
		const char *name;
		int family;
	} networks[] = {
		{"tcp+", AF_UNSPEC}, {"tcp4+", AF_INET}, {"tcp6+", AF_INET6}};

	for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++) {
		const char *operation = url_after(s, networks[i].name);

		if (!operation)
			continue;
		u->family = networks[i].family;
		*rest = url_after(operation, "dial://");
		u->listen = !*rest;
		if (!*rest)
			*rest = url_after(operation, "listen://");
		return *rest ? 0 : -EINVAL;
	}
	return -EPROTONOSUPPORT;
}

/* n bytes of a host; in brackets %25 stands for %, RFC 6874. */
static int url_host(struct pathopen_url *u, const char *s, size_t n)
{
	bool v6 = n >= 2 && s[0] == '[' && s[n - 1] == ']';
	char *percent;

	if (v6)
		s++, n -= 2;
	if (n >= sizeof(u->host) || memchr(s, v6 ? '[' : ':', n))
		return -EINVAL;
	memcpy(u->host, s, n);
	u->host[n] = '\0';
	if (v6 && !strchr(u->host, ':'))
		return -EINVAL;
	percent = v6 ? strstr(u->host, "%25") : NULL;
	if (percent)
		memmove(percent + 1, percent + 3, strlen(percent + 3) + 1);
	return 0;
}

static int url_port(struct pathopen_url *u, const char *s, size_t n)
{
	if (n == 0 || n >= sizeof(u->port) || strspn(s, "0123456789") < n)
		return -EINVAL;
	memcpy(u->port, s, n);
	u->port[n] = '\0';
	return strtol(u->port, NULL, 10) <= 65535 ? 0 : -EINVAL;
}

static int url_number(int *to, const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (end == s || *end || n < INT_MIN || n > INT_MAX)
		return -EINVAL;
	*to = (int)n;
	return 0;
}

static void url_bool(bool *to, const char *s)
{
	static const char *const words[2][4] = {{"false", "f", "0", "no"},
						{"true", "t", "1", "yes"}};

	for (int value = 0; value < 2; value++)
		for (int i = 0; i < 4; i++)
			if (strcmp(words[value][i], s) == 0)
				*to = value;
}

static int url_option(struct pathopen_url *u, const char *s)
{
	const char *value;

	if ((value = url_after(s, "nonblock=")))
		url_bool(&u->nonblock, value);
	else if ((value = url_after(s, "nodelay=")))
		return url_number(&u->nodelay, value);
	else if ((value = url_after(s, "reuseaddr=")))
		return url_number(&u->reuseaddr, value);
	else if ((value = url_after(s, "backlog=")))
		return url_number(&u->backlog, value);
	return 0;
}

static int url_options(struct pathopen_url *u, const char *s)
{
	char option[32];

	for (; *s; s += *s == '&') {
		size_t n = strcspn(s, "&");
		int r = 0;

		if (n < sizeof(option)) {
			memcpy(option, s, n);
			option[n] = '\0';
			r = url_option(u, option);
		}
		if (r < 0)
			return r;
		s += n;
	}
	return 0;
}

int pathopen_url(struct pathopen_url *u, const char *path)
{
	const char *s, *colon;
	size_t n;
	int r;

	*u = (struct pathopen_url){
		.nonblock = true, .nodelay = 1, .reuseaddr = 1, .backlog = 128};
	r = url_scheme(u, path, &s);
	if (r < 0)
		return r;
	n = strcspn(s, "?");
	colon = memrchr(s, ':', n);
	if (!colon)
		return -EINVAL;
	r = url_host(u, s, (size_t)(colon - s));
	if (r == 0)
		r = url_port(u, colon + 1, (size_t)(s + n - colon - 1));
	return r == 0 && s[n] ? url_options(u, s + n + 1) : r;
}
