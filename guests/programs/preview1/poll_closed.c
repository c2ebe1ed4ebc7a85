/* SPDX-License-Identifier: Apache-2.0 */
/* poll_oneoff of a descriptor that is not open. */
#include "say.h"

int program_poll_closed(void)
{
	__wasi_subscription_t s = {.userdata = 5};
	__wasi_event_t event = {0};
	__wasi_size_t n = 0;

	s.u.tag = __WASI_EVENTTYPE_FD_READ;
	s.u.u.fd_read.file_descriptor = 77;
	say_wasi("poll_oneoff", __wasi_poll_oneoff(&s, &event, 1, &n));
	say("events", n);
	say("userdata", (long long)event.userdata);
	say("errno is EBADF", event.error == __WASI_ERRNO_BADF);
	return 0;
}
