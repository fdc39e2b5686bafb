// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_section.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"
#include "verify/dwarf_relocate.h"

#include <gelf.h>
#include <string.h>

/* Addresses in relocatable objects: not 0, which unresolved references have. */
#define FIRST_BASE 0x10000

static const char *const names[DEBUG_SECTION_COUNT] = {
	[SECTION_INFO] = "info",
	[SECTION_TYPES] = "types",
	[SECTION_ABBREV] = "abbrev",
	[SECTION_STR] = "str",
	[SECTION_STR_OFFSETS] = "str_offsets",
	[SECTION_LINE] = "line",
	[SECTION_LINE_STR] = "line_str",
	[SECTION_ADDR] = "addr",
	[SECTION_RANGES] = "ranges",
	[SECTION_RNGLISTS] = "rnglists",
	[SECTION_ALTLINK] = ".gnu_debugaltlink",
	[SECTION_SUP] = "sup",
	[SECTION_CU_INDEX] = "cu_index",
	[SECTION_TU_INDEX] = "tu_index",
};

/* ".debug_NAME" and what the flavour adds; ".zdebug_NAME" is the old compressed form. */
static int classify(const char *name, enum section_flavour flavour)
{
	if (strcmp(name, names[SECTION_ALTLINK]) == 0)
		return flavour == FLAVOUR_SPLIT ? -1 : SECTION_ALTLINK;
	if (flavour == FLAVOUR_LTO)
		name = text_past(name, ".gnu.debuglto_");
	if (!name)
		return -1;
	const char *base = text_past(name, ".debug_") ?: text_past(name, ".zdebug_");
	if (!base)
		return -1;
	size_t length = strlen(base);
	if (flavour == FLAVOUR_SPLIT) {
		if (length < 4 || strcmp(base + length - 4, ".dwo") != 0)
			return -1;
		length -= 4;
	}
	for (int section = 0; section < DEBUG_SECTION_COUNT; section++)
		if (strncmp(names[section], base, length) == 0 && !names[section][length])
			return section;
	return -1;
}

static const char *section_name(Elf *elf, const GElf_Shdr *header)
{
	size_t strings;
	if (elf_getshdrstrndx(elf, &strings))
		return "";
	const char *name = elf_strptr(elf, strings, header->sh_name);
	return name ? name : "";
}

bool section_set_has_info(Elf *elf, enum section_flavour flavour)
{
	Elf_Scn *scn = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		if (gelf_getshdr(scn, &header) && header.sh_type != SHT_NOBITS &&
		    classify(section_name(elf, &header), flavour) == SECTION_INFO)
			return true;
	}
	return false;
}

void section_set_deinit(struct section_set *set)
{
	for (int section = 0; section < DEBUG_SECTION_COUNT; section++)
		free(set->sections[section].data);
	vector_deinit(&set->bases);
	*set = (struct section_set){ 0 };
}

struct hm_error *section_set_copy(struct section_set *set, enum debug_section section,
				  const uint8_t *data, size_t size)
{
	struct section_bytes *bytes = &set->sections[section];
	size_t total;
	if (__builtin_add_overflow(bytes->size, size, &total))
		return error_nomem();
	uint8_t *grown = realloc(bytes->data, total ? total : 1);
	if (!grown)
		return error_nomem();
	if (size)
		memcpy(grown + bytes->size, data, size);
	*bytes = (struct section_bytes){ grown, total };
	return NULL;
}

/* Both kinds of compression; a section that is not compressed stays as it is. */
static bool decompress(Elf_Scn *scn, const GElf_Shdr *header, const char *name)
{
	if (header->sh_flags & SHF_COMPRESSED)
		return elf_compress(scn, 0, 0) >= 0;
	if (!text_begins(name, ".zdebug_"))
		return true;
	/* libdw may have done it already, which the name does not show. */
	Elf_Data *data = elf_rawdata(scn, NULL);
	if (!data || !data->d_buf || data->d_size < 4 ||
	    memcmp(data->d_buf, "ZLIB", 4) != 0)
		return true;
	return elf_compress_gnu(scn, 0, 0) >= 0;
}

struct section_bytes elf_debug_section(Elf *elf, enum section_flavour flavour,
				       enum debug_section section)
{
	Elf_Scn *scn = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		if (!gelf_getshdr(scn, &header) || header.sh_type == SHT_NOBITS)
			continue;
		const char *name = section_name(elf, &header);
		if (classify(name, flavour) != (int)section ||
		    !decompress(scn, &header, name))
			continue;
		Elf_Data *data = elf_rawdata(scn, NULL);
		if (data && data->d_buf)
			return (struct section_bytes){ data->d_buf, data->d_size };
	}
	return (struct section_bytes){ 0 };
}

/* One section on its way into the set, and where it stands there. */
static struct hm_error *gather_section(Elf *elf, Elf_Scn *scn, const GElf_Shdr *header,
				       enum section_flavour flavour,
				       struct section_set *set,
				       struct section_place *place)
{
	const char *name = section_name(elf, header);
	*place = (struct section_place){ .section = classify(name, flavour) };
	if (place->section < 0 || header->sh_type == SHT_NOBITS)
		return NULL;
	if (!decompress(scn, header, name))
		return error_new(HM_ERR_FORMAT, "section %s cannot be decompressed: %s",
				 name, elf_errmsg(-1));
	Elf_Data *data = elf_rawdata(scn, NULL);
	if (!data)
		return error_new(HM_ERR_FORMAT, "section %s cannot be read: %s", name,
				 elf_errmsg(-1));
	place->start = set->sections[place->section].size;
	place->size = data->d_size;
	return section_set_copy(set, place->section, data->d_buf,
				data->d_buf ? data->d_size : 0);
}

