// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_read.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/dwarf_complete.h"
#include "verify/dwarf_scan.h"
#include "verify/dwarf_sighting.h"
#include "verify/dwarf_terse.h"

#include <string.h>

/* Compilers with their options: more than a program has makefiles. */
#define PRODUCERS_MAX 16384

/* Everything that lives as long as one file is read. */
struct reading {
	struct dwarf_file file;
	struct dwarf_splits splits;
	struct dwarf_units units;
	struct want_index wants;
	struct type_builder builder;
	struct dwarf_hits hits;
	struct dwarf_result *result;
	/* Entries that the file and its supplement can hold: each has a byte. */
	uint64_t entry_max;
	/* Units of compilers, and those of them that leave out types. */
	size_t compiled, terse;
};

static void reading_deinit(struct reading *reading)
{
	vector_deinit(&reading->hits);
	type_builder_deinit(&reading->builder);
	want_index_deinit(&reading->wants);
	dwarf_units_deinit(&reading->units);
	dwarf_splits_close(&reading->splits);
	dwarf_file_close(&reading->file);
}

void dwarf_result_deinit(struct dwarf_result *result)
{
	vector_deinit(&result->sightings);
	vector_deinit(&result->markers);
	vector_deinit(&result->producers);
}

static uint64_t info_size(Elf *elf)
{
	return elf ? elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_INFO).size +
			       elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_TYPES).size
		   : 0;
}

static uint64_t text_size(Elf *elf)
{
	return elf ? elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_STR).size +
			       elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_LINE_STR)
				       .size
		   : 0;
}

/* Producers are few, however many units there are. */
static struct hm_error *add_producer(struct reading *reading, struct dwarf_unit *unit)
{
	struct dwarf_producer producer = { .language = unit->language };
	TRY(type_string(&reading->builder, unit->producer, &producer.producer));
	vector_for_each (known, &reading->result->producers)
		if (known->producer == producer.producer &&
		    known->language == producer.language)
			return NULL;
	if (reading->result->producers.count == PRODUCERS_MAX)
		return error_new(HM_ERR_FORMAT,
				 "debug information is damaged: its units name more than "
				 "%d compilers with their options",
				 PRODUCERS_MAX);
	return vector_push(&reading->result->producers, producer) ? NULL : error_nomem();
}

/* A skeleton knows what its other half need not repeat. */
static void inherit(struct dwarf_unit *unit, Dwarf_Die *skeleton)
{
	Dwarf_Attribute attr;
	if (!unit->comp_dir && dwarf_attr(skeleton, DW_AT_comp_dir, &attr))
		unit->comp_dir = dwarf_formstring(&attr);
}

static struct hm_error *scan_unit(struct reading *reading, Dwarf_Die *skeleton,
				  Dwarf_Die *die)
{
	struct dwarf_unit *unit;
	uint64_t entry_max = reading->entry_max;
	TRY(dwarf_units_find(&reading->units, die->cu, &unit));
	inherit(unit, skeleton);
	if (die->cu != skeleton->cu) {
		Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(die->cu));
		uint64_t split = info_size(elf);
		entry_max += split;
		type_builder_allow(&reading->builder, split + text_size(elf));
		die_decoder_allow(&reading->units.decoder, split);
	}
	TRY(add_producer(reading, unit));
	/* Assemblers describe functions as if they took and gave nothing. */
	if (language_is_assembler(unit->language))
		return NULL;
	reading->compiled++;
	bool terse;
	TRY(dwarf_unit_is_terse(&reading->units, unit, &terse));
	if (terse) {
		reading->terse++;
		return NULL;
	}
	return dwarf_scan_symbols(&reading->units, &reading->wants, unit, entry_max,
				  &reading->hits);
}

static struct hm_error *scan_units(struct reading *reading)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die skeleton, die;
	uint8_t kind;
	int result;
	while ((result = dwarf_get_units(reading->file.main.dwarf, cu, &cu, NULL, &kind,
					 &skeleton, NULL)) == 0) {
		if (dwarf_tag(&skeleton) != DW_TAG_compile_unit &&
		    dwarf_tag(&skeleton) != DW_TAG_skeleton_unit)
			continue;
		TRY(dwarf_splits_unit(&reading->splits, &skeleton, &die));
		TRY(error_prefix(scan_unit(reading, &skeleton, &die),
				 "%s: ", reading->file.debug_path));
	}
	if (result < 0)
		return error_new(HM_ERR_FORMAT, "%s: debug information is damaged: %s",
				 reading->file.debug_path, dwarf_errmsg(-1));
	if (!reading->compiled)
		return error_new(HM_ERR_NO_DEBUG_INFO,
				 "%s has no debug information of a compiler; compile it "
				 "with -g (it can be stripped after stamping)",
				 reading->file.path);
	if (reading->compiled == reading->terse)
		return error_new(HM_ERR_NO_DEBUG_INFO,
				 "%s has debug information without types, as of -g1 or "
				 "-gline-tables-only; compile it with -g (it can be "
				 "stripped after stamping)",
				 reading->file.path);
	return NULL;
}

static struct hm_error *read_types(struct reading *reading)
{
	TRY(dwarf_sightings_read(&reading->builder, &reading->wants, &reading->hits,
				 reading->result));
	return dwarf_complete(&reading->builder);
}

static struct hm_error *read_file(struct reading *reading, const struct dwarf_want *wants,
				  size_t want_count, struct draft *draft)
{
	const struct dwarf_file *file = &reading->file;
	reading->splits.file = file;
	reading->builder.draft = draft;
	reading->builder.graph = draft_graph(draft);
	reading->builder.units = &reading->units;
	reading->builder.splits = &reading->splits;
	reading->builder.machine = file->machine;
	reading->entry_max = info_size(file->main.elf) + info_size(file->supplement.elf);
	die_decoder_allow(&reading->units.decoder, reading->entry_max);
	type_builder_allow(&reading->builder, reading->entry_max +
						      text_size(file->main.elf) +
						      text_size(file->supplement.elf));
	TRY(want_index_init(&reading->wants, file, wants, want_count));
	TRY(scan_units(reading));
	return error_prefix(read_types(reading), "%s: ", file->debug_path);
}

struct hm_error *dwarf_read(const char *path, Elf *elf,
			    const struct dwarf_options *options,
			    const struct dwarf_want *wants, size_t want_count,
			    struct draft *draft, struct dwarf_result *ret)
{
	struct reading reading = { .splits = DWARF_SPLITS_NONE, .result = ret };
	TRY(dwarf_file_open(path, elf, options, &reading.file));
	struct hm_error *error = read_file(&reading, wants, want_count, draft);
	reading_deinit(&reading);
	return error_set_path(error, path);
}
