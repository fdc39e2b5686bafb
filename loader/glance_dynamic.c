// SPDX-License-Identifier: BSD-3-Clause
#include "loader/glance_private.h"

#include "notes/runtime.h"

#include <elf.h>

#define VERSION_INDEX_MAX 0x7fff

struct dynamic_tables {
	uint64_t symtab, strtab, strsz, versym, verneed, verneednum, hash, gnu_hash;
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
		FIELD(DT_HASH, hash);
		FIELD(DT_GNU_HASH, gnu_hash);
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
	glance->strings =
		glance_mapped_bytes(glance, tables->strtab, tables->strsz, FOR_BYTES);
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
		if (!*needed || !**needed)
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
		size ? glance_mapped_bytes(glance, address, size, FOR_STRUCTURES) : NULL;
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

/* All have names; and no definition has a version, of which the file defines none. */
static bool check_symbols(const struct glance *glance)
{
	for (size_t i = 0; i < glance->symbol_count; i++)
		if (glance->symbols[i].st_name >= glance->strings_size ||
		    (glance->versions && glance->versions[i] > 1 &&
		     glance->symbols[i].st_shndx != SHN_UNDEF))
			return false;
	return true;
}

static bool read_symbols(struct glance *glance, const struct dynamic_tables *tables,
			 const ElfW(Shdr) * sections)
{
	const ElfW(Shdr) *found = NULL;
	for (size_t i = 1; i < glance->header->e_shnum; i++)
		if (sections[i].sh_type == SHT_DYNSYM &&
		    sections[i].sh_addr == tables->symtab)
			found = &sections[i];
	if (!found || found->sh_entsize != sizeof(ElfW(Sym)))
		return false;
	glance->symbols = glance_mapped_bytes(glance, tables->symtab, found->sh_size,
					      FOR_STRUCTURES);
	glance->symbol_count = found->sh_size / sizeof(ElfW(Sym));
	if (tables->versym)
		glance->versions = glance_mapped_bytes(
			glance, tables->versym, glance->symbol_count * sizeof(ElfW(Half)),
			FOR_STRUCTURES);
	return glance->symbols && (glance->versions || !tables->versym) &&
	       check_symbols(glance) &&
	       glance_hash_agrees(glance, tables->hash, tables->gnu_hash) &&
	       check_relocations(glance, tables->rela, tables->relasz, true) &&
	       check_relocations(glance, tables->rel, tables->relsz, false) &&
	       check_relocations(glance, tables->jmprel, tables->pltrelsz,
				 tables->pltrel == DT_RELA);
}

/* A file has one entry for each index. More would make overlapping entries endless. */
static bool count_version(struct glance *glance)
{
	return ++glance->version_entries <= VERSION_INDEX_MAX;
}

static bool set_runtime_version(struct glance *glance, unsigned index, bool runtime)
{
	index &= VERSION_INDEX_MAX;
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
	return offset > size || size - offset < entry_size ? NULL : table + offset;
}

/* Entries are made of words, and lead on only: every walk ends. */
static bool step(uint64_t *offset, uint32_t distance)
{
	*offset += distance;
	return distance && distance % 4 == 0;
}

static bool read_version_names(struct glance *glance, const uint8_t *table, size_t size,
			       uint64_t offset, const ElfW(Verneed) * needed)
{
	const char *file = glance_string(glance, needed->vn_file);
	if (!file || !step(&offset, needed->vn_aux))
		return false;
	bool runtime = runtime_is_library(file);
	for (unsigned i = 0; i < needed->vn_cnt; i++) {
		const ElfW(Vernaux) *entry =
			version_entry(table, size, offset, sizeof(*entry));
		if (!entry || !count_version(glance) ||
		    !glance_string(glance, entry->vna_name) ||
		    !set_runtime_version(glance, entry->vna_other, runtime))
			return false;
		if (i + 1u < needed->vn_cnt && !step(&offset, entry->vna_next))
			return false;
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
	for (size_t i = 1; i < glance->header->e_shnum; i++)
		if (sections[i].sh_type == SHT_GNU_verneed &&
		    sections[i].sh_addr == tables->verneed)
			found = &sections[i];
	const uint8_t *table = found ? glance_mapped_bytes(glance, tables->verneed,
							   found->sh_size, FOR_STRUCTURES)
				     : NULL;
	if (!table)
		return false;
	for (uint64_t i = 0; i < tables->verneednum; i++) {
		const ElfW(Verneed) *needed =
			version_entry(table, found->sh_size, offset, sizeof(*needed));
		if (!needed || !count_version(glance) ||
		    !read_version_names(glance, table, found->sh_size, offset, needed))
			return false;
		if (i + 1 < tables->verneednum && !step(&offset, needed->vn_next))
			return false;
	}
	return true;
}

/* One of debug information alone, where the dynamic section's bytes are others. */
static bool is_left_out(const struct glance *glance, const ElfW(Phdr) * segment,
			const ElfW(Shdr) * sections)
{
	for (size_t i = 1; i < glance->header->e_shnum; i++)
		if (sections[i].sh_type == SHT_NOBITS &&
		    !(sections[i].sh_flags & SHF_TLS) && sections[i].sh_size &&
		    sections[i].sh_addr == segment->p_vaddr)
			return true;
	return false;
}

static bool read_entries(struct glance *glance, const ElfW(Phdr) * segment,
			 struct dynamic_tables *tables)
{
	uint64_t offset, available;
	const ElfW(Dyn) *entries = glance_mapped_bytes(glance, segment->p_vaddr,
						       segment->p_filesz, FOR_STRUCTURES);
	if (!entries || !glance_locate(glance, segment->p_vaddr, &offset, &available) ||
	    offset != segment->p_offset)
		return false;
	for (size_t i = 0; i < segment->p_filesz / sizeof(*entries); i++) {
		if (entries[i].d_tag == DT_NULL)
			return true;
		if (!read_dynamic_entry(glance, &entries[i], tables))
			return false;
	}
	return false;
}

bool glance_dynamic(struct glance *glance, const ElfW(Phdr) * segment,
		    const ElfW(Shdr) * sections)
{
	struct dynamic_tables tables = { 0 };
	return !is_left_out(glance, segment, sections) &&
	       read_entries(glance, segment, &tables) && name_strings(glance, &tables) &&
	       read_symbols(glance, &tables, sections) &&
	       read_versions(glance, &tables, sections);
}
