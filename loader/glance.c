// SPDX-License-Identifier: BSD-3-Clause
#include "loader/glance.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/decode_tables.h"
#include "notes/directory.h"
#include "notes/note.h"
#include "notes/runtime.h"
#include "notes/segments.h"

#include <elf.h>
#include <endian.h>
#include <string.h>

/* Has the dynamic symbols of all but the largest plugins, and takes no longer to read
 * than a few pages do. */
#define HEAD_SIZE (64u << 10)
/* As much of a stamp as mostly has all the small records. */
#define STAMP_HEAD_SIZE 4096u
/* Ordinary notes are small; whatever is larger is read by who reads everything. */
#define OTHER_NOTE_SIZE_MAX (64u << 10)
/*
 * Of one file in all, so that a header that claims a terabyte, which a sparse file has
 * for nothing, costs no more: as much as the largest stamp. Plugins that need more take
 * the full reader, which takes its time for them anyway.
 */
#define READ_SIZE_MAX FORMAT_SIZE_MAX
#define SEGMENTS_MAX 64
#define SECTIONS_MAX 4096
#define VERSION_INDEX_MAX 0x7fff

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

static bool read_all(int fd, uint8_t *bytes, size_t size, uint64_t offset)
{
	while (size) {
		ssize_t got = pread(fd, bytes, size, (off_t)offset);
		if (got <= 0)
			return false;
		bytes += got;
		size -= (size_t)got;
		offset += (uint64_t)got;
	}
	return true;
}

/* Structures are read where they stand; chunks begin at any alignment. */
#define FOR_BYTES 1
#define FOR_STRUCTURES sizeof(ElfW(Addr))

/* Bytes of the file; NULL: outside, or cannot be read. */
static const void *file_bytes(struct glance *glance, uint64_t offset, uint64_t size,
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
	    !read_all(glance->fd, chunk, size, offset))
		return NULL;
	vector_push(&glance->chunks, chunk);
	return TAKE(chunk);
}

/* The same by address. */
static const void *mapped_bytes(struct glance *glance, uint64_t address, uint64_t size,
				size_t alignment)
{
	for (size_t i = 0; i < glance->header->e_phnum; i++) {
		const ElfW(Phdr) *segment = &glance->segments[i];
		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_R) ||
		    address < segment->p_vaddr ||
		    address - segment->p_vaddr >= segment->p_filesz)
			continue;
		uint64_t into = address - segment->p_vaddr;
		if (size > segment->p_filesz - into)
			return NULL;
		return file_bytes(glance, segment->p_offset + into, size, alignment);
	}
	return NULL;
}

const char *glance_string(const struct glance *glance, size_t offset)
{
	return offset < glance->strings_size ? glance->strings + offset : NULL;
}

/* -------------------------------------------------------------------- ELF headers */

static bool is_native(const ElfW(Ehdr) * header)
{
	const unsigned char data =
		__BYTE_ORDER == __BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB;
	return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
	       header->e_ident[EI_CLASS] == __ELF_NATIVE_CLASS / 32 &&
	       header->e_ident[EI_DATA] == data && header->e_type == ET_DYN &&
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
	if (!glance->head || !read_all(glance->fd, glance->head, size, 0))
		return false;
	glance->head_size = size;
	glance->header = (const void *)glance->head;
	if (!is_native(glance->header))
		return false;
	glance->segments =
		file_bytes(glance, glance->header->e_phoff,
			   glance->header->e_phnum * sizeof(ElfW(Phdr)), FOR_STRUCTURES);
	return glance->segments != NULL;
}

