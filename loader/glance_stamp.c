// SPDX-License-Identifier: BSD-3-Clause
#include "loader/glance_private.h"

#include "base/error.h"
#include "notes/decode_tables.h"
#include "notes/directory.h"
#include "notes/note.h"

#include <elf.h>
#include <endian.h>
#include <string.h>

/* As much of a stamp as mostly has all the small records. */
#define STAMP_HEAD_SIZE 4096u

static bool holds_stamp(const uint8_t *bytes, size_t size, uint64_t alignment)
{
	struct notes notes = { bytes, size, alignment, __BYTE_ORDER == __BIG_ENDIAN, 0 };
	struct note note;
	while (notes_next(&notes, &note))
		if (note_is(&note, NOTE_OWNER, NOTE_TYPE_STAMP))
			return true;
	return false;
}

/* A section that is nothing but a stamp; reads its beginning. */
static bool is_stamp_section(struct glance *glance, const ElfW(Shdr) * section,
			     const uint8_t **ret)
{
	static const char owner[NOTE_OWNER_SIZE] = NOTE_OWNER;
	uint64_t size =
		section->sh_size < STAMP_HEAD_SIZE ? section->sh_size : STAMP_HEAD_SIZE;
	const uint8_t *bytes = glance_bytes(glance, section->sh_offset, size, FOR_BYTES);
	ElfW(Nhdr) header;
	*ret = bytes;
	if (!bytes || size < NOTE_HEADER_SIZE)
		return false;
	memcpy(&header, bytes, sizeof(header));
	return header.n_namesz == NOTE_OWNER_SIZE && header.n_type == NOTE_TYPE_STAMP &&
	       memcmp(bytes + sizeof(header), owner, sizeof(owner)) == 0 &&
	       section->sh_size - NOTE_HEADER_SIZE == header.n_descsz;
}

/* The one section that is a stamp; NULL also if anything else may be one. */
static const ElfW(Shdr) * find_stamp(struct glance *glance, const ElfW(Shdr) * sections,
				     const uint8_t **ret)
{
	const ElfW(Shdr) *found = NULL;
	for (size_t i = 1; i < glance->header->e_shnum; i++) {
		const ElfW(Shdr) *section = &sections[i];
		const uint8_t *bytes;
		if (section->sh_type != SHT_NOTE)
			continue;
		/* What is loaded lists candidates: see read_segments(). */
		if (!(section->sh_flags & SHF_ALLOC) &&
		    is_stamp_section(glance, section, &bytes)) {
			if (found)
				return NULL;
			found = section;
			*ret = bytes;
			continue;
		}
		if (section->sh_size > OTHER_NOTE_SIZE_MAX ||
		    !(bytes = glance_bytes(glance, section->sh_offset, section->sh_size,
					   FOR_BYTES)) ||
		    holds_stamp(bytes, section->sh_size, section->sh_addralign))
			return NULL;
	}
	return found;
}

/* The stamp's descriptor: where it stands, and its beginning. */
struct descriptor {
	uint64_t offset, size;
	const uint8_t *head;
	size_t head_size;
	struct directory_span spans[RECORD_KIND_COUNT];
	uint32_t crc;
};

static const uint8_t *descriptor_bytes(struct glance *glance,
				       const struct descriptor *descriptor,
				       uint64_t offset, uint64_t size)
{
	if (offset + size <= descriptor->head_size)
		return descriptor->head + offset;
	return glance_bytes(glance, descriptor->offset + offset, size, FOR_BYTES);
}

/* Record `kind`: NULL bytes if it is not there. False if it cannot be read. */
static bool fetch_record(struct glance *glance, const struct descriptor *descriptor,
			 enum record_kind kind, struct directory_entry *ret)
{
	const struct directory_span *span = &descriptor->spans[kind];
	*ret = (struct directory_entry){ .size = span->size, .crc = span->crc };
	if (!span->size)
		return true;
	ret->bytes = descriptor_bytes(glance, descriptor, span->offset, span->size);
	return ret->bytes != NULL;
}

static bool decode(struct glance *glance, const struct descriptor *descriptor)
{
	static const enum record_kind wanted[] = { RECORD_IDENTITY, RECORD_POLICY,
						   RECORD_TOOLCHAIN, RECORD_PROVIDES };
	struct directory directory = { .crc = descriptor->crc };
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!fetch_record(glance, descriptor, wanted[i],
				  &directory.entries[wanted[i]]))
			return false;
	if (stamp_init(&glance->stamp))
		return false;
	glance->has_stamp = true;
	struct hm_error *error = decode_tables(&directory, &glance->stamp);
	hm_error_free(error);
	return !error && glance->stamp.role != ROLE_HOST;
}

static uint32_t read_u32(const uint8_t *bytes)
{
	uint32_t value;
	memcpy(&value, bytes, sizeof(value));
	return le32toh(value);
}

static uint64_t read_u64(const uint8_t *bytes)
{
	uint64_t value;
	memcpy(&value, bytes, sizeof(value));
	return le64toh(value);
}

