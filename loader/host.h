/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_HOST_H
#define LOADER_HOST_H

/*
 * Whom plugins are checked against: the running program and the libraries that it was
 * started with, as far as they are stamped. Read once.
 */

#include "base/vector.h"
#include "hallmark/error.h"
#include "loader/host_index.h"
#include "loader/mapped.h"
#include "notes/stamp.h"
#include "verify/verify.h"

struct host {
	/* What the process was started with, in the order in which the dynamic linker
	 * searches. */
	mapped_list objects;
	/*
	 * The stamped ones of them in that order; first the one with the host's stamp,
	 * whose policy counts. `stamp` of each is owned.
	 */
	VECTOR(struct party) parties;
	/* By number in `parties`: the number in `objects`. */
	VECTOR(size_t) party_objects;
	/* By number in `objects`. */
	VECTOR(bool) stamped;
	/* What the parties provide. */
	struct host_index index;
	/* An object without a stamp stands before one that has one. */
	bool first_unstamped_matters;
};

/*
 * The running host, which stays for ever. HM_ERR_HOST_NOT_STAMPED; HM_ERR_STAMP,
 * HM_ERR_STAMP_VERSION: of the program or a library of it.
 */
struct hm_error *host_get(const struct host **ret);

/* The stamp of an object in memory, tied to its file; NULL in `ret` if it has none. */
struct hm_error *host_object_stamp(const struct mapped *object, struct stamp **ret);

#endif
