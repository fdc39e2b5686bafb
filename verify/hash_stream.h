/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_HASH_STREAM_H
#define VERIFY_HASH_STREAM_H

/*
 * The canonical byte stream of types, over which hashes are taken. doc/format.md
 * describes it; a change to it is a new HASH_STREAM_VERSION and new golden vectors.
 */

#include "base/buffer.h"
#include "notes/stamp.h"

/* How a type stands where another type leads to it. */
enum standing {
	/* By its own digest: types without a tag, and choices. */
	STAND_INLINE,
	/* By kind and tag: within this graph the tag is a name. */
	STAND_BY_TAG,
	/* By the digest of the round before: the tag means several things. */
	STAND_BY_CONTENT,
};

struct stream {
	const struct graph *graph;
	uint8_t *standing; /* by type: enum standing */
	/* By type: it stands by content or leads to what does, however far away. */
	bool *unsettled;
	/* By type: the digest of the round before, of this round. */
	struct digest *settled, *fresh;
};

/* At first every tag is taken for a name. */
struct hm_error *stream_init(struct stream *stream, const struct graph *graph);
void stream_deinit(struct stream *stream);

/* Where edge number `number` of a type leads; false behind the last. */
bool stream_edge_at(const struct graph *graph, const struct type *type, uint32_t number,
		    uint32_t *ret);

/*
 * Judges tags by the fresh digests, for which every tag was a name. One is a name if all
 * its bodies are equal; if there are several of them, none may lead to a tag that is no
 * name. Types without a body are nobody's rivals. Returns how many are no names.
 */
struct hm_error *stream_judge(struct stream *stream, size_t *ret);

/*
 * All types, every one after those that it leads to and that stand inline: in C a cycle
 * goes through a tag, so there is such an order. HM_ERR_FORMAT if there is none.
 */
struct hm_error *stream_order(const struct stream *stream, uint32_t **ret,
			      size_t *ret_count);

/* Appends the body of a type; what it leads to inline must have its fresh digest. */
struct hm_error *stream_type(const struct stream *stream, uint32_t id,
			     struct buffer *ret);

/* Appends a symbol that has a type. */
void stream_symbol(const struct stream *stream, const struct stamp_symbol *symbol,
		   struct buffer *ret);

/* Begins the bytes of a closure: of types with a tag that lead to each other, or of a
 * symbol, which goes on with what is the symbol's own. Sets of digests follow. */
void stream_closure_types(struct buffer *ret);
void stream_closure_symbol(const struct stamp_symbol *symbol, struct buffer *ret);

/* Appends what is said of a symbol itself, and nothing of what tags lead to. */
void stream_face(const struct stamp_symbol *symbol, struct buffer *ret);

/* Whether a type of which only the tag is known is used otherwise than by pointer. */
bool stream_has_opaque_values(const struct graph *graph);

#endif
