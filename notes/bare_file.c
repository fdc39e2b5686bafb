// SPDX-License-Identifier: BSD-3-Clause
#include "notes/section_note.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/image_reader.h"
#include "notes/section_table.h"
#include "notes/section_trailer.h"

#include <string.h>

void bare_file_deinit(struct bare_file *bare)
{
	vector_for_each (edit, &bare->edits)
		buffer_deinit(&edit->bytes);
	vector_deinit(&bare->edits);
}

static struct hm_error *add_edit(struct bare_file *bare, uint64_t offset,
				 const struct buffer *bytes)
{
	struct section_edit edit = { .offset = offset };
	buffer_bytes(&edit.bytes, bytes->data, bytes->size);
	if (!edit.bytes.failed && vector_push(&bare->edits, edit))
		return NULL;
	buffer_deinit(&edit.bytes);
	return error_nomem();
}

static struct hm_error *read_header(struct bare_file *bare)
{
	const struct image *image = bare->image;
	size_t size = elf_header_size(bare->form);
	Elf_Data *data;
	TRY(image_bytes(image, 0, size, ELF_T_BYTE, "the ELF header", &data));
	memcpy(bare->header, data->d_buf, size);
	return NULL;
}

/* Whether the file is, byte by byte, what a note makes of the bare one. */
static struct hm_error *is_made_of(const struct bare_file *bare,
				   const struct note_place *place, bool *ret)
{
	SCOPED(noted_file_deinit) struct noted_file noted = { 0 };
	const struct image *image = bare->image;
	Elf_Data *header, *tail;
	*ret = false;
	struct hm_error *error = noted_file_init(bare, place->desc, place->size, &noted);
	if (error && hm_error_code(error) != HM_ERR_FORMAT)
		return error;
	/* What makes no sense was not made by us. */
	hm_error_free(error);
	if (error || bare->size + noted.tail.size != image->file_size)
		return NULL;
	size_t header_size = elf_header_size(bare->form);
	TRY(image_bytes(image, 0, header_size, ELF_T_BYTE, "the ELF header", &header));
	TRY(image_bytes(image, bare->size, noted.tail.size, ELF_T_BYTE, "the note",
			&tail));
	*ret = memcmp(header->d_buf, noted.header, header_size) == 0 &&
	       memcmp(tail->d_buf, noted.tail.data, noted.tail.size) == 0;
	return NULL;
}

/* Tries to go back by the trailer. Nothing changes where that does not hold. */
static struct hm_error *restore(struct bare_file *bare, const struct note_place *place,
				bool *ret)
{
	struct bare_file before = *bare;
	uint64_t file_size = bare->image->file_size;
	Elf_Data *data;
	*ret = false;
	if (file_size < TRAILER_SIZE)
		return NULL;
	TRY(image_bytes(bare->image, file_size - TRAILER_SIZE, TRAILER_SIZE, ELF_T_BYTE,
			"the end of the file", &data));
	if (!trailer_apply(bare->form, data->d_buf, before.header, &before.size) ||
	    before.size > file_size)
		return NULL;
	TRY(is_made_of(&before, place, ret));
	if (*ret)
		*bare = before;
	return NULL;
}

static bool is_note_section(const struct image *image, const GElf_Shdr *header,
			    size_t names)
{
	const char *name = elf_strptr(image->elf, names, header->sh_name);
	return header->sh_type == SHT_NOTE && !(header->sh_flags & SHF_ALLOC) && name &&
	       strcmp(name, NOTE_SECTION) == 0;
}

static struct hm_error *find_section(const struct image *image, size_t *ret,
				     GElf_Shdr *ret_header)
{
	Elf_Scn *section = NULL;
	size_t names;
	if (elf_getshdrstrndx(image->elf, &names) != 0)
		names = 0;
	while ((section = elf_nextscn(image->elf, section))) {
		if (!gelf_getshdr(section, ret_header) ||
		    !is_note_section(image, ret_header, names))
			continue;
		*ret = elf_ndxscn(section);
		return NULL;
	}
	return image_error(image, "its stamp stands in a section of another name");
}

