// SPDX-License-Identifier: BSD-3-Clause

/*
 * Reading a file for loading: its tables, finding the note in it, cutting the stamp down
 * to them, and making the file again without the note.
 */

#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "notes/section_note.h"

static void read_toolchain(const struct image *image)
{
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	SCOPED_ERROR struct hm_error *error = stamp_init(&stamp);
	if (!error)
		error = image_toolchain(image, &stamp.toolchain);
}

static void read_note(const struct image *image)
{
	struct note_place place;
	SCOPED_ERROR struct hm_error *error = image_find_note(image, &place);
	if (error)
		return;
	target_expect(place.size <= image->file_size, "a note stands in its file");
	free(place.desc);
}

static void read_stamp(const struct image *image)
{
	struct stamp stamp;
	SCOPED_ERROR struct hm_error *error = image_stamp(image, &stamp);
	if (!error)
		stamp_deinit(&stamp);
}

static void take_out(const struct image *image)
{
	SCOPED(bare_file_deinit) struct bare_file bare = { 0 };
	SCOPED_ERROR struct hm_error *error = bare_file_init(image, &bare);
	if (!error)
		target_expect(bare.size <= image->file_size, "a bare file is smaller");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image image;
	if (!target_image(data, size, &image))
		return 0;
	read_toolchain(&image);
	read_note(&image);
	read_stamp(&image);
	take_out(&image);
	image_deinit(&image);
	return 0;
}
