/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_IMAGE_H
#define NOTES_IMAGE_H

/*
 * What an ELF file says of itself without debug information: its dynamic symbols with
 * their versions, what it needs, and where its stamp is. Read with libelf's read mode:
 * mapping would die by SIGBUS if the file shrank meanwhile.
 */

#include "base/arena.h"
#include "base/vector.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

#include <libelf.h>
#include <stdbool.h>
#include <stdint.h>

struct image_symbol {
	const char *name;
	/* The version that it is defined as, or that it asks for; NULL if none. */
	const char *version;
	/* Undefined: the file that verneed expects the version in; NULL if none. */
	const char *version_file;
	/* Index into verdef or verneed: 0 local, 1 global without version. */
	uint16_t version_index;
	uint64_t address, size;
	/* Relocatable object, defined: the section that `address` is relative to; else 0.
	 */
	uint32_t section;
	uint8_t kind; /* enum symbol_kind */
	bool defined;
	bool weak;
	/* Defined: not the version that a reference without version gets. */
	bool hidden;
	/* Defined: at the address stands an IFUNC resolver. */
	bool ifunc;
	/* Defined by a COPY relocation or as a canonical PLT address: see `defined`,
	 * false. */
	bool borrowed;
	/* Defined here, preemptible, and reached through a dynamic relocation. */
	bool interposable;
};

enum image_type {
	IMAGE_RELOCATABLE,
	IMAGE_EXECUTABLE,
	IMAGE_SHARED,
};

struct image {
	char *path;
	int fd;		/* owned; -1: the contents are in memory */
	uint8_t *bytes; /* owned; NULL unless they are */
	Elf *elf;
	enum image_type type;
	uint8_t elf_class, data, os_abi;
	uint16_t machine;
	uint32_t e_flags;
	uint64_t file_size;
	/* A kernel image or module: its symbols are what it exports, and what it needs.
	 */
	bool kernel;
	/*
	 * An object of gcc -flto with assembler statements, as HM_PLUGIN() makes one,
	 * that nobody can read before the link.
	 */
	bool sealed_assembler;
	/* A program that may be loaded anywhere; `type` says executable. */
	bool position_independent;
	const char *soname;  /* NULL if none */
	const char *runpath; /* NULL if none */
	const char *rpath;   /* NULL if none, or if there is a RUNPATH, which hides it */
	VECTOR(const char *) needed;
	/* Global and weak dynamic symbols, visible ones only, in the table's order. For a
	 * relocatable object: those of .symtab; for a kernel image or module its exports.
	 */
	VECTOR(struct image_symbol) symbols;
	/* NT_GNU_BUILD_ID; empty if none. Borrowed from the arena. */
	const uint8_t *build_id;
	size_t build_id_size;
	struct arena arena;
};

/*
 * Opens and reads a file. HM_ERR_IO: missing, unreadable, a directory or other special
 * file. HM_ERR_FORMAT: not ELF, damaged, truncated, an archive. The image must be
 * deinitialised on success.
 */
struct hm_error *image_open(const char *path, struct image *ret);
void image_deinit(struct image *image);

/*
 * The same from a file descriptor, which is taken on success only; for loading: `elf` may
 * know of memory only, and of no file.
 */
struct hm_error *image_open_fd(int fd, const char *path, struct image *ret);

/* The same from memory, which is taken on success only; `path` is a name for messages. */
struct hm_error *image_open_memory(uint8_t *bytes, size_t size, const char *path,
				   struct image *ret);

/*
 * Fills in what the file itself tells of its toolchain: the fields of the ELF header, GNU
 * properties, ARM build attributes. Compilers and options are left as they are.
 */
struct hm_error *image_toolchain(const struct image *image, struct toolchain *toolchain);

/* Where the stamp stands in the file. */
struct note_place {
	/* The descriptor: the encoded stamp. Owned by the caller, freed with free(). */
	uint8_t *desc;
	size_t size;
	/* In an allocated PT_NOTE (linked in), not a section only. */
	bool linked;
};

/*
 * Finds the note: PT_NOTE segments first, then the section. HM_ERR_NO_STAMP if there is
 * none, HM_ERR_STAMP if there are two or one is malformed.
 */
struct hm_error *image_find_note(const struct image *image, struct note_place *ret);

/*
 * Reads the stamp of a file: finds, decodes, and cuts it down to the dynamic symbol
 * table: what a note object listed and the link dropped is gone, symbol versions, kinds
 * and weakness are the table's, undefined symbols that the stamp lacks are added untyped.
 */
struct hm_error *image_stamp(const struct image *image, struct stamp *ret);

#endif
