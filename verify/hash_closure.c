// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash_closure.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/vector.h"

#include <string.h>

static bool has_tag(const struct closures *closures, uint32_t id)
{
	return closures->stream->standing[id] != STAND_INLINE;
}

static struct hm_error *meet(struct closures *closures, uint32_t id)
{
	if (closures->met[id] == closures->question)
		return NULL;
	closures->met[id] = closures->question;
	bool kept = has_tag(closures, id) ? vector_push(&closures->reached, id)
					  : vector_push(&closures->pending, id);
	return kept ? NULL : error_nomem();
}

static struct hm_error *meet_edges(struct closures *closures, uint32_t id)
{
	const struct graph *graph = closures->stream->graph;
	const struct type *type = graph_type(graph, id);
	uint32_t to;
	if (type->flags & TYPE_OPAQUE)
		return NULL;
	for (uint32_t i = 0; stream_edge_at(graph, type, i, &to); i++)
		TRY(meet(closures, to));
	return NULL;
}

static struct hm_error *drain(struct closures *closures)
{
	while (closures->pending.count)
		TRY(meet_edges(closures,
			       closures->pending.data[--closures->pending.count]));
	return NULL;
}

/*
 * Appends to closures->reached the types with a tag that the edges of a type lead to with
 * nothing but nameless types in between, each once. Nameless types make no cycle.
 */
static struct hm_error *trace(struct closures *closures, uint32_t id)
{
	closures->question++;
	TRY(meet_edges(closures, id));
	return drain(closures);
}

/* Moves the set into the bytes: sorted, each once, behind their number. */
static void put_set(struct closures *closures)
{
	struct digest *set = closures->set.data;
	size_t count = closures->set.count, kept = 0;
	if (count)
		qsort(set, count, sizeof(*set), digest_compare);
	for (size_t i = 0; i < count; i++)
		if (!kept || digest_compare(&set[kept - 1], &set[i]) != 0)
			set[kept++] = set[i];
	buffer_uleb(&closures->bytes, kept);
	if (kept)
		buffer_bytes(&closures->bytes, set, kept * sizeof(*set));
	closures->set.count = 0;
}

/* ------------------------------------------------- strongly connected components */

/* Tarjan, "Depth-first search and linear graph algorithms", 1972, without recursion. */
struct frame {
	uint32_t id;
	/* Its part of closures->reached, and where in it the search stands. */
	size_t first, at;
};

struct components {
	struct closures *closures;
	/* By type: number in the order of the search, 0 for none; the lowest number that
	 * is reached; whether its component is complete. */
	uint32_t *number, *low;
	bool *done;
	uint32_t last;
	VECTOR(struct frame) frames;
	VECTOR(uint32_t) open;
};

static void components_deinit(struct components *components)
{
	free(components->number);
	free(components->low);
	free(components->done);
	vector_deinit(&components->frames);
	vector_deinit(&components->open);
}

static struct hm_error *components_init(struct components *components,
					struct closures *closures)
{
	size_t count = closures->stream->graph->types.count;
	*components = (struct components){
		.closures = closures,
		.number = calloc(count, sizeof(*components->number)),
		.low = calloc(count, sizeof(*components->low)),
		.done = calloc(count, sizeof(*components->done)),
	};
	return components->number && components->low && components->done ? NULL
									 : error_nomem();
}

static struct hm_error *put_members(struct closures *closures, const uint32_t *members,
				    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!vector_push(&closures->set, closures->stream->fresh[members[i]]))
			return error_nomem();
	put_set(closures);
	return NULL;
}

/* What the members lead to outside their component, which is complete by now. */
static struct hm_error *put_reached(struct components *components,
				    const uint32_t *members, size_t count)
{
	struct closures *closures = components->closures;
	size_t first = closures->reached.count;
	for (size_t i = 0; i < count; i++)
		TRY(trace(closures, members[i]));
	for (size_t i = first; i < closures->reached.count; i++) {
		uint32_t id = closures->reached.data[i];
		if (components->done[id] &&
		    !vector_push(&closures->set, closures->digests[id]))
			return error_nomem();
	}
	closures->reached.count = first;
	put_set(closures);
	return NULL;
}

