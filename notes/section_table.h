/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_SECTION_TABLE_H
#define NOTES_SECTION_TABLE_H

/* A copy of a file's section headers, byte by byte, on its way to another place. */

#include "notes/section_note.h"

struct section_table {
	const struct bare_file *bare;
	struct elf_form form;
	size_t count;
	/* The number of the section that holds the names; 0: none. */
	size_t names;
	struct buffer bytes;
};

void section_table_deinit(struct section_table *table);

/* Reads the headers, or makes the first, empty one where there are none. */
struct hm_error *section_table_init(struct section_table *table,
				    const struct bare_file *bare);

uint8_t *section_table_at(const struct section_table *table, size_t number);

struct hm_error *section_table_add(struct section_table *table, const uint8_t *header);

/* Appends all names. They end with a NUL. */
struct hm_error *section_table_names(const struct section_table *table,
				     struct buffer *ret);

/* Where there are no names, whatever headers say of theirs means nothing. */
void section_table_forget_names(struct section_table *table);

/* Makes an ELF header lead to the table at `offset`. */
struct hm_error *section_table_finish(struct section_table *table, uint64_t offset,
				      uint8_t *header);

/* Takes a section out of the table and renumbers what headers say of later ones. */
void section_table_remove(struct section_table *table, size_t removed);

#endif
