// SPDX-License-Identifier: BSD-3-Clause
#include "loader/glance.h"

#include "base/scope.h"
#include "loader/glance_private.h"
#include "notes/note.h"
#include "notes/segments.h"

#include <elf.h>
#include <endian.h>
#include <string.h>

/* Has the dynamic symbols of all but the largest plugins, and takes no longer to read
 * than a few pages do. */
#define HEAD_SIZE (64u << 10)
/*
 * Of one file in all, so that a header that claims a terabyte, which a sparse file has
 * for nothing, costs no more: as much as the largest stamp. Plugins that need more take
 * the full reader, which takes its time for them anyway.
 */
#define READ_SIZE_MAX FORMAT_SIZE_MAX
#define SEGMENTS_MAX 64
#define SECTIONS_MAX 4096

void glance_deinit(struct glance *glance)
{
	vector_for_each (chunk, &glance->chunks)
		free(*chunk);
	vector_deinit(&glance->chunks);
	vector_deinit(&glance->needed);
	vector_deinit(&glance->runtime_versions);
	free(glance->head);
	if (glance->has_stamp)
		stamp_deinit(&glance->stamp);
}

bool glance_read(const struct glance *glance, uint64_t offset, uint64_t size, void *ret)
{
	uint8_t *bytes = ret;
	uint64_t end;
	if (__builtin_add_overflow(offset, size, &end) || end > glance->file_size)
		return false;
	if (size && end <= glance->head_size) {
		memcpy(bytes, glance->head + offset, size);
		return true;
	}
	while (size) {
		ssize_t got = pread(glance->fd, bytes, size, (off_t)offset);
		if (got <= 0)
			return false;
		bytes += got;
		size -= (size_t)got;
		offset += (uint64_t)got;
	}
	return true;
}

const void *glance_bytes(struct glance *glance, uint64_t offset, uint64_t size,
			 size_t alignment)
{
	uint64_t end;
	if (__builtin_add_overflow(offset, size, &end) || end > glance->file_size)
		return NULL;
	if (end <= glance->head_size && offset % alignment == 0)
		return glance->head + offset;
	if (size > READ_SIZE_MAX - glance->read_size)
		return NULL;
	glance->read_size += size;
	SCOPED_FREE uint8_t *chunk = malloc(size + 1);
	if (!chunk || !vector_reserve(&glance->chunks, 1) ||
	    !glance_read(glance, offset, size, chunk))
		return NULL;
	vector_push(&glance->chunks, chunk);
	return TAKE(chunk);
}

bool glance_locate(const struct glance *glance, uint64_t address, uint64_t *ret_offset,
		   uint64_t *ret_available)
{
	for (size_t i = 0; i < glance->header->e_phnum; i++) {
		const ElfW(Phdr) *segment = &glance->segments[i];
		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_R) ||
		    address < segment->p_vaddr ||
		    address - segment->p_vaddr >= segment->p_filesz)
			continue;
		uint64_t into = address - segment->p_vaddr;
		*ret_offset = segment->p_offset + into;
		*ret_available = segment->p_filesz - into;
		return true;
	}
	return false;
}

const void *glance_mapped_bytes(struct glance *glance, uint64_t address, uint64_t size,
				size_t alignment)
{
	uint64_t offset, available;
	if (!glance_locate(glance, address, &offset, &available) || size > available ||
	    offset < sizeof(ElfW(Ehdr)))
		return NULL;
	return glance_bytes(glance, offset, size, alignment);
}

const char *glance_string(const struct glance *glance, size_t offset)
{
	return offset < glance->strings_size ? glance->strings + offset : NULL;
}

static bool is_native(const ElfW(Ehdr) * header)
{
	const unsigned char data =
		__BYTE_ORDER == __BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB;
	return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
	       header->e_ident[EI_CLASS] == __ELF_NATIVE_CLASS / 32 &&
	       header->e_ident[EI_DATA] == data &&
	       header->e_ident[EI_VERSION] == EV_CURRENT && header->e_type == ET_DYN &&
	       header->e_phentsize == sizeof(ElfW(Phdr)) &&
	       header->e_phnum <= SEGMENTS_MAX &&
	       header->e_shentsize == sizeof(ElfW(Shdr)) && header->e_shnum &&
	       header->e_shnum <= SECTIONS_MAX;
}

