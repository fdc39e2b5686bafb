/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_SECTION_NOTE_H
#define NOTES_SECTION_NOTE_H

/*
 * The note as a section of a linked file: everything that was there stays where it is.
 * Behind it come the note, a copy of the section names with one more, a copy of the
 * section headers with one more, and a trailer that says what the file was before. Only
 * the fields of the ELF header that lead to the section headers change.
 */

#include "base/buffer.h"
#include "base/vector.h"
#include "notes/elf_form.h"
#include "notes/image.h"

/* Bytes that stand at another place of the file than behind its end. */
struct section_edit {
	uint64_t offset;
	struct buffer bytes;
};

/* A file without a note, told as changes to the file that is there. */
struct bare_file {
	const struct image *image;
	struct elf_form form;
	/* How much of the file belongs to it. */
	uint64_t size;
	/* Its ELF header. */
	uint8_t header[sizeof(Elf64_Ehdr)];
	VECTOR(struct section_edit) edits;
};

void bare_file_deinit(struct bare_file *bare);

/*
 * What the file was before a note was put into it. Where other tools have rewritten the
 * file since then, its section is taken out instead. HM_ERR_FORMAT: not even that works.
 */
struct hm_error *bare_file_init(const struct image *image, struct bare_file *ret);

/* What a note makes of it: the new ELF header, and the bytes behind its end. */
struct noted_file {
	uint8_t header[sizeof(Elf64_Ehdr)];
	struct buffer tail;
};

void noted_file_deinit(struct noted_file *noted);
struct hm_error *noted_file_init(const struct bare_file *bare, const uint8_t *desc,
				 size_t size, struct noted_file *ret);

/* Appends a note with its header, in the byte order of a file. */
void append_note(struct elf_form form, const uint8_t *desc, size_t size,
		 struct buffer *out);

#endif