/* The sums have a checksum of their own; what they are taken over needs none. */
static bool read_sums(struct glance *glance, const struct descriptor *descriptor,
		      const uint8_t *bytes)
{
	const struct directory_span *span = &descriptor->spans[RECORD_TAG_SUMS];
	const struct directory_span *keys = &descriptor->spans[RECORD_TAG_KEYS];
	struct directory directory = {
		.entries[RECORD_TAG_SUMS] = { bytes, span->size, span->crc },
	};
	struct cursor cursor;
	struct hm_error *damaged = directory_open(&directory, RECORD_TAG_SUMS, &cursor);
	hm_error_free(damaged);
	if (damaged || span->size != TAG_SUMS_SIZE)
		return false;
	uint64_t count = read_u32(bytes), opaque = read_u32(bytes + 4);
	uint64_t keys_at = descriptor->offset + keys->offset;
	uint64_t opaque_at = keys_at + count * TAG_KEY_SIZE;
	uint64_t digests_at = opaque_at + opaque * TAG_KEY_SIZE;
	if (opaque > count ||
	    digests_at + (count - opaque) * DIGEST_SIZE != keys_at + keys->size)
		return false;
	glance->tags = (struct glance_tags){
		.count = (uint32_t)count,
		.opaque = (uint32_t)opaque,
		.sum = { read_u64(bytes + 8), read_u64(bytes + 16) },
		.keys_at = keys_at,
		.opaque_at = opaque_at,
		.digests_at = digests_at,
	};
	return true;
}

static uint32_t count_typed(const stamp_symbols *symbols)
{
	uint32_t count = 0;
	vector_for_each (symbol, symbols)
		count += symbol->type.id != TYPE_NONE;
	return count;
}

/* Closures need no checksum: what is found in them is what the host asked for. */
static bool read_closures(struct glance *glance, const uint8_t *bytes, uint64_t size,
			  const struct directory_span *record, uint64_t record_at)
{
	stamp_symbols *provides = &glance->stamp.provides;
	if (size < CLOSURE_HEADER_SIZE)
		return false;
	uint64_t provided = read_u32(bytes), required = read_u32(bytes + 4);
	uint64_t expected = read_u32(bytes + 8), faces = read_u32(bytes + 12);
	uint64_t digests = (provided + required + expected) * DIGEST_SIZE;
	if (provided != count_typed(provides) || faces > 1 ||
	    CLOSURE_HEADER_SIZE + digests * (1 + faces) + 4 * required != record->size ||
	    CLOSURE_HEADER_SIZE + (provided + required) * DIGEST_SIZE > size)
		return false;
	const struct digest *closures = (const void *)(bytes + CLOSURE_HEADER_SIZE);
	vector_for_each (symbol, provides)
		if (symbol->type.id != TYPE_NONE)
			symbol->closure = *closures++;
	glance->required = closures;
	glance->required_count = required;
	glance->provided_count = provided;
	if (faces)
		glance->faces_at = record_at + CLOSURE_HEADER_SIZE + digests;
	return true;
}

/* Both stand side by side, and are read by one call: as much as can be needed. */
static bool read_digests(struct glance *glance, const struct descriptor *descriptor)
{
	const struct directory_span *sums = &descriptor->spans[RECORD_TAG_SUMS];
	const struct directory_span *closures = &descriptor->spans[RECORD_CLOSURES];
	/* Without sums, tags would seem to be none. */
	if (!sums->size != !descriptor->spans[RECORD_TAGS].size)
		return false;
	uint64_t start = sums->size ? sums->offset : closures->offset;
	uint64_t before = closures->offset - start;
	uint64_t wanted = CLOSURE_HEADER_SIZE +
			  (count_typed(&glance->stamp.provides) + glance->symbol_count) *
				  (uint64_t)DIGEST_SIZE;
	if (wanted > closures->size)
		wanted = closures->size;
	const uint8_t *bytes =
		descriptor_bytes(glance, descriptor, start, before + wanted);
	return bytes && (!sums->size || read_sums(glance, descriptor, bytes)) &&
	       read_closures(glance, bytes + before, wanted, closures,
			     descriptor->offset + closures->offset);
}

bool glance_stamp(struct glance *glance, const ElfW(Shdr) * sections)
{
	const uint8_t *head;
	const ElfW(Shdr) *section = find_stamp(glance, sections, &head);
	if (!section)
		return false;
	struct descriptor descriptor = {
		.offset = section->sh_offset + NOTE_HEADER_SIZE,
		.size = section->sh_size - NOTE_HEADER_SIZE,
		.head = head + NOTE_HEADER_SIZE,
	};
	descriptor.head_size = descriptor.size < STAMP_HEAD_SIZE - NOTE_HEADER_SIZE
				       ? descriptor.size
				       : STAMP_HEAD_SIZE - NOTE_HEADER_SIZE;
	if (!directory_locate(descriptor.head, descriptor.head_size, descriptor.size,
			      descriptor.spans, &descriptor.crc))
		return false;
	/* One with an origin stands in the wrong file. */
	return descriptor.spans[RECORD_CLOSURES].size &&
	       !descriptor.spans[RECORD_ORIGIN].size && decode(glance, &descriptor) &&
	       read_digests(glance, &descriptor);
}

bool glance_faces(struct glance *glance)
{
	size_t count = glance->provided_count + glance->required_count;
	const struct digest *faces =
		glance->faces_at ? glance_bytes(glance, glance->faces_at,
						count * DIGEST_SIZE, FOR_BYTES)
				 : NULL;
	if (!faces)
		return false;
	vector_for_each (symbol, &glance->stamp.provides)
		if (symbol->type.id != TYPE_NONE)
			symbol->face = *faces++;
	glance->required_faces = faces;
	return true;
}