/* Gives the allocated sections of a relocatable object addresses that do not overlap. */
static struct hm_error *place_allocated(Elf *elf, struct section_set *set)
{
	size_t count;
	if (elf_getshdrnum(elf, &count))
		return error_new(HM_ERR_FORMAT, "section table is damaged: %s",
				 elf_errmsg(-1));
	uint64_t base = FIRST_BASE;
	for (size_t number = 0; number < count; number++) {
		GElf_Shdr header;
		Elf_Scn *scn = elf_getscn(elf, number);
		bool allocated =
			gelf_getshdr(scn, &header) && (header.sh_flags & SHF_ALLOC);
		if (!vector_push(&set->bases, allocated ? base : 0))
			return error_nomem();
		/* A gap between them, so that the end of one is not the next one's start.
		 */
		if (allocated &&
		    (__builtin_add_overflow(base, header.sh_size, &base) ||
		     __builtin_add_overflow(base, 64 - base % 64 + 64, &base)))
			return error_new(HM_ERR_FORMAT, "section %zu is too large",
					 number);
	}
	return NULL;
}

struct hm_error *section_set_gather(Elf *elf, enum section_flavour flavour,
				    struct section_set *ret)
{
	SCOPED(section_set_deinit) struct section_set set = { 0 };
	SCOPED(section_places_deinit) struct section_places places = { 0 };
	GElf_Ehdr ehdr;
	if (!gelf_getehdr(elf, &ehdr))
		return error_new(HM_ERR_FORMAT, "not ELF: %s", elf_errmsg(-1));
	set.elf_data = ehdr.e_ident[EI_DATA];
	set.machine = ehdr.e_machine;
	TRY(place_allocated(elf, &set));
	for (size_t number = 0; number < set.bases.count; number++) {
		GElf_Shdr header;
		struct section_place place = { .section = -1 };
		Elf_Scn *scn = elf_getscn(elf, number);
		if (gelf_getshdr(scn, &header))
			TRY(gather_section(elf, scn, &header, flavour, &set, &place));
		if (!vector_push(&places, place))
			return error_nomem();
	}
	if (ehdr.e_type == ET_REL)
		TRY(section_set_relocate(&set, elf, &places));
	*ret = set;
	set = (struct section_set){ 0 };
	return NULL;
}

/* Name table of the image: "\0.debug_info\0..." */
static void image_name(int section, char name[static 32])
{
	snprintf(name, 32, "%s%s", section == SECTION_ALTLINK ? "" : ".debug_",
		 names[section]);
}

/* Writes a header in the byte order of the image. */
static bool put_header(uint8_t *at, void *header, size_t size, Elf_Type type,
		       unsigned encode)
{
	Elf_Data from = {
		.d_buf = header, .d_size = size, .d_type = type, .d_version = EV_CURRENT
	};
	Elf_Data to = { .d_buf = at, .d_size = size, .d_version = EV_CURRENT };
	return elf64_xlatetof(&to, &from, encode) != NULL;
}

struct hm_error *section_set_image(const struct section_set *set,
				   struct section_bytes *ret)
{
	enum { SECTIONS = DEBUG_SECTION_COUNT + 2, NAMES = 32 * SECTIONS };
	size_t headers = sizeof(Elf64_Ehdr) + SECTIONS * sizeof(Elf64_Shdr);
	size_t size = headers + NAMES;
	for (int section = 0; section < DEBUG_SECTION_COUNT; section++)
		if (__builtin_add_overflow(size, set->sections[section].size, &size))
			return error_nomem();
	SCOPED_FREE uint8_t *image = calloc(1, size);
	if (!image)
		return error_nomem();
	Elf64_Ehdr ehdr = { .e_type = ET_EXEC,
			    .e_machine = set->machine,
			    .e_version = EV_CURRENT,
			    .e_shoff = sizeof(Elf64_Ehdr),
			    .e_ehsize = sizeof(Elf64_Ehdr),
			    .e_shentsize = sizeof(Elf64_Shdr),
			    .e_shnum = SECTIONS,
			    .e_shstrndx = SECTIONS - 1 };
	memcpy(ehdr.e_ident, ELFMAG, SELFMAG);
	ehdr.e_ident[EI_CLASS] = ELFCLASS64;
	ehdr.e_ident[EI_DATA] = set->elf_data;
	ehdr.e_ident[EI_VERSION] = EV_CURRENT;
	/* Number 0 is the null section; the name table comes last. */
	Elf64_Shdr sections[SECTIONS] = { 0 };
	size_t at = headers;
	sections[SECTIONS - 1] =
		(Elf64_Shdr){ .sh_type = SHT_STRTAB, .sh_offset = at, .sh_size = NAMES };
	at += NAMES;
	for (int section = 0; section < DEBUG_SECTION_COUNT; section++) {
		const struct section_bytes *bytes = &set->sections[section];
		size_t name = 32 * ((size_t)section + 1);
		sections[section + 1] =
			(Elf64_Shdr){ .sh_name = (Elf64_Word)name,
				      .sh_type = bytes->data ? SHT_PROGBITS : SHT_NULL,
				      .sh_offset = at,
				      .sh_size = bytes->size,
				      .sh_addralign = 1 };
		image_name(section, (char *)image + headers + name);
		if (bytes->size)
			memcpy(image + at, bytes->data, bytes->size);
		at += bytes->size;
	}
	if (!put_header(image, &ehdr, sizeof(ehdr), ELF_T_EHDR, set->elf_data) ||
	    !put_header(image + sizeof(ehdr), sections, sizeof(sections), ELF_T_SHDR,
			set->elf_data))
		return error_new(HM_ERR_FORMAT, "unknown byte order %u", set->elf_data);
	*ret = (struct section_bytes){ TAKE(image), size };
	return NULL;
}
