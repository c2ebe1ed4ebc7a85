/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The case language as a JSON schema (draft 7, which editors know), out of
 * the same tables as the loader. It is a little wider than the loader:
 * wherever a word can stand, text with a $variable can.
 */
#include <argp.h>
#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/args.h"
#include "case/reader.h"
#include "cmd.h"
#include "lang/needs.h"
#include "result/results.h"

#define NAME "[A-Za-z_][A-Za-z0-9_]*"
/* What a number looks like that YAML takes for text. */
#define NUMBER                             \
	"{'type': ['integer', 'string'], " \
	"'pattern': '^-?(0[xX][0-9a-fA-F]+|[0-9]+)$|\\\\$'}"
#define TEXT "{'type': ['string', 'number', 'boolean']}"
#define VARIABLE "{'type': 'string', 'pattern': '\\\\$'}"
#define BYTES                                      \
	"{'type': 'object', 'required': ['hex'], " \
	"'additionalProperties': false, 'properties': {'hex': " TEXT "}}"
#define DATA                                                            \
	"{'anyOf': [" TEXT ", " BYTES ", {'type': 'object', "           \
	"'required': ['fill', 'size'], 'additionalProperties': false, " \
	"'properties': {'fill': " TEXT ", 'size': " NUMBER "}}]}"
#define WORDS(list) "{'anyOf': [{'enum': [" list "]}, " VARIABLE "]}"
#define LIST(item) \
	"{'anyOf': [{'type': 'array', 'items': " item "}, " VARIABLE "]}"
#define NEW_NAME "{'type': 'string', 'pattern': '^" NAME "$|\\\\$'}"

/*
 * Each kind of argument, in JSON with single quotes; NULL for those that are
 * made from sockopts.def and, as all constants are, from names.def.
 */
#define SCHEMA_FD "{'type': ['string', 'integer']}"
#define SCHEMA_AS NEW_NAME
#define SCHEMA_AS2 LIST(NEW_NAME)
#define SCHEMA_ASN \
	"{'anyOf': [" NEW_NAME ", {'type': 'array', 'items': " NEW_NAME "}]}"
#define SCHEMA_INT NUMBER
#define SCHEMA_LEN NUMBER
#define SCHEMA_MS NUMBER
#define SCHEMA_ADDR                      \
	"{'type': 'string', 'pattern': " \
	"':[0-9]+$|^unix:|^unspec$|^of:|^raw:|\\\\$'}"
#define SCHEMA_ADDRLEN \
	"{'anyOf': [{'enum': ['exact', 'short', 'long']}, " NUMBER "]}"
#define SCHEMA_DATA DATA
#define SCHEMA_IOVOUT LIST(DATA)
#define SCHEMA_IOVIN LIST(NUMBER)
#define SCHEMA_VALUE "{'type': ['string', 'number', 'boolean', 'object']}"
#define SCHEMA_CONTROL LIST("{'type': ['object', 'string']}")
#define SCHEMA_POLLFDS                         \
	LIST("{'type': ['object', 'string'], " \
	     "'required': ['fd', 'events']}")
/* What YAML 1.1 takes for a truth value is text in a case. */
#define SCHEMA_BOOL \
	"{'anyOf': [{'enum': ['yes', 'no', true, false]}, " VARIABLE "]}"
#define SCHEMA_STR TEXT
#define SCHEMA_PATH TEXT
#define SCHEMA_PTR WORDS("'bad', 'null', 'end', 'wrap', null")
#define SCHEMA_OFLAGS WORDS("'r', 'w', 'rw'")
#define SCHEMA_OPTION NULL

static const char *const kind_schemas[ARG_KIND_COUNT] = {
#define CONSTANT(kind, form, example)
#define KIND(kind, function, form, example, shown) [ARG_##kind] = SCHEMA_##kind,
#include "lang/kinds.def"
};

/* Takes JSON with single quotes instead of double ones. */
static json_t *from_text(const char *text)
{
	char *copy = strdup(text);
	json_error_t error;

	for (char *p = copy; p && *p; p++)
		*p = *p == '\'' ? '"' : *p;
	json_t *o = copy ? json_loads(copy, JSON_DECODE_ANY, &error) : NULL;
	assert(o);
	free(copy);
	return o;
}

static void push_name(json_t *list, const char *name)
{
	json_array_append_new(list, json_string(name));
}

/* "anyOf": an enumeration, and what else can stand in its place. */
static json_t *choice(json_t *words, const char *more)
{
	return json_pack("{s:[{s:o}, o, o]}", "anyOf", "enum", words,
			 from_text(more), from_text(VARIABLE));
}

