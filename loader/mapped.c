// SPDX-License-Identifier: BSD-3-Clause
#include "loader/mapped.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/note.h"

#include <elf.h>
#include <endian.h>
#include <string.h>

void mapped_deinit(struct mapped *mapped)
{
	free(mapped->name);
	vector_deinit(&mapped->needed);
	*mapped = (struct mapped){ 0 };
}

void mapped_list_deinit(mapped_list *list)
{
	vector_for_each (mapped, list)
		mapped_deinit(mapped);
	vector_deinit(list);
}

const ElfW(Phdr) * mapped_segment(const struct mapped *mapped, uintptr_t address)
{
	for (size_t i = 0; i < mapped->header_count; i++) {
		const ElfW(Phdr) *header = &mapped->headers[i];
		if (header->p_type == PT_LOAD &&
		    address - mapped->base - header->p_vaddr < header->p_memsz)
			return header;
	}
	return NULL;
}

bool mapped_contains(const struct mapped *mapped, uintptr_t address)
{
	return mapped_segment(mapped, address) != NULL;
}

/* glibc adds the base to these values in place, musl and the vDSO do not. */
static const void *dynamic_pointer(const struct mapped *mapped, const ElfW(Dyn) * entry)
{
	uintptr_t value = entry->d_un.d_ptr;
	return (const void *)(value < mapped->base ? value + mapped->base : value);
}

static const ElfW(Dyn) * find_dynamic(const struct mapped *mapped)
{
	for (size_t i = 0; i < mapped->header_count; i++)
		if (mapped->headers[i].p_type == PT_DYNAMIC)
			return (const void *)(mapped->base + mapped->headers[i].p_vaddr);
	return NULL;
}

static void read_tables(struct mapped *mapped, const ElfW(Dyn) * dynamic)
{
	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		const void *pointer = dynamic_pointer(mapped, dynamic);
		if (dynamic->d_tag == DT_STRTAB)
			mapped->strings = pointer;
		else if (dynamic->d_tag == DT_SYMTAB)
			mapped->symbols = pointer;
		else if (dynamic->d_tag == DT_VERSYM)
			mapped->versions = pointer;
		else if (dynamic->d_tag == DT_VERDEF)
			mapped->version_definitions = pointer;
		else if (dynamic->d_tag == DT_GNU_HASH)
			mapped->gnu_hash = pointer;
		else if (dynamic->d_tag == DT_HASH)
			mapped->hash = pointer;
	}
}

/* Only what the machine uses: with addends or without, never both for one purpose. */
static void read_relocations(struct mapped *mapped, const ElfW(Dyn) * dynamic)
{
	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		const void *pointer = dynamic_pointer(mapped, dynamic);
		if (dynamic->d_tag == DT_JMPREL)
			mapped->calls.entries = pointer;
		else if (dynamic->d_tag == DT_PLTRELSZ)
			mapped->calls.size_bytes = dynamic->d_un.d_val;
		else if (dynamic->d_tag == DT_PLTREL)
			mapped->calls.addends = dynamic->d_un.d_val == DT_RELA;
		else if (dynamic->d_tag == DT_RELA || dynamic->d_tag == DT_REL)
			mapped->others.entries = pointer;
		else if (dynamic->d_tag == DT_RELASZ || dynamic->d_tag == DT_RELSZ)
			mapped->others.size_bytes = dynamic->d_un.d_val;
		if (dynamic->d_tag == DT_RELA)
			mapped->others.addends = true;
	}
}

static bool read_names(struct mapped *mapped, const ElfW(Dyn) * dynamic)
{
	bool has_runpath = false;
	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		const char *text = mapped->strings + dynamic->d_un.d_val;
		if (dynamic->d_tag == DT_SONAME)
			mapped->soname = text;
		else if (dynamic->d_tag == DT_RUNPATH)
			has_runpath = true;
		else if (dynamic->d_tag == DT_RPATH)
			mapped->rpath = text;
		else if (dynamic->d_tag == DT_NEEDED &&
			 !vector_push(&mapped->needed, text))
			return false;
	}
	if (has_runpath)
		mapped->rpath = NULL;
	return true;
}

