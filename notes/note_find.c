// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image.h"

#include "base/error.h"
#include "notes/format.h"
#include "notes/image_notes.h"

#include <string.h>

struct search {
	const struct image *image;
	/* The stamp that was found, and where in the file. */
	struct note_place found;
	uint64_t offset;
};

static struct hm_error *stamp_error(const struct image *image, const char *message)
{
	return error_set_path(error_new(HM_ERR_STAMP, "%s: %s", image->path, message),
			      image->path);
}

static struct hm_error *keep_note(struct search *search, const struct note_sight *sight)
{
	const struct note *note = &sight->note;
	/* One byte more: an empty descriptor is a note, too. */
	search->found.desc = malloc(note->desc_size + 1);
	if (!search->found.desc)
		return error_nomem();
	memcpy(search->found.desc, note->desc, note->desc_size);
	search->found.size = note->desc_size;
	search->found.linked = sight->linked;
	search->offset = sight->offset;
	return NULL;
}

static struct hm_error *visit_note(void *context, const struct note_sight *sight)
{
	struct search *search = context;
	if (!note_is(&sight->note, NOTE_OWNER, NOTE_TYPE_STAMP))
		return NULL;
	if (!sight->note.desc)
		return stamp_error(search->image, "the stamp is damaged: its note runs "
						  "over the end of the notes");
	if (!search->found.desc)
		return keep_note(search, sight);
	/* A section of what is linked in is the same note seen again. */
	if (sight->offset == search->offset)
		return NULL;
	return stamp_error(search->image, "there are two stamps; link with one note "
					  "object, and do not stamp the result");
}

static struct hm_error *no_stamp(const struct image *image)
{
	struct hm_error *error = error_new(
		HM_ERR_NO_STAMP,
		"%s: has no stamp; stamp it with `hallmark stamp`, or link a note object "
		"from `hallmark stamp --object`, which every strip keeps",
		image->path);
	return error_set_path(error, image->path);
}

struct hm_error *image_find_note(const struct image *image, struct note_place *ret)
{
	struct search search = { .image = image };
	struct hm_error *error = image_visit_notes(image, visit_note, &search);
	if (!error && !search.found.desc)
		error = no_stamp(image);
	if (error) {
		free(search.found.desc);
		return error;
	}
	*ret = search.found;
	return NULL;
}
