/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"

START_TEST(parses_a_command)
{
	char line[] = "12 bind fd=s addr=in:7f000001:7000 empty=\n";
	struct wire_line w;

	ck_assert_int_eq(wire_parse(line, 1, &w), 0);
	ck_assert_int_eq(w.step, 12);
	ck_assert_str_eq(w.op, "bind");
	ck_assert_int_eq(w.n, 3);
	ck_assert_str_eq(w.field[0].key, "fd");
	ck_assert_str_eq(wire_get(&w, "addr"), "in:7f000001:7000");
	ck_assert_str_eq(wire_get(&w, "empty"), "");
	ck_assert_ptr_null(wire_get(&w, "len"));
}
END_TEST

START_TEST(parses_an_answer)
{
	char line[] = "3 ret=-1 errno=?99 value=str:a=b";
	struct wire_line w;

	ck_assert_int_eq(wire_parse(line, 0, &w), 0);
	ck_assert_ptr_null(w.op);
	ck_assert_int_eq(w.step, 3);
	ck_assert_str_eq(wire_get(&w, "errno"), "?99");
	ck_assert_str_eq(wire_get(&w, "value"), "str:a=b");
}
END_TEST

START_TEST(parses_no_fields)
{
	char line[] = "0 pipe";
	struct wire_line w;

	ck_assert_int_eq(wire_parse(line, 1, &w), 0);
	ck_assert_int_eq(w.n, 0);
}
END_TEST

static const struct {
	const char *line;
	long step;
} wrong[] = {
	{"", -1},         {"\n", -1},          {"bind fd=s", -1},
	{"-1 bind", -1},  {"1x bind", 1},      {" 1 bind", -1},
	{"7", 7},         {"7 ", 7},           {"7  bind", 7},
	{"7 bind ", 7},   {"7 bind  fd=s", 7}, {"7 bind fd", 7},
	{"7 bind =s", 7},
};

START_TEST(refuses_other_forms)
{
	struct wire_line w;
	char *line = strdup(wrong[_i].line);

	ck_assert_int_eq(wire_parse(line, 1, &w), -1);
	ck_assert_int_eq(w.step, wrong[_i].step);
	free(line);
}
END_TEST

START_TEST(refuses_too_many_fields)
{
	char line[8 * WIRE_FIELDS] = "1 op";
	struct wire_line w;
	char *copy;

	for (int i = 0; i < WIRE_FIELDS; i++)
		strcat(line, " a=b");
	copy = strdup(line);
	ck_assert_int_eq(wire_parse(copy, 1, &w), 0);
	free(copy);
	strcat(line, " a=b");
	ck_assert_int_eq(wire_parse(line, 1, &w), -1);
}
END_TEST

START_TEST(escapes_every_byte)
{
	unsigned char bytes[256];
	char out[3 * sizeof(bytes) + 1];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	ck_assert_uint_eq(wire_escape(out, bytes, sizeof(bytes)), strlen(out));
	for (const char *c = out; *c != '\0'; c++)
		ck_assert(*c > ' ' && *c < 127 && *c != '=' && *c != ',');
	ck_assert_int_eq(wire_unescape(out), sizeof(bytes));
	ck_assert_mem_eq(out, bytes, sizeof(bytes));
}
END_TEST

START_TEST(escapes_what_must_be)
{
	char out[64];

	wire_escape(out, "a b%_-.:;/+|@*", 14);
	ck_assert_str_eq(out, "a%20b%25_-.:;/+|@*");
}
END_TEST

START_TEST(refuses_wrong_escapes)
{
	static const char *const texts[] = {"%", "%2", "%2g", "a%%20"};
	char text[16];

	strcpy(text, texts[_i]);
	ck_assert_int_eq(wire_unescape(text), -1);
}
END_TEST

START_TEST(goes_to_hex_and_back)
{
	unsigned char back[4];
	char hex[9];

	wire_hex(hex, "\x00\xff\x12\xab", 4);
	ck_assert_str_eq(hex, "00ff12ab");
	ck_assert_int_eq(wire_unhex(back, 4, hex, 8), 4);
	ck_assert_mem_eq(back, "\x00\xff\x12\xab", 4);
	ck_assert_int_eq(wire_unhex(back, 4, hex, 0), 0);
}
END_TEST

START_TEST(refuses_wrong_hex)
{
	unsigned char back[2];

	ck_assert_int_eq(wire_unhex(back, 2, "0", 1), -1);
	ck_assert_int_eq(wire_unhex(back, 2, "0g", 2), -1);
	ck_assert_int_eq(wire_unhex(back, 2, "g0", 2), -1);
	ck_assert_int_eq(wire_unhex(back, 2, "000000", 6), -1);
}
END_TEST

/* From the test vectors that come with FNV's definition. */
START_TEST(knows_fnv)
{
	ck_assert_uint_eq(wire_fnv("", 0), 0xcbf29ce484222325);
	ck_assert_uint_eq(wire_fnv("a", 1), 0xaf63dc4c8601ec8c);
	ck_assert_uint_eq(wire_fnv("foobar", 6), 0x85944171f73967e8);
}
END_TEST

Suite *wire_suite(void);

Suite *wire_suite(void)
{
	Suite *s = suite_create("wire");
	TCase *t = tcase_create("wire");

	tcase_add_test(t, parses_a_command);
	tcase_add_test(t, parses_an_answer);
	tcase_add_test(t, parses_no_fields);
	tcase_add_loop_test(t, refuses_other_forms, 0,
			    sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(t, refuses_too_many_fields);
	tcase_add_test(t, escapes_every_byte);
	tcase_add_test(t, escapes_what_must_be);
	tcase_add_loop_test(t, refuses_wrong_escapes, 0, 4);
	tcase_add_test(t, goes_to_hex_and_back);
	tcase_add_test(t, refuses_wrong_hex);
	tcase_add_test(t, knows_fnv);
	suite_add_tcase(s, t);
	return s;
}
