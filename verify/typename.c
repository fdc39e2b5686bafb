// SPDX-License-Identifier: BSD-3-Clause
#include "verify/typename.h"

#include <stdio.h>
#include <string.h>

/* Longer names tell nobody anything, and a hostile graph can make them as long as it
 * likes. */
#define NAME_MAX_LENGTH 256
/* Pointers, arrays and functions in one declarator. */
#define DECLARATOR_MAX_DEPTH 24
/* Functions whose parameters are functions whose parameters... */
#define PARAMETER_MAX_DEPTH 3
#define PARAMETER_MAX_COUNT 16
/* All types that one name mentions: what is nested in each other multiplies. */
#define NAME_MAX_TYPES 256

#define OMITTED "/*...*/"

/* Grows from the inside out: what C writes around a name. Cut short when it is full. */
struct declarator {
	char text[NAME_MAX_LENGTH];
	size_t length;
};

static void declarator_append(struct declarator *declarator, const char *text)
{
	size_t length = strlen(text),
	       room = sizeof(declarator->text) - declarator->length;
	if (length > room)
		length = room;
	memcpy(declarator->text + declarator->length, text, length);
	declarator->length += length;
}

static void declarator_prepend(struct declarator *declarator, const char *text)
{
	size_t length = strlen(text),
	       room = sizeof(declarator->text) - declarator->length;
	if (length > room)
		return;
	memmove(declarator->text + length, declarator->text, declarator->length);
	memcpy(declarator->text, text, length);
	declarator->length += length;
}

static void declarator_wrap(struct declarator *declarator)
{
	declarator_prepend(declarator, "(");
	declarator_append(declarator, ")");
}

static void qualifiers_text(uint8_t quals, char ret[48])
{
	snprintf(ret, 48, "%s%s%s%s", quals & QUAL_CONST ? "const " : "",
		 quals & QUAL_VOLATILE ? "volatile " : "",
		 quals & QUAL_RESTRICT ? "restrict " : "",
		 quals & QUAL_ATOMIC ? "_Atomic " : "");
}

static void declare_pointer(struct declarator *declarator, uint8_t quals)
{
	char text[48];
	qualifiers_text(quals, text);
	size_t length = strlen(text);
	if (length && !declarator->length)
		text[length - 1] = '\0';
	declarator_prepend(declarator, text);
	declarator_prepend(declarator, "*");
}

static void declare_array(struct declarator *declarator, uint64_t length)
{
	char text[32] = "[]";
	if (length != LENGTH_UNKNOWN)
		snprintf(text, sizeof(text), "[%llu]", (unsigned long long)length);
	declarator_append(declarator, text);
}

struct naming {
	const struct graph *graph;
	unsigned types_left;
};

static void name_type(struct declarator *ret, struct naming *naming, struct type_ref ref,
		      unsigned depth);

static void declare_params(struct declarator *declarator, struct naming *naming,
			   const struct type *type, unsigned depth)
{
	declarator_append(declarator, "(");
	const char *separator = "";
	for (uint32_t i = 0; i < type->count; i++) {
		declarator_append(declarator, separator);
		separator = ", ";
		if (i == PARAMETER_MAX_COUNT || depth == PARAMETER_MAX_DEPTH ||
		    !naming->types_left) {
			declarator_append(declarator, OMITTED);
			break;
		}
		struct declarator param = { 0 };
		name_type(&param, naming, naming->graph->params.data[type->first + i],
			  depth + 1);
		char text[NAME_MAX_LENGTH + 1] = { 0 };
		memcpy(text, param.text, param.length);
		declarator_append(declarator, text);
	}
	if (type->flags & TYPE_VARIADIC) {
		declarator_append(declarator, separator);
		declarator_append(declarator, "...");
	} else if (!type->count && !(type->flags & TYPE_UNPROTOTYPED)) {
		declarator_append(declarator, "void");
	}
	declarator_append(declarator, ")");
}

static void integer_name(const struct type *type, char ret[64])
{
	const char *sign = type->encoding == BASE_UNSIGNED ? "unsigned " : "";
	if (type->bits)
		snprintf(ret, 64, "%s_BitInt(%u)", sign, type->bits);
	else if (type->size == 1)
		snprintf(ret, 64, "%schar", sign);
	else if (type->size == 2)
		snprintf(ret, 64, "%sshort", sign);
	else if (type->size == 4)
		snprintf(ret, 64, "%sint", sign);
	else if (type->size == 8)
		/* long or long long: that depends on the machine. */
		snprintf(ret, 64, "%sint64_t", *sign ? "u" : "");
	else if (type->size == 16)
		snprintf(ret, 64, "%s__int128", sign);
	else
		snprintf(ret, 64, "%s%llu-byte integer", sign,
			 (unsigned long long)type->size);
}

