/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_TYPE_H
#define VERIFY_DWARF_TYPE_H

/*
 * From debugging information entries to the types of a draft.
 *
 * All types are those of one compile unit, which is entered before and left after. A tag
 * that is met becomes an edge to its opaque node at once; its body waits in a list and is
 * read when the unit is left, so that recursion never goes through a tag. What follows
 * between two tags is bounded by TYPE_DEPTH_MAX.
 */

#include "verify/draft.h"
#include "verify/dwarf_bodies.h"
#include "verify/dwarf_die.h"
#include "verify/dwarf_lines.h"
#include "verify/dwarf_map.h"
#include "verify/dwarf_split.h"
#include "verify/dwarf_unit.h"

/*
 * Pointers, arrays, functions and structs without a tag within each other: people write
 * ten at most, generated code some dozens.
 */
#define TYPE_DEPTH_MAX 256

/* A tag whose body is still to be read. */
struct waiting_tag {
	Dwarf_Die die;
	uint32_t tag; /* its opaque node */
};

/* What a unit knows of a tag; bits of the values of type_builder.tags. */
enum tag_knowledge {
	TAG_MENTIONED = 1 << 0,
	TAG_DEFINED = 1 << 1,
};

struct type_builder {
	struct draft *draft;
	struct graph *graph; /* the draft's */
	struct dwarf_units *units;
	struct dwarf_splits *splits;
	uint16_t machine;
	/* The compile unit whose view of types is taken. */
	struct dwarf_unit *unit;
	/* Addresses of DIEs to packed type_refs, in this unit. */
	struct word_map memo;
	/* Numbers of opaque nodes to enum tag_knowledge, in this unit. */
	struct word_map tags;
	struct line_verdicts lines;
	VECTOR(struct waiting_tag) waiting;
	/* Addresses of names in debug sections to interned strings. */
	struct word_map strings;
	/* Addresses of names of global tags, and kinds, to their opaque nodes. */
	struct word_map globals;
	struct body_table bodies;
	/* Stacks: a body that is being read stands behind those around it. */
	VECTOR(struct member) members;
	VECTOR(struct enumerator) enumerators;
	VECTOR(struct type_ref) params;
	unsigned depth;
	/* How many bytes of text may still be taken over. */
	uint64_t text_left;
	/*
	 * Tags that some unit mentions without a body of its own: verify/dwarf_complete.h
	 * looks for one.
	 */
	struct word_map lacking;
	/* Tags with a body in a header, in some unit. */
	struct word_map shared;
};

void type_builder_deinit(struct type_builder *builder);

/*
 * Texts that are each the end of another one have a length that grows with the square of
 * the file's. Names of tags repeat those of the scopes around them, but so often only.
 */
#define TYPE_TEXT_PER_BYTE 64

/* Makes room for the texts of so many bytes of debug information. */
void type_builder_allow(struct type_builder *builder, uint64_t size_bytes);

/* Takes the view of a unit; units may be entered again. */
struct hm_error *type_builder_enter(struct type_builder *builder,
				    struct dwarf_unit *unit);

/* Reads the bodies of all tags that were met. */
struct hm_error *type_builder_leave(struct type_builder *builder);

/* The type that a DIE is, or that its DW_AT_type says; without one: void. */
struct hm_error *type_of_die(struct type_builder *builder, Dwarf_Die *die,
			     struct type_ref *ret);
struct hm_error *type_of_attrs(struct type_builder *builder, struct die_attrs *attrs,
			       struct type_ref *ret);

/* The type of a function: of DW_TAG_subprogram or DW_TAG_subroutine_type. */
struct hm_error *type_of_function(struct type_builder *builder, Dwarf_Die *die,
				  struct type_ref *ret);

/* The opaque node of a tag; reads its body later. Also structs and enums without a tag.
 */
struct hm_error *type_of_tag(struct type_builder *builder, Dwarf_Die *die, int dwarf_tag,
			     struct die_attrs *attrs, uint32_t *ret);

/* A tag's opaque node with its body put on the list of those to read. */
struct hm_error *type_builder_wait(struct type_builder *builder, Dwarf_Die *die,
				   uint32_t tag);

/* ------------------------------------------------- for the files that make types */

/* Adds a type without slices. */
struct hm_error *type_add(struct type_builder *builder, const struct type *type,
			  uint32_t *ret);
/* Adds a type with slices. */
struct hm_error *type_add_parts(struct type_builder *builder, struct type_parts *parts,
				uint32_t *ret);

/* The draft's copy of a text. */
struct hm_error *type_intern(struct type_builder *builder, const char *text,
			     size_t length, const char **ret);

/* Likewise, of a text in a debug section; NULL for no text. */
struct hm_error *type_string(struct type_builder *builder, const char *text,
			     const char **ret);

/*
 * The name of a DIE as one address for one text, if possible without a look at it: of a
 * merged string section, or the draft's copy of what stands within the DIE. NULL if there
 * is none.
 */
struct hm_error *type_raw_name(struct type_builder *builder, struct die_attrs *attrs,
			       const char **ret);

/* Follows a reference to a type, which may stand in a type unit. */
struct hm_error *type_follow(struct type_builder *builder, struct die_attrs *attrs,
			     enum die_slot slot, Dwarf_Die *ret);

/* Moves qualifiers to where they belong: from arrays to elements, off functions. */
struct hm_error *type_normalise(struct type_builder *builder, struct type_ref *ref);

/* DW_AT_alignment as in type_ref.align; 0 if there is none. */
uint8_t type_alignment(struct die_attrs *attrs);

/* The size of a type that has one without knowing the bodies of tags; else 0. */
uint64_t type_known_size(const struct type_builder *builder, uint32_t id);

struct hm_error *type_of_base(struct type_builder *builder, Dwarf_Die *die,
			      struct die_attrs *attrs, uint32_t *ret);
struct hm_error *type_of_array(struct type_builder *builder, Dwarf_Die *die,
			       struct die_attrs *attrs, uint32_t *ret);

/*
 * The body of a struct, union or enum, with the tag given or NULL. `kind` is what its
 * opaque node has: of damaged abbreviations libdw and the decoder may tell two.
 */
struct hm_error *type_body(struct type_builder *builder, Dwarf_Die *die,
			   struct die_attrs *attrs, enum type_kind kind, const char *tag,
			   uint32_t *ret);

/* Whether a tag's body does not stand in the source file of the unit at hand. */
struct hm_error *type_in_header(struct type_builder *builder, Dwarf_Die *die,
				struct die_attrs *attrs, bool *ret);

/* TYPE_STRUCT, TYPE_UNION, TYPE_ENUM; TYPE_VOID for another DW_TAG. */
enum type_kind type_kind_of_tag(int dwarf_tag);

/* The language of the unit that a DIE is in; 0 if unknown. */
struct hm_error *type_language(struct type_builder *builder, Dwarf_Die *die,
			       unsigned *ret);

#endif
