/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SPLIT_H
#define VERIFY_DWARF_SPLIT_H

/*
 * Split debug information: a skeleton unit in the file itself says which .dwo file has
 * the rest, or a package FILE.dwp has it.
 */

#include "verify/dwarf_file.h"
#include "verify/dwarf_map.h"
#include "verify/dwarf_package.h"

struct dwarf_splits {
	const struct dwarf_file *file;
	bool searched; /* for the package */
	struct dwarf_package package;
	/* Open until the end: entries in them are referred to. */
	VECTOR(struct dwarf_handle) handles;
	/* Where the units' parts of .debug_addr and .debug_ranges start, sorted. */
	struct split_starts {
		uint64_t *data;
		size_t count, capacity;
	} addresses, ranges;
	/* Signatures of type units of the package, to numbers of handles. */
	struct word_map types;
};

#define DWARF_SPLITS_NONE ((struct dwarf_splits){ .package.file.fd = -1 })

void dwarf_splits_close(struct dwarf_splits *splits);

/*
 * The DIE of the unit that a skeleton stands for. A unit that is no skeleton is given
 * back as it is. HM_ERR_NO_DEBUG_INFO: its file is missing, or is of another build.
 */
struct hm_error *dwarf_splits_unit(struct dwarf_splits *splits, Dwarf_Die *die,
				   Dwarf_Die *ret);

/* The type of a type unit in the package; false if there is none of that signature. */
struct hm_error *dwarf_splits_type(struct dwarf_splits *splits, uint64_t signature,
				   Dwarf_Die *ret, bool *ret_found);

#endif
