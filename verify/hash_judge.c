// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash_stream.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>

/* What is known of one tag after a look at all its bodies. */
struct reputation {
	uint32_t first;	 /* its first body */
	uint32_t bodies; /* how many there are */
	bool contested;	 /* and whether they differ */
};

struct judging {
	struct stream *stream;
	VECTOR(struct reputation) tags;
	struct index index;
	uint32_t *tag_of; /* by type: number in `tags`; UINT32_MAX for others */
	/* Edges turned round: users[starts[t]] to users[starts[t + 1]] lead to type t. */
	uint32_t *starts, *users;
};

static void judging_deinit(struct judging *judging)
{
	vector_deinit(&judging->tags);
	index_deinit(&judging->index);
	free(judging->tag_of);
	free(judging->starts);
	free(judging->users);
}

static bool same_tag(const void *context, uint32_t value, const void *key)
{
	const struct judging *judging = context;
	const struct type *have =
		graph_type(judging->stream->graph, judging->tags.data[value].first);
	const struct type *wanted = key;
	/* The graph's strings are interned: one text, one address. */
	return have->kind == wanted->kind && have->tag == wanted->tag;
}

static struct hm_error *add_body(struct judging *judging, uint32_t id)
{
	const struct stream *stream = judging->stream;
	const struct type *type = graph_type(stream->graph, id);
	uint64_t hash = hash_mix(type->kind, (uintptr_t)type->tag);
	uint32_t found = index_find(&judging->index, hash, same_tag, judging, type);
	if (found == INDEX_NONE) {
		found = (uint32_t)judging->tags.count;
		if (!vector_push(&judging->tags, ((struct reputation){ .first = id })) ||
		    !index_add(&judging->index, hash, found))
			return error_nomem();
	}
	struct reputation *tag = &judging->tags.data[found];
	tag->bodies++;
	tag->contested |= memcmp(&stream->fresh[tag->first], &stream->fresh[id],
				 sizeof(struct digest)) != 0;
	judging->tag_of[id] = found;
	return NULL;
}

static struct hm_error *collect_tags(struct judging *judging)
{
	const struct stream *stream = judging->stream;
	size_t count = stream->graph->types.count;
	judging->tag_of = malloc(count * sizeof(*judging->tag_of));
	if (!judging->tag_of)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++) {
		judging->tag_of[id] = UINT32_MAX;
		if (stream->standing[id] == STAND_BY_TAG &&
		    !(graph_type(stream->graph, id)->flags & TYPE_OPAQUE))
			TRY(add_body(judging, id));
	}
	return NULL;
}

static struct hm_error *turn_edges(struct judging *judging)
{
	const struct graph *graph = judging->stream->graph;
	uint32_t count = (uint32_t)graph->types.count, to;
	judging->starts = calloc(count + 2ul, sizeof(uint32_t));
	if (!judging->starts)
		return error_nomem();
	/* Counted two places up, so that filling moves each start to where it belongs. */
	uint32_t *starts = judging->starts, *next = starts + 1;
	for (uint32_t id = 0; id < count; id++)
		for (uint32_t i = 0; stream_edge_at(graph, graph_type(graph, id), i, &to);
		     i++)
			starts[to + 2]++;
	for (uint32_t i = 1; i < count + 2; i++)
		starts[i] += starts[i - 1];
	judging->users = malloc((starts[count + 1] + 1ul) * sizeof(uint32_t));
	if (!judging->users)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++)
		for (uint32_t i = 0; stream_edge_at(graph, graph_type(graph, id), i, &to);
		     i++)
			judging->users[next[to]++] = id;
	return NULL;
}

/* Marks all that leads to a contested body. */
static struct hm_error *spread(struct judging *judging)
{
	struct stream *stream = judging->stream;
	uint32_t count = (uint32_t)stream->graph->types.count;
	SCOPED_FREE uint32_t *queue = malloc((count + 1ul) * sizeof(*queue));
	if (!queue)
		return error_nomem();
	size_t tail = 0;
	for (uint32_t id = 0; id < count; id++) {
		uint32_t tag = judging->tag_of[id];
		if (tag == UINT32_MAX || !judging->tags.data[tag].contested)
			continue;
		stream->unsettled[id] = true;
		queue[tail++] = id;
	}
	for (size_t head = 0; head < tail; head++) {
		uint32_t id = queue[head];
		for (uint32_t i = judging->starts[id]; i < judging->starts[id + 1]; i++) {
			uint32_t user = judging->users[i];
			if (stream->unsettled[user])
				continue;
			stream->unsettled[user] = true;
			queue[tail++] = user;
		}
	}
	return NULL;
}

static bool is_name(const struct judging *judging, uint32_t id)
{
	const struct reputation *tag = &judging->tags.data[judging->tag_of[id]];
	return !judging->stream->unsettled[id] || (tag->bodies == 1 && !tag->contested);
}

struct hm_error *stream_judge(struct stream *stream, size_t *ret)
{
	SCOPED(judging_deinit) struct judging judging = { .stream = stream };
	TRY(collect_tags(&judging));
	bool contested = false;
	vector_for_each (tag, &judging.tags)
		contested |= tag->contested;
	*ret = 0;
	if (!contested)
		return NULL;
	TRY(turn_edges(&judging));
	TRY(spread(&judging));
	for (uint32_t id = 0; id < stream->graph->types.count; id++) {
		if (judging.tag_of[id] == UINT32_MAX || is_name(&judging, id))
			continue;
		stream->standing[id] = STAND_BY_CONTENT;
		++*ret;
	}
	return NULL;
}
