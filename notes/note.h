/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_NOTE_H
#define NOTES_NOTE_H

/* Walking over ELF notes: gABI chapter 5, "Note Section". */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Notes as they stand in a segment or a section. */
struct notes {
	const uint8_t *bytes;
	size_t size;
	/* Of the segment or section: 8 makes names and descriptors end at multiples of 8,
	 * everything else at multiples of 4. */
	uint64_t alignment;
	bool big_endian;
	/* Where the next note begins. */
	size_t at;
};

struct note {
	uint32_t type;
	/* Not terminated; the size counts the terminator. */
	const char *owner;
	size_t owner_size;
	/* NULL if the descriptor runs over the end; its size is then what it claims. */
	const uint8_t *desc;
	size_t desc_size;
	/* Of the descriptor, within the notes. */
	size_t desc_offset;
};

/* The next note; false behind the last one, and where what follows is no note. */
bool notes_next(struct notes *notes, struct note *ret);

bool note_is(const struct note *note, const char *owner, uint32_t type);

#endif
