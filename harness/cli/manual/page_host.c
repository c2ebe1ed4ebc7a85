/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_host.c: sockdiff-host(5), out of the tables that manifests are read
 * with.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/manual/page.h"
#include "cli/manual/roff.h"
#include "host/host.h"
#include "host/marks.h"
#include "lang/preopen.h"

#define EXAMPLE                                                       \
	"abi:     preview1\n"                                         \
	"about:   my runtime\n"                                       \
	"runtime: myruntime\n"                                        \
	"command: [\"{runtime}\", run, --dir, \".\", \"{preopen}\", " \
	"\"{guest}\"]\n"                                              \
	"version: [\"{runtime}\", --version]\n"                       \
	"install: apt-get install myruntime\n"                        \
	"preopen:\n"                                                  \
	"  first:   4\n"                                              \
	"  listen:  [--listen, \"{addr}\"]\n"                         \
	"  domains: [AF_INET, AF_INET6]\n"

#define QUIRK_EXAMPLE                                     \
	"quirks:\n"                                       \
	"  never-blocks:\n"                               \
	"    why:  sockets are made with SOCK_NONBLOCK\n" \
	"    case: tcp/accept-blocks\n"

#define ALLOW_EXAMPLE                                      \
	"command: [myruntime, \"{allow}\", \"{guest}\"]\n" \
	"allow:   [--allow, \"{rule}\"]\n"

/* How values are written: a kind of manifest.def without one does not compile. */
#define FORM_TEXT "text"
#define FORM_COMMAND "a list of words"
#define FORM_WORDS "a list of words"
#define FORM_VERSION "text, or a list of words"
#define FORM_ENV "a mapping of names to values"
#define FORM_START "a number"
#define FORM_PREOPEN "a mapping, or the word player"
#define FORM_ALLOW "a list of words, or the word harness"
#define FORM_QUIRKS "a mapping of names to mappings"

static const struct {
	const char *name, *form, *help;
} keys[] = {
#define KEY(name, kind, help) {#name, FORM_##kind, help},
#include "host/manifest.def"
#undef KEY
};

static void head(struct buf *b)
{
	page_head(b, "sockdiff-host", "5", "File Formats",
		  "how sockdiff runs a WebAssembly host");
	roff_example(b, EXAMPLE);
	roff_macro(b, ".SH", "DESCRIPTION");
	roff_paragraphs(
		b,
		"A manifest is a YAML file that describes a host: which ABI "
		"its guests speak, and the command line that runs a guest. "
		"`sockdiff run -H NAME` reads NAME.yaml of the folder of "
		"manifests, `sockdiff run -H ./mine.yaml` any file.\n"
		"\n"
		"A host must give its guest stdin and stdout, on which the "
		"player reads calls and writes results. Everything else that "
		"it prints is kept for the report. The words of a command are "
		"given to the host as they are, without a shell; a relative "
		"path of a file that exists becomes absolute.\n"
		"\n"
		"All mistakes of a manifest are reported at once, with their "
		"lines; the exit status is then 2.\n");
}

static void keys_write(struct buf *b)
{
	roff_macro(b, ".SH", "KEYS");
	roff_paragraphs(b, "`abi` and `command` are required.\n");
	for (size_t i = 0; i < COUNT(keys); i++) {
		char *tag = xasprintf("%s: %s", keys[i].name, keys[i].form);

		roff_item(b, tag, keys[i].help);
		free(tag);
	}
}

static void marks_write(struct buf *b)
{
	roff_macro(b, ".SH", "MARKS");
	roff_paragraphs(b, "The words of a manifest can contain marks in "
			   "braces, which are replaced. A mark that is "
			   "unknown, or unknown in that key, is a mistake. A "
			   "`command` needs {guest}, unless the host has the "
			   "player built in; its program must then be named "
			   "player-ABI.\n");
	for (int i = 0; i < marks_count; i++) {
		struct buf tag = {0};

		buf_printf(&tag, "{%s} in ", marks[i].name);
		marks_places(&tag, marks[i].places);
		if (marks[i].alone)
			buf_puts(&tag, ", a word of its own");
		roff_item(b, tag.s, marks[i].help);
		buf_free(&tag);
	}
}

