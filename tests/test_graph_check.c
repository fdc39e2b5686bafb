// SPDX-License-Identifier: BSD-3-Clause
#include "notes/graph_check.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

static uint32_t add(struct graph *graph, struct type type)
{
	uint32_t id = 0;
	hm_error_free(graph_add(graph, &type, &id));
	return id;
}

static uint32_t add_pointer(struct graph *graph, uint32_t to)
{
	return add(graph,
		   (struct type){ .kind = TYPE_POINTER, .size = 8, .target.id = to });
}

static uint32_t add_array(struct graph *graph, uint32_t of)
{
	return add(graph,
		   (struct type){ .kind = TYPE_ARRAY, .length = 2, .target.id = of });
}

/* A struct with `count` members of one type; a NULL name makes them anonymous. */
static uint32_t add_struct(struct graph *graph, const char *tag, const char *name,
			   uint32_t of, uint32_t count)
{
	struct type type = { .kind = TYPE_STRUCT,
			     .tag = tag,
			     .first = (uint32_t)graph->members.count,
			     .count = count };
	for (uint32_t i = 0; i < count; i++) {
		struct member member = { .name = name, .type.id = of };
		(void)vector_push(&graph->members, member);
	}
	return add(graph, type);
}

static enum hm_error_code check(const struct graph *graph)
{
	SCOPED_ERROR struct hm_error *error = graph_check(graph);
	return hm_error_code(error);
}

#define SCOPED_GRAPH SCOPED(graph_deinit)

static struct graph new_graph(void)
{
	struct graph graph;
	hm_error_free(graph_init(&graph));
	return graph;
}

static void test_graph_check_list(void)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	/* struct list { struct list *next; } */
	add_struct(&graph, "list", "next", 2, 1);
	add_pointer(&graph, 1);
	CU_ASSERT_EQUAL(check(&graph), HM_OK);
}

static void test_graph_check_contains_itself(void)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	add_struct(&graph, "list", "next", 2, 1);
	add_array(&graph, 1);
	CU_ASSERT_EQUAL(check(&graph), HM_ERR_STAMP);
}

static void test_graph_check_cycle_without_tag(void)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	add_pointer(&graph, 1);
	CU_ASSERT_EQUAL(check(&graph), HM_ERR_STAMP);
	SCOPED_GRAPH struct graph other = new_graph();
	add_struct(&other, NULL, "next", 2, 1);
	add_pointer(&other, 1);
	CU_ASSERT_EQUAL(check(&other), HM_ERR_STAMP);
}

static void test_graph_check_choice_of_itself(void)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	struct type choice = { .kind = TYPE_CHOICE, .count = 2 };
	struct type_ref void_ref = { .id = 0 }, self = { .id = 1 };
	(void)vector_push(&graph.params, void_ref);
	(void)vector_push(&graph.params, self);
	add(&graph, choice);
	CU_ASSERT_EQUAL(check(&graph), HM_ERR_STAMP);
}

static void test_graph_check_anonymous_member(void)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	uint32_t inner = add_struct(&graph, NULL, "a", 0, 1);
	add_struct(&graph, "outer", NULL, inner, 1);
	CU_ASSERT_EQUAL(check(&graph), HM_OK);
	graph.types.data[inner].flags = TYPE_OPAQUE;
	CU_ASSERT_EQUAL(check(&graph), HM_ERR_STAMP);
	SCOPED_GRAPH struct graph other = new_graph();
	uint32_t base = add(&other, (struct type){ .kind = TYPE_BASE, .size = 4 });
	add_struct(&other, "outer", NULL, base, 1);
	CU_ASSERT_EQUAL(check(&other), HM_ERR_STAMP);
}

static enum hm_error_code check_chain(uint32_t depth,
				      uint32_t (*link)(struct graph *graph, uint32_t to))
{
	SCOPED_GRAPH struct graph graph = new_graph();
	uint32_t last = 0;
	/* void is one of them. */
	for (uint32_t i = 1; i < depth; i++)
		last = link(&graph, last);
	return check(&graph);
}

static void test_graph_check_depth(void)
{
	CU_ASSERT_EQUAL(check_chain(FORMAT_CONTAINMENT_MAX, add_array), HM_OK);
	CU_ASSERT_EQUAL(check_chain(FORMAT_CONTAINMENT_MAX + 1, add_array), HM_ERR_STAMP);
	CU_ASSERT_EQUAL(check_chain(FORMAT_NESTING_MAX, add_pointer), HM_OK);
	CU_ASSERT_EQUAL(check_chain(FORMAT_NESTING_MAX + 1, add_pointer), HM_ERR_STAMP);
	/* No recursion: this would not fit on a stack. */
	CU_ASSERT_EQUAL(check_chain(1000000, add_pointer), HM_ERR_STAMP);
}

/* Each struct holds the one before it twice. */
static enum hm_error_code check_twice(uint32_t count, bool anonymous)
{
	SCOPED_GRAPH struct graph graph = new_graph();
	uint32_t last = 0;
	for (uint32_t i = 0; i < count; i++)
		last = add_struct(&graph, NULL, "twice", last, 2);
	/* The innermost keeps its names: void has no members. */
	for (size_t i = 2; anonymous && i < graph.members.count; i++)
		graph.members.data[i].name = NULL;
	return check(&graph);
}

/* 2^n members from n structs, if they are dissolved. */
static void test_graph_check_expansion(void)
{
	CU_ASSERT_EQUAL(check_twice(12, true), HM_OK);
	CU_ASSERT_EQUAL(check_twice(52, true), HM_ERR_STAMP);
	CU_ASSERT_EQUAL(check_twice(52, false), HM_OK);
}

static const struct test_case cases[] = {
	{ "test_graph_check_list", test_graph_check_list },
	{ "test_graph_check_contains_itself", test_graph_check_contains_itself },
	{ "test_graph_check_cycle_without_tag", test_graph_check_cycle_without_tag },
	{ "test_graph_check_choice_of_itself", test_graph_check_choice_of_itself },
	{ "test_graph_check_anonymous_member", test_graph_check_anonymous_member },
	{ "test_graph_check_depth", test_graph_check_depth },
	{ "test_graph_check_expansion", test_graph_check_expansion },
	{ NULL, NULL },
};

const struct test_suite suite_graph_check = { .name = "graph_check", .cases = cases };
