/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_QUICK_H
#define LOADER_QUICK_H

/*
 * The way of nearly every plugin that fits: all closures that it requires are those that
 * the host provides, or all faces and the tags that both know, so nothing is to be found
 * but what is opaque, and most of the stamp need not be read.
 */

#include "loader/attempt.h"
#include "loader/glance.h"

struct quick_request {
	const struct host *host;
	int fd; /* borrowed */
	uint64_t file_size;
	/* A type that is opaque on one side only, which the full comparison notes, is no
	 * reason to ask it. */
	bool may_go_by_faces;
};

struct quick_answer {
	struct glance glance;
	bool by_face;
};

/*
 * Whether a file was compiled with the types that the host has, as far as can be told in
 * little time. False: it may fit all the same. Fills `ret` only if true: to be released
 * with glance_deinit(). The package, the toolchain and what this call asks for are not
 * looked at.
 */
bool quick_agrees(const struct quick_request *request, struct quick_answer *ret);

/*
 * Whether the file is one of those that fit, in all: then the attempt has been read and
 * checked, and its module's stamp lacks what is required, expected, tags and types. Else
 * nothing has been done, and nothing is said about the file.
 */
bool quick_check(struct attempt *attempt);

#endif
