// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/hash_closure.h"
#include "verify/hash_digest.h"
#include "verify/hash_stream.h"
#include "verify/toolchain.h"

#include <string.h>

struct hashing {
	EVP_MD_CTX *context;
	struct stream stream;
	/* Types in an order in which what stands by content comes before its users. */
	uint32_t *order;
	size_t ordered;
};

static void hashing_deinit(struct hashing *hashing)
{
	EVP_MD_CTX_free(hashing->context);
	free(hashing->order);
	stream_deinit(&hashing->stream);
}

/* One pass over all types, or over those only that a further round can change. */
static struct hm_error *hash_types(struct hashing *hashing, bool again)
{
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	for (size_t i = 0; i < hashing->ordered; i++) {
		uint32_t id = hashing->order[i];
		if (again && !hashing->stream.unsettled[id])
			continue;
		bytes.size = 0;
		TRY(stream_type(&hashing->stream, id, &bytes));
		TRY(digest_of(hashing->context, &bytes, &hashing->stream.fresh[id]));
	}
	return NULL;
}

/* How many of the tagged types that stand by content can be told apart by now. */
static struct hm_error *count_classes(const struct hashing *hashing, size_t *ret)
{
	const struct stream *stream = &hashing->stream;
	size_t types = stream->graph->types.count, count = 0, distinct = 0;
	SCOPED_FREE struct digest *digests = malloc((types + 1) * sizeof(*digests));
	if (!digests)
		return error_nomem();
	for (uint32_t id = 0; id < types; id++)
		if (stream->standing[id] == STAND_BY_CONTENT)
			digests[count++] = stream->fresh[id];
	qsort(digests, count, sizeof(*digests), digest_compare);
	for (size_t i = 0; i < count; i++)
		distinct += i == 0 || digest_compare(&digests[i], &digests[i - 1]) != 0;
	*ret = distinct;
	return NULL;
}

/*
 * In the first round every tag is a name. Those that turn out to be none then stand by
 * the digest of the round before, until a round tells no further ones apart.
 */
static struct hm_error *refine(struct hashing *hashing)
{
	struct stream *stream = &hashing->stream;
	size_t types = stream->graph->types.count, ambiguous, before = 0, now = 0;
	TRY(hash_types(hashing, false));
	TRY(stream_judge(stream, &ambiguous));
	if (!ambiguous)
		return NULL;
	do {
		before = now;
		memcpy(stream->settled, stream->fresh, types * sizeof(struct digest));
		TRY(hash_types(hashing, true));
		TRY(count_classes(hashing, &now));
	} while (now != before);
	return NULL;
}

static struct hm_error *hash_symbols(struct hashing *hashing, stamp_symbols *symbols)
{
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	vector_for_each (symbol, symbols) {
		memset(&symbol->digest, 0, sizeof(symbol->digest));
		if (symbol->type.id == TYPE_NONE)
			continue;
		bytes.size = 0;
		stream_symbol(&hashing->stream, symbol, &bytes);
		TRY(digest_of(hashing->context, &bytes, &symbol->digest));
	}
	return NULL;
}

static struct hm_error *close_symbols(struct closures *closures, stamp_symbols *symbols)
{
	vector_for_each (symbol, symbols) {
		memset(&symbol->closure, 0, sizeof(symbol->closure));
		if (symbol->type.id != TYPE_NONE)
			TRY(closures_symbol(closures, symbol, &symbol->closure));
	}
	return NULL;
}

static struct hm_error *hash_closures(const struct hashing *hashing, struct stamp *stamp)
{
	SCOPED(closures_deinit) struct closures closures = { 0 };
	TRY(closures_init(&closures, &hashing->stream, hashing->context));
	TRY(close_symbols(&closures, &stamp->provides));
	TRY(close_symbols(&closures, &stamp->requires));
	return close_symbols(&closures, &stamp->expects);
}

