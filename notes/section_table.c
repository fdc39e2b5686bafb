// SPDX-License-Identifier: BSD-3-Clause
#include "notes/section_table.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/image_reader.h"

#include <string.h>

void section_table_deinit(struct section_table *table)
{
	buffer_deinit(&table->bytes);
}

uint8_t *section_table_at(const struct section_table *table, size_t number)
{
	return table->bytes.data + number * elf_section_size(table->form);
}

struct hm_error *section_table_add(struct section_table *table, const uint8_t *header)
{
	buffer_bytes(&table->bytes, header, elf_section_size(table->form));
	table->count++;
	return table->bytes.failed ? error_nomem() : NULL;
}

/* Appends bytes of the file without the note. */
static struct hm_error *file_bytes(const struct bare_file *bare, uint64_t offset,
				   uint64_t size, const char *what, struct buffer *ret)
{
	Elf_Data *data;
	uint64_t end;
	if (__builtin_add_overflow(offset, size, &end) || end > bare->size)
		return image_error(bare->image,
				   "truncated or damaged: %s should be %llu bytes at "
				   "offset %llu, the file ends at %llu",
				   what, (unsigned long long)size,
				   (unsigned long long)offset,
				   (unsigned long long)bare->size);
	TRY(image_bytes(bare->image, offset, size, ELF_T_BYTE, what, &data));
	size_t start = ret->size;
	buffer_bytes(ret, data->d_buf, size);
	if (ret->failed)
		return error_nomem();
	vector_for_each (edit, &bare->edits)
		for (size_t i = 0; i < edit->bytes.size; i++)
			if (edit->offset + i >= offset && edit->offset + i < end)
				ret->data[start + (edit->offset + i - offset)] =
					edit->bytes.data[i];
	return NULL;
}

static uint64_t shdr_get(const struct section_table *table, size_t number,
			 enum elf_field field)
{
	return elf_get(table->form, section_table_at(table, number), field);
}

/* More sections than a field of the ELF header can count are told by the first header. */
static struct hm_error *read_first(const struct section_table *table, uint64_t offset,
				   uint64_t *count, uint64_t *names)
{
	SCOPED(buffer_deinit) struct buffer first = { 0 };
	TRY(file_bytes(table->bare, offset, elf_section_size(table->form),
		       "the first section header", &first));
	if (!*count)
		*count = elf_get(table->form, first.data, SHDR_SIZE);
	if (*names == SHN_XINDEX)
		*names = elf_get(table->form, first.data, SHDR_LINK);
	return NULL;
}

static struct hm_error *read_table(struct section_table *table)
{
	const struct bare_file *bare = table->bare;
	size_t size = elf_section_size(table->form);
	uint64_t offset = elf_get(table->form, bare->header, EHDR_SHOFF);
	uint64_t count = elf_get(table->form, bare->header, EHDR_SHNUM);
	uint64_t names = elf_get(table->form, bare->header, EHDR_SHSTRNDX);
	if (elf_get(table->form, bare->header, EHDR_SHENTSIZE) != size)
		return image_error(bare->image, "section headers of an unknown size");
	TRY(read_first(table, offset, &count, &names));
	if (!count || count > bare->size / size || names >= count)
		return image_error(bare->image, "damaged: impossible section headers");
	TRY(file_bytes(bare, offset, count * size, "the section headers", &table->bytes));
	table->count = count;
	table->names = names;
	return NULL;
}

struct hm_error *section_table_init(struct section_table *table,
				    const struct bare_file *bare)
{
	static const uint8_t empty[sizeof(Elf64_Shdr)];
	*table = (struct section_table){ .bare = bare, .form = bare->form };
	if (elf_get(table->form, bare->header, EHDR_SHOFF))
		return read_table(table);
	return section_table_add(table, empty);
}

struct hm_error *section_table_names(const struct section_table *table,
				     struct buffer *ret)
{
	const struct bare_file *bare = table->bare;
	uint64_t size = shdr_get(table, table->names, SHDR_SIZE);
	uint64_t flags = shdr_get(table, table->names, SHDR_FLAGS);
	uint64_t offset = shdr_get(table, table->names, SHDR_OFFSET);
	/* The ELF header changes with the table: a copy of it would not be what it was.
	 */
	if (shdr_get(table, table->names, SHDR_TYPE) != SHT_STRTAB ||
	    flags & (SHF_ALLOC | SHF_COMPRESSED) || offset < elf_header_size(bare->form))
		return image_error(bare->image,
				   "section names stand in a section that "
				   "cannot be moved; link with a note object instead");
	TRY(file_bytes(bare, offset, size, "the section names", ret));
	/* gABI chapter 4, "String Table". Whoever reads the last one sees no name; with
	 * more behind it, it would become one. */
	if (size && ret->data[ret->size - 1])
		return image_error(bare->image, "damaged: the section names have no end");
	if (!size)
		buffer_u8(ret, 0);
	return NULL;
}

void section_table_forget_names(struct section_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		elf_put(table->form, section_table_at(table, i), SHDR_NAME, 0);
}

struct hm_error *section_table_finish(struct section_table *table, uint64_t offset,
				      uint8_t *header)
{
	struct elf_form form = table->form;
	uint8_t *first = section_table_at(table, 0);
	bool many = table->count >= SHN_LORESERVE, far = table->names >= SHN_LORESERVE;
	elf_put(form, first, SHDR_SIZE, many ? table->count : 0);
	elf_put(form, first, SHDR_LINK, far ? table->names : 0);
	elf_put(form, header, EHDR_SHENTSIZE, elf_section_size(form));
	elf_put(form, header, EHDR_SHNUM, many ? 0 : table->count);
	elf_put(form, header, EHDR_SHSTRNDX, far ? SHN_XINDEX : table->names);
	if (!elf_put(form, header, EHDR_SHOFF, offset))
		return image_error(table->bare->image,
				   "too large for its ELF class with a note added");
	return NULL;
}

static bool info_is_number(const struct section_table *table, size_t i)
{
	uint64_t type = shdr_get(table, i, SHDR_TYPE);
	return type == SHT_REL || type == SHT_RELA ||
	       shdr_get(table, i, SHDR_FLAGS) & SHF_INFO_LINK;
}

static void renumber(struct section_table *table, size_t i, enum elf_field field,
		     size_t removed)
{
	uint64_t number = shdr_get(table, i, field);
	if (number == removed)
		number = 0;
	else if (number > removed)
		number--;
	elf_put(table->form, section_table_at(table, i), field, number);
}

void section_table_remove(struct section_table *table, size_t removed)
{
	size_t size = elf_section_size(table->form);
	for (size_t i = 1; i < table->count; i++) {
		renumber(table, i, SHDR_LINK, removed);
		if (info_is_number(table, i))
			renumber(table, i, SHDR_INFO, removed);
	}
	memmove(section_table_at(table, removed), section_table_at(table, removed + 1),
		(table->count - removed - 1) * size);
	table->count--;
	if (table->names > removed)
		table->names--;
	/* The place of the last one stays, and is empty. */
	memset(section_table_at(table, table->count), 0, size);
}
