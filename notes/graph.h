/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_GRAPH_H
#define NOTES_GRAPH_H

/*
 * The type graph: what a stamp holds and what the rules compare.
 *
 * Nodes are types, numbered from 0; number 0 is void. An edge to a type carries the
 * qualifiers and the declared alignment that C puts between the two, so there are no
 * qualifier nodes and no typedefs: `const` on an array has been moved to its element,
 * top-level qualifiers of parameters and results and those of function types are gone.
 *
 * A struct, union or enum of which only the tag is known has TYPE_OPAQUE set and no body.
 * Two types of one tag are two nodes.
 */

#include "base/arena.h"
#include "base/index.h"
#include "base/vector.h"
#include "hallmark/error.h"

#include <stdbool.h>
#include <stdint.h>

/* The values of the enums here are part of the format: they are hashed and written. */
enum type_kind {
	TYPE_VOID,
	TYPE_BASE,
	TYPE_POINTER,
	TYPE_ARRAY,
	TYPE_VECTOR,
	TYPE_STRUCT,
	TYPE_UNION,
	TYPE_ENUM,
	TYPE_FUNCTION,
	/*
	 * Several types for one use: units of one object disagree, and nothing tells
	 * which one counts. All of them count. `first` and `count` select graph.params.
	 */
	TYPE_CHOICE,
	TYPE_KIND_COUNT,
};

enum type_flag {
	/* Struct, union, enum: only the tag is known. */
	TYPE_OPAQUE = 1 << 0,
	/* Function: "..." at the end of the parameters. */
	TYPE_VARIADIC = 1 << 1,
	/* Function: parameters may be missing, "()" in C before C23. */
	TYPE_UNPROTOTYPED = 1 << 2,
	/*
	 * The debug information is older than DWARF 5, which cannot say `_Atomic` or
	 * declared alignment: their absence proves nothing. Or a member by value is
	 * opaque, so that its alignment is unknown. Never part of a hash.
	 */
	TYPE_RETICENT = 1 << 3,
	/* Enum: the underlying type is signed. */
	TYPE_SIGNED = 1 << 4,
};

/* The bits of type_ref.quals. */
enum type_qual {
	QUAL_CONST = 1 << 0,
	QUAL_VOLATILE = 1 << 1,
	QUAL_RESTRICT = 1 << 2,
	QUAL_ATOMIC = 1 << 3,
};

enum base_encoding {
	/* What no other value describes, as pointers to C++ members; told apart by name.
	 */
	BASE_OTHER,
	BASE_SIGNED,
	BASE_UNSIGNED,
	BASE_BOOLEAN,
	BASE_FLOAT,
	BASE_COMPLEX,
	BASE_DECIMAL,
	BASE_FIXED,
	BASE_ENCODING_COUNT,
};

/* What DWARF does not tell about a float: same size, other bits. */
enum float_format {
	FLOAT_IEEE,  /* binary16, 32, 64, 128 after the size */
	FLOAT_X87,   /* 80-bit extended */
	FLOAT_IBM,   /* a pair of doubles */
	FLOAT_BRAIN, /* bfloat16 */
	FLOAT_FORMAT_COUNT,
};

/* Calling conventions that debug information records; 0 is the platform's own. */
enum convention {
	CONVENTION_DEFAULT,
	CONVENTION_OTHER, /* 1 to 255: DW_CC_* of DWARF 5 section 7.13, as it stands */
};

/* Length of an array whose bound is not known: flexible, zero-length, computed. */
#define LENGTH_UNKNOWN UINT64_MAX

/* No type: the symbol is untyped. */
#define TYPE_NONE UINT32_MAX

struct type_ref {
	uint32_t id;
	uint8_t quals;
	/* Declared alignment: its binary logarithm plus 1; 0 if none was declared. */
	uint8_t align;
};

struct member {
	/* NULL for an anonymous struct or union; else not empty. */
	const char *name;
	uint64_t offset_bits;
	/* Width of a bit-field, 0 for any other member. */
	uint32_t size_bits;
	struct type_ref type;
};

struct enumerator {
	const char *name;
	/* As unsigned if the enum is not TYPE_SIGNED. */
	int64_t value;
};

struct type {
	uint8_t kind;  /* enum type_kind */
	uint8_t flags; /* enum type_flag */
	/* Struct, union: declared alignment, as in type_ref. */
	uint8_t align;
	/* Base: enum base_encoding. */
	uint8_t encoding;
	/* Base: enum float_format. */
	uint8_t format;
	/* Function: enum convention. */
	uint8_t convention;
	/* Base: the bits that count, where fewer than the size (_BitInt); else 0. */
	uint16_t bits;
	/* Struct, union, enum, base, vector; pointer: size of the pointer. Bytes. */
	uint64_t size;
	/* Array, vector: number of elements. */
	uint64_t length;
	/* Struct, union, enum: the tag, qualified by its scope ("a::b"), or NULL.
	 * Base of BASE_OTHER: its name. */
	const char *tag;
	/* Pointer: pointee. Array, vector: element. Function: result. */
	struct type_ref target;
	/* Struct, union: graph.members. Enum: graph.enumerators. Function: graph.params.
	 */
	uint32_t first, count;
};

struct graph {
	VECTOR(struct type) types;
	VECTOR(struct member) members;
	VECTOR(struct enumerator) enumerators;
	VECTOR(struct type_ref) params;
	struct arena arena;
	/* Interned strings: equal text is one pointer within a graph. */
	VECTOR(const char *) strings;
	struct index string_index;
};

/* Makes a graph that holds void only. */
struct hm_error *graph_init(struct graph *graph);
void graph_deinit(struct graph *graph);

/* The interned copy of a text; NULL when memory runs out. */
const char *graph_string(struct graph *graph, const char *text, size_t length);

/* Appends a type as it is; its slices must have been appended before. */
struct hm_error *graph_add(struct graph *graph, const struct type *type, uint32_t *ret);

static inline const struct type *graph_type(const struct graph *graph, uint32_t id)
{
	return &graph->types.data[id];
}

static inline bool type_is_tagged_kind(unsigned kind)
{
	return kind == TYPE_STRUCT || kind == TYPE_UNION || kind == TYPE_ENUM;
}

/* "struct", "function" and so on, for messages; static. */
const char *type_kind_name(unsigned kind);

#endif
