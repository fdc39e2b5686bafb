// SPDX-License-Identifier: BSD-3-Clause
#include "verify/layout.h"

#include "base/error.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static uint32_t add(struct graph *graph, struct type type)
{
	uint32_t id = TYPE_NONE;
	CU_ASSERT_PTR_NULL(graph_add(graph, &type, &id));
	return id;
}

static uint32_t base(struct graph *graph, uint64_t size)
{
	return add(graph, (struct type){ .kind = TYPE_BASE,
					 .encoding = BASE_SIGNED,
					 .size = size });
}

static uint32_t aggregate(struct graph *graph, unsigned kind, uint64_t size,
			  uint8_t align, const struct member *members, uint32_t count)
{
	struct type type = {
		.kind = (uint8_t)kind,
		.size = size,
		.align = align,
		.first = (uint32_t)graph->members.count,
		.count = count,
	};
	for (uint32_t i = 0; i < count; i++)
		CU_ASSERT(vector_push(&graph->members, members[i]));
	return add(graph, type);
}

#define MEMBER(text, offset, of)                                           \
	{                                                                  \
		.name = (text), .offset_bits = (offset)*8, .type.id = (of) \
	}

static void test_graph_size_arrays(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t element = base(&graph, 4);
	uint32_t row = add(
		&graph,
		(struct type){ .kind = TYPE_ARRAY, .length = 3, .target.id = element });
	uint32_t grid =
		add(&graph,
		    (struct type){ .kind = TYPE_ARRAY, .length = 2, .target.id = row });
	uint32_t open = add(&graph, (struct type){ .kind = TYPE_ARRAY,
						   .length = LENGTH_UNKNOWN,
						   .target.id = row });
	uint32_t huge = add(&graph, (struct type){ .kind = TYPE_ARRAY,
						   .length = UINT64_MAX - 1,
						   .target.id = row });
	CU_ASSERT_EQUAL(graph_size(&graph, grid), 24);
	CU_ASSERT_EQUAL(graph_size(&graph, open), 0);
	CU_ASSERT_EQUAL(graph_size(&graph, huge), UINT64_MAX);
	CU_ASSERT_EQUAL(graph_size(&graph, 0), 0);
	graph_deinit(&graph);
}

static void test_graph_settle_effective_alignment(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t one = base(&graph, 1), four = base(&graph, 4);
	const struct member natural[] = { MEMBER("a", 0, one), MEMBER("b", 4, four) };
	const struct member packed[] = { MEMBER("a", 0, one), MEMBER("b", 1, four) };
	struct member declared[] = { MEMBER("a", 0, four) };
	declared[0].type.align = 5;
	uint32_t natural_id = aggregate(&graph, TYPE_STRUCT, 8, 0, natural, 2);
	uint32_t packed_id = aggregate(&graph, TYPE_STRUCT, 5, 0, packed, 2);
	uint32_t member_id = aggregate(&graph, TYPE_STRUCT, 16, 0, declared, 1);
	uint32_t raised_id = aggregate(&graph, TYPE_STRUCT, 64, 7, natural, 2);
	const struct member outer[] = { MEMBER("in", 0, raised_id) };
	uint32_t outer_id = aggregate(&graph, TYPE_UNION, 64, 0, outer, 1);
	CU_ASSERT_PTR_NULL(graph_settle(&graph));
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = natural_id }), 4);
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = packed_id }), 1);
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = member_id }), 16);
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = raised_id }), 64);
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = outer_id }), 64);
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = four, .align = 6 }),
			32);
	graph_deinit(&graph);
}

static void test_graph_settle_container_before_contained(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	/* The outer struct, number 1, contains number 2. */
	const struct member outer[] = { MEMBER("in", 0, 2) };
	aggregate(&graph, TYPE_STRUCT, 32, 0, outer, 1);
	const struct member none[] = { MEMBER("x", 0, 0) };
	aggregate(&graph, TYPE_STRUCT, 32, 6, none, 1);
	CU_ASSERT_PTR_NULL(graph_settle(&graph));
	CU_ASSERT_EQUAL(graph_align(&graph, (struct type_ref){ .id = 1 }), 32);
	graph_deinit(&graph);
}

static void test_graph_settle_struct_in_itself(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	const struct member members[] = { MEMBER("self", 0, 1) };
	aggregate(&graph, TYPE_STRUCT, 8, 0, members, 1);
	struct hm_error *error = graph_settle(&graph);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_FORMAT);
	hm_error_free(error);
	graph_deinit(&graph);
}

