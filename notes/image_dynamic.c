// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/error.h"
#include "notes/segments.h"

/* Objects need dozens of libraries, the largest programs some hundreds. */
#define NEEDED_MAX 4096

static struct hm_error *check_segment(const struct image_reader *reader, size_t number,
				      const GElf_Phdr *segment)
{
	const struct image *image = reader->image;
	uint64_t end;
	if (segment->p_type != PT_LOAD)
		return NULL;
	if (!segment_is_mappable(segment))
		return image_error(
			image,
			"damaged: segment %zu cannot be mapped: address %#llx, "
			"offset %#llx, alignment %#llx",
			number, (unsigned long long)segment->p_vaddr,
			(unsigned long long)segment->p_offset,
			(unsigned long long)segment->p_align);
	/* Files of debug information alone leave out what stood there, and the end. */
	if (!segment->p_filesz)
		return NULL;
	if (__builtin_add_overflow(segment->p_offset, segment->p_filesz, &end) ||
	    end > image->file_size)
		return image_error(image,
				   "truncated or damaged: segment %zu should be %llu "
				   "bytes at offset %llu, the file ends at %llu",
				   number, (unsigned long long)segment->p_filesz,
				   (unsigned long long)segment->p_offset,
				   (unsigned long long)image->file_size);
	return NULL;
}

/* libelf counts those that the file has room for: others, once a stamp makes it longer.
 */
static struct hm_error *count_segments(const struct image_reader *reader, size_t *ret)
{
	const struct image *image = reader->image;
	size_t stated = reader->ehdr.e_phnum;
	GElf_Shdr first;
	/* Where the ELF header has no room for the number, section 0 has it. */
	if (stated == PN_XNUM && gelf_getshdr(elf_getscn(image->elf, 0), &first))
		stated = first.sh_info;
	if (elf_getphdrnum(image->elf, ret) != 0)
		return image_error(image, "truncated or damaged: program headers: %s",
				   elf_errmsg(-1));
	if (*ret == stated)
		return NULL;
	return image_error(image,
			   "truncated or damaged: it should have %zu program headers, "
			   "and has room for %zu",
			   stated, *ret);
}

struct hm_error *read_segments(struct image_reader *reader)
{
	const struct image *image = reader->image;
	size_t count;
	TRY(count_segments(reader, &count));
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(image->elf, (int)i, &segment))
			return image_error(image,
					   "truncated or damaged: program header %zu: %s",
					   i, elf_errmsg(-1));
		TRY(check_segment(reader, i, &segment));
		reader->has_interpreter |= segment.p_type == PT_INTERP;
		if (!vector_push(&reader->segments, segment))
			return error_nomem();
	}
	return NULL;
}

/* Where in the file an address stands. */
static bool find_address(const struct image_reader *reader, uint64_t address,
			 uint64_t *ret_offset, uint64_t *ret_available)
{
	vector_for_each (segment, &reader->segments) {
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

uint64_t reader_available(const struct image_reader *reader, uint64_t address)
{
	uint64_t offset, available;
	return find_address(reader, address, &offset, &available) ? available : 0;
}

struct hm_error *reader_bytes(const struct image_reader *reader, uint64_t address,
			      uint64_t size, Elf_Type type, const char *what,
			      Elf_Data **ret)
{
	uint64_t offset, available;
	if (!find_address(reader, address, &offset, &available) || size > available)
		return image_error(
			reader->image,
			"damaged: %s should be %llu bytes at address %#llx, no "
			"segment of the file holds them",
			what, (unsigned long long)size, (unsigned long long)address);
	/* A stamp changes what stands there: a table would not be what it was. */
	if (offset < gelf_fsize(reader->image->elf, ELF_T_EHDR, 1, EV_CURRENT))
		return image_error(
			reader->image,
			"damaged: %s stands in the ELF header, at address %#llx", what,
			(unsigned long long)address);
	return image_bytes(reader->image, offset, size, type, what, ret);
}

bool reader_section(const struct image_reader *reader, uint32_t type, uint64_t address,
		    GElf_Shdr *ret)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(reader->image->elf, section)))
		if (gelf_getshdr(section, ret) && ret->sh_type == type &&
		    ret->sh_addr == address)
			return true;
	return false;
}

struct hm_error *reader_string(const struct image_reader *reader, uint64_t offset,
			       const char *what, const char **ret)
{
	if (offset >= reader->strings_size)
		return image_error(reader->image,
				   "damaged: the name of %s stands at %llu of %zu bytes "
				   "of dynamic strings",
				   what, (unsigned long long)offset,
				   reader->strings_size);
	*ret = reader->strings + offset;
	return NULL;
}

static struct hm_error *add_needed(struct image_reader *reader, uint64_t offset)
{
	if (reader->dynamic.needed.count >= NEEDED_MAX)
		return image_error(reader->image, "damaged: needs more than %d libraries",
				   NEEDED_MAX);
	return vector_push(&reader->dynamic.needed, offset) ? NULL : error_nomem();
}