static void preopen_write(struct buf *b)
{
	roff_macro(b, ".SH", "PREOPENED SOCKETS");
	roff_paragraphs(b, "A guest of an ABI that cannot create sockets is "
			   "started with some. For each kind that the host "
			   "supports, `preopen` has the words that replace "
			   "{preopen}; a case that needs another kind is "
			   "inexpressible. With `preopen: player` the player "
			   "creates them.\n");
	for (int i = 0; i < PREOPEN_KINDS; i++)
		roff_item(b, preopen_rows[i].name, preopen_rows[i].help);
	roff_item(b, "first",
		  "The guest's descriptor of the first socket (default: 3); "
		  "one more for each folder that the guest is given.");
	roff_item(b, "domains",
		  "The address families it supports, of AF_INET, AF_INET6 and "
		  "AF_UNIX (default: all).");
	roff_macro(b, ".SH", "RULES");
	roff_paragraphs(b, "A case can limit what the guest is allowed to do. "
			   "`allow` has the words that replace {allow}, once "
			   "for each rule. Rules are written as those of "
			   "`sockhost-run --allow`. A case with rules is "
			   "inexpressible on a host without `allow`.\n");
	roff_example(b, ALLOW_EXAMPLE);
}

static void quirks_write(struct buf *b)
{
	roff_macro(b, ".SH", "QUIRKS");
	roff_paragraphs(b, "A quirk declares a peculiarity of the host that "
			   "sockdiff works around. `why` is the reason and "
			   "`case` the case, variant or folder of cases that "
			   "proves it: those are played without the "
			   "workaround, so there the quirk is a gap. A quirk "
			   "that no longer applies is reported.\n");
	for (int i = 0; i < QUIRKS; i++)
		roff_item(b, quirk_rows[i].name, quirk_rows[i].help);
	roff_example(b, QUIRK_EXAMPLE);
}

static void room_write(struct buf *b)
{
	roff_macro(b, ".SH", "WHERE A HOST RUNS");
	roff_paragraphs(
		b,
		"A host runs in namespaces of its own, in an empty folder that "
		"is also the guest's. It can read what the user of sockdiff "
		"can, and write only to that folder, to /dev/shm and to /tmp, "
		"64 MiB together: all other file systems, /proc and /sys are "
		"read-only, /dev has no devices except null, zero, full, "
		"random, urandom and tty, and /run is empty. Root inside is "
		"mapped to the user nobody outside, or to the user of sockdiff "
		"if that is not root.\n"
		"\n"
		"/tmp is empty at the start of every play. If a program to run "
		"is in the machine's /tmp, that folder is mounted read-only "
		"instead, and TMPDIR is /dev/shm.\n"
		"\n"
		"The cache of a host is read-only: it finds what it stored "
		"there outside sockdiff, and cannot add to it.\n"
		"\n"
		"The command of `version`, and the host when its imports are "
		"probed, run outside these namespaces: only name hosts that "
		"you would run yourself.\n");
}

void page_host(struct buf *b, const struct program_help *h)
{
	(void)h;
	head(b);
	keys_write(b);
	marks_write(b);
	preopen_write(b);
	quirks_write(b);
	room_write(b);
	roff_macro(b, ".SH", "FILES");
	roff_item(b, "PREFIX/share/sockdiff/hosts/NAME.yaml",
		  "The manifests that come with sockdiff.");
	roff_macro(b, ".SH", "ENVIRONMENT");
	roff_item(b, "SOCKDIFF_NAME",
		  "The program of the runtime NAME, in capitals, with _ in "
		  "place of other characters than letters and digits: "
		  "SOCKDIFF_WAZERO.");
	roff_macro(b, ".SH", "SEE ALSO");
	buf_puts(b, ".BR sockdiff (1),\n.BR sockdiff-case (5),\n"
		    ".BR sockhost-run (1),\n.BR user_namespaces (7)\n");
}