static struct hm_error *close_component(struct components *components, uint32_t root)
{
	size_t first = components->open.count;
	while (components->open.data[--first] != root)
		;
	const uint32_t *members = components->open.data + first;
	size_t count = components->open.count - first;
	struct closures *closures = components->closures;
	struct digest digest;
	closures->bytes.size = 0;
	stream_closure_types(&closures->bytes);
	TRY(put_members(closures, members, count));
	TRY(put_reached(components, members, count));
	TRY(digest_of(closures->context, &closures->bytes, &digest));
	for (size_t i = 0; i < count; i++) {
		closures->digests[members[i]] = digest;
		components->done[members[i]] = true;
	}
	components->open.count = first;
	return NULL;
}

static struct hm_error *enter(struct components *components, uint32_t id)
{
	size_t first = components->closures->reached.count;
	components->number[id] = components->low[id] = ++components->last;
	TRY(trace(components->closures, id));
	struct frame frame = { id, first, first };
	if (!vector_push(&components->frames, frame) ||
	    !vector_push(&components->open, id))
		return error_nomem();
	return NULL;
}

static void lower(struct components *components, uint32_t id, uint32_t to)
{
	if (components->low[to] < components->low[id])
		components->low[id] = components->low[to];
}

static struct hm_error *leave(struct components *components)
{
	struct frame frame = components->frames.data[--components->frames.count];
	components->closures->reached.count = frame.first;
	if (components->low[frame.id] == components->number[frame.id])
		return close_component(components, frame.id);
	/* Only the root of a component has nobody before it. */
	const struct frame *before =
		&components->frames.data[components->frames.count - 1];
	lower(components, before->id, frame.id);
	return NULL;
}

static struct hm_error *search_from(struct components *components, uint32_t root)
{
	const struct closures *closures = components->closures;
	TRY(enter(components, root));
	while (components->frames.count) {
		struct frame *frame =
			&components->frames.data[components->frames.count - 1];
		if (frame->at == closures->reached.count) {
			TRY(leave(components));
			continue;
		}
		uint32_t to = closures->reached.data[frame->at++];
		if (!components->number[to])
			TRY(enter(components, to));
		else if (!components->done[to])
			lower(components, frame->id, to);
	}
	return NULL;
}

static struct hm_error *close_all(struct closures *closures)
{
	SCOPED(components_deinit) struct components components = { 0 };
	TRY(components_init(&components, closures));
	for (uint32_t id = 0; id < closures->stream->graph->types.count; id++)
		if (has_tag(closures, id) && !components.number[id])
			TRY(search_from(&components, id));
	return NULL;
}

void closures_deinit(struct closures *closures)
{
	free(closures->digests);
	free(closures->met);
	vector_deinit(&closures->pending);
	vector_deinit(&closures->reached);
	vector_deinit(&closures->set);
	buffer_deinit(&closures->bytes);
}

struct hm_error *closures_init(struct closures *closures, const struct stream *stream,
			       EVP_MD_CTX *context)
{
	size_t count = stream->graph->types.count;
	*closures = (struct closures){
		.stream = stream,
		.context = context,
		.digests = calloc(count, sizeof(*closures->digests)),
		.met = calloc(count, sizeof(*closures->met)),
	};
	if (!closures->digests || !closures->met)
		return error_nomem();
	return close_all(closures);
}

struct hm_error *closures_symbol(struct closures *closures,
				 const struct stamp_symbol *symbol, struct digest *ret)
{
	closures->bytes.size = 0;
	stream_closure_symbol(symbol, &closures->bytes);
	closures->reached.count = 0;
	closures->question++;
	TRY(meet(closures, symbol->type.id));
	TRY(drain(closures));
	vector_for_each (id, &closures->reached)
		if (!vector_push(&closures->set, closures->digests[*id]))
			return error_nomem();
	put_set(closures);
	return digest_of(closures->context, &closures->bytes, ret);
}
