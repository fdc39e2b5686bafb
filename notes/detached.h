/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DETACHED_H
#define NOTES_DETACHED_H

/*
 * A stamp in a file of its own: what an SDK ships in place of a host, so that plugins can
 * be compared with a host that is not at hand.
 */

#include "notes/image.h"
#include "notes/stamp.h"

/*
 * Writes the stamp of a file into a small ELF object that holds nothing else; the stamp
 * remembers what else a comparison needs of the file. Strings are borrowed from the
 * image, so that the stamp may not outlive it. HM_ERR_ARGUMENT: a name is not UTF-8.
 * HM_ERR_IO.
 */
struct hm_error *detached_write(const struct image *image, struct stamp *stamp,
				const char *output);

/*
 * Lets the image of such a file say what the image of the file would that the stamp was
 * taken from. Strings are borrowed from the stamp. Of any other file: does nothing.
 */
struct hm_error *detached_adopt(const struct stamp *stamp, struct image *image);

#endif
