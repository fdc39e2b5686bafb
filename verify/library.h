/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_LIBRARY_H
#define VERIFY_LIBRARY_H

/*
 * Which libraries a file would be loaded with, and what they define: found as ld.so(8)
 * finds them, read from their files, each when first needed and once. Nothing of them is
 * run. Not thread-safe.
 */

#include "hallmark/error.h"
#include "notes/image.h"

struct library_search;

struct hm_error *library_search_create(struct library_search **ret);

/* NULL is allowed. */
void library_search_destroy(struct library_search *search);

/*
 * Takes up what a file needs, in the order in which files would be loaded: of two files
 * that need the same name the first decides where it is looked for. Strings are copied.
 * The first file also says for which machine libraries must be; files for another are
 * not taken up.
 */
struct hm_error *library_search_add(struct library_search *search,
				    const struct image *image);

/*
 * Says which program the files are loaded into: its DT_RPATH (NULL: none, or one that a
 * DT_RUNPATH hides) and its path. Without it, the first program taken up is that.
 */
struct hm_error *library_search_program(struct library_search *search, const char *rpath,
					const char *path);

/*
 * The file that a DT_NEEDED name of those taken up leads to; NULL if it cannot be found
 * or read. What it needs is taken up as well. Lives as long as the search.
 */
const struct image *library_search_image(struct library_search *search, const char *name);

/*
 * A library_defines_fn (verify/verify.h) whose context is the search: whether `library`,
 * or what it needs in turn, defines the symbol. 1: yes; 0: no; -1: one of the files
 * cannot be found or read, and no other has it.
 */
int library_search_defines(void *context, const char *library, const char *symbol,
			   const char *version);

#endif
