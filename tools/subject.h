/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_SUBJECT_H
#define TOOLS_SUBJECT_H

/* A file given on the command line, opened, with its stamp. */

#include "notes/image.h"
#include "notes/stamp.h"
#include "verify/derive.h"
#include "verify/verify.h"

#include <stdbool.h>

enum subject_source {
	/* The stamp in the file; without one: HM_ERR_NO_STAMP. */
	SUBJECT_STAMPED,
	/* The stamp in the file; without one, derived from debug information. */
	SUBJECT_EITHER,
	/* Derived, whether there is a stamp or not. */
	SUBJECT_DERIVED,
};

struct subject_options {
	enum subject_source source;
	/* For debug information; NULL: the usual places only. */
	const char *debug_dir;
	/* Role of a derived stamp: enum stamp_role, ROLE_COUNT: what the file looks like.
	 */
	unsigned role;
};

struct subject {
	const char *path; /* borrowed, as the user spelled it */
	struct image image;
	struct stamp stamp;
	/* Which of the two above hold something. */
	bool opened, stamped;
	/* The stamp is from debug information, not from a note. */
	bool derived;
};

/* Must be given a zeroed subject, which is deinitialised whether this fails or not. */
struct hm_error *subject_open(struct subject *subject, const char *path,
			      const struct subject_options *options);
void subject_deinit(struct subject *subject);

/* What the comparison needs; borrows from the subject. */
struct party subject_party(const struct subject *subject);

/* derive_stamp() with a line of progress. */
struct hm_error *subject_derive(const struct image *images, size_t count,
				const struct derive_options *options, struct stamp *ret);

/* Two spellings of one file that is there, or two hard links to it. */
bool subject_same_file(const char *path, const char *other);

/* HM_ERR_ARGUMENT: the output named by an option is the very file that is read. */
struct hm_error *subject_check_output(const char *input, const char *option,
				      const char *output);

/* The role that a file looks like: a program is a host, anything else a plugin. */
enum stamp_role subject_role(const struct image *image);

/*
 * Fills in what was not given, by what HM_PLUGIN() says in the sources of a plugin or
 * library. If that says nothing, the package is named after a file: its base name without
 * ".so" and what follows, ".ko" or ".o": "spell" for "lib/spell.so.1". The role must be
 * set; strings are the arena's.
 */
struct hm_error *subject_fill(const struct image *images, size_t count,
			      const char *named_after, struct arena *arena,
			      struct derive_options *options);

/* Its base name, or of a stamp alone that of the file which it was taken from. */
const char *subject_name(const struct subject *subject);

/* The part behind the last slash. */
const char *subject_base_name(const char *path);

#endif
