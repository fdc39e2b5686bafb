// SPDX-License-Identifier: BSD-3-Clause
#include "loader/dependency.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/mapped.h"

#include <elf.h>
#include <string.h>

static void dependency_destroy(struct dependency *dependency)
{
	stamp_deinit(&dependency->stamp);
	free(dependency);
}

void dependency_list_deinit(dependency_list *list)
{
	vector_for_each (dependency, list)
		dependency_destroy(*dependency);
	vector_deinit(list);
}

static bool started_with(const struct host *host, const char *name)
{
	vector_for_each (object, &host->objects)
		if (mapped_is(object, name))
			return true;
	return false;
}

/* Names to look for, each once, in the order in which they would be loaded. */
typedef VECTOR(const char *) name_list;

static struct hm_error *add_names(const struct host *host, const struct image *image,
				  name_list *names)
{
	vector_for_each (needed, &image->needed) {
		bool known = started_with(host, *needed);
		for (size_t i = 0; i < names->count && !known; i++)
			known = strcmp(names->data[i], *needed) == 0;
		if (!known && !vector_push(names, *needed))
			return error_nomem();
	}
	return NULL;
}

/* The image and its strings stay as long as the neighbours do. */
static struct hm_error *add_dependency(const char *name, const struct image *image,
				       dependency_list *list)
{
	if (!vector_reserve(list, 1))
		return error_nomem();
	SCOPED_FREE struct dependency *dependency = calloc(1, sizeof(*dependency));
	if (!dependency)
		return error_nomem();
	struct hm_error *error = image_stamp(image, &dependency->stamp);
	if (hm_error_code(error) == HM_ERR_NO_STAMP) {
		hm_error_free(error);
		return NULL;
	}
	if (error)
		return error;
	dependency->party = (struct party){
		.name = name,
		.stamp = &dependency->stamp,
		.soname = image->soname,
		.needed = image->needed.data,
		.needed_count = image->needed.count,
	};
	dependency->build_id = image->build_id;
	dependency->build_id_size = image->build_id_size;
	vector_push(list, TAKE(dependency));
	return NULL;
}

static struct hm_error *find_all(const struct host *host, const struct image *image,
				 struct neighbours **neighbours, name_list *names,
				 dependency_list *list)
{
	TRY(add_names(host, image, names));
	if (names->count && !*neighbours)
		TRY(neighbours_create(image, neighbours));
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->data[i];
		const struct image *file = neighbours_file(*neighbours, name);
		if (!file)
			continue;
		TRY(add_dependency(name, file, list));
		TRY(add_names(host, file, names));
	}
	return NULL;
}

struct hm_error *dependencies_find(const struct host *host, const struct image *image,
				   struct neighbours **neighbours, dependency_list *ret)
{
	name_list names = { 0 };
	struct hm_error *error = find_all(host, image, neighbours, &names, ret);
	vector_deinit(&names);
	return error;
}

static bool is_checked_file(const struct dependency *dependency,
			    const struct mapped *object)
{
	struct mapped_note note;
	if (!mapped_find_note(object, ELF_NOTE_GNU, NT_GNU_BUILD_ID, &note))
		return !dependency->build_id_size;
	return note.size == dependency->build_id_size &&
	       memcmp(note.desc, dependency->build_id, note.size) == 0;
}

static struct hm_error *confirm(const dependency_list *list, const mapped_list *loaded)
{
	vector_for_each (dependency, list)
		vector_for_each (object, loaded)
			if (mapped_is(object, (*dependency)->party.name) &&
			    !is_checked_file(*dependency, object))
				return error_new(
					HM_ERR_CHANGED,
					"%s: the library that was loaded with the plugin "
					"is not the one that had been checked; code of "
					"it "
					"has run",
					object->name);
	return NULL;
}

struct hm_error *dependencies_confirm(const dependency_list *list)
{
	mapped_list loaded = { 0 };
	if (!list->count)
		return NULL;
	TRY(mapped_all(&loaded));
	struct hm_error *error = confirm(list, &loaded);
	mapped_list_deinit(&loaded);
	return error;
}
