// SPDX-License-Identifier: BSD-3-Clause
#include "notes/elf_form.h"

struct place {
	uint8_t offset, size;
};

#define PLACE(type, field)                                        \
	{                                                         \
		offsetof(type, field), sizeof(((type *)0)->field) \
	}

static const struct place places[2][ELF_FIELD_COUNT] = {
	{
		[EHDR_TYPE] = PLACE(Elf32_Ehdr, e_type),
		[EHDR_ENTRY] = PLACE(Elf32_Ehdr, e_entry),
		[EHDR_PHOFF] = PLACE(Elf32_Ehdr, e_phoff),
		[EHDR_PHENTSIZE] = PLACE(Elf32_Ehdr, e_phentsize),
		[EHDR_PHNUM] = PLACE(Elf32_Ehdr, e_phnum),
		[EHDR_SHOFF] = PLACE(Elf32_Ehdr, e_shoff),
		[EHDR_SHENTSIZE] = PLACE(Elf32_Ehdr, e_shentsize),
		[EHDR_SHNUM] = PLACE(Elf32_Ehdr, e_shnum),
		[EHDR_SHSTRNDX] = PLACE(Elf32_Ehdr, e_shstrndx),
		[SHDR_NAME] = PLACE(Elf32_Shdr, sh_name),
		[SHDR_TYPE] = PLACE(Elf32_Shdr, sh_type),
		[SHDR_FLAGS] = PLACE(Elf32_Shdr, sh_flags),
		[SHDR_OFFSET] = PLACE(Elf32_Shdr, sh_offset),
		[SHDR_SIZE] = PLACE(Elf32_Shdr, sh_size),
		[SHDR_LINK] = PLACE(Elf32_Shdr, sh_link),
		[SHDR_INFO] = PLACE(Elf32_Shdr, sh_info),
		[SHDR_ALIGNMENT] = PLACE(Elf32_Shdr, sh_addralign),
		[SHDR_ENTSIZE] = PLACE(Elf32_Shdr, sh_entsize),
	},
	{
		[EHDR_TYPE] = PLACE(Elf64_Ehdr, e_type),
		[EHDR_ENTRY] = PLACE(Elf64_Ehdr, e_entry),
		[EHDR_PHOFF] = PLACE(Elf64_Ehdr, e_phoff),
		[EHDR_PHENTSIZE] = PLACE(Elf64_Ehdr, e_phentsize),
		[EHDR_PHNUM] = PLACE(Elf64_Ehdr, e_phnum),
		[EHDR_SHOFF] = PLACE(Elf64_Ehdr, e_shoff),
		[EHDR_SHENTSIZE] = PLACE(Elf64_Ehdr, e_shentsize),
		[EHDR_SHNUM] = PLACE(Elf64_Ehdr, e_shnum),
		[EHDR_SHSTRNDX] = PLACE(Elf64_Ehdr, e_shstrndx),
		[SHDR_NAME] = PLACE(Elf64_Shdr, sh_name),
		[SHDR_TYPE] = PLACE(Elf64_Shdr, sh_type),
		[SHDR_FLAGS] = PLACE(Elf64_Shdr, sh_flags),
		[SHDR_OFFSET] = PLACE(Elf64_Shdr, sh_offset),
		[SHDR_SIZE] = PLACE(Elf64_Shdr, sh_size),
		[SHDR_LINK] = PLACE(Elf64_Shdr, sh_link),
		[SHDR_INFO] = PLACE(Elf64_Shdr, sh_info),
		[SHDR_ALIGNMENT] = PLACE(Elf64_Shdr, sh_addralign),
		[SHDR_ENTSIZE] = PLACE(Elf64_Shdr, sh_entsize),
	},
};

size_t elf_header_size(struct elf_form form)
{
	return form.wide ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
}

size_t elf_section_size(struct elf_form form)
{
	return form.wide ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
}

static unsigned shift_of(struct elf_form form, unsigned byte, unsigned size)
{
	return 8 * (form.big_endian ? size - 1 - byte : byte);
}

uint64_t elf_get(struct elf_form form, const uint8_t *bytes, enum elf_field field)
{
	const struct place *place = &places[form.wide][field];
	uint64_t value = 0;
	for (unsigned i = 0; i < place->size; i++)
		value |= (uint64_t)bytes[place->offset + i]
			 << shift_of(form, i, place->size);
	return value;
}

bool elf_put(struct elf_form form, uint8_t *bytes, enum elf_field field, uint64_t value)
{
	const struct place *place = &places[form.wide][field];
	if (place->size < 8 && value >> 8 * place->size)
		return false;
	for (unsigned i = 0; i < place->size; i++)
		bytes[place->offset + i] =
			(uint8_t)(value >> shift_of(form, i, place->size));
	return true;
}

void elf_put_word(struct elf_form form, uint8_t *bytes, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(value >> shift_of(form, i, 4));
}
