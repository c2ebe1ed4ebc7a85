/* SPDX-License-Identifier: Apache-2.0 */
#include "provenance.h"

#include <gnu/libc-version.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "result/results.h"

static void add(struct provenance *p, const char *key, const char *value)
{
	GROW(p->v, p->n);
	p->v[p->n++] = (struct fact){xstrdup(key), xstrdup(value)};
}

/* "libpcap version 1.10.3 (with TPACKET_V3)": only the number. */
static char *pcap_version(void)
{
	static const char before[] = "libpcap version ";
	const char *text = pcap_lib_version();

	if (strncmp(text, before, strlen(before)) == 0)
		text += strlen(before);
	return xstrndup(text, strcspn(text, " "));
}

void provenance_here(struct provenance *p)
{
	json_t *machine = report_machine(), *value;
	char *libc = xasprintf("glibc %s", gnu_get_libc_version());
	char *pcap = pcap_version();
	const char *key;

	*p = (struct provenance){0};
	add(p, "kernel", report_str(machine, "kernel"));
	add(p, "arch", report_str(machine, "arch"));
	add(p, "libc", libc);
	add(p, "sockdiff", SOCKDIFF_VERSION);
	add(p, "libpcap", pcap);
	json_object_foreach (json_object_get(machine, "sysctls"), key, value)
		add(p, key, json_string_value(value));
	free(libc);
	free(pcap);
	json_decref(machine);
}

void provenance_free(struct provenance *p)
{
	for (int i = 0; i < p->n; i++) {
		free(p->v[i].key);
		free(p->v[i].value);
	}
	free(p->v);
	*p = (struct provenance){0};
}

void provenance_print(struct buf *b, const struct provenance *p)
{
	for (int i = 0; i < p->n; i++)
		buf_printf(b, "%s: %s\n", p->v[i].key, p->v[i].value);
}

bool provenance_line(struct provenance *p, const char *line)
{
	const char *colon = strstr(line, ": ");
	char *key;

	if (!colon || colon == line)
		return false;
	key = xstrndup(line, (size_t)(colon - line));
	add(p, key, colon + 2);
	free(key);
	return true;
}

static const char *find(const struct provenance *p, const char *key)
{
	for (int i = 0; i < p->n; i++)
		if (strcmp(p->v[i].key, key) == 0)
			return p->v[i].value;
	return NULL;
}

const char *provenance_get(const struct provenance *p, const char *key)
{
	const char *value = find(p, key);

	return value ? value : "";
}

/* Versions that are told, but move no answer of Linux. */
static bool is_ours(const char *key)
{
	return strcmp(key, "sockdiff") == 0 || strcmp(key, "libpcap") == 0;
}

static void differ(struct buf *b, const char *key, const char *stored,
		   const char *here)
{
	if (is_ours(key) || (stored && here && strcmp(stored, here) == 0))
		return;
	buf_printf(b, "%s%s %s (here %s)", b->len ? ", " : "", key,
		   stored ? stored : "unknown", here ? here : "unknown");
}

char *provenance_differs(const struct provenance *stored,
			 const struct provenance *here)
{
	struct buf b = {0};

	for (int i = 0; i < stored->n; i++)
		differ(&b, stored->v[i].key, stored->v[i].value,
		       find(here, stored->v[i].key));
	for (int i = 0; i < here->n; i++)
		if (!find(stored, here->v[i].key))
			differ(&b, here->v[i].key, NULL, here->v[i].value);
	return buf_take(&b);
}
