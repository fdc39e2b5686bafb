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
void quick_host_deinit(struct quick_host *host);

enum quick_word {
	QUICK_NOT_TOLD,
	QUICK_BY_CLOSURES,
	QUICK_BY_FACES,
};

/* What it says of a plugin that is open for reading. */
enum quick_word quick_host_ask(const struct quick_host *host, int fd,
			       bool may_go_by_faces);

#endif
