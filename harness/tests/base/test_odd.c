/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hosts that are odd in ways that real ones are, and are played rightly; and
 * quirks that a host declares.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "tests/help/plays.h"
#include "result/quirk_notes.h"

#define STEPS                                                            \
	"  - socket:      {as: s, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - bind:        {fd: s, addr: 127.0.0.1:7000}\n"               \
	"  - listen:      {fd: s}\n"                                     \
	"  - accept:      {fd: s, as: c, blocks: yes}\n"                 \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - peer.connect: {fd: p, addr: 127.0.0.1:7000}\n"              \
	"  - recv:        {fd: c, len: 8, blocks: yes}\n"                \
	"  - peer.send:   {fd: p, data: hello}\n"                        \
	"  - close:       {fd: c}\n"                                     \
	"  - peer.recv:   {fd: p, len: 1}\n"                             \
	"  - close:       {fd: s}\n"

/* Each line of the player, and what the host says itself. */
#define RELAY(before, after)                            \
	"$player | while IFS= read -r line; do " before \
	" printf '%s\\n' \"$line\"; " after " done\n"

static const struct {
	const char *name, *script;
} odd[] = {
	{"prints between answers",
	 "echo hello\n" RELAY("echo unmapped Errno 5;", "echo more;")},
	{"prints without ending the line",
	 RELAY("test -n \"$line\" || printf 'unmapped Errno';", "")},
	{"prints on stderr", RELAY("echo trace >&2;", "")},
	{"writes byte by byte", "$player | dd bs=1 status=none\n"},
	{"reads byte by byte", "dd bs=1 status=none | $player\n"},
	{"opens its stdio anew",
	 "exec $player </dev/stdin >/dev/stdout 2>/dev/stderr\n"},
	{"has other descriptors for its stdio",
	 "exec 7<&0 8>&1 </dev/null >/dev/null\nexec $player <&7 >&8\n"},
	{"takes seconds to start", "sleep 2.5\nexec $player\n"},
	{"has threads", "exec ${player%/guests/*}/threaded\n"},
	{"has other processes", "sleep 100 &\n$player\nkill $!\n"},
};

START_TEST(odd_hosts)
{
	struct host *h = plays_script(odd[_i].script);
	struct pair p = {0};

	plays.host = h;
	pair_play(&p, &plays_stage, &plays, plays_case(STEPS));
	ck_assert_msg(p.result->verdict == SAME, "%s: %s, %s", odd[_i].name,
		      p.result->why,
		      p.result->ngaps ? p.result->gaps[0].signature : "no gap");
	pair_free(&p);
	host_free(h);
}
END_TEST

/* What a host says before it ends is what a reader has to know. */
START_TEST(last_words)
{
	struct host *h = plays_script(
		"echo starting\necho 'unknown import: sock_open' >&2\nexit 1\n");
	struct pair p = {0};

	plays.host = h;
	pair_play(&p, &plays_stage, &plays, plays_case(STEPS));
	ck_assert_int_eq(p.result->verdict, BROKEN);
	ck_assert_ptr_nonnull(strstr(p.result->why, "exited with status 1"));
	/* Both streams, in whatever order they were read. */
	ck_assert_ptr_nonnull(strstr(p.result->said, "starting"));
	ck_assert_ptr_nonnull(
		strstr(p.result->said, "unknown import: sock_open"));
	pair_free(&p);
	host_free(h);
}
END_TEST

/* --- quirks ---------------------------------------------------------------*/

/* The verdict on a program of build/, perhaps with a declared quirk. */
static enum verdict with_quirk(const char *command, const char *abi, int quirk,
			       const char *proof, const char *steps)
{
	char *line = xasprintf("%s/%s", plays_build(), command), *why = NULL;
	struct host *h = host_from_command(line, abi, &why);
	struct pair p = {0};
	enum verdict verdict;

	ck_assert_msg(h, "%s", why);
	if (proof) {
		h->quirks[quirk].declared = true;
		h->quirks[quirk].proof = xstrdup(proof);
	}
	plays.host = h;
	pair_play(&p, &plays_stage, &plays, plays_case(steps));
	verdict = p.result->verdict;
	if (verdict != SAME && proof && strcmp(proof, "other/case") == 0)
		fprintf(stderr, "%s: %s\n", quirk_rows[quirk].name,
			p.result->ngaps ? p.result->gaps[0].signature
					: p.result->why);
	pair_free(&p);
	host_free(h);
	free(line);
	return verdict;
}

#define BIND                                                        \
	"  - socket: {as: s, domain: AF_INET, type: SOCK_STREAM}\n" \
	"  - bind:   {fd: s, addr: 127.0.0.1:7000}\n"

