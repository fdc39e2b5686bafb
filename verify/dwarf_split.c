// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_split.h"

#include "base/error.h"
#include "base/scope.h"

#include <dwarf.h>
#include <string.h>

/* What a skeleton says of its other half. */
struct skeleton {
	const char *name, *comp_dir;
	uint64_t id, addr_base, ranges_base;
};

void dwarf_splits_close(struct dwarf_splits *splits)
{
	vector_for_each (handle, &splits->handles)
		dwarf_handle_close(handle);
	vector_deinit(&splits->handles);
	vector_deinit(&splits->addresses);
	vector_deinit(&splits->ranges);
	word_map_deinit(&splits->types);
	dwarf_package_close(&splits->package);
}

static uint64_t number_of(Dwarf_Die *die, unsigned name, unsigned gnu_name)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;
	if (!dwarf_attr(die, name, &attr) && !dwarf_attr(die, gnu_name, &attr))
		return 0;
	return dwarf_formudata(&attr, &value) ? 0 : value;
}

static const char *text_of(Dwarf_Die *die, unsigned name, unsigned other_name)
{
	Dwarf_Attribute attr;
	if (!dwarf_attr(die, name, &attr) && !dwarf_attr(die, other_name, &attr))
		return NULL;
	return dwarf_formstring(&attr);
}

/* False if the unit is none. */
static bool read_skeleton(Dwarf_Die *die, struct skeleton *ret)
{
	uint8_t type;
	uint64_t id;
	if (dwarf_cu_info(die->cu, NULL, &type, NULL, NULL, &id, NULL, NULL) ||
	    type != DW_UT_skeleton)
		return false;
	*ret = (struct skeleton){
		.name = text_of(die, DW_AT_dwo_name, DW_AT_GNU_dwo_name),
		.comp_dir = text_of(die, DW_AT_comp_dir, DW_AT_comp_dir),
		.id = id,
		.addr_base = number_of(die, DW_AT_addr_base, DW_AT_GNU_addr_base),
		.ranges_base =
			number_of(die, DW_AT_GNU_ranges_base, DW_AT_GNU_ranges_base),
	};
	return ret->name != NULL;
}

/* Takes the path. False if there is no such file. */
static bool open_path(char *path, struct debug_file *ret)
{
	SCOPED_FREE char *owned = path;
	return owned && debug_file_open(owned, ret);
}

static char *with_suffix(const char *path, const char *suffix)
{
	char *text;
	return asprintf(&text, "%s%s", path, suffix) < 0 ? NULL : text;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static struct hm_error *find_package(struct dwarf_splits *splits)
{
	const struct dwarf_file *file = splits->file;
	SCOPED(debug_file_close) struct debug_file found = { .fd = -1 };
	if (splits->searched)
		return NULL;
	splits->searched = true;
	SCOPED_FREE char *name = with_suffix(last_part(file->path), ".dwp");
	if (!name)
		return error_nomem();
	if ((!file->debug_dir || !open_path(path_join(file->debug_dir, name), &found)) &&
	    !open_path(with_suffix(file->path, ".dwp"), &found) &&
	    !open_path(with_suffix(file->debug_path, ".dwp"), &found))
		return NULL;
	return dwarf_package_open(&found, &splits->package);
}

/* Where GDB looks for a .dwo file, and in the directory given. */
static bool find_object(const struct dwarf_file *file, const struct skeleton *skeleton,
			struct debug_file *ret)
{
	const char *comp_dir = skeleton->comp_dir ? skeleton->comp_dir : "";
	SCOPED_FREE char *dir = path_directory(file->debug_path);
	if (file->debug_dir &&
	    (open_path(path_join(file->debug_dir, last_part(skeleton->name)), ret) ||
	     (skeleton->name[0] != '/' &&
	      open_path(path_join(file->debug_dir, skeleton->name), ret))))
		return true;
	return open_path(path_join(comp_dir, skeleton->name), ret) ||
	       (dir && (open_path(path_join(dir, skeleton->name), ret) ||
			open_path(path_join(dir, last_part(skeleton->name)), ret)));
}

static int compare_starts(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return (left > right) - (left < right);
}

/* Nothing says in DWARF 4 where a unit's part ends, but where the next one starts. */
static struct hm_error *find_starts(struct dwarf_splits *splits)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	struct skeleton skeleton;
	while (dwarf_get_units(splits->file->main.dwarf, cu, &cu, NULL, NULL, &unit,
			       NULL) == 0)
		if (read_skeleton(&unit, &skeleton) &&
		    (!vector_push(&splits->addresses, skeleton.addr_base) ||
		     !vector_push(&splits->ranges, skeleton.ranges_base)))
			return error_nomem();
	size_t count = splits->addresses.count;
	if (count) {
		qsort(splits->addresses.data, count, sizeof(uint64_t), compare_starts);
		qsort(splits->ranges.data, count, sizeof(uint64_t), compare_starts);
	}
	return NULL;
}

/* The part of a section of the file that a unit's indices count from. */
static struct hm_error *lend_section(const struct dwarf_file *file,
				     enum debug_section section, uint64_t base,
				     const struct split_starts *starts,
				     struct section_set *set)
{
	struct section_bytes bytes =
		elf_debug_section(file->main.elf, FLAVOUR_PLAIN, section);
	if (base >= bytes.size || set->sections[section].size)
		return NULL;
	size_t low = 0, high = starts->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (starts->data[middle] <= base)
			low = middle + 1;
		else
			high = middle;
	}
	uint64_t end = low < starts->count ? starts->data[low] : bytes.size;
	if (end > bytes.size)
		end = bytes.size;
	return section_set_copy(set, section, bytes.data + base, end - base);
}

