// SPDX-License-Identifier: BSD-3-Clause
#include "notes/detached.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/encode.h"
#include "notes/put.h"

#include <string.h>

static struct hm_error *remember_origin(const struct image *image, struct stamp *stamp)
{
	struct stamp_origin *origin = &stamp->origin;
	const char *slash = strrchr(image->path, '/');
	/* It was detached already: what it was taken from counts. */
	if (origin->file)
		return NULL;
	if (image->type == IMAGE_RELOCATABLE && !image->kernel)
		return error_new(HM_ERR_FORMAT,
				 "%s: is not linked yet, and its stamp lists candidates; "
				 "take the stamp of what is linked",
				 image->path);
	origin->file = slash ? slash + 1 : image->path;
	origin->soname = image->soname;
	origin->runpath = image->runpath;
	vector_for_each (name, &image->needed)
		if (!vector_push(&origin->needed, *name))
			return error_nomem();
	return NULL;
}

struct hm_error *detached_write(const struct image *image, struct stamp *stamp,
				const char *output)
{
	SCOPED(buffer_deinit) struct buffer note = { 0 };
	TRY(remember_origin(image, stamp));
	TRY(stamp_encode(stamp, &note));
	return note_write_detached(output, image, note.data, note.size);
}

struct hm_error *detached_adopt(const struct stamp *stamp, struct image *image)
{
	const struct stamp_origin *origin = &stamp->origin;
	if (!origin->file)
		return NULL;
	image->soname = origin->soname;
	image->runpath = origin->runpath;
	vector_for_each (name, &origin->needed)
		if (!vector_push(&image->needed, *name))
			return error_nomem();
	return NULL;
}