/* Names of a group, alone or joined by |. */
static json_t *group_schema(const char *group)
{
	json_t *words = json_array();
	struct buf b = {0};

	for (int i = 0; i < names_count; i++) {
		if (strcmp(names[i].group, group) != 0)
			continue;
		push_name(words, names[i].name);
		buf_printf(&b, "%s%s", b.len ? "|" : "", names[i].name);
	}
	char *joined = xasprintf("^ *(%s) *(\\| *(%s) *)*$", b.s, b.s);
	json_t *o = choice(words, NUMBER);
	json_array_append_new(
		json_object_get(o, "anyOf"),
		json_pack("{s:s, s:s}", "type", "string", "pattern", joined));
	free(joined);
	buf_free(&b);
	return o;
}

static json_t *option_schema(void)
{
	json_t *words = json_array();

	for (int i = 0; i < sockopts_count; i++)
		push_name(words, sockopts[i].name);
	return choice(words, NUMBER);
}

static json_t *kind_schema(enum arg_kind kind)
{
	json_t *o;

	if (arg_group(kind))
		o = group_schema(arg_group(kind));
	else if (kind == ARG_OPTION)
		o = option_schema();
	else
		o = from_text(kind_schemas[kind]);
	json_object_set_new(o, "description",
			    json_string(args_kinds[kind].form));
	return o;
}

static json_t *refer(const char *to, const char *help)
{
	char *path = xasprintf("#/definitions/%s", to);
	json_t *o = json_pack("{s:s, s:[{s:s}]}", "description", help, "allOf",
			      "$ref", path);

	free(path);
	return o;
}

/* any, blocks, waits, inject, refused: the same for every operation. */
static void add_step_keys(json_t *args)
{
	static const struct {
		const char *name, *schema;
	} keys[] = {
		{"any", LIST("{'type': 'string'}")},
		{"blocks", "{'enum': ['yes', 'no', true, false]}"},
		{"waits", "{'enum': ['yes', 'no', true, false]}"},
		{"inject", "{'type': ['object', 'string'], "
			   "'required': ['errno']}"},
		{"refused", "{'enum': ['yes', true]}"},
	};

	for (size_t i = 0; i < COUNT(keys); i++) {
		json_t *o = from_text(keys[i].schema);

		json_object_set_new(args, keys[i].name, o);
		for (const struct case_step_key *k = case_step_keys; k->name;
		     k++) {
			if (!strcmp(k->name, keys[i].name))
				json_object_set_new(o, "description",
						    json_string(k->help));
		}
	}
}

static json_t *op_schema(const struct op *op)
{
	json_t *args = json_object(), *required = json_array();

	for (const struct arg_spec *a = op->args; a->name; a++) {
		json_object_set_new(args, a->name,
				    refer(args_kinds[a->kind].name, a->help));
		if (a->need)
			push_name(required, a->name);
	}
	add_step_keys(args);
	return json_pack("{s:s, s:[s,s], s:b, s:o, s:o}", "description",
			 op->help, "type", "object", "string",
			 "additionalProperties", 0, "required", required,
			 "properties", args);
}

static json_t *step_schema(void)
{
	json_t *patterns = json_object();

	for (int i = 0; i < ops_count; i++) {
		bool peers = ops[i].flags & OP_PEERS;
		char *pattern = xasprintf("^(" NAME "\\.)%s%s$",
					  peers ? "" : "?", ops[i].name);

		json_object_set_new(patterns, pattern,
				    refer(ops[i].name, ops[i].help));
		free(pattern);
	}
	/* Where the program of the case begins, see program.h. */
	json_object_set_new(patterns, "^start$", json_object());
	json_object_set_new(patterns, "\\$", json_object());
	return json_pack("{s:[s,s], s:i, s:i, s:b, s:o}", "type", "object",
			 "string", "minProperties", 1, "maxProperties", 1,
			 "additionalProperties", 0, "patternProperties",
			 patterns);
}

static json_t *definitions(void)
{
	json_t *o = json_object();

	for (int i = 0; i < ARG_KIND_COUNT; i++)
		json_object_set_new(o, args_kinds[i].name,
				    kind_schema((enum arg_kind)i));
	for (int i = 0; i < ops_count; i++)
		json_object_set_new(o, ops[i].name, op_schema(&ops[i]));
	json_object_set_new(o, "step", step_schema());
	return o;
}

static json_t *words_schema(json_t *words)
{
	return json_pack("{s:s, s:{s:[{s:o}, o]}}", "type", "array", "items",
			 "anyOf", "enum", words, from_text(VARIABLE));
}

