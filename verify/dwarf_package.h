/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_PACKAGE_H
#define VERIFY_DWARF_PACKAGE_H

/*
 * A package of split debug information, FILE.dwp: DWARF 5 section 7.3.5, and the GNU form
 * of it for DWARF 4. Each unit in it is a set of slices of the package's sections.
 */

#include "verify/dwarf_search.h"
#include "verify/dwarf_section.h"

struct package_index {
	const uint8_t *hashes, *rows, *columns, *offsets, *sizes;
	uint32_t version, column_count, unit_count, slot_count;
};

struct dwarf_package {
	struct debug_file file; /* elf NULL: there is no package */
	struct package_index units, types;
	bool big;
};

#define DWARF_PACKAGE_NONE ((struct dwarf_package){ .file.fd = -1 })

void dwarf_package_close(struct dwarf_package *package);

/* Takes an open file. HM_ERR_FORMAT: it is damaged. */
struct hm_error *dwarf_package_open(struct debug_file *file, struct dwarf_package *ret);

/*
 * Copies the slices of the unit with that signature; false if it is not there.
 * `is_type`: a type unit.
 */
struct hm_error *dwarf_package_unit(const struct dwarf_package *package, bool is_type,
				    uint64_t signature, struct section_set *ret,
				    bool *ret_found);

#endif