static struct hm_error *mapped_init(const struct dl_phdr_info *info, struct mapped *ret)
{
	struct mapped mapped = {
		.base = info->dlpi_addr,
		.headers = info->dlpi_phdr,
		.header_count = info->dlpi_phnum,
	};
	mapped.name = strdup(info->dlpi_name ? info->dlpi_name : "");
	if (!mapped.name)
		return error_nomem();
	const ElfW(Dyn) *dynamic = find_dynamic(&mapped);
	if (dynamic) {
		read_tables(&mapped, dynamic);
		read_relocations(&mapped, dynamic);
	}
	if (mapped.strings && !read_names(&mapped, dynamic)) {
		mapped_deinit(&mapped);
		return error_nomem();
	}
	*ret = mapped;
	return NULL;
}

struct search {
	mapped_list *list;
	uintptr_t address;
	struct mapped *found;
	struct hm_error *error;
};

static int add_object(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	struct search *search = context;
	struct mapped mapped;
	search->error = mapped_init(info, &mapped);
	if (search->error)
		return 1;
	if (vector_push(search->list, mapped))
		return 0;
	mapped_deinit(&mapped);
	search->error = error_nomem();
	return 1;
}

struct hm_error *mapped_all(mapped_list *ret)
{
	mapped_list list = { 0 };
	struct search search = { .list = &list };
	dl_iterate_phdr(add_object, &search);
	if (search.error)
		mapped_list_deinit(&list);
	else
		*ret = list;
	return search.error;
}

static int match_address(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	struct search *search = context;
	struct mapped probe = {
		.base = info->dlpi_addr,
		.headers = info->dlpi_phdr,
		.header_count = info->dlpi_phnum,
	};
	if (!mapped_contains(&probe, search->address))
		return 0;
	search->error = mapped_init(info, search->found);
	return 1;
}

struct hm_error *mapped_at(const void *address, struct mapped *ret)
{
	struct search search = { .address = (uintptr_t)address, .found = ret };
	if (!dl_iterate_phdr(match_address, &search))
		return error_new(HM_ERR_DLOPEN, "no loaded object at address %p",
				 address);
	return search.error;
}

bool mapped_is(const struct mapped *mapped, const char *needed)
{
	if (mapped->soname && strcmp(mapped->soname, needed) == 0)
		return true;
	if (strchr(needed, '/'))
		return strcmp(mapped->name, needed) == 0;
	const char *slash = strrchr(mapped->name, '/');
	return strcmp(slash ? slash + 1 : mapped->name, needed) == 0;
}

static bool find_note_in(const struct mapped *mapped, const ElfW(Phdr) * header,
			 const char *owner, uint32_t type, struct mapped_note *ret)
{
	struct notes notes = {
		.bytes = (const uint8_t *)(mapped->base + header->p_vaddr),
		.size = header->p_memsz,
		.alignment = header->p_align,
		.big_endian = __BYTE_ORDER == __BIG_ENDIAN,
	};
	struct note note;
	while (notes_next(&notes, &note)) {
		if (!note.desc || !note_is(&note, owner, type))
			continue;
		*ret = (struct mapped_note){ note.desc, note.desc_size };
		return true;
	}
	return false;
}

bool mapped_find_note(const struct mapped *mapped, const char *owner, uint32_t type,
		      struct mapped_note *ret)
{
	for (size_t i = 0; i < mapped->header_count; i++) {
		const ElfW(Phdr) *header = &mapped->headers[i];
		uintptr_t start = mapped->base + header->p_vaddr;
		if (header->p_type == PT_NOTE && header->p_memsz &&
		    mapped_contains(mapped, start) &&
		    mapped_contains(mapped, start + header->p_memsz - 1) &&
		    find_note_in(mapped, header, owner, type, ret))
			return true;
	}
	return false;
}