static void test_graph_settle_natural_declaration_is_none(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t four = base(&graph, 4);
	uint32_t idle =
		add(&graph, (struct type){ .kind = TYPE_POINTER,
					   .size = 8,
					   .target = { .id = four, .align = 3 } });
	uint32_t raised =
		add(&graph, (struct type){ .kind = TYPE_POINTER,
					   .size = 8,
					   .target = { .id = four, .align = 4 } });
	CU_ASSERT_PTR_NULL(graph_settle(&graph));
	CU_ASSERT_EQUAL(graph_type(&graph, idle)->target.align, 0);
	CU_ASSERT_EQUAL(graph_type(&graph, raised)->target.align, 4);
	graph_deinit(&graph);
}

static void test_graph_leaves_wrapping_makes_no_difference(void)
{
	struct graph graph;
	struct leaves flat = { 0 }, nested = { 0 };
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t four = base(&graph, 4);
	const struct member plain[] = { MEMBER("a", 0, four), MEMBER("b", 4, four) };
	const struct member inner[] = { MEMBER("b", 0, four) };
	uint32_t plain_id = aggregate(&graph, TYPE_STRUCT, 8, 0, plain, 2);
	uint32_t inner_id = aggregate(&graph, TYPE_STRUCT, 4, 0, inner, 1);
	const struct member lone[] = { MEMBER(NULL, 0, inner_id) };
	uint32_t lone_id = aggregate(&graph, TYPE_UNION, 4, 0, lone, 1);
	const struct member outer[] = { MEMBER(NULL, 4, lone_id), MEMBER("a", 0, four) };
	uint32_t outer_id = aggregate(&graph, TYPE_STRUCT, 8, 0, outer, 2);
	CU_ASSERT_PTR_NULL_FATAL(graph_leaves(&graph, plain_id, &flat));
	CU_ASSERT_PTR_NULL_FATAL(graph_leaves(&graph, outer_id, &nested));
	CU_ASSERT_EQUAL_FATAL(flat.list.count, 2);
	CU_ASSERT_EQUAL_FATAL(nested.list.count, 2);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_STRING_EQUAL(flat.list.data[i].member->name,
				       nested.list.data[i].member->name);
		CU_ASSERT_EQUAL(flat.list.data[i].offset_bits,
				nested.list.data[i].offset_bits);
		CU_ASSERT_EQUAL(nested.list.data[i].alternative, 0);
	}
	leaves_deinit(&flat);
	leaves_deinit(&nested);
	graph_deinit(&graph);
}

static void test_graph_leaves_alternatives(void)
{
	struct graph graph;
	struct leaves leaves = { 0 };
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t four = base(&graph, 4);
	const struct member pair[] = { MEMBER("low", 0, four), MEMBER("high", 4, four) };
	uint32_t pair_id = aggregate(&graph, TYPE_STRUCT, 8, 0, pair, 2);
	const struct member either[] = { MEMBER(NULL, 0, pair_id),
					 MEMBER("text", 0, four) };
	uint32_t either_id = aggregate(&graph, TYPE_UNION, 8, 0, either, 2);
	CU_ASSERT_PTR_NULL_FATAL(graph_leaves(&graph, either_id, &leaves));
	CU_ASSERT_EQUAL_FATAL(leaves.list.count, 3);
	/* Sorted: low at 0, text at 0, high at 4. */
	const struct leaf *leaf = leaves.list.data;
	CU_ASSERT_EQUAL(leaf[0].alternative, leaf[2].alternative);
	CU_ASSERT_NOT_EQUAL(leaf[0].alternative, leaf[1].alternative);
	leaves_deinit(&leaves);
	graph_deinit(&graph);
}

/* Sixty anonymous structs, each containing the next one twice. */
static void test_graph_leaves_multiplying_members_are_refused(void)
{
	struct graph graph;
	struct leaves leaves = { 0 };
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	uint32_t inner = aggregate(&graph, TYPE_STRUCT, 0, 0, NULL, 0);
	for (int i = 0; i < 60; i++) {
		const struct member twice[] = { MEMBER(NULL, 0, inner),
						MEMBER(NULL, 0, inner) };
		inner = aggregate(&graph, TYPE_STRUCT, 0, 0, twice, 2);
	}
	struct hm_error *error = graph_leaves(&graph, inner, &leaves);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_FORMAT);
	hm_error_free(error);
	graph_deinit(&graph);
}

#define CASE(function)              \
	{                           \
#function, function \
	}
const struct test_suite suite_layout = {
	.name = "layout",
	.cases =
		(const struct test_case[]){
			CASE(test_graph_size_arrays),
			CASE(test_graph_settle_effective_alignment),
			CASE(test_graph_settle_container_before_contained),
			CASE(test_graph_settle_struct_in_itself),
			CASE(test_graph_settle_natural_declaration_is_none),
			CASE(test_graph_leaves_wrapping_makes_no_difference),
			CASE(test_graph_leaves_alternatives),
			CASE(test_graph_leaves_multiplying_members_are_refused),
			{ 0 },
		},
};
