// SPDX-License-Identifier: BSD-3-Clause
#include "notes/put.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/image_reader.h"
#include "notes/replacement.h"
#include "notes/section_note.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* What the kernel's sign-file leaves behind a signature: Documentation of Linux,
 * module-signing. */
#define SIGNATURE_END "~Module signature appended~\n"

static struct hm_error *io_error(const char *path, const char *what)
{
	return error_set_path(error_errno(HM_ERR_IO, errno, "%s: %s", path, what), path);
}

static struct hm_error *check_kind(const struct image *image)
{
	size_t size = strlen(SIGNATURE_END);
	Elf_Data *data;
	if (image->type == IMAGE_RELOCATABLE && !image->kernel)
		return image_error(image, "is not linked yet; make a note object for the "
					  "link with `hallmark stamp --object`, or stamp "
					  "what is linked");
	if (image->file_size < size)
		return NULL;
	TRY(image_bytes(image, image->file_size - size, size, ELF_T_BYTE,
			"the end of the file", &data));
	if (memcmp(data->d_buf, SIGNATURE_END, size) == 0)
		return image_error(image, "is a signed kernel module, and would not load "
					  "after a change; stamp it, then sign it");
	return NULL;
}

static struct hm_error *check_links(const struct image *image,
				    const struct put_options *options)
{
	struct stat status;
	if (options->output || options->force)
		return NULL;
	if (fstat(image->fd, &status) != 0)
		return io_error(image->path, "cannot be examined");
	if (status.st_nlink < 2)
		return NULL;
	return error_set_path(
		error_new(HM_ERR_IO,
			  "%s: has %lu hard links, and the others would stay as they "
			  "are; use --force to write it all the same",
			  image->path, (unsigned long)status.st_nlink),
		image->path);
}

/* Who rebuilt the file meanwhile would find the old one under its name again. */
static struct hm_error *check_unchanged(const struct image *image)
{
	struct stat read_from, there;
	if (fstat(image->fd, &read_from) != 0 || stat(image->path, &there) != 0)
		return io_error(image->path, "cannot be examined");
	if (read_from.st_dev == there.st_dev && read_from.st_ino == there.st_ino &&
	    (uint64_t)there.st_size == image->file_size)
		return NULL;
	return error_set_path(error_new(HM_ERR_IO,
					"%s: was replaced while it was read; try again",
					image->path),
			      image->path);
}

/* A new file gets the mode of the old one, but no more rights than its caller has. */
static struct hm_error *copy_mode(const struct image *image,
				  const struct replacement *replacement)
{
	struct stat status;
	if (fstat(image->fd, &status) != 0 ||
	    fchmod(replacement->fd, status.st_mode & 0777) != 0)
		return io_error(replacement->target, "its mode cannot be set");
	return NULL;
}

static struct hm_error *write_file(const struct bare_file *bare, const uint8_t *header,
				   const struct buffer *tail,
				   const struct replacement *replacement)
{
	TRY(replacement_copy(replacement, bare->image->fd, bare->size));
	vector_for_each (edit, &bare->edits)
		TRY(replacement_write(replacement, edit->offset, edit->bytes.data,
				      edit->bytes.size));
	TRY(replacement_write(replacement, 0, header, elf_header_size(bare->form)));
	return replacement_write(replacement, bare->size, tail->data, tail->size);
}

static struct hm_error *write_out(const struct bare_file *bare, const uint8_t *header,
				  const struct buffer *tail,
				  const struct put_options *options)
{
	const struct image *image = bare->image;
	SCOPED_REPLACEMENT struct replacement replacement = REPLACEMENT_NONE;
	TRY(replacement_begin(options->output ? options->output : image->path,
			      &replacement));
	TRY(write_file(bare, header, tail, &replacement));
	/* After writing, which takes the set-user-ID bit and capabilities away. */
	if (options->output)
		TRY(copy_mode(image, &replacement));
	else
		TRY(replacement_inherit(&replacement, image->fd));
	if (!options->output)
		TRY(check_unchanged(image));
	return replacement_commit(&replacement);
}

struct hm_error *note_put(const struct image *image, const uint8_t *desc, size_t size,
			  const struct put_options *options)
{
	SCOPED(bare_file_deinit) struct bare_file bare = { 0 };
	SCOPED(noted_file_deinit) struct noted_file noted = { 0 };
	TRY(check_kind(image));
	TRY(check_links(image, options));
	TRY(bare_file_init(image, &bare));
	TRY(noted_file_init(&bare, desc, size, &noted));
	return write_out(&bare, noted.header, &noted.tail, options);
}

static struct hm_error *check_has_note(const struct image *image)
{
	struct note_place place;
	TRY(image_find_note(image, &place));
	free(place.desc);
	return NULL;
}

struct hm_error *note_remove(const struct image *image, const struct put_options *options)
{
	SCOPED(bare_file_deinit) struct bare_file bare = { 0 };
	struct buffer nothing = { 0 };
	TRY(check_has_note(image));
	TRY(check_kind(image));
	TRY(check_links(image, options));
	TRY(bare_file_init(image, &bare));
	return write_out(&bare, bare.header, &nothing, options);
}
