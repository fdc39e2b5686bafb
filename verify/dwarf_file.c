// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_file.h"

#include "base/error.h"
#include "base/scope.h"

#include <elfutils/libdwelf.h>
#include <gelf.h>
#include <string.h>

void dwarf_handle_close(struct dwarf_handle *handle)
{
	dwarf_end(handle->dwarf);
	if (handle->image.data)
		elf_end(handle->elf);
	free(handle->image.data);
	debug_file_close(&handle->file);
	*handle = DWARF_HANDLE_NONE;
}

/* libdw 0.188 hands out strings that run over the end of their section. */
static bool strings_end(Elf *elf, enum debug_section section)
{
	struct section_bytes bytes = elf_debug_section(elf, FLAVOUR_PLAIN, section);
	return !bytes.size || !bytes.data[bytes.size - 1];
}

static struct hm_error *begin(struct dwarf_handle *handle, const char *path)
{
	handle->dwarf = dwarf_begin_elf(handle->elf, DWARF_C_READ, NULL);
	if (!handle->dwarf)
		return error_new(HM_ERR_FORMAT,
				 "%s: debug information cannot be read: %s", path,
				 dwarf_errmsg(-1));
	if (strings_end(handle->elf, SECTION_STR) &&
	    strings_end(handle->elf, SECTION_LINE_STR))
		return NULL;
	return error_new(HM_ERR_FORMAT,
			 "%s: debug information is damaged: the last string of "
			 ".debug_str or .debug_line_str has no end",
			 path);
}

struct hm_error *dwarf_handle_gathered(const struct section_set *set, const char *path,
				       struct dwarf_handle *ret)
{
	SCOPED(dwarf_handle_close) struct dwarf_handle handle = DWARF_HANDLE_NONE;
	TRY(section_set_image(set, &handle.image));
	handle.elf = elf_memory((char *)handle.image.data, handle.image.size);
	if (!handle.elf)
		return error_new(HM_ERR_FORMAT, "%s: %s", path, elf_errmsg(-1));
	TRY(begin(&handle, path));
	*ret = handle;
	handle = DWARF_HANDLE_NONE;
	return NULL;
}

void dwarf_file_close(struct dwarf_file *file)
{
	dwarf_handle_close(&file->main);
	dwarf_handle_close(&file->supplement);
	free(file->debug_path);
	vector_deinit(&file->bases);
}

/* Gathering decompresses sections within the Elf, so it is not done to the caller's. */
static struct hm_error *open_relocatable(struct dwarf_file *file, Elf *elf)
{
	SCOPED(section_set_deinit) struct section_set set = { 0 };
	SCOPED(debug_file_close) struct debug_file again = { .fd = -1 };
	if (!file->in_memory && debug_file_open(file->debug_path, &again))
		elf = again.elf;
	enum section_flavour flavour =
		section_set_has_info(elf, FLAVOUR_PLAIN) ? FLAVOUR_PLAIN : FLAVOUR_LTO;
	TRY(section_set_gather(elf, flavour, &set));
	TRY(dwarf_handle_gathered(&set, file->debug_path, &file->main));
	for (size_t i = 0; i < set.bases.count; i++)
		if (!vector_push(&file->bases, set.bases.data[i]))
			return error_nomem();
	return NULL;
}

/*
 * Reads a linked file. It is opened anew, mapped, because libdw reads all debug sections
 * of a file that is not, also those that are never looked at.
 */
static struct hm_error *open_linked(struct dwarf_file *file, struct debug_file *separate,
				    Elf *elf)
{
	struct dwarf_handle *handle = &file->main;
	if (separate->elf) {
		handle->file = *separate;
		*separate = (struct debug_file){ .fd = -1 };
	} else if (file->in_memory || !debug_file_open(file->debug_path, &handle->file)) {
		handle->elf = elf;
		return begin(handle, file->debug_path);
	}
	handle->elf = handle->file.elf;
	return begin(handle, file->debug_path);
}

/* Section headers keep their order in a separate debug file, but not always their number.
 */
static const char *name_of(Elf *elf, Elf_Scn *scn)
{
	size_t strings;
	GElf_Shdr header;
	if (!gelf_getshdr(scn, &header) || elf_getshdrstrndx(elf, &strings))
		return "";
	const char *name = elf_strptr(elf, strings, header.sh_name);
	return name ? name : "";
}

/* Renumbers `bases` of a separate debug file after the sections of the file itself. */
static struct hm_error *renumber_bases(struct dwarf_file *file, Elf *elf, Elf *debug)
{
	VECTOR(uint64_t)
	old = { file->bases.data, file->bases.count, file->bases.capacity };
	Elf_Scn *scn = NULL;
	bool failed = false;
	file->bases.data = NULL;
	file->bases.count = file->bases.capacity = 0;
	failed = !vector_push(&file->bases, 0);
	size_t next = 1;
	while (!failed && (scn = elf_nextscn(elf, scn))) {
		const char *name = name_of(elf, scn);
		size_t number = next;
		while (number < old.count &&
		       strcmp(name_of(debug, elf_getscn(debug, number)), name) != 0)
			number++;
		failed = !vector_push(&file->bases,
				      number < old.count ? old.data[number] : 0);
		if (number < old.count)
			next = number + 1;
	}
	free(old.data);
	return failed ? error_nomem() : NULL;
}

