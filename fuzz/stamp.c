// SPDX-License-Identifier: BSD-3-Clause

/*
 * `hallmark stamp` and `hallmark unstamp` on any file: the stamp that was put in is
 * found, and taking it out gives the file from before.
 */

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "notes/encode.h"
#include "notes/put.h"
#include "verify/derive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char folder[256], stamped[300], bare[300], object[300];

static void remove_folder(void)
{
	unlink(stamped);
	unlink(bare);
	unlink(object);
	rmdir(folder);
}

static void make_folder(void)
{
	const char *top = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	if (*folder)
		return;
	snprintf(folder, sizeof(folder), "%s/hallmark-fuzz-XXXXXX", top);
	if (!mkdtemp(folder))
		abort();
	snprintf(stamped, sizeof(stamped), "%s/stamped", folder);
	snprintf(bare, sizeof(bare), "%s/bare", folder);
	snprintf(object, sizeof(object), "%s/note.o", folder);
	atexit(remove_folder);
}

static bool has_note(const struct image *image)
{
	struct note_place place;
	SCOPED_ERROR struct hm_error *error = image_find_note(image, &place);
	if (!error)
		free(place.desc);
	return hm_error_code(error) != HM_ERR_NO_STAMP;
}

static bool holds(const char *path, const uint8_t *data, size_t size)
{
	struct stat status;
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) || (size_t)status.st_size != size)
		return false;
	SCOPED_FREE uint8_t *bytes = malloc(size + 1);
	return bytes && read(fd, bytes, size) == (ssize_t)size &&
	       memcmp(bytes, data, size) == 0;
}

static void check_found(const struct image *image, const struct buffer *note)
{
	struct note_place place;
	SCOPED_ERROR struct hm_error *error = image_find_note(image, &place);
	target_expect(!error, error ? hm_error_message(error) : "");
	target_expect(place.size == note->size &&
			      memcmp(place.desc, note->data, note->size) == 0,
		      "the stamp that was put in is found");
	free(place.desc);
}

static void check_removed(const struct image *image, const uint8_t *data, size_t size)
{
	const struct put_options to_bare = { .output = bare };
	SCOPED_ERROR struct hm_error *error = note_remove(image, &to_bare);
	target_expect(!error, error ? hm_error_message(error) : "");
	target_expect(holds(bare, data, size), "unstamp gives the file from before");
}

static void put(const struct image *image, const struct buffer *note, const uint8_t *data,
		size_t size)
{
	struct image again;
	const struct put_options to_stamped = { .output = stamped };
	bool fresh = !has_note(image);
	SCOPED_ERROR struct hm_error *error =
		note_put(image, note->data, note->size, &to_stamped);
	if (error)
		return;
	error = image_open(stamped, &again);
	target_expect(!error, error ? hm_error_message(error) : "");
	check_found(&again, note);
	if (fresh)
		check_removed(&again, data, size);
	image_deinit(&again);
}

static struct hm_error *derive(const struct image *image, struct buffer *ret)
{
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	const struct derive_options options = { .package = "example.org/fuzz" };
	TRY(derive_stamp(image, 1, &options, &stamp));
	return stamp_encode(&stamp, ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image image;
	SCOPED(buffer_deinit) struct buffer note = { 0 };
	if (!target_image(data, size, &image))
		return 0;
	make_folder();
	SCOPED_ERROR struct hm_error *error = derive(&image, &note);
	/* Where there is nothing to derive, any stamp will do. */
	if (error || note.failed) {
		note.size = 0;
		buffer_bytes(&note, "HMRK any bytes..", 16);
	}
	if (image.type == IMAGE_RELOCATABLE)
		hm_error_free(note_write_object(object, &image, 1, note.data, note.size));
	else
		put(&image, &note, data, size);
	image_deinit(&image);
	return 0;
}
