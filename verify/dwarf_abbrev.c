// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_abbrev.h"

#include "base/error.h"
#include "verify/dwarf_bytes.h"

#include <gelf.h>
#include <string.h>

/* Compilers number abbreviations from 1; the largest units have some hundreds. */
#define CODE_MAX 65536

/* Of a form whose size the value tells. */
#define SIZE_VARIABLE UINT8_MAX

void abbrev_table_deinit(struct abbrev_table *table)
{
	vector_deinit(&table->abbrevs);
	vector_deinit(&table->attrs);
	*table = (struct abbrev_table){ 0 };
}

/* DWARF 5 section 7.5.6; what is not there cannot be skipped. */
static bool form_size(const struct abbrev_table *table, uint64_t form, uint8_t *ret)
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
		*ret = table->address_size;
		return true;
	case DW_FORM_ref_addr:
		*ret = table->version <= 2 ? table->address_size : table->offset_size;
		return true;
	case DW_FORM_sec_offset:
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		*ret = table->offset_size;
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
static bool add_attr(struct abbrev_table *table, struct abbrev *abbrev, uint8_t size,
		     struct abbrev_attr attr)
{
	attr.variable = size == SIZE_VARIABLE;
	abbrev->variable |= attr.variable;
	if (attr.form != DW_FORM_implicit_const)
		attr.offset = abbrev->tail;
	if (attr.variable)
		abbrev->tail = 0;
	else if (__builtin_add_overflow(abbrev->tail, size, &abbrev->tail))
		table->usable = false;
	if (attr.slot) {
		attr.code = (uint16_t)die_code_of(attr.slot - 1u);
		abbrev->present |= UINT64_C(1) << (attr.slot - 1);
	}
	return (!attr.slot && !attr.variable) || vector_push(&table->attrs, attr);
}

/* The attributes of one abbreviation. False if memory runs out; `usable` tells more. */
static bool read_attrs(struct abbrev_table *table, struct byte_reader *reader,
		       struct abbrev *abbrev)
{
	abbrev->first = (uint32_t)table->attrs.count;
	for (;;) {
		struct abbrev_attr attr = { 0 };
		uint8_t size = 0;
		uint64_t code = reader_uleb(reader), form = reader_uleb(reader);
		attr.offset = (uint32_t)(reader->at - table->section);
		if (form == DW_FORM_implicit_const)
			reader_uleb(reader);
		if (reader->failed || (!code && !form))
			break;
		table->usable &= form_size(table, form, &size);
		attr.form = (uint16_t)form;
		attr.slot = (uint8_t)die_slot_of(code);
		place_sibling(abbrev, code, attr.form, size);
		if (!add_attr(table, abbrev, size, attr))
			return false;
	}
	abbrev->count = (uint32_t)table->attrs.count - abbrev->first;
	return true;
}

static bool put_abbrev(struct abbrev_table *table, uint64_t code, struct abbrev abbrev)
{
	struct abbrev none = { 0 };
	while (table->abbrevs.count <= code)
		if (!vector_push(&table->abbrevs, none))
			return false;
	/* Which one of two counts is for libdw to say. */
	table->usable &= !table->abbrevs.data[code].known;
	table->abbrevs.data[code] = abbrev;
	return true;
}

static struct hm_error *read_abbrevs(struct abbrev_table *table,
				     struct byte_reader *reader)
{
	while (table->usable) {
		struct abbrev abbrev = { .known = true };
		uint64_t code = reader_uleb(reader);
		if (!code || reader->failed)
			break;
		uint64_t tag = reader_uleb(reader);
		abbrev.tag = (uint16_t)tag;
		abbrev.children = reader_number(reader, 1) != 0;
		if (!read_attrs(table, reader, &abbrev))
			return error_nomem();
		table->usable &= code < CODE_MAX && tag <= UINT16_MAX;
		if (table->usable && !put_abbrev(table, code, abbrev))
			return error_nomem();
	}
	table->usable &= !reader->failed;
	return NULL;
}

/* The sections of a file; NULL if it is none. */
static const struct decoded_file *find_file(struct die_decoder *decoder, Elf *elf)
{
	GElf_Ehdr ehdr;
	size_t slot = 0;
	while (slot < DECODER_FILES && decoder->files[slot].elf != elf)
		slot++;
	if (slot < DECODER_FILES)
		return &decoder->files[slot];
	if (!gelf_getehdr(elf, &ehdr))
		return NULL;
	/* The one asked for last stands first. */
	memmove(&decoder->files[1], decoder->files,
		sizeof(decoder->files) - sizeof(decoder->files[0]));
	struct decoded_file *file = decoder->files;
	file->elf = elf;
	file->info = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_INFO);
	file->types = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_TYPES);
	file->abbrev = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_ABBREV);
	file->strings = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_STR);
	/* The last text must end. */
	while (file->strings.size && file->strings.data[file->strings.size - 1])
		file->strings.size--;
	file->big = ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
	return file;
}

