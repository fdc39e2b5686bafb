// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_build.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/graph_parser.h"
#include "verify/layout.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define POINTER_SIZE 8
#define PARTS_MAX 64

/* What stands in front of a declarator. */
struct specifier {
	struct type_ref type;
	bool thread, noreturn, ms_abi;
};

struct declared {
	char name[NAME_SIZE];
	struct type_ref type;
};

static struct specifier parse_specifier(struct parser *parser);
static struct declared parse_declarator(struct parser *parser, struct type_ref type,
					bool ms_abi);

/* ------------------------------------------------------------- structs, unions */

struct placing {
	bool is_union, packed;
	uint64_t at_bits, end_bits, align;
};

static uint64_t round_up(uint64_t value, uint64_t unit)
{
	return unit ? (value + unit - 1) / unit * unit : value;
}

static void grow(struct placing *placing, uint64_t end_bits, uint64_t align)
{
	if (end_bits > placing->end_bits)
		placing->end_bits = end_bits;
	if (align > placing->align)
		placing->align = align;
	placing->at_bits = placing->is_union ? 0 : end_bits;
}

static void place_bit_field(struct placing *placing, const struct graph *graph,
			    struct member *member, uint64_t width, bool named)
{
	uint64_t unit = graph_size(graph, member->type.id) * 8;
	uint64_t at = placing->at_bits;
	if (width == 0 || (!placing->packed && at / unit != (at + width - 1) / unit))
		at = round_up(at, unit);
	member->offset_bits = at;
	member->size_bits = (uint32_t)width;
	grow(placing, at + width,
	     named && !placing->packed ? graph_align(graph, member->type) : 1);
}

static void place(struct placing *placing, const struct graph *graph,
		  struct member *member)
{
	uint64_t align = graph_align(graph, member->type);
	if (placing->packed && !member->type.align)
		align = 1;
	member->offset_bits = round_up(placing->at_bits, align * 8);
	grow(placing, member->offset_bits + graph_size(graph, member->type.id) * 8,
	     align);
}

static void parse_member(struct parser *parser, struct placing *placing,
			 struct member *members, size_t *count)
{
	struct specifier specifier = parse_specifier(parser);
	do {
		if (*count == PARTS_MAX)
			parser_die(parser, "too many members");
		struct declared declared =
			parse_declarator(parser, specifier.type, false);
		struct member *member = &members[*count];
		*member = (struct member){ .type = declared.type };
		if (*declared.name)
			member->name = parser_intern(parser, declared.name,
						     strlen(declared.name));
		if (parser_take(parser, ":"))
			place_bit_field(placing, parser->graph, member,
					(uint64_t)parser_take_number(parser),
					member->name);
		else
			place(placing, parser->graph, member);
		/* Unnamed bit-fields have no entry in debug information. */
		if (member->name ||
		    type_is_tagged_kind(graph_type(parser->graph, member->type.id)->kind))
			++*count;
	} while (parser_take(parser, ","));
	parser_expect(parser, ";");
}

static void parse_members(struct parser *parser, uint32_t id, bool packed, uint64_t align)
{
	struct member members[PARTS_MAX];
	size_t count = 0;
	struct placing placing = { .packed = packed, .align = 1 };
	placing.is_union = graph_type(parser->graph, id)->kind == TYPE_UNION;
	while (!parser_take(parser, "}"))
		parse_member(parser, &placing, members, &count);
	if (align > placing.align)
		placing.align = align;
	struct type *type = &parser->graph->types.data[id];
	type->flags = 0;
	type->size = round_up(placing.end_bits, placing.align * 8) / 8;
	type->align = align_code(placing.align);
	type->first = (uint32_t)parser->graph->members.count;
	type->count = (uint32_t)count;
	for (size_t i = 0; i < count; i++)
		parser_need(vector_push(&parser->graph->members, members[i]));
}

static void parse_enumerators(struct parser *parser, uint32_t id, uint64_t size)
{
	struct type type = *graph_type(parser->graph, id);
	int64_t next = 0;
	type.flags = 0;
	type.size = size;
	type.first = (uint32_t)parser->graph->enumerators.count;
	while (!parser_take(parser, "}")) {
		char name[NAME_SIZE];
		if (!parser_take_name(parser, name))
			parser_die(parser, "an enumerator");
		if (parser_take(parser, "="))
			next = parser_take_number(parser);
		struct enumerator enumerator = {
			parser_intern(parser, name, strlen(name)), next++
		};
		parser_need(vector_push(&parser->graph->enumerators, enumerator));
		if (enumerator.value < 0)
			type.flags = TYPE_SIGNED;
		type.count++;
		parser_take(parser, ",");
	}
	parser->graph->types.data[id] = type;
}