static bool read_head(struct glance *glance)
{
	size_t size = glance->file_size < HEAD_SIZE ? glance->file_size : HEAD_SIZE;
	if (size < sizeof(ElfW(Ehdr)))
		return false;
	glance->head = malloc(size);
	if (!glance->head || !glance_read(glance, 0, size, glance->head))
		return false;
	glance->head_size = size;
	glance->header = (const void *)glance->head;
	if (!is_native(glance->header))
		return false;
	glance->segments = glance_bytes(glance, glance->header->e_phoff,
					glance->header->e_phnum * sizeof(ElfW(Phdr)),
					FOR_STRUCTURES);
	return glance->segments != NULL;
}

static bool find_build_id(struct glance *glance, const ElfW(Phdr) * segment)
{
	const uint8_t *bytes =
		glance_bytes(glance, segment->p_offset, segment->p_filesz, FOR_BYTES);
	struct notes notes = { bytes, segment->p_filesz, segment->p_align,
			       __BYTE_ORDER == __BIG_ENDIAN, 0 };
	struct note note;
	if (!bytes)
		return false;
	while (notes_next(&notes, &note)) {
		if (note_is(&note, NOTE_OWNER, NOTE_TYPE_STAMP))
			return false;
		if (!glance->build_id && note.desc &&
		    note_is(&note, ELF_NOTE_GNU, NT_GNU_BUILD_ID)) {
			glance->build_id = note.desc;
			glance->build_id_size = note.desc_size;
		}
	}
	return true;
}

/* As the full reader has them: no class of their own. */
static bool are_loadable(const struct glance *glance)
{
	GElf_Phdr segments[SEGMENTS_MAX];
	size_t count = glance->header->e_phnum;
	for (size_t i = 0; i < count; i++) {
		const ElfW(Phdr) *segment = &glance->segments[i];
		segments[i] = (GElf_Phdr){
			.p_type = segment->p_type,
			.p_flags = segment->p_flags,
			.p_offset = segment->p_offset,
			.p_vaddr = segment->p_vaddr,
			.p_filesz = segment->p_filesz,
			.p_memsz = segment->p_memsz,
			.p_align = segment->p_align,
		};
		if (segment->p_type == PT_LOAD && !segment_is_mappable(&segments[i]))
			return false;
	}
	return !segments_fault(segments, count, glance->header->e_phoff) &&
	       segments_have_code(segments, count);
}

/* What is linked in lists candidates, which takes a look at all names. */
static bool read_segments(struct glance *glance, const ElfW(Phdr) * *ret_dynamic)
{
	*ret_dynamic = NULL;
	for (size_t i = 0; i < glance->header->e_phnum; i++) {
		const ElfW(Phdr) *segment = &glance->segments[i];
		uint64_t end;
		if (segment->p_type == PT_INTERP)
			return false;
		if (segment->p_type == PT_DYNAMIC)
			*ret_dynamic = segment;
		if (segment->p_type == PT_LOAD &&
		    (__builtin_add_overflow((uint64_t)segment->p_offset,
					    (uint64_t)segment->p_filesz, &end) ||
		     end > glance->file_size))
			return false;
		if (segment->p_type == PT_NOTE && segment->p_filesz &&
		    (segment->p_filesz > OTHER_NOTE_SIZE_MAX ||
		     !find_build_id(glance, segment)))
			return false;
	}
	return *ret_dynamic && are_loadable(glance);
}

bool glance_init(struct glance *glance, int fd, uint64_t file_size)
{
	const ElfW(Phdr) * dynamic;
	*glance = (struct glance){ .fd = fd, .file_size = file_size };
	if (!read_head(glance) || !read_segments(glance, &dynamic))
		return false;
	const ElfW(Shdr) *sections = glance_bytes(
		glance, glance->header->e_shoff,
		glance->header->e_shnum * sizeof(ElfW(Shdr)), FOR_STRUCTURES);
	return sections && glance_dynamic(glance, dynamic, sections) &&
	       glance_stamp(glance, sections);
}