/* Where the unit starts and ends, if it is within this section. */
static bool find_bounds(struct die_unit *bounds, Dwarf_Die *die,
			struct section_bytes bytes)
{
	unsigned length_size = bounds->offset_size == 8 ? 12 : 4;
	uint64_t header = dwarf_cuoffset(die);
	const uint8_t *at = die->addr;
	if (!bytes.size)
		return false;
	const uint8_t *end = bytes.data + bytes.size;
	if (at < bytes.data || at >= end || header < length_size ||
	    header > (uint64_t)(at - bytes.data))
		return false;
	bounds->start = at - header;
	const uint8_t *first = bounds->start + length_size;
	uint64_t length = bytes_number(first - bounds->offset_size, bounds->offset_size,
				       bounds->big);
	uint64_t left = (uint64_t)(end - first);
	bounds->end = first + (length < left ? length : left);
	return true;
}

/* The table at hand that is the one wanted, or NULL. */
static const struct abbrev_table *find_table(const struct die_decoder *decoder,
					     const struct abbrev_table *wanted)
{
	for (size_t i = 0; i < DECODER_UNITS; i++) {
		const struct abbrev_table *have = &decoder->tables[i];
		if (have->at == wanted->at && have->version == wanted->version &&
		    have->address_size == wanted->address_size &&
		    have->offset_size == wanted->offset_size)
			return have;
	}
	return NULL;
}

/* Reads the table wanted in place of another one. */
static struct hm_error *load_table(struct die_decoder *decoder,
				   const struct abbrev_table *wanted, const uint8_t *end,
				   struct abbrev_table *table)
{
	struct byte_reader reader = { .at = wanted->at, .end = end };
	table->at = wanted->at;
	table->version = wanted->version;
	table->address_size = wanted->address_size;
	table->offset_size = wanted->offset_size;
	table->section = wanted->section;
	table->number = ++decoder->tables_read;
	table->usable = true;
	table->abbrevs.count = table->attrs.count = 0;
	TRY(read_abbrevs(table, &reader));
	uint64_t cost = (uint64_t)(reader.at - wanted->at) + table->abbrevs.count;
	decoder->abbrevs_left -=
		cost < decoder->abbrevs_left ? cost : decoder->abbrevs_left;
	return NULL;
}

static struct hm_error *choose_table(struct die_decoder *decoder,
				     struct decoded_unit *unit,
				     const struct abbrev_table *wanted,
				     const uint8_t *end)
{
	const struct abbrev_table *found = find_table(decoder, wanted);
	if (!found && decoder->abbrevs_left) {
		/* Each unit has a place for a table of its own. */
		struct abbrev_table *own = &decoder->tables[unit - decoder->units];
		TRY(load_table(decoder, wanted, end, own));
		found = own;
	}
	if (!found)
		return NULL;
	unit->table = found;
	unit->table_number = found->number;
	unit->usable = found->usable;
	return NULL;
}

struct hm_error *decoded_unit_load(struct die_decoder *decoder, struct decoded_unit *unit,
				   Dwarf_CU *cu)
{
	Dwarf_Die die;
	Dwarf_Off offset;
	struct abbrev_table wanted = { 0 };
	*unit = (struct decoded_unit){ .cu = cu, .table = decoder->tables };
	unit->table_number = unit->table->number;
	const struct decoded_file *file =
		find_file(decoder, dwarf_getelf(dwarf_cu_getdwarf(cu)));
	if (!file || !dwarf_cu_die(cu, &die, &wanted.version, &offset,
				   &wanted.address_size, &wanted.offset_size, NULL, NULL))
		return NULL;
	unit->bounds = (struct die_unit){
		.strings = (const char *)file->strings.data,
		.strings_size = file->strings.size,
		.offset_size = wanted.offset_size,
		.big = file->big,
	};
	if (!find_bounds(&unit->bounds, &die, file->info) &&
	    !find_bounds(&unit->bounds, &die, file->types))
		return NULL;
	/* An unpacked split object has sections of two flavours. */
	if (offset >= file->abbrev.size || file->abbrev.size > UINT32_MAX)
		return NULL;
	wanted.section = file->abbrev.data;
	wanted.at = file->abbrev.data + offset;
	return choose_table(decoder, unit, &wanted,
			    file->abbrev.data + file->abbrev.size);
}
