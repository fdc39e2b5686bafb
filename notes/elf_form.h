/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_ELF_FORM_H
#define NOTES_ELF_FORM_H

/*
 * Fields of ELF structures as they stand in a file of either class and byte order: for
 * patching some of them and leaving every other byte as it is.
 */

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum elf_field {
	EHDR_TYPE,
	EHDR_ENTRY,
	EHDR_PHOFF,
	EHDR_PHENTSIZE,
	EHDR_PHNUM,
	EHDR_SHOFF,
	EHDR_SHENTSIZE,
	EHDR_SHNUM,
	EHDR_SHSTRNDX,
	SHDR_NAME,
	SHDR_TYPE,
	SHDR_FLAGS,
	SHDR_OFFSET,
	SHDR_SIZE,
	SHDR_LINK,
	SHDR_INFO,
	SHDR_ALIGNMENT,
	SHDR_ENTSIZE,
	ELF_FIELD_COUNT,
};

struct elf_form {
	bool wide; /* ELFCLASS64 */
	bool big_endian;
};

/* Of the ELF header and of a section header. */
size_t elf_header_size(struct elf_form form);
size_t elf_section_size(struct elf_form form);

/* The field of a structure that begins at `bytes`. */
uint64_t elf_get(struct elf_form form, const uint8_t *bytes, enum elf_field field);
/* False if the value is too large for the field. */
bool elf_put(struct elf_form form, uint8_t *bytes, enum elf_field field, uint64_t value);

void elf_put_word(struct elf_form form, uint8_t *bytes, uint32_t value);

#endif