static json_t *covers_schema(void)
{
	json_t *words = json_array();

	for (int i = 0; i < ops_count; i++)
		push_name(words, ops[i].name);
	for (int i = 0; i < names_count; i++) {
		/* Some are in two groups; an enumeration says each once. */
		if (name_find(NULL, names[i].name) == &names[i])
			push_name(words, names[i].name);
	}
	for (int i = 0; i < sockopts_count; i++)
		push_name(words, sockopts[i].name);
	for (int i = 0; i < errnos_count; i++)
		push_name(words, errnos[i].name);
	return words_schema(words);
}

static json_t *needs_schema(void)
{
	json_t *words = json_array();

	for (int i = 0; i < needs_count; i++)
		push_name(words, needs[i].name);
	return words_schema(words);
}

static json_t *net_schema(void)
{
	json_t *words = json_array();

	for (int i = 0; i < nets_count; i++)
		push_name(words, nets[i].name);
	return json_pack("{s:[{s:o}, o]}", "anyOf", "enum", words,
			 from_text(VARIABLE));
}

/* Names, each with one kind and its address. */
static json_t *preopen_schema(void)
{
	json_t *kinds = json_object();

	for (int i = 0; i < PREOPEN_KINDS; i++)
		json_object_set_new(kinds, preopen_rows[i].name,
				    json_pack("{s:s, s:s}", "type", "string",
					      "description",
					      preopen_rows[i].help));
	json_object_set_new(kinds, "peer", from_text("{'type': 'string'}"));
	return json_pack("{s:s, s:{s:s}, s:{s:s, s:b, s:o}}", "type", "object",
			 "propertyNames", "pattern", "^" NAME "$",
			 "additionalProperties", "type", "object",
			 "additionalProperties", 0, "properties", kinds);
}

/* See program.h. */
static json_t *program_schema(void)
{
	return from_text("{'type': 'object', 'required': ['name'], "
			 "'additionalProperties': false, 'properties': {"
			 "'name': {'type': 'string', "
			 "'pattern': '^[a-z0-9-]+$'}, "
			 "'args': {'type': 'array', 'maxItems': 32}, "
			 "'env': {'type': 'object'}, "
			 "'invoke': {'type': 'string'}, "
			 "'input': {'type': 'string'}}}");
}

static json_t *properties(void)
{
	json_t *o = json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:s, s:{s:s}}, s:o, "
		"s:{s:s, s:i, s:{s:s}}}",
		"title", from_text("{'type': 'string', 'minLength': 1}"), "why",
		from_text("{'type': 'string', 'minLength': 1}"), "covers",
		covers_schema(), "needs", needs_schema(), "net", net_schema(),
		"near", from_text(LIST(NEW_NAME)), "preopen", preopen_schema(),
		"descriptors",
		from_text("{'type': ['integer', 'string'], 'minimum': 0}"),
		"allow", from_text(LIST("{'type': 'string'}")), "each", "type",
		"object", "propertyNames", "pattern", "^" NAME "$", "program",
		program_schema(), "steps", "type", "array", "maxItems",
		CASE_STEPS_MAX, "items", "$ref", "#/definitions/step");

	for (const struct case_key *k = case_keys; o && k->name; k++)
		json_object_set_new(json_object_get(o, k->name), "description",
				    json_string(k->help));
	return o;
}

static json_t *schema(void)
{
	json_t *required = json_array();

	for (const struct case_key *k = case_keys; k->name; k++) {
		if (k->need && strcmp(k->name, "steps") != 0)
			push_name(required, k->name);
	}
	return json_pack("{s:s, s:s, s:s, s:o, s:[{s:[s]}, {s:[s]}], s:b, "
			 "s:o, s:o}",
			 "$schema", "http://json-schema.org/draft-07/schema#",
			 "title", "a case of sockdiff", "type", "object",
			 "required", required, "anyOf", "required", "steps",
			 "required", "program", "additionalProperties", 0,
			 "properties", properties(), "definitions",
			 definitions());
}

const struct argp schema_argp = {
	.doc = "Print a JSON schema of the case language, for "
	       "editors.\v"
	       "Example:\n"
	       "  sockdiff schema > case.schema.json\n"
	       "and as the first line of a case:\n"
	       "  # yaml-language-server: $schema=case.schema.json",
};

int cmd_schema(int argc, char **argv)
{
	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&schema_argp, argc, argv, 0, NULL, NULL);
	json_t *o = schema();
	assert(o);
	json_dumpf(o, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(o);
	return STATUS_GOOD;
}