static const struct {
	int quirk;
	const char *command, *steps;
} quirks[] = {
	{QUIRK_never_blocks,
	 "sockhost/player-wasinet_v0 --allow all --dir . --nonblocking", STEPS},
	{QUIRK_never_blocks,
	 "sockhost/player-wasinet_v0 --allow all --dir . --nonblocking",
	 "  - peer.socket: {as: l, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - peer.bind:   {fd: l, addr: 127.0.0.1:7000}\n"
	 "  - peer.listen: {fd: l}\n"
	 "  - socket:      {as: s, domain: AF_INET, type: SOCK_STREAM}\n"
	 "  - connect:     {fd: s, addr: 127.0.0.1:7000}\n"},
	{QUIRK_never_closes,
	 "mutants/player-wasinet_v0 --allow all --dir . "
	 "--mutant close_leaks",
	 STEPS},
	{QUIRK_sets_options,
	 "mutants/player-wasinet_v0 --allow all --dir . "
	 "--mutant reuseaddr_on_bind",
	 BIND},
};

/* Undeclared it is a gap; declared it is one in its proof alone. */
START_TEST(quirk)
{
	const char *command = quirks[_i].command, *steps = quirks[_i].steps;
	int q = quirks[_i].quirk;
	char *proof = xstrdup("play/x");
	enum verdict undeclared, helped, proven;

	undeclared = with_quirk(command, "wasinet_v0", q, NULL, steps);
	helped = with_quirk(command, "wasinet_v0", q, "other/case", steps);
	proven = with_quirk(command, "wasinet_v0", q, proof, steps);
	ck_assert_msg(undeclared == DIFFERS, "undeclared: %d", undeclared);
	ck_assert_msg(helped == SAME, "helped: %d", helped);
	ck_assert_msg(proven == DIFFERS, "proven: %d", proven);
	free(proof);
}
END_TEST

/* A case that asks not to wait is not helped to wait. */
START_TEST(patience)
{
	static const char steps[] =
		BIND "  - listen: {fd: s}\n"
		     "  - set-nonblock: {fd: s, on: yes}\n"
		     "  - accept: {fd: s, as: c}\n"
		     "  - socket: {as: d, domain: AF_INET, type: SOCK_DGRAM}\n"
		     "  - bind:   {fd: d, addr: 127.0.0.1:7001}\n"
		     "  - recv:   {fd: d, len: 1, flags: MSG_DONTWAIT}\n";

	ck_assert_int_eq(with_quirk("guests/player-native", "native",
				    QUIRK_never_blocks, "other/case", steps),
			 SAME);
}
END_TEST

START_TEST(numbers_of_the_host)
{
	static const char steps[] = "  - shutdown: {fd: 77, how: SHUT_WR}\n";

	ck_assert_int_eq(with_quirk("guests/player-native", "native",
				    QUIRK_own_descriptors, "other/cases",
				    steps),
			 INEXPRESSIBLE);
	ck_assert_int_eq(with_quirk("guests/player-native", "native",
				    QUIRK_own_descriptors, "play/x", steps),
			 SAME);
}
END_TEST

/* A quirk that its proofs do not show any more is told of. */
START_TEST(quirk_is_gone)
{
	struct host h = {.name = (char *)"h", .path = (char *)"h.yaml"};
	static const struct {
		const char *cases;
		size_t notes;
	} rows[] = {
		{"[]", 0},
		{"[{\"id\": \"a/b[1]\", \"verdict\": \"same\"}]", 1},
		{"[{\"id\": \"a/b\", \"verdict\": \"same\"}]", 1},
		{"[{\"id\": \"a/bc\", \"verdict\": \"same\"}]", 0},
		{"[{\"id\": \"a/b[1]\", \"verdict\": \"same\"},"
		 " {\"id\": \"a/b[2]\", \"verdict\": \"differs\"}]",
		 0},
	};

	h.quirks[QUIRK_never_blocks] =
		(struct host_quirk){true, (char *)"why", (char *)"a/b", 7};
	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *notes = json_array();
		json_t *cases = json_loads(rows[i].cases, 0, NULL);

		report_quirks(notes, &h, cases);
		ck_assert_uint_eq(json_array_size(notes), rows[i].notes);
		if (rows[i].notes)
			ck_assert_str_eq(
				json_string_value(json_array_get(notes, 0)),
				"h.yaml:7: the quirk never-blocks no longer "
				"applies: a/b is the same as on Linux");
		json_decref(notes);
		json_decref(cases);
	}
}
END_TEST

Suite *odd_suite(void);

Suite *odd_suite(void)
{
	Suite *s = suite_create("odd");
	TCase *c = tcase_create("hosts");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, plays_open, plays_close);
	tcase_add_loop_test(c, odd_hosts, 0, (int)COUNT(odd));
	tcase_add_test(c, last_words);
	tcase_add_loop_test(c, quirk, 0, (int)COUNT(quirks));
	tcase_add_test(c, patience);
	tcase_add_test(c, numbers_of_the_host);
	tcase_add_test(c, quirk_is_gone);
	suite_add_tcase(s, c);
	return s;
}