/* Whether a symbol lies in a section from `number` on: it would have to be renumbered. */
static bool table_refers_to(const struct image *image, Elf_Scn *section, size_t number)
{
	Elf_Data *data = elf_getdata(section, NULL);
	int extended = elf_scnshndx(section);
	Elf_Scn *numbers = extended > 0 ? elf_getscn(image->elf, (size_t)extended) : NULL;
	Elf_Data *wide = numbers ? elf_getdata(numbers, NULL) : NULL;
	GElf_Sym symbol;
	GElf_Word other = 0;
	for (int i = 0; gelf_getsymshndx(data, wide, i, &symbol, &other); i++) {
		if (symbol.st_shndx == SHN_XINDEX
			    ? other >= number
			    : symbol.st_shndx >= number &&
				      symbol.st_shndx < SHN_LORESERVE)
			return true;
	}
	return false;
}

static bool is_referred_to(const struct image *image, size_t number)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header))
			continue;
		bool symbols =
			header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM;
		if (header.sh_type == SHT_GROUP ||
		    (symbols && table_refers_to(image, section, number)))
			return true;
	}
	return false;
}

static struct hm_error *edit_table(struct bare_file *bare, size_t removed)
{
	SCOPED(section_table_deinit) struct section_table table = { 0 };
	uint64_t offset = elf_get(bare->form, bare->header, EHDR_SHOFF);
	TRY(section_table_init(&table, bare));
	/* strip(1) makes a symbol for each section: the others keep their numbers then.
	 */
	if (is_referred_to(bare->image, removed))
		memset(section_table_at(&table, removed), 0,
		       elf_section_size(bare->form));
	else
		section_table_remove(&table, removed);
	TRY(section_table_finish(&table, offset, bare->header));
	return add_edit(bare, offset, &table.bytes);
}

/* Other tools have moved the section; take it out where it is now. */
static struct hm_error *take_out(struct bare_file *bare)
{
	SCOPED(buffer_deinit) struct buffer zeros = { 0 };
	GElf_Shdr header;
	size_t number = 0;
	Elf_Data *data;
	TRY(find_section(bare->image, &number, &header));
	TRY(image_bytes(bare->image, header.sh_offset, header.sh_size, ELF_T_BYTE,
			"the note", &data));
	buffer_bytes(&zeros, data->d_buf, data->d_size);
	if (zeros.failed)
		return error_nomem();
	memset(zeros.data, 0, zeros.size);
	TRY(edit_table(bare, number));
	return add_edit(bare, header.sh_offset, &zeros);
}

static struct hm_error *remove_note(struct bare_file *bare,
				    const struct note_place *place)
{
	bool restored;
	if (place->linked)
		return error_set_path(error_new(HM_ERR_STAMP,
						"%s: has a stamp that was linked in; "
						"link it again without its note object",
						bare->image->path),
				      bare->image->path);
	TRY(restore(bare, place, &restored));
	return restored ? NULL : take_out(bare);
}

static struct hm_error *find_and_remove(struct bare_file *bare)
{
	struct note_place place;
	struct hm_error *error = image_find_note(bare->image, &place);
	if (hm_error_code(error) == HM_ERR_NO_STAMP) {
		hm_error_free(error);
		return NULL;
	}
	if (error)
		return error;
	error = remove_note(bare, &place);
	free(place.desc);
	return error;
}

struct hm_error *bare_file_init(const struct image *image, struct bare_file *ret)
{
	struct bare_file bare = {
		.image = image,
		.form = { image->elf_class == ELFCLASS64, image->data == ELFDATA2MSB },
		.size = image->file_size,
	};
	struct hm_error *error = read_header(&bare);
	if (!error)
		error = find_and_remove(&bare);
	if (error) {
		bare_file_deinit(&bare);
		return error;
	}
	*ret = bare;
	return NULL;
}
