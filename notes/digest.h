/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DIGEST_H
#define NOTES_DIGEST_H

/* A hash in a stamp: SHA-256, cut off. All zero: there is none. */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define DIGEST_SIZE 16

struct digest {
	uint8_t bytes[DIGEST_SIZE];
};

static inline bool digest_is_known(const struct digest *digest)
{
	static const struct digest none = { { 0 } };
	return memcmp(digest, &none, sizeof(none)) != 0;
}

/* Two that are not there are not equal: nothing is known of either. */
static inline bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a, b, sizeof(*a)) == 0 && digest_is_known(a);
}

#endif
