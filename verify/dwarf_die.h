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
enum die_slot {
	DIE_ABSTRACT_ORIGIN,
	DIE_ALIGNMENT,
	DIE_BIT_OFFSET,
	DIE_BIT_SIZE,
	DIE_BYTE_SIZE,
	DIE_CALLING_CONVENTION,
	DIE_CONST_VALUE,
	DIE_COUNT,
	DIE_DATA_BIT_OFFSET,
	DIE_DATA_MEMBER_LOCATION,
	DIE_DECLARATION,
	DIE_DECL_FILE,
	DIE_ENCODING,
	DIE_ENTRY_PC,
	DIE_EXTERNAL,
	DIE_GNU_VECTOR,
	DIE_HIGH_PC,
	DIE_IMPORT,
	DIE_LINKAGE_NAME,
	DIE_LOCATION,
	DIE_LOWER_BOUND,
	DIE_LOW_PC,
	DIE_NAME,
	DIE_NORETURN,
	DIE_PROTOTYPED,
	DIE_RANGES,
	DIE_SIBLING,
	DIE_SIGNATURE,
	DIE_SPECIFICATION,
	DIE_TYPE,
	DIE_UPPER_BOUND,
	DIE_SLOT_COUNT,
};

struct die_attrs {
	uint32_t present; /* 1 << enum die_slot */
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

/*
 * Iterates over the children of a DIE: `for (...; !error && child.addr; error =
 * die_next(&child))` with child.addr NULL behind the last one.
 */
struct hm_error *die_child(Dwarf_Die *die, Dwarf_Die *ret);
struct hm_error *die_next(Dwarf_Die *die);

#endif