static struct hm_error *face_symbols(const struct hashing *hashing,
				     stamp_symbols *symbols)
{
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	vector_for_each (symbol, symbols) {
		memset(&symbol->face, 0, sizeof(symbol->face));
		if (symbol->type.id == TYPE_NONE)
			continue;
		bytes.size = 0;
		stream_face(symbol, &bytes);
		TRY(digest_of(hashing->context, &bytes, &symbol->face));
	}
	return NULL;
}

/*
 * Who goes by faces takes a type that only one side knows for harmless. Below a pointer
 * it is; where there are others nobody shall go by faces.
 */
static struct hm_error *hash_faces(const struct hashing *hashing, struct stamp *stamp)
{
	if (stream_has_opaque_values(&stamp->graph))
		return NULL;
	TRY(face_symbols(hashing, &stamp->provides));
	TRY(face_symbols(hashing, &stamp->requires));
	return face_symbols(hashing, &stamp->expects);
}

static int tag_compare(const void *a, const void *b)
{
	const struct stamp_tag *left = a, *right = b;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	int order = strcmp(left->tag, right->tag);
	return order ? order : left->type < right->type ? -1 : left->type > right->type;
}

/* Several equal bodies of one tag make one entry. */
static void keep_first(struct stamp *stamp)
{
	size_t kept = 0;
	if (!stamp->tags.count)
		return;
	qsort(stamp->tags.data, stamp->tags.count, sizeof(struct stamp_tag), tag_compare);
	for (size_t i = 0; i < stamp->tags.count; i++) {
		const struct stamp_tag *last = &stamp->tags.data[kept ? kept - 1 : 0];
		if (!kept || last->kind != stamp->tags.data[i].kind ||
		    strcmp(last->tag, stamp->tags.data[i].tag) != 0)
			stamp->tags.data[kept++] = stamp->tags.data[i];
	}
	stamp->tags.count = kept;
}

static struct hm_error *list_tags(const struct hashing *hashing, struct stamp *stamp)
{
	const struct stream *stream = &hashing->stream;
	stamp->tags.count = 0;
	for (uint32_t id = 0; id < stream->graph->types.count; id++) {
		const struct type *type = graph_type(stream->graph, id);
		if (stream->standing[id] != STAND_BY_TAG || type->flags & TYPE_OPAQUE)
			continue;
		struct stamp_tag tag = { type->kind, type->tag, id, stream->fresh[id] };
		if (!vector_push(&stamp->tags, tag))
			return error_nomem();
	}
	keep_first(stamp);
	return NULL;
}

struct hm_error *hash_stamp(struct stamp *stamp)
{
	SCOPED(hashing_deinit) struct hashing hashing = { 0 };
	TRY(digest_begin(&hashing.context));
	TRY(stream_init(&hashing.stream, &stamp->graph));
	TRY(stream_order(&hashing.stream, &hashing.order, &hashing.ordered));
	TRY(refine(&hashing));
	TRY(hash_symbols(&hashing, &stamp->provides));
	TRY(hash_symbols(&hashing, &stamp->requires));
	TRY(hash_symbols(&hashing, &stamp->expects));
	TRY(hash_closures(&hashing, stamp));
	TRY(hash_faces(&hashing, stamp));
	return list_tags(&hashing, stamp);
}

static void free_context(EVP_MD_CTX **context)
{
	EVP_MD_CTX_free(*context);
}

static struct hm_error *hash_toolchain_part(EVP_MD_CTX *context,
					    const struct toolchain *toolchain,
					    bool abi_only, struct digest *ret)
{
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	buffer_u8(&bytes, HASH_STREAM_VERSION);
	toolchain_stream(toolchain, abi_only, &bytes);
	return digest_of(context, &bytes, ret);
}

struct hm_error *hash_toolchain(struct stamp *stamp)
{
	SCOPED(free_context) EVP_MD_CTX *context = NULL;
	TRY(digest_begin(&context));
	TRY(hash_toolchain_part(context, &stamp->toolchain, false,
				&stamp->toolchain_digest));
	return hash_toolchain_part(context, &stamp->toolchain, true, &stamp->abi_digest);
}
