/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_DECODE_H
#define VERIFY_DWARF_DECODE_H

/*
 * Reading entries one after the other, where millions of them are read. libdw finds out
 * for each entry which abbreviation it has, for each attribute where it starts, and again
 * for the next entry where this one ends; here an entry is decoded once. What is out of
 * the ordinary is left to libdw.
 */

#include "base/vector.h"
#include "verify/dwarf_die.h"
#include "verify/dwarf_section.h"

/* Enough for a unit and the partial or type units that it refers to in turn. */
#define DECODER_UNITS 64

/*
 * An attribute of an abbreviation (DWARF 5 section 7.5.3) that is kept, or whose value
 * has to be looked at to find the next; others only add to the offsets of those behind
 * them.
 */
struct abbrev_attr {
	uint8_t slot;  /* enum die_slot plus 1; 0: not kept */
	bool variable; /* the value tells its size */
	uint16_t code, form;
	/*
	 * Bytes from where the last value of variable size ended, or the first value
	 * starts; of DW_FORM_implicit_const, from the start of all abbreviations.
	 */
	uint32_t offset;
};

struct abbrev {
	uint16_t tag;
	bool known, children;
	bool variable;	       /* one of the values tells its size */
	uint8_t sibling_size;  /* of DW_AT_sibling; 0: none that can be followed */
	uint32_t sibling;      /* bytes from there to the end of all values */
	uint32_t tail;	       /* bytes behind the last value of variable size */
	uint32_t first, count; /* of attributes */
	uint64_t present;      /* 1 << enum die_slot */
};

/* The abbreviations of a unit. dwz(1) makes hundreds of units that share one table. */
struct abbrev_table {
	/* Where it stands, and for units of which kind it was read; NULL: free. */
	const uint8_t *at;
	uint16_t version;
	uint8_t address_size, offset_size;
	bool usable;
	/* Of the reading, so that units find out that their table gave way to another. */
	uint64_t number;
	const uint8_t *section;
	VECTOR(struct abbrev) abbrevs; /* by code */
	VECTOR(struct abbrev_attr) attrs;
};

/* The sections of a file that its units stand in or refer to. */
struct decoded_file {
	Elf *elf; /* NULL: free */
	struct section_bytes info, types, abbrev, strings;
	bool big;
};

/* A file and its supplement; where each unit has its own, they are asked for once. */
#define DECODER_FILES 4

/* What of a unit it takes to decode its entries. */
struct decoded_unit {
	Dwarf_CU *cu; /* NULL: free */
	struct die_unit bounds;
	const struct abbrev_table *table;
	uint64_t table_number;
	bool usable;
};

struct die_decoder {
	struct decoded_file files[DECODER_FILES];
	struct decoded_unit units[DECODER_UNITS];
	struct abbrev_table tables[DECODER_UNITS];
	uint64_t tables_read;
	/* How many entries may still be walked or skipped. */
	uint64_t left;
	/* How many bytes of abbreviations, and codes, may still be read. */
	uint64_t abbrevs_left;
};

/*
 * Entries within each other are skipped once for each of them, which makes damaged debug
 * information quadratic: so many entries for each byte of it is far more than compilers'
 * takes (less than one), and no long wait.
 */
#define DECODER_ENTRIES_PER_BYTE 16

/*
 * Small units may have large tables that overlap. libdw reads no more of them than it
 * needs, and goes on alone when this is used up.
 */
#define DECODER_ABBREVS_PER_BYTE 64

/* A zeroed decoder is ready once it has been told how much there is to read. */
void die_decoder_allow(struct die_decoder *decoder, uint64_t size_bytes);
void die_decoder_deinit(struct die_decoder *decoder);

/* As die_read(), with the tag; 0 for an entry of unknown abbreviation. */
struct hm_error *die_decode(struct die_decoder *decoder, Dwarf_Die *die, int *ret_tag,
			    struct die_attrs *ret);

/*
 * Whether entries of this tag with these attributes, each 1 << enum die_slot, can matter.
 * What cannot is mostly passed over; libdw gives all.
 */
typedef bool die_wanted_fn(int tag, uint64_t present);

/*
 * The children of an entry, in their order:
 *
 *	TRY(die_walk_start(decoder, parent, NULL, &walk));
 *	for (;;) {
 *		TRY(die_walk_next(&walk, &die, &tag, &attrs));
 *		if (!die.addr)
 *			break;
 */
struct die_walk {
	struct die_decoder *decoder;
	Dwarf_CU *cu;
	die_wanted_fn *wanted; /* NULL: all */
	const uint8_t *at;     /* NULL: at the end, or libdw walks */
	bool children;	       /* whether the entry given last has any */
	Dwarf_Die next;	       /* addr NULL: at the end, or the decoder walks */
};

/* Where the entry stands that comes next, or the end of the siblings; NULL: unknown. */
static inline const uint8_t *die_walk_position(const struct die_walk *walk)
{
	return walk->at ? walk->at : walk->next.addr;
}

struct hm_error *die_walk_start(struct die_decoder *decoder, Dwarf_Die *parent,
				die_wanted_fn *wanted, struct die_walk *ret);
/* `ret` NULL: its attributes are not asked for. */
struct hm_error *die_walk_next(struct die_walk *walk, Dwarf_Die *ret_die, int *ret_tag,
			       struct die_attrs *ret);

#endif