static bool find_build_id(struct glance *glance, const ElfW(Phdr) * segment)
{
	const uint8_t *bytes =
		file_bytes(glance, segment->p_offset, segment->p_filesz, FOR_BYTES);
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
	return !segments_fault(segments, count) && segments_have_code(segments, count);
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

/* ----------------------------------------------------------------- dynamic section */

struct dynamic_tables {
	uint64_t symtab, strtab, strsz, versym, verneed, verneednum;
	uint64_t rel, relsz, rela, relasz, jmprel, pltrelsz, pltrel;
	uint64_t soname, runpath;
	bool has_soname, has_runpath;
};

static bool read_dynamic_entry(struct glance *glance, const ElfW(Dyn) * entry,
			       struct dynamic_tables *tables)
{
	uint64_t value = entry->d_un.d_val;
	switch (entry->d_tag) {
#define FIELD(tag, field)              \
	case tag:                      \
		tables->field = value; \
		return true
		FIELD(DT_SYMTAB, symtab);
		FIELD(DT_STRTAB, strtab);
		FIELD(DT_STRSZ, strsz);
		FIELD(DT_VERSYM, versym);
		FIELD(DT_VERNEED, verneed);
		FIELD(DT_VERNEEDNUM, verneednum);
		FIELD(DT_REL, rel);
		FIELD(DT_RELSZ, relsz);
		FIELD(DT_RELA, rela);
		FIELD(DT_RELASZ, relasz);
		FIELD(DT_JMPREL, jmprel);
		FIELD(DT_PLTRELSZ, pltrelsz);
		FIELD(DT_PLTREL, pltrel);
#undef FIELD
	case DT_SONAME:
		tables->soname = value;
		tables->has_soname = true;
		return true;
	case DT_RUNPATH:
		tables->runpath = value;
		tables->has_runpath = true;
		return true;
	case DT_NEEDED:
		/* The strings are known later: keeps the offset as if it were one. */
		return vector_push(&glance->needed, (const char *)(uintptr_t)value);
	case DT_FLAGS_1:
		return !(value & DF_1_PIE);
	/* Rare; they change what a name means, or whom it is looked up in. */
	case DT_RPATH:
	case DT_VERDEF:
	case DT_FILTER:
	case DT_AUXILIARY:
		return false;
	}
	return true;
}

static bool name_strings(struct glance *glance, const struct dynamic_tables *tables)
{
	glance->strings = mapped_bytes(glance, tables->strtab, tables->strsz, FOR_BYTES);
	if (!glance->strings || !tables->strsz || glance->strings[tables->strsz - 1])
		return false;
	glance->strings_size = tables->strsz;
	if (tables->has_soname &&
	    !(glance->soname = glance_string(glance, tables->soname)))
		return false;
	if (tables->has_runpath &&
	    !(glance->runpath = glance_string(glance, tables->runpath)))
		return false;
	vector_for_each (needed, &glance->needed) {
		*needed = glance_string(glance, (uintptr_t)*needed);
		if (!*needed)
			return false;
	}
	return true;
}

/* The dynamic linker goes by relocations: none may lead behind the symbols. */
static bool check_relocations(struct glance *glance, uint64_t address, uint64_t size,
			      bool addends)
{
	size_t step = addends ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel));
	const char *bytes =
		size ? mapped_bytes(glance, address, size, FOR_STRUCTURES) : NULL;
	if (size && !bytes)
		return false;
	for (uint64_t at = 0; at + step <= size; at += step) {
		/* Both kinds begin alike. */
		const ElfW(Rel) *entry = (const void *)(bytes + at);
#if __ELF_NATIVE_CLASS == 64
		uint64_t symbol = ELF64_R_SYM(entry->r_info);
#else
		uint64_t symbol = ELF32_R_SYM(entry->r_info);
#endif
		if (symbol >= glance->symbol_count)
			return false;
	}
	return true;
}

static bool read_symbols(struct glance *glance, const struct dynamic_tables *tables,
			 const ElfW(Shdr) * sections)
{
	const ElfW(Shdr) *found = NULL;
	for (size_t i = 0; i < glance->header->e_shnum; i++)
		if (sections[i].sh_type == SHT_DYNSYM &&
		    sections[i].sh_addr == tables->symtab)
			found = &sections[i];
	if (!found || found->sh_entsize != sizeof(ElfW(Sym)))
		return false;
	glance->symbols =
		mapped_bytes(glance, tables->symtab, found->sh_size, FOR_STRUCTURES);
	glance->symbol_count = found->sh_size / sizeof(ElfW(Sym));
	if (tables->versym)
		glance->versions = mapped_bytes(glance, tables->versym,
						glance->symbol_count * sizeof(ElfW(Half)),
						FOR_STRUCTURES);
	return glance->symbols && (glance->versions || !tables->versym) &&
	       check_relocations(glance, tables->rela, tables->relasz, true) &&
	       check_relocations(glance, tables->rel, tables->relsz, false) &&
	       check_relocations(glance, tables->jmprel, tables->pltrelsz,
				 tables->pltrel == DT_RELA);
}

