/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_IMAGE_NOTES_H
#define NOTES_IMAGE_NOTES_H

#include "notes/image.h"
#include "notes/note.h"

/* A note in a file. */
struct note_sight {
	struct note note;
	/* Of the descriptor, in the file. */
	uint64_t offset;
	/* In a note segment, or in a section that is loaded. */
	bool linked;
};

typedef struct hm_error *note_visit_fn(void *context, const struct note_sight *sight);

/*
 * Visits every note of a file: those in segments, then those in sections. What stands in
 * both is seen twice, at one offset.
 */
struct hm_error *image_visit_notes(const struct image *image, note_visit_fn *visit,
				   void *context);

#endif