/* The name and build-id of a supplementary file: DWARF 5 section 7.3.6, or dwz's own. */
static const char *supplement_name(struct dwarf_file *file, struct build_id *ret_id)
{
	const char *name;
	const void *bytes;
	ssize_t size = dwelf_dwarf_gnu_debugaltlink(file->main.dwarf, &name, &bytes);
	if (size > 0) {
		*ret_id = (struct build_id){ bytes, (size_t)size };
		return name;
	}
	struct debug_sup sup;
	if (!debug_sup_read(file->main.elf, &sup) || sup.is_supplement)
		return NULL;
	*ret_id = sup.id;
	return sup.name;
}

static struct hm_error *open_supplement(struct dwarf_file *file)
{
	struct build_id id;
	const char *name = supplement_name(file, &id);
	if (!name)
		return NULL;
	struct dwarf_handle *handle = &file->supplement;
	TRY(debug_search_supplement(file->debug_path, name, id, file->debug_dir,
				    &handle->file));
	if (!handle->file.elf)
		return error_new(HM_ERR_NO_DEBUG_INFO,
				 "%s: part of its debug information stands in %s, which "
				 "cannot be found or is of another build; install it or "
				 "say with --debug-dir where it is",
				 file->debug_path, name);
	handle->elf = handle->file.elf;
	TRY(begin(handle, handle->file.path));
	dwarf_setalt(file->main.dwarf, handle->dwarf);
	return NULL;
}

static struct hm_error *read_header(struct dwarf_file *file, Elf *elf, bool *relocatable)
{
	GElf_Ehdr ehdr;
	if (!gelf_getehdr(elf, &ehdr))
		return error_new(HM_ERR_FORMAT, "%s: not ELF: %s", file->path,
				 elf_errmsg(-1));
	file->elf_class = ehdr.e_ident[EI_CLASS];
	file->elf_data = ehdr.e_ident[EI_DATA];
	file->machine = ehdr.e_machine;
	*relocatable = ehdr.e_type == ET_REL;
	return NULL;
}

static struct hm_error *no_debug_info(const struct dwarf_file *file, Elf *elf)
{
	GElf_Word checksum;
	const char *link = dwelf_elf_gnu_debuglink(elf, &checksum);
	if (link)
		return error_new(HM_ERR_NO_DEBUG_INFO,
				 "%s has no debug information; that of its build should "
				 "stand in %s, which was not found: say with --debug-dir "
				 "where it is, or compile with -g and stamp before "
				 "stripping",
				 file->path, link);
	return error_new(HM_ERR_NO_DEBUG_INFO,
			 "%s has no debug information; compile it with -g (it can be "
			 "stripped after stamping)",
			 file->path);
}

static struct hm_error *open_file(struct dwarf_file *file, Elf *elf)
{
	SCOPED(debug_file_close) struct debug_file separate = { .fd = -1 };
	bool relocatable = false;
	TRY(read_header(file, elf, &relocatable));
	bool here = section_set_has_info(elf, FLAVOUR_PLAIN) ||
		    (relocatable && section_set_has_info(elf, FLAVOUR_LTO));
	if (!here) {
		TRY(debug_search(file->path, elf, file->debug_dir, &separate));
		if (!separate.elf)
			return no_debug_info(file, elf);
	}
	file->debug_path = strdup(separate.elf ? separate.path : file->path);
	if (!file->debug_path)
		return error_nomem();
	if (!relocatable)
		TRY(open_linked(file, &separate, elf));
	else
		TRY(error_prefix(
			open_relocatable(file, separate.elf ? separate.elf : elf),
			"%s: ", file->debug_path));
	if (relocatable && separate.elf)
		TRY(renumber_bases(file, elf, separate.elf));
	return open_supplement(file);
}

struct hm_error *dwarf_file_open(const char *path, Elf *elf,
				 const struct dwarf_options *options,
				 struct dwarf_file *ret)
{
	struct dwarf_file file = { .path = path,
				   .debug_dir = options->debug_dir,
				   .in_memory = options->in_memory,
				   .main = DWARF_HANDLE_NONE,
				   .supplement = DWARF_HANDLE_NONE };
	struct hm_error *error = open_file(&file, elf);
	if (error) {
		dwarf_file_close(&file);
		return error_set_path(error, path);
	}
	*ret = file;
	return NULL;
}

uint64_t dwarf_file_address(const struct dwarf_file *file, uint32_t section,
			    uint64_t address)
{
	return section < file->bases.count ? file->bases.data[section] + address
					   : address;
}
