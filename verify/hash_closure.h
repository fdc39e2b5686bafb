/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_HASH_CLOSURE_H
#define VERIFY_HASH_CLOSURE_H

/*
 * The second hash of a symbol: not shallow, but over all that it leads to, however far.
 * Two sides that have the same one agree, and no tag has to be looked at.
 */

#include "verify/hash_digest.h"
#include "verify/hash_stream.h"

struct closures {
	const struct stream *stream;
	EVP_MD_CTX *context;
	/* By type: of those with a tag, the digest of all that it leads to. */
	struct digest *digests;
	/* By type: the last question in which it was met. */
	uint32_t *met;
	uint32_t question;
	VECTOR(uint32_t) pending, reached;
	VECTOR(struct digest) set;
	struct buffer bytes;
};

/* Borrows both. The stream's fresh digests must be final. */
struct hm_error *closures_init(struct closures *closures, const struct stream *stream,
			       EVP_MD_CTX *context);
void closures_deinit(struct closures *closures);

/* Of a symbol that has a type and its shallow digest. */
struct hm_error *closures_symbol(struct closures *closures,
				 const struct stamp_symbol *symbol, struct digest *ret);

#endif