/* A file has one entry for each index. More would make overlapping entries endless. */
static bool set_runtime_version(struct glance *glance, unsigned index, bool runtime)
{
	index &= VERSION_INDEX_MAX;
	if (++glance->version_entries > VERSION_INDEX_MAX)
		return false;
	while (glance->runtime_versions.count <= index)
		if (!vector_push(&glance->runtime_versions, false))
			return false;
	glance->runtime_versions.data[index] = runtime;
	return true;
}

/* NULL behind the table's end. */
static const void *version_entry(const uint8_t *table, size_t size, uint64_t offset,
				 size_t entry_size)
{
	if (offset % 4 || offset > size || size - offset < entry_size)
		return NULL;
	return table + offset;
}

static bool read_version_names(struct glance *glance, const uint8_t *table, size_t size,
			       uint64_t offset, const ElfW(Verneed) * needed)
{
	const char *file = glance_string(glance, needed->vn_file);
	if (!file)
		return false;
	bool runtime = runtime_is_library(file);
	offset += needed->vn_aux;
	for (unsigned i = 0; i < needed->vn_cnt; i++) {
		const ElfW(Vernaux) *entry =
			version_entry(table, size, offset, sizeof(*entry));
		if (!entry || !set_runtime_version(glance, entry->vna_other, runtime))
			return false;
		offset += entry->vna_next;
	}
	return true;
}

static bool read_versions(struct glance *glance, const struct dynamic_tables *tables,
			  const ElfW(Shdr) * sections)
{
	const ElfW(Shdr) *found = NULL;
	uint64_t offset = 0;
	if (!tables->verneed || !tables->verneednum)
		return true;
	for (size_t i = 0; i < glance->header->e_shnum; i++)
		if (sections[i].sh_type == SHT_GNU_verneed &&
		    sections[i].sh_addr == tables->verneed)
			found = &sections[i];
	const uint8_t *table = found ? mapped_bytes(glance, tables->verneed,
						    found->sh_size, FOR_STRUCTURES)
				     : NULL;
	if (!table)
		return false;
	for (uint64_t i = 0; i < tables->verneednum; i++) {
		const ElfW(Verneed) *needed =
			version_entry(table, found->sh_size, offset, sizeof(*needed));
		if (!needed ||
		    !read_version_names(glance, table, found->sh_size, offset, needed))
			return false;
		/* Entries lead on only: the walk ends. */
		if (!needed->vn_next && i + 1 < tables->verneednum)
			return false;
		offset += needed->vn_next;
	}
	return true;
}

static bool read_dynamic(struct glance *glance, const ElfW(Phdr) * segment,
			 const ElfW(Shdr) * sections)
{
	struct dynamic_tables tables = { 0 };
	const ElfW(Dyn) *entries =
		mapped_bytes(glance, segment->p_vaddr, segment->p_filesz, FOR_STRUCTURES);
	if (!entries)
		return false;
	for (size_t i = 0; i < segment->p_filesz / sizeof(*entries); i++) {
		if (entries[i].d_tag == DT_NULL)
			break;
		if (!read_dynamic_entry(glance, &entries[i], &tables))
			return false;
	}
	return name_strings(glance, &tables) && read_symbols(glance, &tables, sections) &&
	       read_versions(glance, &tables, sections);
}

/* --------------------------------------------------------------------------- stamp */

static bool is_in_note_segment(const struct glance *glance, const ElfW(Shdr) * section)
{
	for (size_t i = 0; i < glance->header->e_phnum; i++) {
		const ElfW(Phdr) *segment = &glance->segments[i];
		if (segment->p_type == PT_NOTE &&
		    section->sh_offset >= segment->p_offset &&
		    section->sh_offset - segment->p_offset < segment->p_filesz)
			return true;
	}
	return false;
}

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
	const uint8_t *bytes = file_bytes(glance, section->sh_offset, size, FOR_BYTES);
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
	for (size_t i = 0; i < glance->header->e_shnum; i++) {
		const ElfW(Shdr) *section = &sections[i];
		const uint8_t *bytes;
		if (section->sh_type != SHT_NOTE || is_in_note_segment(glance, section))
			continue;
		if (section->sh_flags & SHF_ALLOC)
			return NULL;
		if (is_stamp_section(glance, section, &bytes)) {
			if (found)
				return NULL;
			found = section;
			*ret = bytes;
			continue;
		}
		if (section->sh_size > OTHER_NOTE_SIZE_MAX ||
		    !(bytes = file_bytes(glance, section->sh_offset, section->sh_size,
					 FOR_BYTES)) ||
		    holds_stamp(bytes, section->sh_size, section->sh_addralign))
			return NULL;
	}
	return found;
}