static void float_name(uint64_t size, uint8_t format, char ret[64])
{
	const char *name = NULL;
	if (format == FLOAT_X87)
		name = "long double";
	else if (format == FLOAT_IBM)
		name = "__ibm128";
	else if (format == FLOAT_BRAIN)
		name = "__bf16";
	else if (size == 2)
		name = "_Float16";
	else if (size == 4)
		name = "float";
	else if (size == 8)
		name = "double";
	else if (size == 16)
		name = "_Float128";
	if (name)
		snprintf(ret, 64, "%s", name);
	else
		snprintf(ret, 64, "%llu-byte float", (unsigned long long)size);
}

static void base_name(const struct type *type, char ret[64])
{
	unsigned long long size = type->size;
	char part[64];
	switch (type->encoding) {
	case BASE_SIGNED:
	case BASE_UNSIGNED:
		integer_name(type, ret);
		return;
	case BASE_BOOLEAN:
		if (size == 1)
			snprintf(ret, 64, "_Bool");
		else
			snprintf(ret, 64, "%llu-byte boolean", size);
		return;
	case BASE_FLOAT:
		float_name(size, type->format, ret);
		return;
	case BASE_COMPLEX:
		float_name(size / 2, type->format, part);
		snprintf(ret, 64, "%.40s _Complex", part);
		return;
	case BASE_DECIMAL:
		snprintf(ret, 64, "_Decimal%llu", size * 8);
		return;
	case BASE_FIXED:
		snprintf(ret, 64, "%llu-byte fixed-point number", size);
		return;
	default:
		snprintf(ret, 64, "%.63s", type->tag ? type->tag : "unknown type");
	}
}

/* What stands in front of the declarator: the type that ends the chain. */
static void specifier(struct declarator *ret, const struct graph *graph,
		      struct type_ref ref)
{
	const struct type *type = graph_type(graph, ref.id);
	char text[64];
	struct declarator element = { 0 };
	switch (type->kind) {
	case TYPE_VOID:
		declarator_append(ret, "void");
		return;
	case TYPE_BASE:
		base_name(type, text);
		declarator_append(ret, text);
		return;
	case TYPE_VECTOR:
		if (graph_type(graph, type->target.id)->kind == TYPE_BASE) {
			specifier(&element, graph, type->target);
			snprintf(text, sizeof(text), "%.*s ", (int)element.length,
				 element.text);
			declarator_append(ret, text);
		}
		snprintf(text, sizeof(text), "__attribute__((vector_size(%llu)))",
			 (unsigned long long)type->size);
		declarator_append(ret, text);
		return;
	case TYPE_STRUCT:
	case TYPE_UNION:
	case TYPE_ENUM:
		declarator_append(ret, type_kind_name(type->kind));
		declarator_append(ret, " ");
		declarator_append(ret, type->tag ? type->tag : "{...}");
		return;
	default:
		declarator_append(ret, OMITTED);
	}
}

static void name_type(struct declarator *ret, struct naming *naming, struct type_ref ref,
		      unsigned depth)
{
	const struct graph *graph = naming->graph;
	bool pointer = false;
	for (unsigned steps = 0; steps < DECLARATOR_MAX_DEPTH && naming->types_left;
	     steps++) {
		naming->types_left--;
		const struct type *type = graph_type(graph, ref.id);
		if (type->kind == TYPE_CHOICE && type->count) {
			uint8_t quals = ref.quals;
			ref = graph->params.data[type->first];
			ref.quals |= quals;
			continue;
		}
		if (type->kind != TYPE_POINTER && type->kind != TYPE_ARRAY &&
		    type->kind != TYPE_FUNCTION)
			break;
		if (type->kind == TYPE_POINTER) {
			declare_pointer(ret, ref.quals);
		} else {
			if (pointer)
				declarator_wrap(ret);
			if (type->kind == TYPE_ARRAY)
				declare_array(ret, type->length);
			else
				declare_params(ret, naming, type, depth);
		}
		pointer = type->kind == TYPE_POINTER;
		ref = type->target;
	}
	struct declarator front = { 0 };
	char text[48], joined[NAME_MAX_LENGTH + 1] = { 0 };
	qualifiers_text(ref.quals, text);
	declarator_append(&front, text);
	specifier(&front, graph, ref);
	if (ret->length)
		declarator_append(&front, " ");
	memcpy(joined, front.text, front.length);
	declarator_prepend(ret, joined);
}

void typename_declare(struct buffer *buffer, const struct graph *graph,
		      struct type_ref ref, const char *name)
{
	struct declarator declarator = { 0 };
	struct naming naming = { graph, NAME_MAX_TYPES };
	declarator_append(&declarator, name);
	name_type(&declarator, &naming, ref, 0);
	buffer_bytes(buffer, declarator.text, declarator.length);
}

void typename_append(struct buffer *buffer, const struct graph *graph,
		     struct type_ref ref)
{
	typename_declare(buffer, graph, ref, "");
}
