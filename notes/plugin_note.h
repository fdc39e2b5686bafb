/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_PLUGIN_NOTE_H
#define NOTES_PLUGIN_NOTE_H

/* What HM_PLUGIN() says in a source, read from objects and from what is linked of them.
 */

#include "base/arena.h"
#include "notes/image.h"

/* NULL: not said. Strings are the arena's. */
struct plugin_note {
	const char *package, *version, *init, *fini;
};

/*
 * Adds what a file says; `note` starts zeroed. HM_ERR_ARGUMENT: it says two things, or
 * another one than the files before. HM_ERR_FORMAT: it is malformed.
 */
struct hm_error *plugin_note_read(const struct image *image, struct arena *arena,
				  struct plugin_note *note);

#endif
