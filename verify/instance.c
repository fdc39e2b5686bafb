// SPDX-License-Identifier: BSD-3-Clause
#include "verify/unify_private.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>

/* A node of the result: one draft type as one environment sees it. */
struct instance {
	uint32_t environment, type;
};

struct instancing {
	const struct draft *draft;
	const struct environments *environments;
	struct graph *graph;
	/* By number of a type of `graph`, from 1 on. */
	VECTOR(struct instance) instances;
	struct index index;
	size_t done; /* instances whose edges have been made */
	/* Edges of the draft turned round: the users of a type t stand in users[] from
	 * starts[t + 1] to starts[t + 2]. */
	uint32_t *starts, *users;
	/* By draft type: it reaches a tag that the current environment sees otherwise. */
	bool *deviant;
	uint32_t environment;
};

static void instancing_deinit(struct instancing *instancing)
{
	vector_deinit(&instancing->instances);
	index_deinit(&instancing->index);
	free(instancing->starts);
	free(instancing->users);
	free(instancing->deviant);
}

typedef void edge_fn(struct instancing *instancing, uint32_t from, uint32_t to);

static void each_edge(struct instancing *instancing, edge_fn *edge)
{
	const struct graph *graph = &instancing->draft->graph;
	for (uint32_t id = 0; id < graph->types.count; id++) {
		const struct type *type = graph_type(graph, id);
		edge(instancing, id, type->target.id);
		for (uint32_t i = type->first; i < type->first + type->count; i++) {
			if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION)
				edge(instancing, id, graph->members.data[i].type.id);
			else if (type->kind != TYPE_ENUM)
				edge(instancing, id, graph->params.data[i].id);
		}
	}
	vector_for_each (definition, &instancing->draft->definitions)
		edge(instancing, definition->tag, definition->body);
}

static void count_edge(struct instancing *instancing, uint32_t from, uint32_t to)
{
	(void)from;
	instancing->starts[to + 1]++;
}

static void place_edge(struct instancing *instancing, uint32_t from, uint32_t to)
{
	instancing->users[--instancing->starts[to + 1]] = from;
}

static struct hm_error *turn_edges(struct instancing *instancing)
{
	size_t count = instancing->draft->graph.types.count;
	instancing->starts = calloc(count + 2, sizeof(uint32_t));
	instancing->deviant = malloc(count);
	if (!instancing->starts || !instancing->deviant)
		return error_nomem();
	each_edge(instancing, count_edge);
	for (size_t i = 1; i < count + 2; i++)
		instancing->starts[i] += instancing->starts[i - 1];
	/* place_edge() counts each start down to where its list begins. */
	instancing->users = malloc((instancing->starts[count] + 1ul) * sizeof(uint32_t));
	if (!instancing->users)
		return error_nomem();
	each_edge(instancing, place_edge);
	return NULL;
}

/* Marks all types from which a deviation of the environment can be reached. */
static struct hm_error *enter_environment(struct instancing *instancing, uint32_t number)
{
	const struct environment *environment =
		&instancing->environments->list.data[number];
	instancing->environment = number;
	if (!number)
		return NULL;
	if (!instancing->users)
		TRY(turn_edges(instancing));
	size_t count = instancing->draft->graph.types.count;
	SCOPED_FREE uint32_t *queue = malloc((count + 1) * sizeof(*queue));
	if (!queue)
		return error_nomem();
	memset(instancing->deviant, 0, count);
	size_t tail = 0;
	for (uint32_t i = 0; i < environment->count; i++) {
		uint32_t tag =
			instancing->environments->deviations.data[environment->first + i]
				.tag;
		instancing->deviant[tag] = true;
		queue[tail++] = tag;
	}
	for (size_t head = 0; head < tail; head++) {
		uint32_t end = instancing->starts[queue[head] + 2];
		for (uint32_t i = instancing->starts[queue[head] + 1]; i < end; i++) {
			uint32_t user = instancing->users[i];
			if (instancing->deviant[user])
				continue;
			instancing->deviant[user] = true;
			queue[tail++] = user;
		}
	}
	return NULL;
}

static bool instance_matches(const void *context, uint32_t value, const void *key)
{
	const struct instancing *instancing = context;
	const struct instance *wanted = key, *have = &instancing->instances.data[value];
	return have->environment == wanted->environment && have->type == wanted->type;
}

/* The node for a draft type in an environment: 0 or the current one. */
static struct hm_error *instance_get(struct instancing *instancing, uint32_t environment,
				     uint32_t type, uint32_t *ret)
{
	const struct graph *draft_types = &instancing->draft->graph;
	if (environment && !instancing->deviant[type])
		environment = 0;
	if (graph_type(draft_types, type)->flags & TYPE_OPAQUE) {
		struct meaning meaning =
			environments_meaning(instancing->environments, environment, type);
		if (meaning.count == 1)
			return instance_get(instancing, environment, meaning.bodies[0],
					    ret);
	}
	if (type == 0) {
		*ret = 0;
		return NULL;
	}
	struct instance wanted = { environment, type };
	uint64_t hash = hash_mix(environment, type);
	uint32_t found = index_find(&instancing->index, hash, instance_matches,
				    instancing, &wanted);
	if (found == INDEX_NONE) {
		TRY(graph_add(instancing->graph, graph_type(draft_types, type), &found));
		if (!vector_push(&instancing->instances, wanted) ||
		    !index_add(&instancing->index, hash, found))
			return error_nomem();
	}
	*ret = found;
	return NULL;
}