static uint32_t parse_tagged(struct parser *parser, uint8_t kind)
{
	bool packed = parser_take(parser, "packed");
	uint64_t align = 0, enum_size = 4;
	if (parser_take(parser, "aligned(")) {
		align = (uint64_t)parser_take_number(parser);
		parser_expect(parser, ")");
	}
	if (parser_take(parser, "wide"))
		enum_size = 8;
	else if (parser_take(parser, "narrow"))
		enum_size = 1;
	char key[NAME_SIZE];
	uint32_t id;
	if (parser_take_name(parser, key)) {
		id = parser_find_tag(parser, kind, key);
	} else {
		struct type type = { .kind = kind };
		parser_need(!graph_add(parser->graph, &type, &id));
	}
	if (!parser_take(parser, "{"))
		return id;
	if (kind == TYPE_ENUM)
		parse_enumerators(parser, id, enum_size);
	else
		parse_members(parser, id, packed, align);
	return id;
}

/* ------------------------------------------------------------------ specifiers */

static struct type_ref parse_either(struct parser *parser)
{
	struct type_ref alternatives[PARTS_MAX];
	uint32_t count = 0;
	do {
		struct specifier specifier = parse_specifier(parser);
		alternatives[count++] =
			parse_declarator(parser, specifier.type, false).type;
	} while (count < PARTS_MAX && parser_take(parser, ","));
	parser_expect(parser, ")");
	struct type type = { .kind = TYPE_CHOICE, .count = count };
	type.first = (uint32_t)parser->graph->params.count;
	for (uint32_t i = 0; i < count; i++)
		parser_need(vector_push(&parser->graph->params, alternatives[i]));
	struct type_ref ref = { 0 };
	parser_need(!graph_add(parser->graph, &type, &ref.id));
	return ref;
}

struct base_word {
	const char *word;
	uint8_t encoding, size, format;
};

/* `long double` before `long`: the first that fits is taken. */
static const struct base_word base_words[] = {
	{ "long double _Complex", BASE_COMPLEX, 32, FLOAT_X87 },
	{ "_Float128 _Complex", BASE_COMPLEX, 32, FLOAT_IEEE },
	{ "double _Complex", BASE_COMPLEX, 16, FLOAT_IEEE },
	{ "float _Complex", BASE_COMPLEX, 8, FLOAT_IEEE },
	{ "long double", BASE_FLOAT, 16, FLOAT_X87 },
	{ "double", BASE_FLOAT, 8, FLOAT_IEEE },
	{ "float", BASE_FLOAT, 4, FLOAT_IEEE },
	{ "_Float128", BASE_FLOAT, 16, FLOAT_IEEE },
	{ "_Float16", BASE_FLOAT, 2, FLOAT_IEEE },
	{ "_Decimal64", BASE_DECIMAL, 8, FLOAT_IEEE },
	{ "_Decimal128", BASE_DECIMAL, 16, FLOAT_IEEE },
	{ "_Bool", BASE_BOOLEAN, 1, FLOAT_IEEE },
	{ "unsigned char", BASE_UNSIGNED, 1, FLOAT_IEEE },
	{ "unsigned short", BASE_UNSIGNED, 2, FLOAT_IEEE },
	{ "unsigned long", BASE_UNSIGNED, 8, FLOAT_IEEE },
	{ "unsigned __int128", BASE_UNSIGNED, 16, FLOAT_IEEE },
	{ "unsigned int", BASE_UNSIGNED, 4, FLOAT_IEEE },
	{ "unsigned", BASE_UNSIGNED, 4, FLOAT_IEEE },
	{ "signed char", BASE_SIGNED, 1, FLOAT_IEEE },
	{ "char", BASE_SIGNED, 1, FLOAT_IEEE },
	{ "short", BASE_SIGNED, 2, FLOAT_IEEE },
	{ "int", BASE_SIGNED, 4, FLOAT_IEEE },
	{ "long", BASE_SIGNED, 8, FLOAT_IEEE },
	{ "__int128", BASE_SIGNED, 16, FLOAT_IEEE },
};

