// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_abbrev.h"

#include "base/error.h"
#include "verify/dwarf_bytes.h"
#include "verify/dwarf_section.h"

#include <gelf.h>

/* Compilers number abbreviations from 1; the largest units have some hundreds. */
#define CODE_MAX 65536

/* Of a form whose size the value tells. */
#define SIZE_VARIABLE UINT8_MAX

void decoded_unit_deinit(struct decoded_unit *unit)
{
	vector_deinit(&unit->abbrevs);
	vector_deinit(&unit->attrs);
	*unit = (struct decoded_unit){ 0 };
}

/* DWARF 5 section 7.5.6; what is not there cannot be skipped. */
static bool form_size(const struct decoded_unit *unit, unsigned version, uint64_t form,
		      uint8_t *ret)
{
	switch (form) {
	case DW_FORM_flag_present:
	case DW_FORM_implicit_const:
		*ret = 0;
		return true;
	case DW_FORM_data1:
	case DW_FORM_ref1:
	case DW_FORM_flag:
	case DW_FORM_strx1:
	case DW_FORM_addrx1:
		*ret = 1;
		return true;
	case DW_FORM_data2:
	case DW_FORM_ref2:
	case DW_FORM_strx2:
	case DW_FORM_addrx2:
		*ret = 2;
		return true;
	case DW_FORM_strx3:
	case DW_FORM_addrx3:
		*ret = 3;
		return true;
	case DW_FORM_data4:
	case DW_FORM_ref4:
	case DW_FORM_strx4:
	case DW_FORM_addrx4:
	case DW_FORM_ref_sup4:
		*ret = 4;
		return true;
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup8:
		*ret = 8;
		return true;
	case DW_FORM_data16:
		*ret = 16;
		return true;
	case DW_FORM_addr:
		*ret = unit->address_size;
		return true;
	case DW_FORM_ref_addr:
		*ret = version <= 2 ? unit->address_size : unit->bounds.offset_size;
		return true;
	case DW_FORM_sec_offset:
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		*ret = unit->bounds.offset_size;
		return true;
	case DW_FORM_udata:
	case DW_FORM_sdata:
	case DW_FORM_ref_udata:
	case DW_FORM_strx:
	case DW_FORM_addrx:
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
	case DW_FORM_GNU_str_index:
	case DW_FORM_GNU_addr_index:
	case DW_FORM_string:
	case DW_FORM_block:
	case DW_FORM_block1:
	case DW_FORM_block2:
	case DW_FORM_block4:
	case DW_FORM_exprloc:
		*ret = SIZE_VARIABLE;
		return true;
	default:
		return false;
	}
}

/* Where DW_AT_sibling stands, seen from behind: it comes last, or nearly so. */
static void place_sibling(struct abbrev *abbrev, uint64_t code, unsigned form,
			  uint8_t size)
{
	if (code == DW_AT_sibling) {
		abbrev->sibling_size = die_local_size(form);
		abbrev->sibling = size;
	} else if (size == SIZE_VARIABLE) {
		abbrev->sibling_size = 0;
	} else if (abbrev->sibling_size) {
		/* No more than the tail, which does not overflow. */
		abbrev->sibling += size;
	}
}

/* Places an attribute behind those before it, of which `tail` tells the size. */
static bool add_attr(struct decoded_unit *unit, struct abbrev *abbrev, uint8_t size,
		     struct abbrev_attr attr)
{
	attr.variable = size == SIZE_VARIABLE;
	abbrev->variable |= attr.variable;
	if (attr.form != DW_FORM_implicit_const)
		attr.offset = abbrev->tail;
	if (attr.variable)
		abbrev->tail = 0;
	else if (__builtin_add_overflow(abbrev->tail, size, &abbrev->tail))
		unit->usable = false;
	if (attr.slot) {
		attr.code = (uint16_t)die_code_of(attr.slot - 1u);
		abbrev->present |= UINT64_C(1) << (attr.slot - 1);
	}
	return (!attr.slot && !attr.variable) || vector_push(&unit->attrs, attr);
}

/* The attributes of one abbreviation. False if memory runs out; `usable` tells more. */
static bool read_attrs(struct decoded_unit *unit, unsigned version,
		       struct byte_reader *reader, struct abbrev *abbrev)
{
	abbrev->first = (uint32_t)unit->attrs.count;
	for (;;) {
		struct abbrev_attr attr = { 0 };
		uint8_t size = 0;
		uint64_t code = reader_uleb(reader), form = reader_uleb(reader);
		attr.offset = (uint32_t)(reader->at - unit->abbreviations);
		if (form == DW_FORM_implicit_const)
			reader_uleb(reader);
		if (reader->failed || (!code && !form))
			break;
		unit->usable &= form_size(unit, version, form, &size);
		attr.form = (uint16_t)form;
		attr.slot = (uint8_t)die_slot_of(code);
		place_sibling(abbrev, code, attr.form, size);
		if (!add_attr(unit, abbrev, size, attr))
			return false;
	}
	abbrev->count = (uint32_t)unit->attrs.count - abbrev->first;
	return true;
}

