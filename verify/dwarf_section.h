/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SECTION_H
#define VERIFY_DWARF_SECTION_H

/*
 * The debug sections that types need, gathered from where libdw does not look: from
 * relocatable objects (relocated, with the type units that stand in COMDAT groups), from
 * split files and packages of them. They become an ELF file in memory that libdw reads as
 * any other.
 */

#include "base/vector.h"
#include "hallmark/error.h"

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

enum debug_section {
	SECTION_INFO,
	SECTION_TYPES,
	SECTION_ABBREV,
	SECTION_STR,
	SECTION_STR_OFFSETS,
	SECTION_LINE,
	SECTION_LINE_STR,
	SECTION_ADDR,
	SECTION_RANGES,
	SECTION_RNGLISTS,
	SECTION_ALTLINK,
	SECTION_SUP,
	SECTION_CU_INDEX,
	SECTION_TU_INDEX,
	DEBUG_SECTION_COUNT,
};

/* How the names of the sections are decorated. */
enum section_flavour {
	FLAVOUR_PLAIN, /* .debug_info */
	FLAVOUR_LTO,   /* .gnu.debuglto_.debug_info: objects for link-time optimisation */
	FLAVOUR_SPLIT, /* .debug_info.dwo */
};

struct section_bytes {
	uint8_t *data;
	size_t size;
};

struct section_set {
	struct section_bytes sections[DEBUG_SECTION_COUNT];
	/* Relocatable objects: the address given to each allocated section, by number. */
	VECTOR(uint64_t) bases;
	uint8_t elf_data; /* ELFDATA2LSB, ELFDATA2MSB */
	uint16_t machine;
};

void section_set_deinit(struct section_set *set);

/* Whether a section of that flavour with debug entries is there. */
bool section_set_has_info(Elf *elf, enum section_flavour flavour);

/* Gathers copies of all sections of a flavour; relocates them if the file is ET_REL. */
struct hm_error *section_set_gather(Elf *elf, enum section_flavour flavour,
				    struct section_set *ret);

/* Appends a copy of bytes to a section. */
struct hm_error *section_set_copy(struct section_set *set, enum debug_section section,
				  const uint8_t *data, size_t size);

/* The ELF file in memory; malloc'd. */
struct hm_error *section_set_image(const struct section_set *set,
				   struct section_bytes *ret);

/* The bytes of one section, decompressed; empty if there is none. The Elf's. */
struct section_bytes elf_debug_section(Elf *elf, enum section_flavour flavour,
				       enum debug_section section);

#endif
