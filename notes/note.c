// SPDX-License-Identifier: BSD-3-Clause
#include "notes/note.h"

#include <string.h>

/* Sizes of the name, of the descriptor, and the type: four bytes each in both classes. */
#define HEADER_SIZE 12

static uint32_t load_word(const uint8_t *bytes, bool big_endian)
{
	uint32_t value = 0;
	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)bytes[i] << 8 * (big_endian ? 3 - i : i);
	return value;
}

bool notes_next(struct notes *notes, struct note *ret)
{
	size_t alignment = notes->alignment == 8 ? 8 : 4;
	size_t left = notes->size - notes->at;
	if (left < HEADER_SIZE)
		return false;
	const uint8_t *header = notes->bytes + notes->at;
	/* Sums of two 32-bit numbers: the tests below cannot wrap. */
	uint64_t owner_size = load_word(header, notes->big_endian);
	uint64_t desc_size = load_word(header + 4, notes->big_endian);
	uint64_t desc_offset = (HEADER_SIZE + owner_size + alignment - 1) & -alignment;
	if (HEADER_SIZE + owner_size > left)
		return false;
	bool fits = desc_offset <= left && desc_size <= left - desc_offset;
	*ret = (struct note){
		.type = load_word(header + 8, notes->big_endian),
		.owner = (const char *)header + HEADER_SIZE,
		.owner_size = owner_size,
		.desc = fits ? header + desc_offset : NULL,
		.desc_size = desc_size,
		.desc_offset = notes->at + desc_offset,
	};
	uint64_t next = (desc_offset + desc_size + alignment - 1) & -alignment;
	/* The last note need not be padded. */
	notes->at = next < left ? notes->at + next : notes->size;
	return true;
}

bool note_is(const struct note *note, const char *owner, uint32_t type)
{
	size_t size = strlen(owner) + 1;
	return note->type == type && note->owner_size == size &&
	       memcmp(note->owner, owner, size) == 0;
}
