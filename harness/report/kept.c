/* SPDX-License-Identifier: Apache-2.0 */
#include "kept.h"

#include <stdlib.h>
#include <string.h>

#include "result/play_json.h"
#include "result/dir.h"
#include "show.h"

/* Wide enough that few lines go on in the next row. */
#define COLUMNS 160
/* Longest capture that is copied; see CAPTURE_PACKETS_MAX. */
#define PCAP_MAX ((size_t)64 << 20)

static void keep(const char *dir, const char *id, const char *suffix,
		 const char *bytes, size_t len)
{
	char *name = report_dir_name(id, suffix), *why = NULL;

	if (report_dir_write(dir, name, bytes, len, &why) < 0)
		free(why);
	free(name);
}

static void keep_text(const char *dir, const char *host, const struct pair *p)
{
	struct show_style style = {host, COLUMNS, false, true};
	struct buf b = {0};

	show_print(&b, p->result->tcase, pair_linux(p), p->got, p->result,
		   &style);
	keep(dir, p->result->tcase->id, ".txt", b.s, b.len);
	buf_free(&b);
}

static void keep_json(const char *dir, const struct pair *p)
{
	json_t *plays = play_json(pair_linux(p), p->got);
	char *text = json_dumps(plays, JSON_COMPACT);

	keep(dir, p->result->tcase->id, ".json", text, strlen(text));
	free(text);
	json_decref(plays);
}

static void keep_packets(const char *dir, const char *suffix,
			 const struct recording *r)
{
	char path[FD_PATH_MAX], *bytes, *why = NULL;
	size_t len;

	if (r->pcap < 0)
		return;
	bytes = file_read(fd_path(path, r->pcap), PCAP_MAX, &len, &why);
	if (bytes)
		keep(dir, r->tcase->id, suffix, bytes, len);
	free(bytes);
	free(why);
}

void report_case(const char *dir, const char *host, const struct pair *p,
		 bool always)
{
	enum verdict v = p->result->verdict;

	if (!always && (v == SAME || v == INEXPRESSIBLE))
		return;
	keep_text(dir, host, p);
	keep_json(dir, p);
	keep_packets(dir, ".native.pcap", pair_linux(p));
	keep_packets(dir, ".host.pcap", p->got);
}