static bool put_abbrev(struct decoded_unit *unit, uint64_t code, struct abbrev abbrev)
{
	struct abbrev none = { 0 };
	while (unit->abbrevs.count <= code)
		if (!vector_push(&unit->abbrevs, none))
			return false;
	/* Which one of two counts is for libdw to say. */
	unit->usable &= !unit->abbrevs.data[code].known;
	unit->abbrevs.data[code] = abbrev;
	return true;
}

static struct hm_error *read_abbrevs(struct decoded_unit *unit, unsigned version,
				     struct byte_reader *reader)
{
	while (unit->usable) {
		struct abbrev abbrev = { .known = true };
		uint64_t code = reader_uleb(reader);
		if (!code || reader->failed)
			break;
		uint64_t tag = reader_uleb(reader);
		abbrev.tag = (uint16_t)tag;
		abbrev.children = reader_number(reader, 1) != 0;
		if (!read_attrs(unit, version, reader, &abbrev))
			return error_nomem();
		unit->usable &= code < CODE_MAX && tag <= UINT16_MAX;
		if (unit->usable && !put_abbrev(unit, code, abbrev))
			return error_nomem();
	}
	unit->usable &= !reader->failed;
	return NULL;
}

/* Where the unit starts and ends: within one of the sections that have units. */
static bool find_bounds(struct decoded_unit *unit, Dwarf_Die *die, Elf *elf,
			enum debug_section section)
{
	struct section_bytes bytes = elf_debug_section(elf, FLAVOUR_PLAIN, section);
	unsigned length_size = unit->bounds.offset_size == 8 ? 12 : 4;
	uint64_t header = dwarf_cuoffset(die);
	const uint8_t *at = die->addr, *end = bytes.data + bytes.size;
	if (!bytes.size || at < bytes.data || at >= end || header < length_size ||
	    header > (uint64_t)(at - bytes.data))
		return false;
	unit->bounds.start = at - header;
	const uint8_t *first = unit->bounds.start + length_size;
	uint64_t length = bytes_number(first - unit->bounds.offset_size,
				       unit->bounds.offset_size, unit->bounds.big);
	uint64_t left = (uint64_t)(end - first);
	unit->bounds.end = first + (length < left ? length : left);
	return true;
}

static void find_strings(struct decoded_unit *unit, Elf *elf)
{
	struct section_bytes bytes = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_STR);
	while (bytes.size && bytes.data[bytes.size - 1])
		bytes.size--;
	unit->bounds.strings = (const char *)bytes.data;
	unit->bounds.strings_size = bytes.size;
}

struct hm_error *decoded_unit_load(struct decoded_unit *unit, Dwarf_CU *cu,
				   uint64_t *left)
{
	Dwarf_Die die;
	Dwarf_Half version;
	Dwarf_Off offset;
	Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(cu));
	GElf_Ehdr ehdr;
	unit->cu = cu;
	unit->usable = false;
	unit->bounds = (struct die_unit){ 0 };
	unit->abbrevs.count = unit->attrs.count = 0;
	if (!dwarf_cu_die(cu, &die, &version, &offset, &unit->address_size,
			  &unit->bounds.offset_size, NULL, NULL) ||
	    !gelf_getehdr(elf, &ehdr))
		return NULL;
	unit->bounds.big = ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
	if (!find_bounds(unit, &die, elf, SECTION_INFO) &&
	    !find_bounds(unit, &die, elf, SECTION_TYPES))
		return NULL;
	struct section_bytes bytes =
		elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_ABBREV);
	/* An unpacked split object has sections of two flavours. */
	if (offset >= bytes.size || bytes.size > UINT32_MAX || !*left)
		return NULL;
	find_strings(unit, elf);
	unit->abbreviations = bytes.data;
	unit->usable = true;
	struct byte_reader reader = { .at = bytes.data + offset,
				      .end = bytes.data + bytes.size,
				      .big = unit->bounds.big };
	TRY(read_abbrevs(unit, version, &reader));
	uint64_t cost = (uint64_t)(reader.at - bytes.data) - offset + unit->abbrevs.count;
	*left -= cost < *left ? cost : *left;
	return NULL;
}
