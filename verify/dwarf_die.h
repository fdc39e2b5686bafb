/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_DIE_H
#define VERIFY_DWARF_DIE_H

/*
 * The attributes of one debugging information entry (DIE), read in one pass. libdw's
 * dwarf_attr() walks all attributes for each one that is asked for.
 */

#include "hallmark/error.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

/* The attributes that are kept. */
#define DIE_ATTRIBUTES(_)                                   \
	_(ABSTRACT_ORIGIN, DW_AT_abstract_origin)           \
	_(ALIGNMENT, DW_AT_alignment)                       \
	_(ARTIFICIAL, DW_AT_artificial)                     \
	_(BIT_OFFSET, DW_AT_bit_offset)                     \
	_(BIT_SIZE, DW_AT_bit_size)                         \
	_(BYTE_SIZE, DW_AT_byte_size)                       \
	_(CALLING_CONVENTION, DW_AT_calling_convention)     \
	_(CONST_VALUE, DW_AT_const_value)                   \
	_(COUNT, DW_AT_count)                               \
	_(DATA_BIT_OFFSET, DW_AT_data_bit_offset)           \
	_(DATA_MEMBER_LOCATION, DW_AT_data_member_location) \
	_(DECLARATION, DW_AT_declaration)                   \
	_(DECL_FILE, DW_AT_decl_file)                       \
	_(ENCODING, DW_AT_encoding)                         \
	_(ENDIANITY, DW_AT_endianity)                       \
	_(ENTRY_PC, DW_AT_entry_pc)                         \
	_(EXTERNAL, DW_AT_external)                         \
	_(GNU_VECTOR, DW_AT_GNU_vector)                     \
	_(HIGH_PC, DW_AT_high_pc)                           \
	_(IMPORT, DW_AT_import)                             \
	_(LINKAGE_NAME, DW_AT_linkage_name)                 \
	_(LOCATION, DW_AT_location)                         \
	_(LOWER_BOUND, DW_AT_lower_bound)                   \
	_(LOW_PC, DW_AT_low_pc)                             \
	_(NAME, DW_AT_name)                                 \
	_(NORETURN, DW_AT_noreturn)                         \
	_(PROTOTYPED, DW_AT_prototyped)                     \
	_(RANGES, DW_AT_ranges)                             \
	_(SIGNATURE, DW_AT_signature)                       \
	_(SPECIFICATION, DW_AT_specification)               \
	_(TYPE, DW_AT_type)                                 \
	_(UPPER_BOUND, DW_AT_upper_bound)

enum die_slot {
#define DIE_SLOT(slot, code) DIE_##slot,
	DIE_ATTRIBUTES(DIE_SLOT)
#undef DIE_SLOT
		DIE_SLOT_COUNT,
};

/* What of a unit its commonest values refer to. */
struct die_unit {
	const uint8_t *start, *end;
	/* Of .debug_str, up to the last text that ends. */
	const char *strings;
	size_t strings_size;
	uint8_t offset_size;
	bool big;
};

struct die_attrs {
	uint64_t present;     /* 1 << enum die_slot */
	struct die_unit unit; /* zeroed: libdw read them, and knows alone */
	Dwarf_Attribute at[DIE_SLOT_COUNT];
};

/* The slot of an attribute code plus 1, or 0; and the code of a slot. */
unsigned die_slot_of(uint64_t code);
unsigned die_code_of(enum die_slot slot);

struct hm_error *die_read(Dwarf_Die *die, struct die_attrs *ret);

static inline bool die_has(const struct die_attrs *attrs, enum die_slot slot)
{
	return attrs->present >> slot & 1;
}

/* The size of a form that refers to an entry of the same unit; 0 of others. */
static inline uint8_t die_local_size(unsigned form)
{
	return form == DW_FORM_ref1   ? 1
	       : form == DW_FORM_ref2 ? 2
	       : form == DW_FORM_ref4 ? 4
	       : form == DW_FORM_ref8 ? 8
				      : 0;
}

static inline bool die_is_namespace(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module;
}

/* A text without a look at it, which is a cache miss; or NULL. */
const char *die_string(struct die_attrs *attrs, enum die_slot slot);

/* A text that is there and not empty, or NULL. */
const char *die_text(struct die_attrs *attrs, enum die_slot slot);

/* A flag that is there and set. */
bool die_flag(struct die_attrs *attrs, enum die_slot slot);

/* A constant; false if it is absent or must be computed. Signed forms wrap. */
bool die_constant(struct die_attrs *attrs, enum die_slot slot, uint64_t *ret);

/* Whether the form of a constant says that it is negative. */
bool die_is_negative(struct die_attrs *attrs, enum die_slot slot);

/* The DIE that an attribute refers to, which must be there. */
struct hm_error *die_follow(struct die_attrs *attrs, enum die_slot slot, Dwarf_Die *ret);

/*
 * Replaces a DIE by what it completes, as long as it has one of the two attributes given:
 * DIE_ABSTRACT_ORIGIN, DIE_SPECIFICATION.
 */
struct hm_error *die_origin(Dwarf_Die *die, struct die_attrs *attrs, enum die_slot one,
			    enum die_slot other);

/* HM_ERR_FORMAT with the place of the DIE and what libdw says. */
struct hm_error *die_error(Dwarf_Die *die, const char *what);

/* HM_ERR_FORMAT: more than `limit` of what nests or follows each other. */
struct hm_error *die_too_deep(Dwarf_Die *die, const char *what, unsigned limit);

/*
 * Iterates over the children of a DIE: `for (...; !error && child.addr; error =
 * die_next(&child))` with child.addr NULL behind the last one.
 */
struct hm_error *die_child(Dwarf_Die *die, Dwarf_Die *ret);
struct hm_error *die_next(Dwarf_Die *die);

#endif
