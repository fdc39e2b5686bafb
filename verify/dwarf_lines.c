// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_lines.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/dwarf_bytes.h"
#include "verify/dwarf_search.h"
#include "verify/dwarf_section.h"

#include <gelf.h>
#include <string.h>

/* Far more formats of one entry than the standard defines: five. */
#define FORMAT_MAX 32

void line_verdicts_deinit(struct line_verdicts *verdicts)
{
	free(verdicts->source);
	vector_for_each (table, &verdicts->tables)
		vector_deinit(&table->own);
	vector_deinit(&verdicts->tables);
	word_map_deinit(&verdicts->by_lines);
	verdicts->source = NULL;
}

/* Drops "." and double slashes, which tools write or not as they like. In place. */
static void tidy(char *path)
{
	char *to = path;
	for (const char *from = path; *from;) {
		if (from[0] == '/' && from[1] == '/') {
			from++;
		} else if ((from == path || from[-1] == '/') && from[0] == '.' &&
			   from[1] == '/') {
			from += 2;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

/* comp_dir/dir/name, as far as they are relative; to be freed. */
static char *full_path(const char *comp_dir, const char *dir, const char *name)
{
	SCOPED_FREE char *below = path_join(dir ? dir : "", name);
	char *path = below ? path_join(comp_dir ? comp_dir : "", below) : NULL;
	if (path)
		tidy(path);
	return path;
}

struct hm_error *line_verdicts_enter(struct line_verdicts *verdicts,
				     const struct dwarf_unit *unit)
{
	line_verdicts_deinit(verdicts);
	if (!unit->name)
		return NULL;
	verdicts->source = full_path(unit->comp_dir, NULL, unit->name);
	return verdicts->source ? NULL : error_nomem();
}

/* A line table's header while it is read. */
struct line_header {
	struct byte_reader reader;
	const struct dwarf_unit *unit;
	struct section_bytes strings, line_strings;
	unsigned offset_size;
	unsigned version;
	VECTOR(const char *) dirs;
	const char *source, *base_name;
	struct line_verdict *verdict;
};

static void line_header_deinit(struct line_header *header)
{
	vector_deinit(&header->dirs);
}

static const char *string_at(struct section_bytes section, uint64_t offset)
{
	if (offset >= section.size ||
	    !memchr(section.data + offset, 0, section.size - offset))
		return "";
	return (const char *)section.data + offset;
}

/* One file of the table; true unless memory runs out. */
static bool judge(struct line_header *header, uint64_t dir, const char *name)
{
	const char *slash = strrchr(name, '/');
	bool own = false;
	/* Most names differ at their end, which needs no memory to see. */
	if (header->source && strcmp(slash ? slash + 1 : name, header->base_name) == 0) {
		/* Directory 0 of older tables is not in the table: it is comp_dir. */
		const char *in = dir < header->dirs.count ? header->dirs.data[dir] : NULL;
		const char *root = header->version >= 5 && header->dirs.count && dir
					   ? header->dirs.data[0]
					   : header->unit->comp_dir;
		SCOPED_FREE char *path = full_path(root, in, name);
		if (!path)
			return false;
		own = strcmp(path, header->source) == 0;
	}
	return vector_push(&header->verdict->own, own);
}

static bool read_old_tables(struct line_header *header)
{
	struct byte_reader *reader = &header->reader;
	const char *text;
	bool room = vector_push(&header->dirs, NULL);
	while (room && *(text = reader_text(reader)))
		room = vector_push(&header->dirs, text);
	/* Files are counted from 1; 0 means none. */
	room = room && vector_push(&header->verdict->own, 0);
	while (room && *(text = reader_text(reader))) {
		uint64_t dir = reader_uleb(reader);
		reader_uleb(reader);
		reader_uleb(reader);
		room = judge(header, dir, text);
	}
	return room;
}

struct entry_format {
	uint64_t type, form;
};

/* What a field holds: a text, or else a number. */
struct entry_field {
	const char *text;
	uint64_t number;
};

static struct entry_field read_field(struct line_header *header, uint64_t form)
{
	struct byte_reader *reader = &header->reader;
	struct entry_field field = { 0 };
	switch (form) {
	case DW_FORM_string:
		field.text = reader_text(reader);
		break;
	case DW_FORM_strp:
		field.text = string_at(header->strings,
				       reader_number(reader, header->offset_size));
		break;
	case DW_FORM_line_strp:
		field.text = string_at(header->line_strings,
				       reader_number(reader, header->offset_size));
		break;
	case DW_FORM_data1:
		field.number = reader_number(reader, 1);
		break;
	case DW_FORM_data2:
		field.number = reader_number(reader, 2);
		break;
	case DW_FORM_data4:
		field.number = reader_number(reader, 4);
		break;
	case DW_FORM_data8:
		field.number = reader_number(reader, 8);
		break;
	case DW_FORM_data16:
		reader_skip(reader, 16);
		break;
	case DW_FORM_udata:
		field.number = reader_uleb(reader);
		break;
	case DW_FORM_block:
		reader_skip(reader, reader_uleb(reader));
		break;
	default:
		/* Of unknown width: what follows cannot be read. */
		reader->failed = true;
		break;
	}
	return field;
}

/* A table of DWARF 5: of directories, or of files. */
static bool read_table(struct line_header *header, bool files)
{
	struct byte_reader *reader = &header->reader;
	struct entry_format formats[FORMAT_MAX];
	size_t format_count = reader_number(reader, 1);
	if (format_count > FORMAT_MAX)
		reader->failed = true;
	for (size_t i = 0; i < format_count && !reader->failed; i++) {
		formats[i].type = reader_uleb(reader);
		formats[i].form = reader_uleb(reader);
	}
	uint64_t count = reader_uleb(reader);
	bool room = true;
	/* An entry without a field takes no bytes, so that a count would be no bound. */
	if (!format_count)
		return true;
	for (uint64_t entry = 0; entry < count && room && !reader->failed; entry++) {
		const char *name = "";
		uint64_t dir = 0;
		for (size_t i = 0; i < format_count; i++) {
			struct entry_field field = read_field(header, formats[i].form);
			if (formats[i].type == DW_LNCT_path)
				name = field.text ? field.text : "";
			else if (formats[i].type == DW_LNCT_directory_index)
				dir = field.number;
		}
		if (!reader->failed)
			room = files ? judge(header, dir, name)
				     : vector_push(&header->dirs, name);
	}
	return room;
}

/* Reads up to the tables; a header that cannot be read leaves them empty. */
static bool read_header(struct line_header *header)
{
	struct byte_reader *reader = &header->reader;
	header->offset_size = 4;
	if (reader_number(reader, 4) == 0xffffffff) {
		header->offset_size = 8;
		reader_skip(reader, 8);
	}
	header->version = (unsigned)reader_number(reader, 2);
	if (header->version >= 5)
		reader_skip(reader, 2);
	reader_skip(reader, header->offset_size);
	/* Instruction length, operations, default, base and range. */
	reader_skip(reader, header->version >= 4 ? 5 : 4);
	uint64_t opcode_base = reader_number(reader, 1);
	reader_skip(reader, opcode_base ? opcode_base - 1 : 0);
	return !reader->failed && header->version >= 2 && header->version <= 5;
}

static struct hm_error *read_lines(const struct dwarf_unit *unit, const char *source,
				   struct line_verdict *verdict)
{
	Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(unit->die.cu));
	GElf_Ehdr ehdr;
	SCOPED(line_header_deinit)
	struct line_header header = {
		.reader = { .at = unit->lines, .end = unit->lines_end },
		.unit = unit,
		.strings = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_STR),
		.line_strings = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_LINE_STR),
		.source = source,
		.verdict = verdict,
	};
	header.reader.big =
		gelf_getehdr(elf, &ehdr) && ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
	const char *slash = source ? strrchr(source, '/') : NULL;
	header.base_name = slash ? slash + 1 : source;
	if (!read_header(&header))
		return NULL;
	bool room = header.version < 5
			    ? read_old_tables(&header)
			    : read_table(&header, false) && read_table(&header, true);
	return room ? NULL : error_nomem();
}

static struct hm_error *find_table(struct line_verdicts *verdicts,
				   const struct dwarf_unit *unit,
				   struct line_verdict **ret)
{
	uint64_t key = word_of_pointer(unit->lines);
	uint64_t *known = word_map_find(&verdicts->by_lines, key);
	if (known) {
		*ret = &verdicts->tables.data[*known];
		return NULL;
	}
	struct line_verdict fresh = { .lines = unit->lines };
	if (!word_map_put(&verdicts->by_lines, key, verdicts->tables.count) ||
	    !vector_push(&verdicts->tables, fresh))
		return error_nomem();
	*ret = &verdicts->tables.data[verdicts->tables.count - 1];
	return read_lines(unit, verdicts->source, *ret);
}

struct hm_error *line_verdicts_ask(struct line_verdicts *verdicts,
				   const struct dwarf_unit *unit, uint64_t file,
				   bool *ret)
{
	*ret = false;
	if (!unit->lines)
		return NULL;
	struct line_verdict *table = NULL;
	TRY(find_table(verdicts, unit, &table));
	*ret = file < table->own.count && table->own.data[file];
	return NULL;
}
