/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_SECTION_TRAILER_H
#define NOTES_SECTION_TRAILER_H

#include "base/buffer.h"
#include "notes/elf_form.h"

#include <stdbool.h>

/*
 * The last bytes of a file with a note section: how large the file was, and the fields of
 * its ELF header that were changed. Who rewrites the file loses them, as it should be.
 */
#define TRAILER_SIZE 40

/* `header`, `size`: of the file without the note. */
void trailer_append(struct elf_form form, const uint8_t *header, uint64_t size,
		    struct buffer *out);

/* Undoes the changes to the header; false if the bytes are no trailer. */
bool trailer_apply(struct elf_form form, const uint8_t *bytes, uint8_t *header,
		   uint64_t *ret_size);

#endif