/* A body is never opaque, so the recursion above is one step deep. */

static struct hm_error *instance_edge(struct instancing *instancing, uint32_t environment,
				      struct type_ref ref, struct type_ref *ret)
{
	TRY(instance_get(instancing, environment, ref.id, &ref.id));
	*ret = ref;
	return NULL;
}

static struct hm_error *make_choice(struct instancing *instancing, uint32_t id,
				    struct instance instance, struct meaning meaning)
{
	struct graph *graph = instancing->graph;
	struct type choice = { .kind = TYPE_CHOICE,
			       .first = (uint32_t)graph->params.count };
	for (size_t i = 0; i < meaning.count; i++) {
		struct type_ref alternative = { 0 };
		TRY(instance_get(instancing, instance.environment, meaning.bodies[i],
				 &alternative.id));
		if (!vector_push(&graph->params, alternative))
			return error_nomem();
	}
	choice.count = (uint32_t)meaning.count;
	graph->types.data[id] = choice;
	return NULL;
}

static struct hm_error *make_members(struct instancing *instancing, struct type *type,
				     uint32_t environment)
{
	struct graph *graph = instancing->graph;
	uint32_t source = type->first;
	type->first = (uint32_t)graph->members.count;
	for (uint32_t i = 0; i < type->count; i++) {
		struct member member = instancing->draft->graph.members.data[source + i];
		TRY(instance_edge(instancing, environment, member.type, &member.type));
		if (!vector_push(&graph->members, member))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *make_params(struct instancing *instancing, struct type *type,
				    uint32_t environment)
{
	struct graph *graph = instancing->graph;
	uint32_t source = type->first;
	type->first = (uint32_t)graph->params.count;
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref param = instancing->draft->graph.params.data[source + i];
		TRY(instance_edge(instancing, environment, param, &param));
		if (!vector_push(&graph->params, param))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *make_enumerators(struct instancing *instancing, struct type *type)
{
	struct graph *graph = instancing->graph;
	uint32_t source = type->first;
	type->first = (uint32_t)graph->enumerators.count;
	for (uint32_t i = 0; i < type->count; i++)
		if (!vector_push(&graph->enumerators,
				 instancing->draft->graph.enumerators.data[source + i]))
			return error_nomem();
	return NULL;
}

/* Gives a node that instance_get() made its edges; they may make further nodes. */
static struct hm_error *make_edges(struct instancing *instancing, uint32_t id)
{
	struct instance instance = instancing->instances.data[id];
	struct type type = *graph_type(&instancing->draft->graph, instance.type);
	if (type.flags & TYPE_OPAQUE) {
		struct meaning meaning = environments_meaning(
			instancing->environments, instance.environment, instance.type);
		return meaning.count ? make_choice(instancing, id, instance, meaning)
				     : NULL;
	}
	TRY(instance_edge(instancing, instance.environment, type.target, &type.target));
	if (type.kind == TYPE_STRUCT || type.kind == TYPE_UNION)
		TRY(make_members(instancing, &type, instance.environment));
	else if (type.kind == TYPE_ENUM)
		TRY(make_enumerators(instancing, &type));
	else
		TRY(make_params(instancing, &type, instance.environment));
	instancing->graph->types.data[id] = type;
	return NULL;
}

static struct hm_error *make_all(struct instancing *instancing,
				 const struct draft_ref *roots, size_t count,
				 struct type_ref *ret_roots)
{
	const struct environments *environments = instancing->environments;
	for (uint32_t number = 0; number < environments->list.count; number++) {
		TRY(enter_environment(instancing, number));
		for (size_t i = 0; i < count; i++)
			if (environments->of_unit[roots[i].unit] == number)
				TRY(instance_edge(instancing, number, roots[i].type,
						  &ret_roots[i]));
		while (++instancing->done < instancing->instances.count)
			TRY(make_edges(instancing, (uint32_t)instancing->done));
		instancing->done--;
	}
	return NULL;
}

struct hm_error *instances_make(const struct draft *draft,
				const struct environments *environments,
				const struct draft_ref *roots, size_t count,
				struct graph *ret_graph, struct type_ref *ret_roots)
{
	SCOPED(instancing_deinit)
	struct instancing instancing = {
		.draft = draft,
		.environments = environments,
		.graph = ret_graph,
	};
	/* Void is number 0 everywhere. */
	if (!vector_push(&instancing.instances, (struct instance){ 0 }))
		return error_nomem();
	return make_all(&instancing, roots, count, ret_roots);
}
