// SPDX-License-Identifier: BSD-3-Clause
#include "notes/put.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/image_reader.h"
#include "notes/replacement.h"
#include "notes/section_note.h"

#include <string.h>

/*
 * A link combines what its objects say of themselves: GNU properties, build attributes,
 * the stack they need. Every such combination stays the same if one object's part is
 * entered a second time. So the note object repeats, section by section, what the first
 * input that has the section says, and the linked file is what it would have been.
 */

#ifndef SHT_ARM_ATTRIBUTES
#define SHT_ARM_ATTRIBUTES 0x70000003
#endif
#ifndef SHT_MIPS_ABIFLAGS
#define SHT_MIPS_ABIFLAGS 0x7000002a
#endif

/* Sections that speak for a whole object, and nothing but that. */
static bool speaks_for_object(const GElf_Shdr *header, const char *name)
{
	switch (header->sh_type) {
	case SHT_ARM_ATTRIBUTES: /* RISC-V has given its own the same number. */
	case SHT_MIPS_ABIFLAGS:
	case SHT_GNU_ATTRIBUTES:
		return true;
	default:
		return strcmp(name, ".note.gnu.property") == 0 ||
		       strcmp(name, ".note.GNU-stack") == 0;
	}
}

struct section {
	const char *name;
	GElf_Shdr header;
	const uint8_t *bytes;
};

struct note_object {
	struct elf_form form;
	VECTOR(struct section) sections;
	struct buffer note, names, headers, file;
};

static void note_object_deinit(struct note_object *object)
{
	vector_deinit(&object->sections);
	buffer_deinit(&object->note);
	buffer_deinit(&object->names);
	buffer_deinit(&object->headers);
	buffer_deinit(&object->file);
}

static bool has_section(const struct note_object *object, const char *name)
{
	vector_for_each (section, &object->sections)
		if (strcmp(section->name, name) == 0)
			return true;
	return false;
}

static struct hm_error *copy_section(struct note_object *object,
				     const struct image *image, const char *name,
				     const GElf_Shdr *header)
{
	struct section section = { .name = name, .header = *header };
	Elf_Data *data = NULL;
	if (header->sh_type == SHT_NOBITS)
		section.header.sh_size = 0;
	if (section.header.sh_size) {
		TRY(image_bytes(image, header->sh_offset, header->sh_size, ELF_T_BYTE,
				name, &data));
		section.bytes = data->d_buf;
	}
	return vector_push(&object->sections, section) ? NULL : error_nomem();
}

static struct hm_error *copy_sections(struct note_object *object,
				      const struct image *image)
{
	Elf_Scn *from = NULL;
	size_t names;
	if (elf_getshdrstrndx(image->elf, &names) != 0)
		return image_error(image, "damaged: section names: %s", elf_errmsg(-1));
	while ((from = elf_nextscn(image->elf, from))) {
		GElf_Shdr header;
		if (!gelf_getshdr(from, &header))
			continue;
		const char *name = elf_strptr(image->elf, names, header.sh_name);
		if (name && speaks_for_object(&header, name) &&
		    !has_section(object, name))
			TRY(copy_section(object, image, name, &header));
	}
	return NULL;
}

static struct hm_error *check_inputs(const struct image *inputs, size_t count)
{
	const struct image *first = &inputs[0];
	for (size_t i = 0; i < count; i++) {
		const struct image *image = &inputs[i];
		if (image->type != IMAGE_RELOCATABLE)
			return image_error(image, "is linked already; a note object is "
						  "made from the objects of a link");
		if (image->elf_class != first->elf_class || image->data != first->data ||
		    image->machine != first->machine)
			return image_error(image, "is for another machine than %s",
					   first->path);
	}
	return NULL;
}

static struct hm_error *add_note(struct note_object *object, uint64_t flags,
				 const uint8_t *desc, size_t size)
{
	append_note(object->form, desc, size, &object->note);
	struct section section = {
		.name = NOTE_SECTION,
		.header = { .sh_type = SHT_NOTE,
			    .sh_flags = flags,
			    .sh_addralign = NOTE_ALIGNMENT,
			    .sh_size = object->note.size },
		.bytes = object->note.data,
	};
	if (object->note.failed || !vector_push(&object->sections, section))
		return error_nomem();
	return NULL;
}

static struct hm_error *too_large(const char *output)
{
	return error_new(HM_ERR_FORMAT, "%s: too large for its ELF class", output);
}

/* Links and section numbers are of the input's own; none of these has any. */
static struct hm_error *append_header(struct note_object *object,
				      const struct section *section, uint64_t offset,
				      const char *output)
{
	uint8_t header[sizeof(Elf64_Shdr)] = { 0 };
	const GElf_Shdr *from = &section->header;
	struct elf_form form = object->form;
	bool fits = elf_put(form, header, SHDR_NAME, object->names.size) &&
		    elf_put(form, header, SHDR_TYPE, from->sh_type) &&
		    elf_put(form, header, SHDR_FLAGS, from->sh_flags & ~SHF_INFO_LINK) &&
		    elf_put(form, header, SHDR_OFFSET, offset) &&
		    elf_put(form, header, SHDR_SIZE, from->sh_size) &&
		    elf_put(form, header, SHDR_ALIGNMENT, from->sh_addralign) &&
		    elf_put(form, header, SHDR_ENTSIZE, from->sh_entsize);
	if (!fits)
		return too_large(output);
	buffer_bytes(&object->headers, header, elf_section_size(form));
	buffer_bytes(&object->names, section->name, strlen(section->name) + 1);
	return NULL;
}

