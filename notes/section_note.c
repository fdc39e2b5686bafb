// SPDX-License-Identifier: BSD-3-Clause
#include "notes/section_note.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/image_reader.h"
#include "notes/section_table.h"
#include "notes/section_trailer.h"

#include <string.h>

/* Multiples of it suit every field of a section header, and the note. */
#define ALIGNMENT 8

static const char table_names[] = "\0" NOTE_SECTION "\0.shstrtab";
#define TABLE_NAME_NOTE 1
#define TABLE_NAME_NAMES (TABLE_NAME_NOTE + sizeof(NOTE_SECTION))

void noted_file_deinit(struct noted_file *noted)
{
	buffer_deinit(&noted->tail);
}

static void append_word(struct elf_form form, uint32_t value, struct buffer *out)
{
	uint8_t bytes[4];
	elf_put_word(form, bytes, value);
	buffer_bytes(out, bytes, sizeof(bytes));
}

void append_note(struct elf_form form, const uint8_t *desc, size_t size,
		 struct buffer *out)
{
	static const char owner[12] = NOTE_OWNER;
	append_word(form, NOTE_OWNER_SIZE, out);
	append_word(form, (uint32_t)size, out);
	append_word(form, NOTE_TYPE_STAMP, out);
	buffer_bytes(out, owner, sizeof(owner));
	buffer_bytes(out, desc, size);
}

/* Pads to a place in the file, not in the tail; that place. */
static uint64_t align(const struct bare_file *bare, struct buffer *out)
{
	while (!out->failed && (bare->size + out->size) % ALIGNMENT)
		buffer_u8(out, 0);
	return bare->size + out->size;
}

struct section {
	uint64_t name, type, offset, size, alignment;
};

static struct hm_error *too_large(const struct bare_file *bare)
{
	return image_error(bare->image, "too large for its ELF class with a note added");
}

static struct hm_error *fill_header(const struct bare_file *bare, uint8_t *header,
				    const struct section *section)
{
	bool fits = elf_put(bare->form, header, SHDR_NAME, section->name) &&
		    elf_put(bare->form, header, SHDR_TYPE, section->type) &&
		    elf_put(bare->form, header, SHDR_OFFSET, section->offset) &&
		    elf_put(bare->form, header, SHDR_SIZE, section->size) &&
		    elf_put(bare->form, header, SHDR_ALIGNMENT, section->alignment);
	return fits ? NULL : too_large(bare);
}

/* Adds the header of a new section to the table. */
static struct hm_error *add_header(const struct bare_file *bare,
				   struct section_table *table,
				   const struct section *section)
{
	uint8_t header[sizeof(Elf64_Shdr)] = { 0 };
	TRY(fill_header(bare, header, section));
	return section_table_add(table, header);
}

/*
 * Appends the section names with one more and leads the table to them. Where there are
 * none, the other sections stay without.
 */
static struct hm_error *append_names(const struct bare_file *bare,
				     struct section_table *table, struct buffer *out,
				     uint32_t *ret_name)
{
	uint64_t offset = bare->size + out->size;
	if (!table->names) {
		struct section names = { TABLE_NAME_NAMES, SHT_STRTAB, offset,
					 sizeof(table_names), 1 };
		section_table_forget_names(table);
		buffer_bytes(out, table_names, sizeof(table_names));
		*ret_name = TABLE_NAME_NOTE;
		table->names = table->count;
		return add_header(bare, table, &names);
	}
	size_t start = out->size;
	TRY(section_table_names(table, out));
	*ret_name = (uint32_t)(out->size - start);
	buffer_bytes(out, NOTE_SECTION, sizeof(NOTE_SECTION));
	uint8_t *header = section_table_at(table, table->names);
	if (!elf_put(bare->form, header, SHDR_OFFSET, offset) ||
	    !elf_put(bare->form, header, SHDR_SIZE, out->size - start))
		return too_large(bare);
	return NULL;
}

static struct hm_error *append_all(const struct bare_file *bare, const uint8_t *desc,
				   size_t size, struct section_table *table,
				   struct noted_file *noted)
{
	struct buffer *out = &noted->tail;
	uint32_t name;
	struct section note = {
		.type = SHT_NOTE,
		.offset = align(bare, out),
		.size = NOTE_HEADER_SIZE + (uint64_t)size,
		.alignment = NOTE_ALIGNMENT,
	};
	append_note(bare->form, desc, size, out);
	TRY(append_names(bare, table, out, &name));
	note.name = name;
	TRY(add_header(bare, table, &note));
	uint64_t offset = align(bare, out);
	TRY(section_table_finish(table, offset, noted->header));
	buffer_bytes(out, table->bytes.data, table->bytes.size);
	trailer_append(bare->form, bare->header, bare->size, out);
	return out->failed ? error_nomem() : NULL;
}

struct hm_error *noted_file_init(const struct bare_file *bare, const uint8_t *desc,
				 size_t size, struct noted_file *ret)
{
	SCOPED(section_table_deinit) struct section_table table = { 0 };
	SCOPED(noted_file_deinit) struct noted_file noted = { 0 };
	memcpy(noted.header, bare->header, sizeof(noted.header));
	TRY(section_table_init(&table, bare));
	TRY(append_all(bare, desc, size, &table, &noted));
	*ret = noted;
	noted.tail = (struct buffer){ 0 };
	return NULL;
}