/* Makes a handle of the sections of a split unit, with the addresses of its skeleton. */
static struct hm_error *add_handle(struct dwarf_splits *splits, struct section_set *set,
				   const char *path)
{
	struct dwarf_handle handle;
	TRY(dwarf_handle_gathered(set, path, &handle));
	if (vector_push(&splits->handles, handle))
		return NULL;
	dwarf_handle_close(&handle);
	return error_nomem();
}

/* The unit of a handle that has an identity. */
static bool find_unit(Dwarf *dwarf, uint64_t id, Dwarf_Die *ret)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	uint8_t kind;
	while (dwarf_get_units(dwarf, cu, &cu, NULL, &kind, &unit, NULL) == 0) {
		uint64_t have;
		if (kind == DW_UT_type || kind == DW_UT_split_type ||
		    dwarf_cu_info(cu, NULL, NULL, NULL, NULL, &have, NULL, NULL) ||
		    have != id)
			continue;
		*ret = unit;
		return true;
	}
	return false;
}

/* The type of a handle that holds one type unit: in .debug_types before DWARF 5. */
static bool find_type(Dwarf *dwarf, Dwarf_Die *ret)
{
	Dwarf_Off next, offset;
	uint64_t signature;
	uint8_t kind;
	Dwarf_CU *cu;
	Dwarf_Die unit, type;
	if (dwarf_next_unit(dwarf, 0, &next, NULL, NULL, NULL, NULL, NULL, &signature,
			    &offset) == 0)
		return dwarf_offdie_types(dwarf, offset, ret) != NULL;
	if (dwarf_get_units(dwarf, NULL, &cu, NULL, &kind, &unit, &type) ||
	    (kind != DW_UT_type && kind != DW_UT_split_type))
		return false;
	*ret = type;
	return dwarf_tag(ret) != DW_TAG_invalid;
}

static Dwarf *last_dwarf(const struct dwarf_splits *splits)
{
	return splits->handles.data[splits->handles.count - 1].dwarf;
}

static struct hm_error *missing(const struct dwarf_splits *splits,
				const struct skeleton *skeleton, const char *what)
{
	const char *comp_dir =
		skeleton->comp_dir && skeleton->name[0] != '/' ? skeleton->comp_dir : "";
	return error_new(HM_ERR_NO_DEBUG_INFO,
			 "%s: part of its debug information stands in %s%s%s, which %s; "
			 "compile with -g without -gsplit-dwarf, or keep the .dwo files "
			 "or a .dwp package where they are found, or say with "
			 "--debug-dir where they are",
			 splits->file->path, comp_dir, *comp_dir ? "/" : "",
			 skeleton->name, what);
}

static struct hm_error *gather(struct dwarf_splits *splits,
			       const struct skeleton *skeleton, struct section_set *set,
			       const char **path)
{
	SCOPED(debug_file_close) struct debug_file object = { .fd = -1 };
	bool found = false;
	TRY(find_package(splits));
	*path = splits->package.file.path;
	if (splits->package.file.elf)
		TRY(dwarf_package_unit(&splits->package, false, skeleton->id, set,
				       &found));
	if (found)
		return NULL;
	if (!find_object(splits->file, skeleton, &object))
		return missing(splits, skeleton, "is missing");
	section_set_deinit(set);
	*path = skeleton->name;
	return error_prefix(section_set_gather(object.elf, FLAVOUR_SPLIT, set),
			    "%s: ", object.path);
}

struct hm_error *dwarf_splits_unit(struct dwarf_splits *splits, Dwarf_Die *die,
				   Dwarf_Die *ret)
{
	struct skeleton skeleton;
	if (!read_skeleton(die, &skeleton)) {
		*ret = *die;
		return NULL;
	}
	SCOPED(section_set_deinit) struct section_set set = { 0 };
	const char *path;
	if (!splits->addresses.count)
		TRY(find_starts(splits));
	TRY(gather(splits, &skeleton, &set, &path));
	TRY(lend_section(splits->file, SECTION_ADDR, skeleton.addr_base,
			 &splits->addresses, &set));
	TRY(lend_section(splits->file, SECTION_RANGES, skeleton.ranges_base,
			 &splits->ranges, &set));
	TRY(add_handle(splits, &set, path));
	if (!find_unit(last_dwarf(splits), skeleton.id, ret))
		return missing(splits, &skeleton, "is of another build");
	return NULL;
}

struct hm_error *dwarf_splits_type(struct dwarf_splits *splits, uint64_t signature,
				   Dwarf_Die *ret, bool *ret_found)
{
	SCOPED(section_set_deinit) struct section_set set = { 0 };
	*ret_found = false;
	if (!splits->package.file.elf)
		return NULL;
	/* 0 is no key of the map, and no signature that is ever asked for twice. */
	uint64_t *known = signature ? word_map_find(&splits->types, signature) : NULL;
	if (known) {
		*ret_found = find_type(splits->handles.data[*known].dwarf, ret);
		return NULL;
	}
	TRY(dwarf_package_unit(&splits->package, true, signature, &set, ret_found));
	if (!*ret_found)
		return NULL;
	TRY(add_handle(splits, &set, splits->package.file.path));
	*ret_found = find_type(last_dwarf(splits), ret);
	if (signature &&
	    !word_map_put(&splits->types, signature, splits->handles.count - 1))
		return error_nomem();
	return NULL;
}
