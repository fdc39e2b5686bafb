/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_NEIGHBOURS_H
#define LOADER_NEIGHBOURS_H

/*
 * What the libraries define that a plugin is loaded with and that are not compared: those
 * in the process from memory, the others from the files that would be loaded.
 */

#include "hallmark/error.h"
#include "notes/image.h"

struct neighbours;

/* `image`: the plugin's file, borrowed; NULL: only what is loaded can be asked. */
struct hm_error *neighbours_create(const struct image *image, struct neighbours **ret);

/* NULL is allowed. */
void neighbours_destroy(struct neighbours *neighbours);

/*
 * The file of a library that would be loaded with the plugin; NULL if it is loaded
 * already, or cannot be found or read. Lives as long as the neighbours.
 */
const struct image *neighbours_file(struct neighbours *neighbours, const char *library);

/* As library_defines_fn of verify/verify.h. */
int neighbours_define(struct neighbours *neighbours, const char *library,
		      const char *symbol, const char *version);

#endif
