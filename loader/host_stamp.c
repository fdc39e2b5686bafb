// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/decode.h"
#include "notes/format.h"
#include "notes/image.h"
#include "notes/runtime.h"

#include <elf.h>
#include <string.h>
#include <sys/auxv.h>

static void scope_image(struct image *image)
{
	if (image->elf)
		image_deinit(image);
}

/* Where the file of an object is: the program's name is not its path. */
static const char *object_file(const struct mapped *object)
{
	if (*object->name)
		return object->name;
	if (access("/proc/self/exe", R_OK) == 0)
		return "/proc/self/exe";
	const char *started_as = (const char *)getauxval(AT_EXECFN);
	return started_as ? started_as : "";
}

/*
 * Whether the file is the one that is in memory. It may have been replaced since; the
 * name /proc/self/exe follows the program wherever it has gone.
 */
static bool is_loaded_file(const struct mapped *object, const struct image *image)
{
	struct mapped_note build_id;
	if (!mapped_find_note(object, ELF_NOTE_GNU, NT_GNU_BUILD_ID, &build_id))
		return !image->build_id_size;
	return build_id.size == image->build_id_size &&
	       memcmp(build_id.desc, image->build_id, build_id.size) == 0;
}

/* A note object lists candidates; what the link dropped is not there. */
static void drop_undefined(struct stamp *stamp, const struct mapped *object)
{
	size_t kept = 0;
	for (size_t i = 0; i < stamp->provides.count; i++) {
		const struct stamp_symbol *symbol = &stamp->provides.data[i];
		if (mapped_defines(object, symbol->name, symbol->version))
			stamp->provides.data[kept++] = *symbol;
	}
	stamp->provides.count = kept;
}

static struct hm_error *stamp_from_memory(const struct mapped *object,
					  struct stamp *stamp, bool *found)
{
	struct mapped_note note;
	*found = mapped_find_note(object, NOTE_OWNER, NOTE_TYPE_STAMP, &note);
	if (!*found)
		return NULL;
	TRY(stamp_decode(note.desc, note.size, stamp));
	if (stamp->origin.file) {
		struct hm_error *error = error_new(
			HM_ERR_STAMP, "%s: its stamp was taken from another file, %s",
			*object->name ? object->name : "the program", stamp->origin.file);
		stamp_deinit(stamp);
		return error;
	}
	drop_undefined(stamp, object);
	return NULL;
}

static struct hm_error *stamp_from_image(const struct image *image, struct stamp *stamp,
					 bool *found)
{
	struct hm_error *error = image_stamp(image, stamp);
	*found = !error;
	if (hm_error_code(error) != HM_ERR_NO_STAMP)
		return error;
	hm_error_free(error);
	return NULL;
}

/*
 * The file tells more than memory does: its section form is not in memory, and symbol
 * versions are at hand. Where it is gone or another one, memory has to do.
 */
static struct hm_error *read_stamp(const struct mapped *object, struct stamp *stamp,
				   bool *found)
{
	SCOPED(scope_image) struct image image = { .fd = -1 };
	SCOPED_ERROR struct hm_error *unreadable =
		image_open(object_file(object), &image);
	if (hm_error_code(unreadable) == HM_ERR_NOMEM)
		return error_nomem();
	if (!unreadable && is_loaded_file(object, &image))
		return stamp_from_image(&image, stamp, found);
	return stamp_from_memory(object, stamp, found);
}

struct hm_error *host_object_stamp(const struct mapped *object, struct stamp **ret)
{
	*ret = NULL;
	/* The C library and its like take no part. */
	if (!object->symbols || (object->soname && runtime_is_library(object->soname)))
		return NULL;
	/* The vDSO has a name, but no file. */
	if (*object->name && !strchr(object->name, '/'))
		return NULL;
	SCOPED_FREE struct stamp *stamp = calloc(1, sizeof(*stamp));
	if (!stamp)
		return error_nomem();
	bool found = false;
	struct hm_error *error = read_stamp(object, stamp, &found);
	if (error)
		return error_prefix(error, "this program's own stamp cannot be used: ");
	if (found)
		*ret = TAKE(stamp);
	return NULL;
}
