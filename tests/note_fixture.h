/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_NOTE_FIXTURE_H
#define TESTS_NOTE_FIXTURE_H

/* Files of a fixture and what notes/ says of them. `name` is a file in the folder. */

#include "base/buffer.h"
#include "notes/image.h"
#include "notes/put.h"
#include "tests/fixture.h"

/* HM_OK and an image to be deinitialised, or what image_open() says. */
enum hm_error_code fixture_open(const struct fixture *fixture, const char *name,
				struct image *ret);

/* The code of opening a file, and whether its message has a text in it. */
enum hm_error_code fixture_open_code(const struct fixture *fixture, const char *name,
				     const char *text);

/* The bytes of a small stamp that provides the functions named, untyped. */
struct buffer fixture_stamp(const char *const *provides, size_t count);

enum hm_error_code fixture_put(const struct fixture *fixture, const char *name,
			       const struct buffer *bytes,
			       const struct put_options *options);
enum hm_error_code fixture_remove_note(const struct fixture *fixture, const char *name,
				       const struct put_options *options);
/* A note object for one input. */
enum hm_error_code fixture_note_object(const struct fixture *fixture, const char *output,
				       const char *input, const struct buffer *bytes);

/* HM_OK and a stamp to be deinitialised, or what image_stamp() says. */
enum hm_error_code fixture_read_stamp(const struct fixture *fixture, const char *name,
				      struct stamp *ret);
enum hm_error_code fixture_stamp_code(const struct fixture *fixture, const char *name);

bool fixture_same(const struct fixture *fixture, const char *a, const char *b);

/* Takes the section headers away from the bytes of a file of this machine. */
void fixture_hide_sections(char *bytes);

/* How many files there are in the folder: nothing may be left behind. */
size_t fixture_file_count(const struct fixture *fixture);

const struct image_symbol *fixture_symbol(const struct image *image, const char *name,
					  const char *version);

#endif
