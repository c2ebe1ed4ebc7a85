/* SPDX-License-Identifier: Apache-2.0 */
/* fstflags: which of a file's times are set, and from where. */
#include "say.h"

#define SECOND 1000000000ull

static void times(void)
{
	__wasi_filestat_t st;

	say_wasi("  stat", __wasi_path_filestat_get(FOLDER, 0, "a", &st));
	printf("  read %llu, written %s\n",
	       (unsigned long long)(st.atim / SECOND),
	       st.mtim / SECOND > 1600000000 ? "now"
	       : st.mtim == 4 * SECOND + 7   ? "at 4"
					     : "at 2");
}

int program_time_flags(void)
{
	static const __wasi_fstflags_t wrong[] = {
		__WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW,
		__WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW,
	};
	__wasi_fd_t fd;

	make("a", "text");
	fd = (__wasi_fd_t)open("a", O_RDWR);
	say_wasi("both", __wasi_fd_filestat_set_times(
				 fd, SECOND, 2 * SECOND,
				 __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
	times();
	say_wasi("none", __wasi_fd_filestat_set_times(fd, 9, 9, 0));
	times();
	say_wasi("written", __wasi_path_filestat_set_times(
				    FOLDER, 0, "a", 0, 4 * SECOND + 7,
				    __WASI_FSTFLAGS_MTIM));
	times();
	say_wasi("written now",
		 __wasi_path_filestat_set_times(FOLDER, 0, "a", 9, 9,
						__WASI_FSTFLAGS_MTIM_NOW));
	times();
	for (size_t i = 0; i < 2; i++) {
		say_wasi("contradiction",
			 __wasi_fd_filestat_set_times(fd, 0, 0, wrong[i]));
		say_wasi("contradiction",
			 __wasi_path_filestat_set_times(FOLDER, 0, "a", 0, 0,
							wrong[i]));
	}
	times();
	say_wasi("closed", __wasi_fd_filestat_set_times(77, 0, 0, 0));
	return 0;
}
