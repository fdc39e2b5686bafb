/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_FILE_H
#define VERIFY_DWARF_FILE_H

/* The debug information of one file, wherever it stands, open for libdw. */

#include "verify/dwarf_read.h"
#include "verify/dwarf_search.h"
#include "verify/dwarf_section.h"

#include <elfutils/libdw.h>

/* Debug sections that libdw has open: a file, or an image of gathered sections. */
struct dwarf_handle {
	struct debug_file file; /* elf NULL if it is an image or borrowed */
	struct section_bytes image;
	Elf *elf; /* what `dwarf` reads */
	Dwarf *dwarf;
};

#define DWARF_HANDLE_NONE ((struct dwarf_handle){ .file.fd = -1 })

void dwarf_handle_close(struct dwarf_handle *handle);

/* Opens an image of the sections; `path` is the file that they come from. */
struct hm_error *dwarf_handle_gathered(const struct section_set *set, const char *path,
				       struct dwarf_handle *ret);

struct dwarf_file {
	/* The file that was asked for, and the one that its debug information is in. */
	const char *path;
	char *debug_path;
	const char *debug_dir;
	bool in_memory;
	struct dwarf_handle main, supplement;
	uint8_t elf_class, elf_data;
	uint16_t machine;
	/* Relocatable objects: the address given to each section of `path`; else empty.
	 */
	VECTOR(uint64_t) bases;
};

void dwarf_file_close(struct dwarf_file *file);

/* HM_ERR_NO_DEBUG_INFO, HM_ERR_FORMAT. `path` and the options are borrowed. */
struct hm_error *dwarf_file_open(const char *path, Elf *elf,
				 const struct dwarf_options *options,
				 struct dwarf_file *ret);

/* The address of a place in the file, as its debug information has it. */
uint64_t dwarf_file_address(const struct dwarf_file *file, uint32_t section,
			    uint64_t address);

#endif
