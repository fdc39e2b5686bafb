/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_QUICK_HOST_H
#define TESTS_QUICK_HOST_H

/*
 * A host as loader/quick.h wants one, made from a stamped file: it has been started with
 * the libraries of the calling process.
 */

#include "loader/host.h"
#include "notes/image.h"

#include <stdbool.h>

struct quick_host {
	struct image image;
	struct stamp stamp;
	struct host host;
};

/* Borrows nothing. Writes to `ret` only on success. */
struct hm_error *quick_host_read(const char *path, struct quick_host *ret);
/* The same of a stamp alone, as if its file needed no libraries. */
struct hm_error *quick_host_decode(const uint8_t *desc, size_t size,
				   struct quick_host *ret);
void quick_host_deinit(struct quick_host *host);

enum quick_word {
	QUICK_NOT_TOLD,
	QUICK_BY_CLOSURES,
	QUICK_BY_FACES,
};

/* What it says of a plugin that is open for reading. */
enum quick_word quick_host_ask(const struct quick_host *host, int fd,
			       bool may_go_by_faces);

/* The full comparison of a plugin, whose stamp that is, with it. */
struct hm_error *quick_host_compare(const struct quick_host *host,
				    const struct image *plugin, const struct stamp *stamp,
				    struct report *report);

/*
 * What a report says against an answer of the quick way: all about types that is not a
 * note that one is opaque on one side, where the answer was by faces. Of the rest, both
 * ways ask the same.
 */
size_t quick_host_objections(const struct report *report, enum quick_word word);

#endif
