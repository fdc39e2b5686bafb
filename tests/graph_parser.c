// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_parser.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

_Noreturn void parser_die(const struct parser *parser, const char *what)
{
	fprintf(stderr, "graph_build: %s at \"%.30s\" in \"%s\"\n", what, parser->at,
		parser->text);
	exit(99);
}

void parser_need(bool condition)
{
	if (!condition) {
		fputs("graph_build: out of memory\n", stderr);
		exit(99);
	}
}

/* ---------------------------------------------------------------------- tokens */

void parser_skip_space(struct parser *parser)
{
	while (isspace((unsigned char)*parser->at))
		parser->at++;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '#';
}

bool parser_take(struct parser *parser, const char *token)
{
	parser_skip_space(parser);
	size_t length = strlen(token);
	if (strncmp(parser->at, token, length) != 0 ||
	    (is_word(token[length - 1]) && is_word(parser->at[length])))
		return false;
	parser->at += length;
	return true;
}

void parser_expect(struct parser *parser, const char *token)
{
	if (!parser_take(parser, token))
		parser_die(parser, token);
}

bool parser_take_name(struct parser *parser, char name[NAME_SIZE])
{
	parser_skip_space(parser);
	size_t length = 0;
	while (is_word(parser->at[length]))
		length++;
	if (!length || length >= NAME_SIZE || isdigit((unsigned char)*parser->at))
		return false;
	memcpy(name, parser->at, length);
	name[length] = '\0';
	parser->at += length;
	return true;
}

long long parser_take_number(struct parser *parser)
{
	char *end;
	parser_skip_space(parser);
	long long value = strtoll(parser->at, &end, 0);
	if (end == parser->at)
		parser_die(parser, "a number");
	parser->at = end;
	return value;
}

/* ----------------------------------------------------------------------- types */

static bool same_params(const struct graph *graph, const struct type *a,
			const struct type *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		struct type_ref left = graph->params.data[a->first + i];
		struct type_ref right = graph->params.data[b->first + i];
		if (left.id != right.id || left.quals != right.quals)
			return false;
	}
	return true;
}

static bool same_type(const struct graph *graph, const struct type *a,
		      const struct type *b)
{
	return a->kind == b->kind && a->flags == b->flags && a->align == b->align &&
	       a->encoding == b->encoding && a->format == b->format &&
	       a->convention == b->convention && a->bits == b->bits &&
	       a->size == b->size && a->length == b->length && a->tag == b->tag &&
	       a->target.id == b->target.id && a->target.quals == b->target.quals &&
	       a->target.align == b->target.align && a->count == b->count &&
	       same_params(graph, a, b);
}

struct type_ref parser_add_type(struct parser *parser, const struct type *type)
{
	struct type_ref ref = { 0 };
	for (; ref.id < parser->graph->types.count; ref.id++) {
		const struct type *have = graph_type(parser->graph, ref.id);
		if (!type_is_tagged_kind(have->kind) &&
		    same_type(parser->graph, have, type))
			return ref;
	}
	parser_need(!graph_add(parser->graph, type, &ref.id));
	return ref;
}

struct type_ref parser_add_base(struct parser *parser, unsigned encoding, uint64_t size,
				unsigned format)
{
	struct type type = { .kind = TYPE_BASE,
			     .encoding = (uint8_t)encoding,
			     .size = size,
			     .format = (uint8_t)format };
	return parser_add_type(parser, &type);
}

uint8_t align_code(uint64_t align)
{
	return align ? (uint8_t)(__builtin_ctzll(align) + 1) : 0;
}

const char *parser_intern(struct parser *parser, const char *text, size_t length)
{
	const char *string = graph_string(parser->graph, text, length);
	parser_need(string);
	return string;
}

uint32_t parser_find_tag(struct parser *parser, uint8_t kind, const char *key)
{
	vector_for_each (known, &parser->tags)
		if (known->kind == kind && strcmp(known->key, key) == 0)
			return known->id;
	struct known_tag tag = { .kind = kind };
	snprintf(tag.key, sizeof(tag.key), "%s", key);
	struct type type = { .kind = kind, .flags = TYPE_OPAQUE };
	type.tag = parser_intern(parser, key, strcspn(key, "#"));
	parser_need(!graph_add(parser->graph, &type, &tag.id));
	parser_need(vector_push(&parser->tags, tag));
	return tag.id;
}
