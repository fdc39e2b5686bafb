/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_DEPENDENCY_H
#define LOADER_DEPENDENCY_H

/*
 * Stamped libraries that a plugin needs and that are not loaded yet. The dynamic linker
 * would load them with it and run their constructors, so they are checked before.
 */

#include "base/vector.h"
#include "hallmark/error.h"
#include "loader/host.h"
#include "loader/neighbours.h"
#include "notes/stamp.h"
#include "verify/verify.h"

struct dependency {
	struct stamp stamp;
	struct party party; /* `name` is as DT_NEEDED spells it */
	/* NT_GNU_BUILD_ID of the file that was checked; empty if none. */
	const uint8_t *build_id;
	size_t build_id_size;
};

typedef VECTOR(struct dependency *) dependency_list;

void dependency_list_deinit(dependency_list *list);

/*
 * Finds them, directly needed or not, in the order in which they would be loaded.
 * `neighbours` is made when there is anything to look for. HM_ERR_STAMP,
 * HM_ERR_STAMP_VERSION of such a library.
 */
struct hm_error *dependencies_find(const struct host *host, const struct image *image,
				   struct neighbours **neighbours, dependency_list *ret);

/* After loading: what was loaded are the files that were checked. HM_ERR_CHANGED. */
struct hm_error *dependencies_confirm(const dependency_list *list);

#endif
