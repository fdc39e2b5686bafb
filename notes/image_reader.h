/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_IMAGE_READER_H
#define NOTES_IMAGE_READER_H

/*
 * The steps of image_open(). What the dynamic linker goes by, the program headers and the
 * dynamic section, is what counts; section headers may be missing or lie.
 */

#include "base/vector.h"
#include "notes/image.h"

#include <gelf.h>

/* The dynamic section's entries that matter; addresses as they stand, 0 if absent. */
struct dynamic {
	uint64_t symtab, strtab, strsz;
	uint64_t hash, gnu_hash, mips_symtabno;
	uint64_t versym, verneed, verneednum, verdef, verdefnum;
	uint64_t rel, relsz, rela, relasz, jmprel, pltrelsz, pltrel;
	uint64_t soname, rpath, runpath;
	uint64_t flags, flags_1;
	bool has_soname, has_rpath, has_runpath, symbolic;
	VECTOR(uint64_t) needed;
};

struct image_version {
	const char *name; /* NULL: no such index */
	const char *file; /* verneed; NULL for verdef */
};

/* What relocations say of a symbol. */
enum relocation_mark {
	MARK_COPY = 1 << 0,
	MARK_USED = 1 << 1,
};

struct image_reader {
	struct image *image;
	GElf_Ehdr ehdr;
	VECTOR(GElf_Phdr) segments;
	bool has_interpreter;
	struct dynamic dynamic;
	const char *strings; /* of the dynamic section; ends with a NUL */
	size_t strings_size;
	/* By version index. */
	VECTOR(struct image_version) versions;
	size_t version_entries;
	/* By symbol number, as far as relocations refer to symbols. */
	VECTOR(uint8_t) marks;
};

void image_reader_deinit(struct image_reader *reader);

/* HM_ERR_FORMAT with the file's name in front. */
struct hm_error *image_error(const struct image *image, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Bytes of the file, converted from `type` to the machine's form. `what` is named where
 * they lie outside the file. They live as long as the image.
 */
struct hm_error *image_bytes(const struct image *image, uint64_t offset, uint64_t size,
			     Elf_Type type, const char *what, Elf_Data **ret);

/* The same by address, through the loadable segments. */
struct hm_error *reader_bytes(const struct image_reader *reader, uint64_t address,
			      uint64_t size, Elf_Type type, const char *what,
			      Elf_Data **ret);

/* How many bytes of the file stand at an address and behind it in its segment. */
uint64_t reader_available(const struct image_reader *reader, uint64_t address);

/* The section that begins at an address, if section headers are there and tell. */
bool reader_section(const struct image_reader *reader, uint32_t type, uint64_t address,
		    GElf_Shdr *ret);

struct hm_error *reader_string(const struct image_reader *reader, uint64_t offset,
			       const char *what, const char **ret);

/* In the order in which they are called; `ret` false: there is no dynamic section. */
struct hm_error *read_segments(struct image_reader *reader);
struct hm_error *read_dynamic(struct image_reader *reader, bool *ret);
struct hm_error *read_versions(struct image_reader *reader);
struct hm_error *read_relocations(struct image_reader *reader);
struct hm_error *read_dynamic_symbols(struct image_reader *reader);

/* For relocatable objects, and for kernel images and modules. */
struct hm_error *read_symtab(struct image_reader *reader);

/* For objects of gcc -flto that have no symbols of their own yet, instead. */
struct hm_error *read_lto_symbols(struct image_reader *reader);

/* Whether the file is a kernel image or module: it has a table of exports. */
bool reader_is_kernel(const struct image_reader *reader);

uint8_t image_symbol_kind(unsigned char info);

#endif
