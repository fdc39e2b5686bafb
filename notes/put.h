/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_PUT_H
#define NOTES_PUT_H

/* Putting an encoded stamp into a file, and taking it out. */

#include "hallmark/error.h"
#include "notes/image.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct put_options {
	/* Write here instead of in place; NULL: in place. */
	const char *output;
	/* In place although the file has several hard links. */
	bool force;
};

/*
 * Appends the note as a section of its own, moving nothing that stands in a segment; a
 * section note that is there is replaced. Atomic: temporary file beside the target, mode,
 * owner and extended attributes kept, fsync, rename; a symbolic link's target is written.
 * HM_ERR_STAMP: the file has a stamp that was linked in.
 */
struct hm_error *note_put(const struct image *image, const uint8_t *desc, size_t size,
			  const struct put_options *options);

/* Gives back the bytes from before note_put(). HM_ERR_NO_STAMP: there is none. */
struct hm_error *note_remove(const struct image *image,
			     const struct put_options *options);

/*
 * Writes a relocatable object that holds nothing but the note, to be linked with
 * `inputs`: it has their class, machine, e_flags and attributes, the GNU properties that
 * they share, and a stack note unless one of them lacks it.
 */
struct hm_error *note_write_object(const char *output, const struct image *inputs,
				   size_t input_count, const uint8_t *desc, size_t size);

/*
 * Writes an object that holds nothing but the note, not for any link, with class, machine
 * and e_flags of a file.
 */
struct hm_error *note_write_detached(const char *output, const struct image *like,
				     const uint8_t *desc, size_t size);

#endif
