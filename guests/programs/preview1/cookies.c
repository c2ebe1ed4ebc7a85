/* SPDX-License-Identifier: Apache-2.0 */
/* fd_readdir with buffers of many sizes, and from each cookie on. */
#include "say.h"

#define FILES 12
#define ENTRIES (FILES + 2)

static uint8_t buffer[4096];

/* Entries from a cookie on, by a buffer of that size; the cookies of all. */
static int walk(__wasi_size_t size, uint64_t cookie, uint64_t *cookies)
{
	__wasi_dirent_t e;
	__wasi_size_t used, at;
	int n = 0;

	do {
		if (__wasi_fd_readdir(FOLDER, buffer, size, cookie, &used))
			return -1;
		for (at = 0; at + sizeof(e) <= used;) {
			memcpy(&e, buffer + at, sizeof(e));
			at += sizeof(e) + e.d_namlen;
			if (at > used)
				break;
			cookie = e.d_next;
			if (cookies && n < ENTRIES)
				cookies[n] = cookie;
			n++;
		}
	} while (used == size && n <= ENTRIES);
	return n;
}

int program_cookies(void)
{
	static const __wasi_size_t sizes[] = {32, 33, 40, 64, 100, 256, 4096};
	uint64_t cookies[ENTRIES] = {0};
	__wasi_size_t used;
	char name[16];
	int right = 0;

	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		make(name, "");
	}
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		printf("%u bytes: %d\n", (unsigned)sizes[i],
		       walk(sizes[i], 0, NULL));
	say("all", walk(4096, 0, cookies));
	for (int i = 0; i < ENTRIES; i++)
		right += walk(4096, cookies[i], NULL) == ENTRIES - 1 - i;
	say("right from each on", right);
	say_wasi("too small for a head",
		 __wasi_fd_readdir(FOLDER, buffer, 10, 0, &used));
	say("used", used);
	say_wasi("no room", __wasi_fd_readdir(FOLDER, buffer, 0, 0, &used));
	say("used", used);
	say_wasi("closed", __wasi_fd_readdir(77, buffer, 10, 0, &used));
	return 0;
}
