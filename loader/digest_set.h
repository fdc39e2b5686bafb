/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_DIGEST_SET_H
#define LOADER_DIGEST_SET_H

/* Digests that stand somewhere, to be asked whether one is among them. */

#include "notes/stamp.h"

#include <stdbool.h>

struct digest_set {
	const struct digest *digests; /* borrowed */
	/* Number of the digest plus 1; 0: free. */
	uint32_t *slots;
	uint32_t mask;
};

/* False when memory runs out. */
bool digest_set_init(struct digest_set *set, const struct digest *digests, size_t count);
void digest_set_deinit(struct digest_set *set);

/* The digest that is all zero is in no set. */
bool digest_set_has(const struct digest_set *set, const struct digest *digest);

#endif