/* Record `kind`: NULL bytes if it is not there. False if it cannot be read. */
static bool fetch_record(struct glance *glance, uint64_t desc_offset, const uint8_t *desc,
			 size_t desc_size, const struct directory_span *span,
			 struct directory_entry *ret)
{
	*ret = (struct directory_entry){ .size = span->size, .crc = span->crc };
	if (!span->size)
		return true;
	ret->bytes = span->offset + span->size <= desc_size
			     ? desc + span->offset
			     : file_bytes(glance, desc_offset + span->offset, span->size,
					  FOR_BYTES);
	return ret->bytes != NULL;
}

static uint32_t count_typed(const stamp_symbols *symbols)
{
	uint32_t count = 0;
	vector_for_each (symbol, symbols)
		count += symbol->type.id != TYPE_NONE;
	return count;
}

/* Closures need no checksum: what is found in them is what the host asked for. */
static bool read_closures(struct glance *glance, const struct directory_entry *record)
{
	uint32_t counts[3];
	stamp_symbols *provides = &glance->stamp.provides;
	if (record->size < CLOSURE_COUNTS_SIZE)
		return false;
	struct cursor cursor = cursor_over(record->bytes, record->size, "closures");
	for (size_t i = 0; i < 3; i++)
		hm_error_free(cursor_u32(&cursor, &counts[i]));
	uint64_t total = (uint64_t)counts[0] + counts[1] + counts[2];
	if (counts[0] != count_typed(provides) ||
	    total != cursor_left(&cursor) / DIGEST_SIZE)
		return false;
	const struct digest *closures = (const void *)cursor.at;
	vector_for_each (symbol, provides)
		if (symbol->type.id != TYPE_NONE)
			symbol->closure = *closures++;
	glance->required = closures;
	glance->required_count = counts[1];
	return true;
}

static bool decode(struct glance *glance, const struct directory *directory)
{
	if (stamp_init(&glance->stamp))
		return false;
	glance->has_stamp = true;
	struct hm_error *error = decode_tables(directory, &glance->stamp);
	hm_error_free(error);
	return !error && glance->stamp.role != ROLE_HOST;
}

static bool read_stamp(struct glance *glance, const ElfW(Shdr) * sections)
{
	static const enum record_kind wanted[] = { RECORD_IDENTITY, RECORD_POLICY,
						   RECORD_TOOLCHAIN, RECORD_PROVIDES };
	struct directory_span spans[RECORD_KIND_COUNT];
	struct directory directory = { 0 };
	struct directory_entry closures;
	const uint8_t *head;
	const ElfW(Shdr) *section = find_stamp(glance, sections, &head);
	if (!section)
		return false;
	size_t size = (section->sh_size < STAMP_HEAD_SIZE ? section->sh_size
							  : STAMP_HEAD_SIZE) -
		      NOTE_HEADER_SIZE;
	uint64_t offset = section->sh_offset + NOTE_HEADER_SIZE;
	const uint8_t *desc = head + NOTE_HEADER_SIZE;
	if (!directory_locate(desc, size, section->sh_size - NOTE_HEADER_SIZE, spans,
			      &directory.crc))
		return false;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!fetch_record(glance, offset, desc, size, &spans[wanted[i]],
				  &directory.entries[wanted[i]]))
			return false;
	/* One with an origin stands in the wrong file. */
	return spans[RECORD_CLOSURES].size && !spans[RECORD_ORIGIN].size &&
	       fetch_record(glance, offset, desc, size, &spans[RECORD_CLOSURES],
			    &closures) &&
	       decode(glance, &directory) && read_closures(glance, &closures);
}

bool glance_init(struct glance *glance, int fd, uint64_t file_size)
{
	const ElfW(Phdr) * dynamic;
	*glance = (struct glance){ .fd = fd, .file_size = file_size };
	if (!read_head(glance) || !read_segments(glance, &dynamic))
		return false;
	const ElfW(Shdr) *sections =
		file_bytes(glance, glance->header->e_shoff,
			   glance->header->e_shnum * sizeof(ElfW(Shdr)), FOR_STRUCTURES);
	return sections && read_dynamic(glance, dynamic, sections) &&
	       read_stamp(glance, sections);
}