/* The entries that are an address or a number; NULL for any other. */
static uint64_t *dynamic_field(struct dynamic *dynamic, int64_t tag)
{
	switch (tag) {
#define FIELD(tag, field) \
	case tag:         \
		return &dynamic->field
		FIELD(DT_SYMTAB, symtab);
		FIELD(DT_STRTAB, strtab);
		FIELD(DT_STRSZ, strsz);
		FIELD(DT_HASH, hash);
		FIELD(DT_GNU_HASH, gnu_hash);
		FIELD(DT_VERSYM, versym);
		FIELD(DT_VERNEED, verneed);
		FIELD(DT_VERNEEDNUM, verneednum);
		FIELD(DT_VERDEF, verdef);
		FIELD(DT_VERDEFNUM, verdefnum);
		FIELD(DT_REL, rel);
		FIELD(DT_RELSZ, relsz);
		FIELD(DT_RELA, rela);
		FIELD(DT_RELASZ, relasz);
		FIELD(DT_JMPREL, jmprel);
		FIELD(DT_PLTRELSZ, pltrelsz);
		FIELD(DT_PLTREL, pltrel);
		FIELD(DT_SONAME, soname);
		FIELD(DT_RPATH, rpath);
		FIELD(DT_RUNPATH, runpath);
		FIELD(DT_FLAGS, flags);
		FIELD(DT_FLAGS_1, flags_1);
#undef FIELD
	}
	return NULL;
}

static struct hm_error *read_entry(struct image_reader *reader, const GElf_Dyn *entry)
{
	struct dynamic *dynamic = &reader->dynamic;
	uint64_t *field = dynamic_field(dynamic, entry->d_tag);
	if (field)
		*field = entry->d_un.d_val;
	if (entry->d_tag == DT_NEEDED)
		return add_needed(reader, entry->d_un.d_val);
	/* These may be 0 and mean it. */
	dynamic->has_soname |= entry->d_tag == DT_SONAME;
	dynamic->has_rpath |= entry->d_tag == DT_RPATH;
	dynamic->has_runpath |= entry->d_tag == DT_RUNPATH;
	dynamic->symbolic |= entry->d_tag == DT_SYMBOLIC;
	/* The number means something else on every other machine. */
	if (reader->image->machine == EM_MIPS && entry->d_tag == DT_MIPS_SYMTABNO)
		dynamic->mips_symtabno = entry->d_un.d_val;
	return NULL;
}

static struct hm_error *read_entries(struct image_reader *reader,
				     const GElf_Phdr *segment)
{
	size_t entry_size = gelf_fsize(reader->image->elf, ELF_T_DYN, 1, EV_CURRENT);
	size_t count = segment->p_filesz / entry_size;
	Elf_Data *data;
	TRY(reader_bytes(reader, segment->p_vaddr, count * entry_size, ELF_T_DYN,
			 "the dynamic section", &data));
	for (size_t i = 0; i < count; i++) {
		GElf_Dyn entry;
		if (!gelf_getdyn(data, (int)i, &entry))
			break;
		if (entry.d_tag == DT_NULL)
			return NULL;
		TRY(read_entry(reader, &entry));
	}
	return image_error(reader->image, "damaged: the dynamic section has no end");
}

/* It is found by its address; the segment also says where in the file it stands. */
static struct hm_error *check_place(const struct image_reader *reader,
				    const GElf_Phdr *segment)
{
	uint64_t offset, available;
	if (!find_address(reader, segment->p_vaddr, &offset, &available) ||
	    offset == segment->p_offset)
		return NULL;
	return image_error(reader->image,
			   "damaged: the dynamic section stands at offset %llu or %llu",
			   (unsigned long long)segment->p_offset,
			   (unsigned long long)offset);
}

static struct hm_error *read_strings(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	Elf_Data *data;
	if (!dynamic->strsz)
		return NULL;
	TRY(reader_bytes(reader, dynamic->strtab, dynamic->strsz, ELF_T_BYTE,
			 "the dynamic string table", &data));
	reader->strings = data->d_buf;
	reader->strings_size = data->d_size;
	if (reader->strings[reader->strings_size - 1])
		return image_error(reader->image,
				   "damaged: the dynamic string table has no end");
	return NULL;
}

static struct hm_error *name_libraries(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	struct image *image = reader->image;
	if (dynamic->has_soname)
		TRY(reader_string(reader, dynamic->soname, "the SONAME", &image->soname));
	if (dynamic->has_runpath)
		TRY(reader_string(reader, dynamic->runpath, "RUNPATH", &image->runpath));
	else if (dynamic->has_rpath)
		TRY(reader_string(reader, dynamic->rpath, "RPATH", &image->rpath));
	vector_for_each (offset, &dynamic->needed) {
		const char *name = NULL;
		TRY(reader_string(reader, *offset, "a needed library", &name));
		if (!*name)
			return image_error(image, "damaged: it needs a library that has "
						  "no name");
		if (!vector_push(&image->needed, name))
			return error_nomem();
	}
	return NULL;
}

/*
 * objcopy --only-keep-debug keeps the headers and leaves out what they lead to.
 * Thread-local data without contents takes no addresses, and may have any other
 * section's.
 */
static bool is_debug_file(const struct image_reader *reader, const GElf_Phdr *segment)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	while ((section = elf_nextscn(reader->image->elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_NOBITS &&
		    !(header.sh_flags & SHF_TLS) && header.sh_size &&
		    header.sh_addr == segment->p_vaddr)
			return true;
	return !segment->p_filesz;
}

struct hm_error *read_dynamic(struct image_reader *reader, bool *ret)
{
	const GElf_Phdr *found = NULL;
	vector_for_each (segment, &reader->segments)
		if (segment->p_type == PT_DYNAMIC)
			found = segment;
	*ret = found != NULL;
	if (!found)
		return NULL;
	if (is_debug_file(reader, found))
		return image_error(reader->image, "holds debug information only; name "
						  "the file that it belongs to");
	TRY(check_place(reader, found));
	TRY(read_entries(reader, found));
	reader->dynamic.symbolic |= (reader->dynamic.flags & DF_SYMBOLIC) != 0;
	TRY(read_strings(reader));
	return name_libraries(reader);
}
