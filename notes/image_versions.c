// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/error.h"

/* The upper bit of a version index says "hidden". */
#define VERSION_INDEX_MAX 0x7fff
/* Without section headers nothing tells how long the tables are; none is longer. */
#define VERSION_TABLE_SIZE_MAX (1u << 20)

static struct hm_error *damaged(const struct image_reader *reader)
{
	return image_error(reader->image, "damaged: symbol versions: %s",
			   "a version leads out of its table");
}

static struct hm_error *set_version(struct image_reader *reader, unsigned index,
				    const char *name, const char *file)
{
	index &= VERSION_INDEX_MAX;
	while (reader->versions.count <= index) {
		struct image_version none = { 0 };
		if (!vector_push(&reader->versions, none))
			return error_nomem();
	}
	reader->versions.data[index] = (struct image_version){ name, file };
	return NULL;
}

static struct hm_error *read_table(const struct image_reader *reader, uint32_t type,
				   uint64_t address, Elf_Type elf_type, const char *what,
				   Elf_Data **ret)
{
	uint64_t size = reader_available(reader, address);
	GElf_Shdr section;
	if (reader_section(reader, type, address, &section) && section.sh_size <= size)
		size = section.sh_size;
	else if (size > VERSION_TABLE_SIZE_MAX)
		size = VERSION_TABLE_SIZE_MAX;
	/* Both tables are made of words. */
	return reader_bytes(reader, address, size & ~UINT64_C(3), elf_type, what, ret);
}

/* Entries are made of words, and offsets only ever lead on: every walk ends. */
static bool step(size_t *offset, uint32_t distance)
{
	return distance && distance % 4 == 0 &&
	       !__builtin_add_overflow(*offset, (size_t)distance, offset) &&
	       *offset <= INT32_MAX;
}

/* A file has one entry for each index. More would make overlapping entries endless. */
static struct hm_error *count_entry(struct image_reader *reader)
{
	if (++reader->version_entries > VERSION_INDEX_MAX)
		return image_error(reader->image, "damaged: more than %d symbol versions",
				   VERSION_INDEX_MAX);
	return NULL;
}

static struct hm_error *read_needed_versions(struct image_reader *reader, Elf_Data *data,
					     const GElf_Verneed *needed, size_t offset)
{
	const char *file, *name;
	TRY(reader_string(reader, needed->vn_file, "a versioned library", &file));
	if (!step(&offset, needed->vn_aux))
		return damaged(reader);
	for (unsigned i = 0; i < needed->vn_cnt; i++) {
		GElf_Vernaux entry;
		TRY(count_entry(reader));
		if (!gelf_getvernaux(data, (int)offset, &entry))
			return damaged(reader);
		TRY(reader_string(reader, entry.vna_name, "a version", &name));
		TRY(set_version(reader, entry.vna_other, name, file));
		if (i + 1u < needed->vn_cnt && !step(&offset, entry.vna_next))
			return damaged(reader);
	}
	return NULL;
}

static struct hm_error *read_verneed(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	size_t offset = 0;
	Elf_Data *data;
	if (!dynamic->verneed || !dynamic->verneednum)
		return NULL;
	TRY(read_table(reader, SHT_GNU_verneed, dynamic->verneed, ELF_T_VNEED,
		       "the table of needed versions", &data));
	for (uint64_t i = 0; i < dynamic->verneednum; i++) {
		GElf_Verneed needed;
		TRY(count_entry(reader));
		if (!gelf_getverneed(data, (int)offset, &needed))
			return damaged(reader);
		TRY(read_needed_versions(reader, data, &needed, offset));
		if (i + 1 < dynamic->verneednum && !step(&offset, needed.vn_next))
			return damaged(reader);
	}
	return NULL;
}

/* The first name is the version's own; those behind it are its parents'. */
static struct hm_error *read_defined_version(struct image_reader *reader, Elf_Data *data,
					     const GElf_Verdef *defined, size_t offset)
{
	GElf_Verdaux entry;
	const char *name;
	/* The base version names the file; symbols of it have no version. */
	if (defined->vd_flags & VER_FLG_BASE || !defined->vd_cnt)
		return NULL;
	if (!step(&offset, defined->vd_aux) ||
	    !gelf_getverdaux(data, (int)offset, &entry))
		return damaged(reader);
	TRY(reader_string(reader, entry.vda_name, "a version", &name));
	return set_version(reader, defined->vd_ndx, name, NULL);
}

static struct hm_error *read_verdef(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	size_t offset = 0;
	Elf_Data *data;
	if (!dynamic->verdef || !dynamic->verdefnum)
		return NULL;
	TRY(read_table(reader, SHT_GNU_verdef, dynamic->verdef, ELF_T_VDEF,
		       "the table of defined versions", &data));
	for (uint64_t i = 0; i < dynamic->verdefnum; i++) {
		GElf_Verdef defined;
		TRY(count_entry(reader));
		if (!gelf_getverdef(data, (int)offset, &defined))
			return damaged(reader);
		TRY(read_defined_version(reader, data, &defined, offset));
		if (i + 1 < dynamic->verdefnum && !step(&offset, defined.vd_next))
			return damaged(reader);
	}
	return NULL;
}

struct hm_error *read_versions(struct image_reader *reader)
{
	TRY(read_verneed(reader));
	return read_verdef(reader);
}
