// SPDX-License-Identifier: BSD-3-Clause
#include "tools/type_json.h"

#include "base/scope.h"
#include "tools/json.h"
#include "verify/typename.h"

static json_t *qualifiers_json(unsigned quals)
{
	static const char *const names[] = { "const", "volatile", "restrict", "_Atomic" };
	SCOPED_JSON json_t *array = json_array();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (quals & 1u << i && !json_append(array, json_string(names[i])))
			return NULL;
	}
	return TAKE(array);
}

/* `align` as in type_ref: the binary logarithm plus 1. */
static bool put_alignment(json_t *object, unsigned align)
{
	if (!align || align > 64)
		return true;
	return json_put_number(object, "alignment", UINT64_C(1) << (align - 1));
}

static json_t *name_json(const struct graph *graph, struct type_ref ref)
{
	SCOPED(buffer_deinit) struct buffer name = { 0 };
	typename_append(&name, graph, ref);
	if (name.failed)
		return NULL;
	return json_text_sized(name.size ? (char *)name.data : "", name.size);
}

json_t *type_ref_json(const struct graph *graph, struct type_ref ref)
{
	SCOPED_JSON json_t *object = json_object();
	if (json_put_number(object, "type", ref.id) &&
	    json_put(object, "name", name_json(graph, ref)) &&
	    (!ref.quals || json_put(object, "qualifiers", qualifiers_json(ref.quals))) &&
	    put_alignment(object, ref.align))
		return TAKE(object);
	return NULL;
}

static json_t *member_json(const struct graph *graph, const struct member *member)
{
	SCOPED_JSON json_t *object = json_object();
	if (json_put_known(object, "name", member->name) &&
	    json_put_number(object, "offset_bits", member->offset_bits) &&
	    (!member->size_bits ||
	     json_put_number(object, "size_bits", member->size_bits)) &&
	    json_put(object, "type", type_ref_json(graph, member->type)))
		return TAKE(object);
	return NULL;
}

static json_t *members_json(const struct graph *graph, const struct type *type)
{
	SCOPED_JSON json_t *array = json_array();
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member = &graph->members.data[type->first + i];
		if (!json_append(array, member_json(graph, member)))
			return NULL;
	}
	return TAKE(array);
}

static json_t *enumerators_json(const struct graph *graph, const struct type *type)
{
	SCOPED_JSON json_t *array = json_array();
	for (uint32_t i = 0; i < type->count; i++) {
		const struct enumerator *at = &graph->enumerators.data[type->first + i];
		json_t *object = json_object();
		bool done = json_put_text(object, "name", at->name);
		if (type->flags & TYPE_SIGNED)
			done = done && json_put(object, "value", json_integer(at->value));
		else
			done = done &&
			       json_put_number(object, "value", (uint64_t)at->value);
		if (!json_append(array, object) || !done)
			return NULL;
	}
	return TAKE(array);
}

/* Parameters of a function, or what a choice consists of. */
static json_t *params_json(const struct graph *graph, const struct type *type)
{
	SCOPED_JSON json_t *array = json_array();
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref ref = graph->params.data[type->first + i];
		if (!json_append(array, type_ref_json(graph, ref)))
			return NULL;
	}
	return TAKE(array);
}

static bool put_base(json_t *object, const struct type *type)
{
	static const char *const encodings[] = {
		[BASE_OTHER] = "other",	      [BASE_SIGNED] = "signed",
		[BASE_UNSIGNED] = "unsigned", [BASE_BOOLEAN] = "boolean",
		[BASE_FLOAT] = "float",	      [BASE_COMPLEX] = "complex",
		[BASE_DECIMAL] = "decimal",   [BASE_FIXED] = "fixed-point",
	};
	static const char *const formats[] = {
		[FLOAT_IEEE] = "ieee",
		[FLOAT_X87] = "x87",
		[FLOAT_IBM] = "ibm",
		[FLOAT_BRAIN] = "brain",
	};
	bool is_float = type->encoding == BASE_FLOAT || type->encoding == BASE_COMPLEX;
	if (type->encoding >= BASE_ENCODING_COUNT || type->format >= FLOAT_FORMAT_COUNT)
		return false;
	return json_put_text(object, "encoding", encodings[type->encoding]) &&
	       (!is_float || json_put_text(object, "format", formats[type->format])) &&
	       (!type->bits || json_put_number(object, "bits", type->bits)) &&
	       json_put_number(object, "size", type->size);
}

static bool put_array(json_t *object, const struct graph *graph, const struct type *type)
{
	return json_put(object, "element", type_ref_json(graph, type->target)) &&
	       (type->length == LENGTH_UNKNOWN ||
		json_put_number(object, "length", type->length));
}

static bool put_function(json_t *object, const struct graph *graph,
			 const struct type *type)
{
	return json_put(object, "result", type_ref_json(graph, type->target)) &&
	       json_put(object, "parameters", params_json(graph, type)) &&
	       json_put_bool(object, "variadic", type->flags & TYPE_VARIADIC) &&
	       json_put_bool(object, "prototyped", !(type->flags & TYPE_UNPROTOTYPED)) &&
	       (!type->convention ||
		json_put_number(object, "convention", type->convention));
}

static bool put_tagged(json_t *object, const struct graph *graph, const struct type *type)
{
	if (type->flags & TYPE_OPAQUE)
		return json_put_bool(object, "opaque", true);
	if (!json_put_number(object, "size", type->size) ||
	    !put_alignment(object, type->align))
		return false;
	if (type->kind != TYPE_ENUM)
		return json_put(object, "members", members_json(graph, type));
	return json_put_bool(object, "signed", type->flags & TYPE_SIGNED) &&
	       json_put(object, "enumerators", enumerators_json(graph, type));
}

static bool put_body(json_t *object, const struct graph *graph, const struct type *type)
{
	switch (type->kind) {
	case TYPE_BASE:
		return put_base(object, type);
	case TYPE_POINTER:
		return json_put_number(object, "size", type->size) &&
		       json_put(object, "target", type_ref_json(graph, type->target));
	case TYPE_ARRAY:
		return put_array(object, graph, type);
	case TYPE_VECTOR:
		return json_put_number(object, "size", type->size) &&
		       put_array(object, graph, type);
	case TYPE_STRUCT:
	case TYPE_UNION:
	case TYPE_ENUM:
		return put_tagged(object, graph, type);
	case TYPE_FUNCTION:
		return put_function(object, graph, type);
	case TYPE_CHOICE:
		return json_put(object, "choices", params_json(graph, type));
	default:
		return true;
	}
}

static json_t *type_json(const struct graph *graph, uint32_t id)
{
	SCOPED_JSON json_t *object = json_object();
	const struct type *type = graph_type(graph, id);
	if (json_put_number(object, "id", id) &&
	    json_put_text(object, "kind", type_kind_name(type->kind)) &&
	    json_put_known(object, "tag", type->tag) && put_body(object, graph, type))
		return TAKE(object);
	return NULL;
}

json_t *types_json(const struct graph *graph)
{
	SCOPED_JSON json_t *array = json_array();
	for (size_t id = 0; id < graph->types.count; id++) {
		if (!json_append(array, type_json(graph, (uint32_t)id)))
			return NULL;
	}
	return TAKE(array);
}
