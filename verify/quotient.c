// SPDX-License-Identifier: BSD-3-Clause
#include "verify/unify_private.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>

/*
 * Partition refinement: at first types are told apart by what they are themselves, then,
 * round by round, by what their edges lead to, until no further ones can be told apart.
 * The keys are made of content only, so they order types alike in every build.
 */
struct refining {
	const struct graph *graph;
	uint64_t *keys, *next;
	/* By type: the number of its class; classes are numbered as they are met. */
	uint32_t *classes;
	uint32_t class_count;
};

static void refining_deinit(struct refining *refining)
{
	free(refining->keys);
	free(refining->next);
	free(refining->classes);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return text ? hash_bytes(hash, text, strlen(text)) : hash_mix(hash, 1);
}

/* What a type is, its edges left out. */
static uint64_t own_key(const struct graph *graph, const struct type *type)
{
	uint64_t hash = hash_mix(type->kind, type->size);
	hash = hash_mix(hash, (uint64_t)(type->flags & ~TYPE_RETICENT) << 48 |
				      (uint64_t)type->convention << 40 |
				      (uint64_t)type->encoding << 32 |
				      (uint64_t)type->format << 24 |
				      (uint64_t)type->align << 16 | type->bits);
	hash = hash_mix(hash_text(hash, type->tag), type->length);
	hash = hash_mix(hash, type->count);
	for (uint32_t i = type->first; i < type->first + type->count; i++) {
		if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) {
			const struct member *member = &graph->members.data[i];
			hash = hash_text(hash, member->name);
			hash = hash_mix(hash, member->offset_bits);
			hash = hash_mix(hash, member->size_bits);
		} else if (type->kind == TYPE_ENUM) {
			hash = hash_text(hash, graph->enumerators.data[i].name);
			hash = hash_mix(hash, (uint64_t)graph->enumerators.data[i].value);
		}
	}
	return hash;
}

static uint64_t edge_key(const struct refining *refining, uint64_t hash,
			 struct type_ref ref)
{
	hash = hash_mix(hash, refining->keys[ref.id]);
	return hash_mix(hash, (uint64_t)ref.quals << 8 | ref.align);
}

/* The order of alternatives means nothing; equal ones are one. */
static uint64_t choice_key(const struct refining *refining, const struct type *type)
{
	const struct type_ref *refs = &refining->graph->params.data[type->first];
	uint64_t smallest = UINT64_MAX, largest = 0, sum = 0;
	for (uint32_t i = 0; i < type->count; i++) {
		uint64_t key = refining->keys[refs[i].id], mixed = hash_mix(1, key);
		smallest = key < smallest ? key : smallest;
		largest = key > largest ? key : largest;
		bool first = true;
		for (uint32_t j = 0; j < i && first; j++)
			first = refining->keys[refs[j].id] != key;
		sum += first ? mixed : 0;
	}
	return smallest == largest ? smallest : hash_mix(TYPE_CHOICE, sum);
}

static uint64_t next_key(const struct refining *refining, uint32_t id)
{
	const struct graph *graph = refining->graph;
	const struct type *type = graph_type(graph, id);
	if (type->kind == TYPE_CHOICE)
		return choice_key(refining, type);
	uint64_t hash = edge_key(refining, refining->keys[id], type->target);
	if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION)
		for (uint32_t i = 0; i < type->count; i++)
			hash = edge_key(refining, hash,
					graph->members.data[type->first + i].type);
	else if (type->kind == TYPE_FUNCTION)
		for (uint32_t i = 0; i < type->count; i++)
			hash = edge_key(refining, hash,
					graph->params.data[type->first + i]);
	return hash;
}

struct key_lookup {
	const uint64_t *keys;
	const uint32_t *first_of_class;
};

static bool key_matches(const void *context, uint32_t value, const void *key)
{
	const struct key_lookup *lookup = context;
	return lookup->keys[lookup->first_of_class[value]] == *(const uint64_t *)key;
}

/* Numbers the classes that the present keys make. */
static struct hm_error *number_classes(struct refining *refining)
{
	size_t count = refining->graph->types.count;
	SCOPED(index_deinit) struct index index = { 0 };
	SCOPED_FREE uint32_t *first_of_class = malloc(count * sizeof(*first_of_class));
	if (!first_of_class)
		return error_nomem();
	struct key_lookup lookup = { refining->keys, first_of_class };
	refining->class_count = 0;
	for (uint32_t id = 0; id < count; id++) {
		uint64_t key = refining->keys[id];
		uint32_t found = index_find(&index, key, key_matches, &lookup, &key);
		if (found == INDEX_NONE) {
			found = refining->class_count++;
			first_of_class[found] = id;
			if (!index_add(&index, key, found))
				return error_nomem();
		}
		refining->classes[id] = found;
	}
	return NULL;
}

