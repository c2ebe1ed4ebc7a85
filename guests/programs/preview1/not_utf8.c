/* SPDX-License-Identifier: Apache-2.0 */
/* Names that are not UTF-8: Linux takes them. */
#include "say.h"

int program_not_utf8(void)
{
	say("create", open("\xff\xfe", O_WRONLY | O_CREAT, 0666) >= 0);
	say("size", size_of("\xff\xfe"));
	say("folder", mkdir("\xc3", 0777));
	say("rename", rename("\xff\xfe", "\xc3/\x80"));
	say("unlink", unlink("\xc3/\x80"));
	say("remove", rmdir("\xc3"));
	return 0;
}
