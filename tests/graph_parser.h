/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_GRAPH_PARSER_H
#define TESTS_GRAPH_PARSER_H

/* A text read word by word, and what goes into the graph for it; for graph_build.c. */

#include "base/vector.h"
#include "notes/stamp.h"

/* With its terminator. */
#define NAME_SIZE 64

struct known_tag {
	uint8_t kind;
	char key[NAME_SIZE];
	uint32_t id;
};

struct parser {
	const char *text, *at;
	struct stamp *stamp;
	struct graph *graph;
	VECTOR(struct known_tag) tags;
};

/* Both end the program: a text in a test is right. */
_Noreturn void parser_die(const struct parser *parser, const char *what);
void parser_need(bool condition);

void parser_skip_space(struct parser *parser);

/* A word or sign, if it comes next. */
bool parser_take(struct parser *parser, const char *token);
bool parser_take_name(struct parser *parser, char name[NAME_SIZE]);

/* One that must come next. */
void parser_expect(struct parser *parser, const char *token);
long long parser_take_number(struct parser *parser);

/* Equal types without a tag are one, as in a graph from debug information. */
struct type_ref parser_add_type(struct parser *parser, const struct type *type);
struct type_ref parser_add_base(struct parser *parser, unsigned encoding, uint64_t size,
				unsigned format);

/* The type of a tag; opaque until it gets its body. */
uint32_t parser_find_tag(struct parser *parser, uint8_t kind, const char *key);

const char *parser_intern(struct parser *parser, const char *text, size_t length);

/* As struct type has it. */
uint8_t align_code(uint64_t align);

#endif