static void refine_round(struct refining *refining)
{
	size_t count = refining->graph->types.count;
	for (uint32_t id = 0; id < count; id++)
		refining->next[id] = next_key(refining, id);
	uint64_t *keys = refining->keys;
	refining->keys = refining->next;
	refining->next = keys;
}

static struct hm_error *refine(struct refining *refining)
{
	size_t count = refining->graph->types.count;
	refining->keys = malloc(count * sizeof(*refining->keys));
	refining->next = malloc(count * sizeof(*refining->next));
	refining->classes = malloc(count * sizeof(*refining->classes));
	if (!refining->keys || !refining->next || !refining->classes)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++)
		refining->keys[id] =
			own_key(refining->graph, graph_type(refining->graph, id));
	/* A choice follows its alternatives one round later: two quiet rounds, not one.
	 */
	uint32_t before = 0;
	for (unsigned quiet = 0; quiet < 2;) {
		refine_round(refining);
		TRY(number_classes(refining));
		quiet = refining->class_count == before ? quiet + 1 : 0;
		before = refining->class_count;
	}
	return NULL;
}

/* Copies class by class, in the order in which the roots reach them. */
struct copying {
	const struct refining *refining;
	const struct graph *from;
	struct graph *to;
	uint32_t *target; /* by class: its number in `to`; TYPE_NONE if none yet */
	uint32_t *representative; /* by class: a type of it, no choice if there is one */
	VECTOR(uint32_t) queue;	  /* by number in `to`: its class */
};

static void copying_deinit(struct copying *copying)
{
	free(copying->target);
	free(copying->representative);
	vector_deinit(&copying->queue);
}

static struct hm_error *copy_edge(struct copying *copying, struct type_ref *ref)
{
	uint32_t class = copying->refining->classes[ref->id];
	if (copying->target[class] == TYPE_NONE) {
		const struct type *type =
			graph_type(copying->from, copying->representative[class]);
		TRY(graph_add(copying->to, type, &copying->target[class]));
		if (!vector_push(&copying->queue, class))
			return error_nomem();
	}
	ref->id = copying->target[class];
	return NULL;
}

static struct hm_error *copy_string(struct copying *copying, const char **string)
{
	if (!*string)
		return NULL;
	*string = graph_string(copying->to, *string, strlen(*string));
	return *string ? NULL : error_nomem();
}