static struct hm_error *append_sections(struct note_object *object, const char *output)
{
	static const uint8_t none[sizeof(Elf64_Shdr)];
	buffer_bytes(&object->headers, none, elf_section_size(object->form));
	buffer_u8(&object->names, 0);
	vector_for_each (section, &object->sections) {
		uint64_t alignment = section->header.sh_addralign;
		/* 0 means 1, and nothing here needs more than an address does. */
		buffer_align(&object->file,
			     alignment > 1 && alignment <= 8 ? alignment : 1);
		TRY(append_header(object, section, object->file.size, output));
		buffer_bytes(&object->file, section->bytes, section->header.sh_size);
	}
	struct section names = {
		.name = ".shstrtab",
		.header = { .sh_type = SHT_STRTAB, .sh_addralign = 1 },
	};
	names.header.sh_size = object->names.size + strlen(names.name) + 1;
	TRY(append_header(object, &names, object->file.size, output));
	buffer_bytes(&object->file, object->names.data, object->names.size);
	return NULL;
}

/* The ELF header is a file's: class, machine and flags are those of the link. */
static struct hm_error *start_file(struct note_object *object, const struct image *like)
{
	size_t size = elf_header_size(object->form);
	Elf_Data *data = NULL;
	TRY(image_bytes(like, 0, size, ELF_T_BYTE, "the ELF header", &data));
	buffer_bytes(&object->file, data->d_buf, size);
	if (object->file.failed)
		return error_nomem();
	/* The one for GNU says what symbols an object has; this one has none. */
	if (object->file.data[EI_OSABI] == ELFOSABI_GNU)
		object->file.data[EI_OSABI] = ELFOSABI_NONE;
	/* It may be that of a linked file. */
	elf_put(object->form, object->file.data, EHDR_TYPE, ET_REL);
	elf_put(object->form, object->file.data, EHDR_ENTRY, 0);
	elf_put(object->form, object->file.data, EHDR_PHOFF, 0);
	elf_put(object->form, object->file.data, EHDR_PHENTSIZE, 0);
	elf_put(object->form, object->file.data, EHDR_PHNUM, 0);
	return NULL;
}

static struct hm_error *make_file(struct note_object *object, const struct image *like,
				  const char *output)
{
	TRY(start_file(object, like));
	TRY(append_sections(object, output));
	buffer_align(&object->file, 8);
	uint64_t offset = object->file.size;
	buffer_bytes(&object->file, object->headers.data, object->headers.size);
	if (object->file.failed || object->headers.failed || object->names.failed)
		return error_nomem();
	size_t count = object->sections.count + 2;
	uint8_t *header = object->file.data;
	if (!elf_put(object->form, header, EHDR_SHOFF, offset) ||
	    !elf_put(object->form, header, EHDR_SHENTSIZE,
		     elf_section_size(object->form)) ||
	    !elf_put(object->form, header, EHDR_SHNUM, count) ||
	    !elf_put(object->form, header, EHDR_SHSTRNDX, count - 1))
		return too_large(output);
	return NULL;
}

static struct hm_error *write_file(const struct note_object *object, const char *output)
{
	SCOPED_REPLACEMENT struct replacement replacement = REPLACEMENT_NONE;
	TRY(replacement_begin(output, &replacement));
	TRY(replacement_write(&replacement, 0, object->file.data, object->file.size));
	return replacement_commit(&replacement);
}

static struct elf_form form_of(const struct image *image)
{
	return (struct elf_form){ image->elf_class == ELFCLASS64,
				  image->data == ELFDATA2MSB };
}

struct hm_error *note_write_object(const char *output, const struct image *inputs,
				   size_t input_count, const uint8_t *desc, size_t size)
{
	SCOPED(note_object_deinit) struct note_object object = { 0 };
	if (!input_count)
		return error_new(HM_ERR_ARGUMENT,
				 "%s: a note object needs the objects that it is linked "
				 "with",
				 output);
	TRY(check_inputs(inputs, input_count));
	object.form = form_of(&inputs[0]);
	TRY(add_note(&object, SHF_ALLOC, desc, size));
	for (size_t i = 0; i < input_count; i++)
		TRY(copy_sections(&object, &inputs[i]));
	TRY(make_file(&object, &inputs[0], output));
	return write_file(&object, output);
}

struct hm_error *note_write_detached(const char *output, const struct image *like,
				     const uint8_t *desc, size_t size)
{
	SCOPED(note_object_deinit) struct note_object object = { .form = form_of(like) };
	TRY(add_note(&object, 0, desc, size));
	TRY(make_file(&object, like, output));
	return write_file(&object, output);
}
