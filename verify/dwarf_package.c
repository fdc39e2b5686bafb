// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_package.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/dwarf_bytes.h"

#include <gelf.h>

/* More sections than any version of the format knows. */
#define COLUMN_MAX 16

void dwarf_package_close(struct dwarf_package *package)
{
	debug_file_close(&package->file);
}

static struct hm_error *damaged(const struct dwarf_package *package, const char *what)
{
	return error_new(HM_ERR_FORMAT, "%s: %s is damaged", package->file.path, what);
}

/* The tables of an index; an index that is not there stays empty. */
static struct hm_error *read_index(const struct dwarf_package *package,
				   enum debug_section section, struct package_index *ret)
{
	struct section_bytes bytes =
		elf_debug_section(package->file.elf, FLAVOUR_PLAIN, section);
	struct package_index index = { 0 };
	if (!bytes.size)
		return NULL;
	struct byte_reader reader = { .at = bytes.data,
				      .end = bytes.data + bytes.size,
				      .big = package->big };
	/* Version 2 has 32 bits, version 5 has 16 and padding behind them. */
	index.version = (uint32_t)reader_number(&reader, 2);
	uint32_t second = (uint32_t)reader_number(&reader, 2);
	if (package->big && index.version == 0)
		index.version = second;
	index.column_count = (uint32_t)reader_number(&reader, 4);
	index.unit_count = (uint32_t)reader_number(&reader, 4);
	index.slot_count = (uint32_t)reader_number(&reader, 4);
	uint64_t cells = (uint64_t)index.column_count * index.unit_count;
	if ((index.version != 2 && index.version != 5) ||
	    index.column_count > COLUMN_MAX ||
	    (index.slot_count & (index.slot_count - 1)))
		return damaged(package, "its index");
	index.hashes = reader.at;
	reader_skip(&reader, 8 * (uint64_t)index.slot_count);
	index.rows = reader.at;
	reader_skip(&reader, 4 * (uint64_t)index.slot_count);
	index.columns = reader.at;
	reader_skip(&reader, 4 * (uint64_t)index.column_count);
	index.offsets = reader.at;
	reader_skip(&reader, 4 * cells);
	index.sizes = reader.at;
	reader_skip(&reader, 4 * cells);
	if (reader.failed)
		return damaged(package, "its index");
	*ret = index;
	return NULL;
}

struct hm_error *dwarf_package_open(struct debug_file *file, struct dwarf_package *ret)
{
	struct dwarf_package package = { .file = *file };
	GElf_Ehdr ehdr;
	package.big =
		gelf_getehdr(file->elf, &ehdr) && ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
	TRY(read_index(&package, SECTION_CU_INDEX, &package.units));
	TRY(read_index(&package, SECTION_TU_INDEX, &package.types));
	*file = (struct debug_file){ .fd = -1 };
	*ret = package;
	return NULL;
}

/* The row of a signature, counted from 1; 0 if it is not there. DWARF 5, 7.3.5.3. */
static uint32_t find_row(const struct dwarf_package *package,
			 const struct package_index *index, uint64_t signature)
{
	uint32_t mask = index->slot_count - 1;
	uint32_t at = (uint32_t)signature & mask;
	uint32_t step = ((uint32_t)(signature >> 32) & mask) | 1;
	for (uint32_t tries = 0; tries < index->slot_count; tries++) {
		uint32_t row = (uint32_t)bytes_number(index->rows + 4 * (size_t)at, 4,
						      package->big);
		if (!row)
			return 0;
		if (bytes_number(index->hashes + 8 * (size_t)at, 8, package->big) ==
		    signature)
			return row <= index->unit_count ? row : 0;
		at = (at + step) & mask;
	}
	return 0;
}

/* DW_SECT_*: table 7.1 of DWARF 5, and what GNU had before. */
static int section_of_column(uint32_t version, uint64_t id)
{
	switch (id) {
	case 1:
		return SECTION_INFO;
	case 2:
		return version == 2 ? SECTION_TYPES : -1;
	case 3:
		return SECTION_ABBREV;
	case 4:
		return SECTION_LINE;
	case 6:
		return SECTION_STR_OFFSETS;
	case 8:
		return version == 5 ? SECTION_RNGLISTS : -1;
	default:
		return -1;
	}
}

static struct hm_error *copy_slice(const struct dwarf_package *package,
				   enum debug_section section, uint64_t offset,
				   uint64_t size, struct section_set *set)
{
	struct section_bytes bytes =
		elf_debug_section(package->file.elf, FLAVOUR_SPLIT, section);
	if (offset > bytes.size || size > bytes.size - offset)
		return damaged(package, "its index");
	return section_set_copy(set, section, bytes.data + offset, size);
}

/*
 * Gives the unit the strings that its offsets name, and no others: all strings of the
 * package for each of its units would be quadratic.
 */
static struct hm_error *copy_strings(const struct dwarf_package *package,
				     unsigned version, struct section_set *set)
{
	struct section_bytes strings =
		elf_debug_section(package->file.elf, FLAVOUR_SPLIT, SECTION_STR);
	struct section_bytes *table = &set->sections[SECTION_STR_OFFSETS];
	struct byte_reader reader = { .at = table->data,
				      .end = table->data + table->size,
				      .big = package->big };
	size_t width = 4;
	/* DWARF 5 section 7.26: a header, which says how wide offsets are. */
	if (version == 5) {
		if (reader_number(&reader, 4) == 0xffffffff) {
			reader_skip(&reader, 8);
			width = 8;
		}
		reader_skip(&reader, 4);
	}
	/* Offset 0 is for those that lead nowhere. */
	TRY(section_set_copy(set, SECTION_STR, (const uint8_t *)"", 1));
	while (!reader.failed && (size_t)(reader.end - reader.at) >= width) {
		uint8_t *place = table->data + (reader.at - table->data);
		uint64_t offset = reader_number(&reader, width);
		const uint8_t *text = strings.data + offset;
		const uint8_t *end = offset < strings.size
					     ? memchr(text, 0, strings.size - offset)
					     : NULL;
		bytes_put_number(place, width, package->big,
				 end ? set->sections[SECTION_STR].size : 0);
		if (end)
			TRY(section_set_copy(set, SECTION_STR, text,
					     (size_t)(end - text) + 1));
	}
	return NULL;
}

struct hm_error *dwarf_package_unit(const struct dwarf_package *package, bool is_type,
				    uint64_t signature, struct section_set *ret,
				    bool *ret_found)
{
	const struct package_index *index = is_type ? &package->types : &package->units;
	SCOPED(section_set_deinit)
	struct section_set set = { .elf_data = package->big ? ELFDATA2MSB : ELFDATA2LSB };
	GElf_Ehdr ehdr;
	if (gelf_getehdr(package->file.elf, &ehdr))
		set.machine = ehdr.e_machine;
	uint32_t row = index->slot_count ? find_row(package, index, signature) : 0;
	*ret_found = row != 0;
	for (uint32_t column = 0; row && column < index->column_count; column++) {
		size_t cell = (size_t)(row - 1) * index->column_count + column;
		int section = section_of_column(
			index->version, bytes_number(index->columns + 4 * (size_t)column,
						     4, package->big));
		if (section >= 0)
			TRY(copy_slice(
				package, (enum debug_section)section,
				bytes_number(index->offsets + 4 * cell, 4, package->big),
				bytes_number(index->sizes + 4 * cell, 4, package->big),
				&set));
	}
	if (row)
		TRY(copy_strings(package, index->version, &set));
	*ret = set;
	set = (struct section_set){ 0 };
	return NULL;
}
