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

struct copied {
	const char *name;
	GElf_Shdr header;
	Elf_Data *data; /* NULL: empty */
};

struct note_object {
	struct elf_form form;
	VECTOR(struct copied) copies;
	struct buffer names, note;
	Elf *elf;
};

static void note_object_deinit(struct note_object *object)
{
	if (object->elf)
		elf_end(object->elf);
	vector_deinit(&object->copies);
	buffer_deinit(&object->names);
	buffer_deinit(&object->note);
}

static bool has_copy(const struct note_object *object, const char *name)
{
	vector_for_each (copy, &object->copies)
		if (strcmp(copy->name, name) == 0)
			return true;
	return false;
}

static struct hm_error *copy_section(struct note_object *object,
				     const struct image *image, const char *name,
				     const GElf_Shdr *header)
{
	struct copied copy = { .name = name, .header = *header };
	if (header->sh_size && header->sh_type != SHT_NOBITS)
		TRY(image_bytes(image, header->sh_offset, header->sh_size, ELF_T_BYTE,
				name, &copy.data));
	return vector_push(&object->copies, copy) ? NULL : error_nomem();
}

static struct hm_error *copy_sections(struct note_object *object,
				      const struct image *image)
{
	Elf_Scn *section = NULL;
	size_t names;
	if (elf_getshdrstrndx(image->elf, &names) != 0)
		return image_error(image, "damaged: section names: %s", elf_errmsg(-1));
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header))
			continue;
		const char *name = elf_strptr(image->elf, names, header.sh_name);
		if (name && speaks_for_object(&header, name) && !has_copy(object, name))
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

static struct hm_error *libelf_error(const char *output)
{
	return error_set_path(
		error_new(HM_ERR_IO, "%s: cannot be written: %s", output, elf_errmsg(-1)),
		output);
}

static uint32_t add_name(struct note_object *object, const char *name)
{
	size_t offset = object->names.size;
	buffer_bytes(&object->names, name, strlen(name) + 1);
	return (uint32_t)offset;
}

/* The bytes must live until the object is written. */
static bool add_section(struct note_object *object, const char *name,
			const GElf_Shdr *like, void *bytes, size_t size)
{
	Elf_Scn *section = elf_newscn(object->elf);
	Elf_Data *data = section ? elf_newdata(section) : NULL;
	GElf_Shdr header;
	if (!data || !gelf_getshdr(section, &header))
		return false;
	*data = (Elf_Data){
		.d_buf = bytes,
		.d_size = size,
		.d_type = ELF_T_BYTE,
		.d_align = like->sh_addralign ? like->sh_addralign : 1,
		.d_version = EV_CURRENT,
	};
	header.sh_name = add_name(object, name);
	header.sh_type = like->sh_type;
	header.sh_flags = like->sh_flags;
	header.sh_addralign = data->d_align;
	header.sh_entsize = like->sh_entsize;
	return gelf_update_shdr(section, &header);
}

static bool add_header(struct note_object *object, const struct image *like)
{
	GElf_Ehdr header;
	if (!gelf_newehdr(object->elf, like->elf_class) ||
	    !gelf_getehdr(object->elf, &header))
		return false;
	header.e_ident[EI_DATA] = like->data;
	/* The one for GNU says what symbols an object has; this one has none. */
	header.e_ident[EI_OSABI] =
		like->os_abi == ELFOSABI_GNU ? ELFOSABI_NONE : like->os_abi;
	header.e_type = ET_REL;
	header.e_machine = like->machine;
	header.e_flags = like->e_flags;
	header.e_version = EV_CURRENT;
	return gelf_update_ehdr(object->elf, &header);
}

static bool add_sections(struct note_object *object)
{
	GElf_Shdr note = {
		.sh_type = SHT_NOTE,
		.sh_flags = SHF_ALLOC,
		.sh_addralign = NOTE_ALIGNMENT,
	};
	if (!add_section(object, NOTE_SECTION, &note, object->note.data,
			 object->note.size))
		return false;
	vector_for_each (copy, &object->copies)
		if (!add_section(object, copy->name, &copy->header,
				 copy->data ? copy->data->d_buf : NULL,
				 copy->data ? copy->data->d_size : 0))
			return false;
	return true;
}

/* Last, when all names are known. */
static bool add_names(struct note_object *object)
{
	Elf_Scn *section = elf_newscn(object->elf);
	Elf_Data *data = section ? elf_newdata(section) : NULL;
	GElf_Ehdr header;
	GElf_Shdr names;
	if (!data || !gelf_getshdr(section, &names) ||
	    !gelf_getehdr(object->elf, &header))
		return false;
	names.sh_name = add_name(object, ".shstrtab");
	names.sh_type = SHT_STRTAB;
	names.sh_addralign = 1;
	*data = (Elf_Data){
		.d_buf = object->names.data,
		.d_size = object->names.size,
		.d_type = ELF_T_BYTE,
		.d_align = 1,
		.d_version = EV_CURRENT,
	};
	header.e_shstrndx = (GElf_Half)elf_ndxscn(section);
	return gelf_update_shdr(section, &names) &&
	       gelf_update_ehdr(object->elf, &header);
}

static struct hm_error *write_object(struct note_object *object, const char *output,
				     const struct image *like)
{
	SCOPED_REPLACEMENT struct replacement replacement = REPLACEMENT_NONE;
	TRY(replacement_begin(output, &replacement));
	object->elf = elf_begin(replacement.fd, ELF_C_WRITE, NULL);
	buffer_u8(&object->names, 0);
	if (!object->elf || !add_header(object, like) || !add_sections(object) ||
	    !add_names(object))
		return libelf_error(output);
	if (object->names.failed || object->note.failed)
		return error_nomem();
	if (elf_update(object->elf, ELF_C_WRITE) < 0)
		return libelf_error(output);
	return replacement_commit(&replacement);
}

struct hm_error *note_write_object(const char *output, const struct image *inputs,
				   size_t input_count, const uint8_t *desc, size_t size)
{
	SCOPED(note_object_deinit) struct note_object object = { 0 };
	if (!input_count)
		return error_new(HM_ERR_ARGUMENT,
				 "%s: a note object needs the objects "
				 "that it is linked with",
				 output);
	TRY(check_inputs(inputs, input_count));
	for (size_t i = 0; i < input_count; i++)
		TRY(copy_sections(&object, &inputs[i]));
	object.form = (struct elf_form){ inputs[0].elf_class == ELFCLASS64,
					 inputs[0].data == ELFDATA2MSB };
	append_note(object.form, desc, size, &object.note);
	return write_object(&object, output, &inputs[0]);
}
