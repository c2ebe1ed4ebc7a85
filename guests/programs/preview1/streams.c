/* SPDX-License-Identifier: Apache-2.0 */
/* fopen(3) and what is built on it. */
#include "say.h"

static void open_as(const char *mode)
{
	FILE *f = fopen("a", mode);
	char line[32] = "";

	if (!f) {
		say(mode, -1);
		return;
	}
	printf("%s: reads '%s'", mode,
	       fgets(line, sizeof(line), f) ? line : "");
	fseek(f, 0, SEEK_CUR);
	printf(", writes %d", fputs("+", f) >= 0);
	printf(", closes %d\n", fclose(f));
	show("a");
}

int program_streams(void)
{
	static const char *const modes[] = {"r",  "w",  "a", "r+",
					    "w+", "a+", "wx"};
	char big[5000];
	FILE *f;

	say("missing", fopen("a", "r") ? 0 : -1);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		make("a", "text");
		open_as(modes[i]);
	}
	f = fopen("b", "w+");
	memset(big, 'b', sizeof(big));
	say("big", (long long)fwrite(big, 1, sizeof(big), f));
	say("seek", fseek(f, -10, SEEK_END));
	say("read", (long long)fread(big, 1, 20, f));
	say("end", !!feof(f));
	rewind(f);
	say("unget", ungetc('u', f) == 'u' && fgetc(f) == 'u');
	fclose(f);
	say("size", size_of("b"));
	return 0;
}
