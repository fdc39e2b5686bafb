// SPDX-License-Identifier: BSD-3-Clause
#include "verify/draft.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/layout.h"
#include "verify/unify_private.h"

#include <string.h>

static struct hm_error *unify(const struct draft *draft, const struct draft_ref *roots,
			      size_t count, struct graph *instances,
			      struct graph *ret_graph, struct type_ref *ret_roots)
{
	SCOPED(environments_deinit) struct environments environments = { 0 };
	TRY(environments_init(&environments, draft));
	TRY(instances_make(draft, &environments, roots, count, instances, ret_roots));
	TRY(graph_settle(instances));
	return quotient_make(instances, ret_roots, count, ret_graph);
}

struct hm_error *draft_unify(const struct draft *draft, const struct draft_ref *roots,
			     size_t count, struct graph *ret_graph,
			     struct type_ref *ret_roots)
{
	SCOPED(graph_deinit) struct graph instances = { 0 };
	struct graph result = { 0 };
	TRY(graph_init(&instances));
	TRY(graph_init(&result));
	struct hm_error *error =
		unify(draft, roots, count, &instances, &result, ret_roots);
	if (error) {
		graph_deinit(&result);
		return error;
	}
	*ret_graph = result;
	return NULL;
}

static int ref_compare(const void *a, const void *b)
{
	const struct type_ref *left = a, *right = b;
	if (left->id != right->id)
		return left->id < right->id ? -1 : 1;
	if (left->quals != right->quals)
		return left->quals < right->quals ? -1 : 1;
	return left->align < right->align ? -1 : left->align > right->align;
}

struct hm_error *graph_choice(struct graph *graph, const struct type_ref *refs,
			      size_t count, struct type_ref *ret)
{
	SCOPED_FREE struct type_ref *sorted = malloc((count + 1) * sizeof(*sorted));
	if (!sorted)
		return error_nomem();
	memcpy(sorted, refs, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), ref_compare);
	struct type choice = { .kind = TYPE_CHOICE,
			       .first = (uint32_t)graph->params.count };
	for (size_t i = 0; i < count; i++) {
		if (i && ref_compare(&sorted[i], &sorted[i - 1]) == 0)
			continue;
		if (!vector_push(&graph->params, sorted[i]))
			return error_nomem();
		choice.count++;
	}
	if (choice.count == 1) {
		*ret = graph->params.data[--graph->params.count];
		return NULL;
	}
	struct type_ref made = { 0 };
	TRY(graph_add(graph, &choice, &made.id));
	*ret = made;
	return NULL;
}