static struct type_ref parse_type(struct parser *parser)
{
	if (parser_take(parser, "void"))
		return (struct type_ref){ 0 };
	if (parser_take(parser, "struct"))
		return (struct type_ref){ .id = parse_tagged(parser, TYPE_STRUCT) };
	if (parser_take(parser, "union"))
		return (struct type_ref){ .id = parse_tagged(parser, TYPE_UNION) };
	if (parser_take(parser, "enum"))
		return (struct type_ref){ .id = parse_tagged(parser, TYPE_ENUM) };
	if (parser_take(parser, "either("))
		return parse_either(parser);
	if (parser_take(parser, "vector4")) {
		struct type vector = { .kind = TYPE_VECTOR, .size = 16, .length = 4 };
		vector.target = parse_type(parser);
		vector.size = 4 * graph_size(parser->graph, vector.target.id);
		return parser_add_type(parser, &vector);
	}
	if (parser_take(parser, "other")) {
		struct type other = { .kind = TYPE_BASE, .size = 8 };
		char name[NAME_SIZE];
		if (parser_take_name(parser, name))
			other.tag = parser_intern(parser, name, strlen(name));
		return parser_add_type(parser, &other);
	}
	if (parser_take(parser, "_BitInt(")) {
		struct type type = { .kind = TYPE_BASE,
				     .encoding = BASE_SIGNED,
				     .size = 4 };
		type.bits = (uint16_t)parser_take_number(parser);
		parser_expect(parser, ")");
		return parser_add_type(parser, &type);
	}
	for (size_t i = 0; i < sizeof(base_words) / sizeof(*base_words); i++) {
		const struct base_word *base = &base_words[i];
		if (parser_take(parser, base->word))
			return parser_add_base(parser, base->encoding, base->size,
					       base->format);
	}
	parser_die(parser, "a type");
}

static uint8_t take_qualifiers(struct parser *parser)
{
	uint8_t quals = 0;
	for (;;) {
		if (parser_take(parser, "const"))
			quals |= QUAL_CONST;
		else if (parser_take(parser, "volatile"))
			quals |= QUAL_VOLATILE;
		else if (parser_take(parser, "restrict"))
			quals |= QUAL_RESTRICT;
		else if (parser_take(parser, "_Atomic"))
			quals |= QUAL_ATOMIC;
		else
			return quals;
	}
}

static struct specifier parse_specifier(struct parser *parser)
{
	struct specifier ret = { 0 };
	uint64_t align = 0;
	ret.thread = parser_take(parser, "thread");
	ret.noreturn = parser_take(parser, "noreturn");
	ret.ms_abi = parser_take(parser, "ms_abi");
	if (parser_take(parser, "_Alignas(")) {
		align = (uint64_t)parser_take_number(parser);
		parser_expect(parser, ")");
	}
	uint8_t quals = take_qualifiers(parser);
	ret.type = parse_type(parser);
	ret.type.quals |= quals | take_qualifiers(parser);
	ret.type.align = align_code(align);
	return ret;
}

/* ----------------------------------------------------------------- declarators */

static struct type_ref pointer_to(struct parser *parser, struct type_ref target)
{
	struct type type = { .kind = TYPE_POINTER,
			     .size = POINTER_SIZE,
			     .target = target };
	return parser_add_type(parser, &type);
}

/* As C adjusts parameters: arrays and functions are pointers, qualifiers do not count. */
static struct type_ref adjusted(struct parser *parser, struct type_ref ref)
{
	const struct type *type = graph_type(parser->graph, ref.id);
	if (type->kind == TYPE_ARRAY)
		return pointer_to(parser, type->target);
	if (type->kind == TYPE_FUNCTION)
		return pointer_to(parser, ref);
	ref.quals &= QUAL_ATOMIC;
	return ref;
}

static void parse_params(struct parser *parser, struct type *type,
			 struct type_ref params[PARTS_MAX])
{
	if (parser_take(parser, ")")) {
		type->flags = TYPE_UNPROTOTYPED;
		return;
	}
	if (parser_take(parser, "void)"))
		return;
	if (parser_take(parser, "old:"))
		type->flags = TYPE_UNPROTOTYPED;
	do {
		if (parser_take(parser, "...")) {
			type->flags |= TYPE_VARIADIC;
			break;
		}
		struct specifier specifier = parse_specifier(parser);
		struct type_ref param =
			parse_declarator(parser, specifier.type, false).type;
		params[type->count++] = adjusted(parser, param);
	} while (type->count < PARTS_MAX && parser_take(parser, ","));
	parser_expect(parser, ")");
}