static struct hm_error *copy_members(struct copying *copying, struct type *type)
{
	uint32_t source = type->first;
	type->first = (uint32_t)copying->to->members.count;
	for (uint32_t i = 0; i < type->count; i++) {
		struct member member = copying->from->members.data[source + i];
		TRY(copy_string(copying, &member.name));
		TRY(copy_edge(copying, &member.type));
		if (!vector_push(&copying->to->members, member))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *copy_enumerators(struct copying *copying, struct type *type)
{
	uint32_t source = type->first;
	type->first = (uint32_t)copying->to->enumerators.count;
	for (uint32_t i = 0; i < type->count; i++) {
		struct enumerator enumerator =
			copying->from->enumerators.data[source + i];
		TRY(copy_string(copying, &enumerator.name));
		if (!vector_push(&copying->to->enumerators, enumerator))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *copy_params(struct copying *copying, struct type *type)
{
	uint32_t source = type->first;
	type->first = (uint32_t)copying->to->params.count;
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref param = copying->from->params.data[source + i];
		TRY(copy_edge(copying, &param));
		if (!vector_push(&copying->to->params, param))
			return error_nomem();
	}
	return NULL;
}

struct alternative {
	uint64_t key;
	struct type_ref ref;
};

static int alternative_compare(const void *a, const void *b)
{
	const struct alternative *left = a, *right = b;
	return left->key < right->key ? -1 : left->key > right->key;
}

/* Alternatives in the order of their keys, which are made of content; each class once. */
static struct hm_error *copy_choice(struct copying *copying, struct type *type)
{
	SCOPED_FREE struct alternative *alternatives =
		malloc((type->count + 1ul) * sizeof(*alternatives));
	if (!alternatives)
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref ref = copying->from->params.data[type->first + i];
		alternatives[i] =
			(struct alternative){ copying->refining->keys[ref.id], ref };
	}
	qsort(alternatives, type->count, sizeof(*alternatives), alternative_compare);
	uint32_t count = type->count;
	type->first = (uint32_t)copying->to->params.count;
	type->count = 0;
	for (uint32_t i = 0; i < count; i++) {
		if (i && alternatives[i].key == alternatives[i - 1].key)
			continue;
		TRY(copy_edge(copying, &alternatives[i].ref));
		if (!vector_push(&copying->to->params, alternatives[i].ref))
			return error_nomem();
		type->count++;
	}
	return NULL;
}

static struct hm_error *copy_type(struct copying *copying, uint32_t id)
{
	struct type type = *graph_type(copying->to, id);
	TRY(copy_string(copying, &type.tag));
	TRY(copy_edge(copying, &type.target));
	if (type.kind == TYPE_STRUCT || type.kind == TYPE_UNION)
		TRY(copy_members(copying, &type));
	else if (type.kind == TYPE_ENUM)
		TRY(copy_enumerators(copying, &type));
	else if (type.kind == TYPE_CHOICE)
		TRY(copy_choice(copying, &type));
	else
		TRY(copy_params(copying, &type));
	copying->to->types.data[id] = type;
	return NULL;
}

static void choose_representatives(struct copying *copying)
{
	const struct graph *from = copying->from;
	for (uint32_t class = 0; class < copying->refining->class_count; class ++)
		copying->target[class] = copying->representative[class] = TYPE_NONE;
	for (uint32_t id = 0; id < from->types.count; id++) {
		uint32_t *chosen =
			&copying->representative[copying->refining->classes[id]];
		if (*chosen == TYPE_NONE ||
		    graph_type(from, *chosen)->kind == TYPE_CHOICE)
			*chosen = id;
	}
	/* Void is number 0 everywhere. */
	copying->target[copying->refining->classes[0]] = 0;
}

/* One type of a class that can say is enough. */
static void merge_reticence(const struct copying *copying)
{
	const struct graph *from = copying->from;
	for (uint32_t id = 0; id < from->types.count; id++) {
		uint32_t target = copying->target[copying->refining->classes[id]];
		if (target != TYPE_NONE && !(graph_type(from, id)->flags & TYPE_RETICENT))
			copying->to->types.data[target].flags &= (uint8_t)~TYPE_RETICENT;
	}
}

/*
 * Roots in the order of their keys: one symbol has a root from each unit that knows it,
 * and the order of units must not show in the numbers of types.
 */
static struct hm_error *copy_roots(struct copying *copying, struct type_ref *roots,
				   size_t count)
{
	SCOPED_FREE struct alternative *sorted = malloc((count + 1) * sizeof(*sorted));
	if (!sorted)
		return error_nomem();
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct alternative){
			copying->refining->keys[roots[i].id],
			roots[i],
		};
	qsort(sorted, count, sizeof(*sorted), alternative_compare);
	for (size_t i = 0; i < count; i++)
		TRY(copy_edge(copying, &sorted[i].ref));
	for (size_t i = 0; i < count; i++)
		TRY(copy_edge(copying, &roots[i]));
	return NULL;
}

static struct hm_error *copy_all(struct copying *copying, struct type_ref *roots,
				 size_t count)
{
	uint32_t class_count = copying->refining->class_count;
	copying->target = malloc(class_count * sizeof(uint32_t));
	copying->representative = malloc(class_count * sizeof(uint32_t));
	if (!copying->target || !copying->representative ||
	    !vector_push(&copying->queue, 0))
		return error_nomem();
	choose_representatives(copying);
	TRY(copy_roots(copying, roots, count));
	for (uint32_t id = 1; id < copying->queue.count; id++)
		TRY(copy_type(copying, id));
	merge_reticence(copying);
	return NULL;
}

struct hm_error *quotient_make(const struct graph *graph, struct type_ref *roots,
			       size_t count, struct graph *ret_graph)
{
	SCOPED(refining_deinit) struct refining refining = { .graph = graph };
	TRY(refine(&refining));
	SCOPED(copying_deinit)
	struct copying copying = { .refining = &refining,
				   .from = graph,
				   .to = ret_graph };
	return copy_all(&copying, roots, count);
}
