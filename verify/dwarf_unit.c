// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_unit.h"

#include "base/error.h"
#include "verify/dwarf_section.h"

#include <string.h>

/* Codes that DWARF 5 did not have yet; dwarfstd.org lists them. */
#define LANGUAGE_CPP17 0x2a
#define LANGUAGE_CPP20 0x2b
#define LANGUAGE_C17 0x2c
#define LANGUAGE_HIP 0x30
#define LANGUAGE_ASSEMBLY 0x31
#define LANGUAGE_CPP23 0x3a
#define LANGUAGE_C23 0x3e

void dwarf_units_deinit(struct dwarf_units *units)
{
	vector_for_each (unit, &units->list) {
		vector_deinit(&(*unit)->scopes);
		vector_deinit(&(*unit)->defined);
	}
	vector_deinit(&units->list);
	die_decoder_deinit(&units->decoder);
	word_map_deinit(&units->by_cu);
	word_map_deinit(&units->by_lines);
	arena_deinit(&units->arena);
}

bool language_has_prototypes(unsigned language)
{
	switch (language) {
	case DW_LANG_C89:
	case DW_LANG_C:
	case DW_LANG_C99:
	case DW_LANG_C11:
	case LANGUAGE_C17:
	case LANGUAGE_C23:
	case DW_LANG_ObjC:
	case DW_LANG_UPC:
	case DW_LANG_OpenCL:
		return true;
	default:
		return false;
	}
}

bool language_nests_tags(unsigned language)
{
	return language != 0 && !language_has_prototypes(language);
}

bool language_is_assembler(unsigned language)
{
	return language == DW_LANG_Mips_Assembler || language == LANGUAGE_ASSEMBLY;
}

static const char *text_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attr;
	return dwarf_attr(die, name, &attr) ? dwarf_formstring(&attr) : NULL;
}

static enum unit_kind kind_of(Dwarf_Die *die)
{
	switch (dwarf_tag(die)) {
	case DW_TAG_partial_unit:
		return UNIT_PARTIAL;
	case DW_TAG_type_unit:
		return UNIT_TYPE;
	default:
		return UNIT_COMPILE;
	}
}

/* Split units have no DW_AT_stmt_list: their table is the only one in their file. */
static void find_lines(struct dwarf_unit *unit, bool split)
{
	Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(unit->die.cu));
	struct section_bytes lines = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_LINE);
	Dwarf_Attribute attr;
	Dwarf_Word offset = 0;
	if (dwarf_attr(&unit->die, DW_AT_stmt_list, &attr)) {
		if (dwarf_formudata(&attr, &offset))
			return;
	} else if (!split) {
		return;
	}
	if (offset >= lines.size)
		return;
	unit->lines = lines.data + offset;
	unit->lines_end = lines.data + lines.size;
}

static bool index_lines(struct dwarf_units *units, struct dwarf_unit *unit)
{
	if (!unit->lines)
		return true;
	uint64_t key = word_of_pointer(unit->lines);
	uint64_t *known = word_map_find(&units->by_lines, key);
	if (unit->kind == UNIT_COMPILE && !known)
		return word_map_put(&units->by_lines, key, units->list.count);
	if (unit->kind == UNIT_TYPE && known)
		unit->line_owner = units->list.data[*known];
	return true;
}

struct hm_error *dwarf_units_find(struct dwarf_units *units, Dwarf_CU *cu,
				  struct dwarf_unit **ret)
{
	uint64_t *known = word_map_find(&units->by_cu, word_of_pointer(cu));
	if (known) {
		*ret = units->list.data[*known];
		return NULL;
	}
	struct dwarf_unit *unit = arena_alloc(&units->arena, sizeof(*unit));
	if (!unit)
		return error_nomem();
	uint8_t type;
	if (dwarf_cu_info(cu, &unit->version, &type, &unit->die, NULL, NULL,
			  &unit->address_size, NULL))
		return error_new(HM_ERR_FORMAT, "debug information is damaged: %s",
				 dwarf_errmsg(-1));
	unit->index = (uint32_t)units->list.count;
	unit->kind = kind_of(&unit->die);
	int language = dwarf_srclang(&unit->die);
	unit->language = language > 0 ? (unsigned)language : 0;
	unit->producer = text_of(&unit->die, DW_AT_producer);
	unit->name = text_of(&unit->die, DW_AT_name);
	unit->comp_dir = text_of(&unit->die, DW_AT_comp_dir);
	unit->number = UNIT_NONE;
	find_lines(unit, type == DW_UT_split_compile || type == DW_UT_split_type);
	if (!index_lines(units, unit) ||
	    !word_map_put(&units->by_cu, word_of_pointer(cu), units->list.count) ||
	    !vector_push(&units->list, unit))
		return error_nomem();
	*ret = unit;
	return NULL;
}