static struct type_ref parse_function(struct parser *parser, struct type_ref result,
				      bool ms_abi)
{
	struct type_ref params[PARTS_MAX];
	struct type type = { .kind = TYPE_FUNCTION, .target = result };
	type.target.quals = 0;
	type.target.align = 0;
	/* DW_CC_LLVM_Win64. */
	type.convention = ms_abi ? 0xc1 : CONVENTION_DEFAULT;
	parse_params(parser, &type, params);
	type.first = (uint32_t)parser->graph->params.count;
	for (uint32_t i = 0; i < type.count; i++)
		parser_need(vector_push(&parser->graph->params, params[i]));
	return parser_add_type(parser, &type);
}

static struct type_ref parse_suffixes(struct parser *parser, struct type_ref type,
				      bool ms_abi)
{
	if (parser_take(parser, "("))
		return parse_function(parser, type, ms_abi);
	if (!parser_take(parser, "["))
		return type;
	struct type array = { .kind = TYPE_ARRAY, .length = LENGTH_UNKNOWN };
	if (!parser_take(parser, "]")) {
		uint64_t length = (uint64_t)parser_take_number(parser);
		array.length = length ? length : LENGTH_UNKNOWN;
		parser_expect(parser, "]");
	}
	array.target = parse_suffixes(parser, type, ms_abi);
	uint8_t align = array.target.align;
	array.target.align = 0;
	struct type_ref ref = parser_add_type(parser, &array);
	ref.align = align;
	return ref;
}

static const char *matching_parenthesis(const struct parser *parser)
{
	int depth = 0;
	for (const char *at = parser->at; *at; at++) {
		depth += *at == '(';
		depth -= *at == ')';
		if (depth < 0)
			return at;
	}
	parser_die(parser, "a parenthesis");
}

static bool starts_nested(const struct parser *parser)
{
	const char *at = parser->at;
	while (isspace((unsigned char)*at))
		at++;
	if (*at++ != '(')
		return false;
	while (isspace((unsigned char)*at))
		at++;
	return *at == '*';
}

static struct declared parse_declarator(struct parser *parser, struct type_ref type,
					bool ms_abi)
{
	while (parser_take(parser, "*")) {
		type = pointer_to(parser, type);
		type.quals = take_qualifiers(parser);
	}
	if (!starts_nested(parser)) {
		struct declared ret = { .name = "" };
		parser_take_name(parser, ret.name);
		ret.type = parse_suffixes(parser, type, ms_abi);
		return ret;
	}
	parser_expect(parser, "(");
	const char *inside = parser->at;
	parser->at = matching_parenthesis(parser) + 1;
	type = parse_suffixes(parser, type, ms_abi);
	const char *behind = parser->at;
	parser->at = inside;
	struct declared ret = parse_declarator(parser, type, false);
	parser_expect(parser, ")");
	parser->at = behind;
	return ret;
}

/* ---------------------------------------------------------------------- symbols */

static void add_symbol(struct parser *parser, const struct specifier *specifier,
		       const struct declared *declared)
{
	bool function =
		graph_type(parser->graph, declared->type.id)->kind == TYPE_FUNCTION;
	struct stamp_symbol symbol = {
		.name = parser_intern(parser, declared->name, strlen(declared->name)),
		.kind = function ? SYMBOL_FUNCTION : SYMBOL_OBJECT,
		.type = declared->type,
	};
	if (specifier->thread)
		symbol.kind = SYMBOL_TLS;
	if (specifier->noreturn)
		symbol.flags |= SYMBOL_NORETURN;
	parser_need(vector_push(&parser->stamp->provides, symbol));
}

void graph_build(struct stamp *stamp, const char *text)
{
	parser_need(!stamp_init(stamp));
	struct parser parser = {
		.text = text, .at = text, .stamp = stamp, .graph = &stamp->graph
	};
	for (parser_skip_space(&parser); *parser.at; parser_skip_space(&parser)) {
		struct specifier specifier = parse_specifier(&parser);
		while (!parser_take(&parser, ";")) {
			struct declared declared = parse_declarator(
				&parser, specifier.type, specifier.ms_abi);
			if (!*declared.name)
				parser_die(&parser, "a name");
			add_symbol(&parser, &specifier, &declared);
			parser_take(&parser, ",");
		}
	}
	vector_deinit(&parser.tags);
	struct hm_error *error = graph_settle(&stamp->graph);
	if (error) {
		fprintf(stderr, "graph_build: %s\n", hm_error_message(error));
		exit(99);
	}
}

void graph_make_reticent(struct stamp *stamp)
{
	vector_for_each (type, &stamp->graph.types)
		type->flags |= TYPE_RETICENT;
	vector_for_each (symbol, &stamp->provides)
		symbol->flags |= SYMBOL_RETICENT;
}
