// SPDX-License-Identifier: BSD-3-Clause
#include "verify/draft.h"

#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* What every test needs: a draft with `int` and `double` in it. */
struct bench {
	struct draft *draft;
	uint32_t int_type, double_type;
};

static uint32_t add(struct bench *bench, struct type_parts parts)
{
	uint32_t id = TYPE_NONE;
	CU_ASSERT_PTR_NULL(draft_add(bench->draft, &parts, &id));
	return id;
}

static uint32_t base(struct bench *bench, unsigned encoding, uint64_t size)
{
	return add(bench, (struct type_parts){ .type = {
						       .kind = TYPE_BASE,
						       .encoding = (uint8_t)encoding,
						       .size = size,
					       } });
}

static void setup(struct bench *bench)
{
	CU_ASSERT_PTR_NULL_FATAL(draft_create(&bench->draft));
	bench->int_type = base(bench, BASE_SIGNED, 4);
	bench->double_type = base(bench, BASE_FLOAT, 8);
}

static const char *text(struct bench *bench, const char *string)
{
	return graph_string(draft_graph(bench->draft), string, strlen(string));
}

static uint32_t unit(struct bench *bench)
{
	uint32_t id = 0;
	CU_ASSERT_PTR_NULL(draft_unit(bench->draft, &id));
	return id;
}

static uint32_t tag(struct bench *bench, const char *name)
{
	uint32_t id = 0;
	CU_ASSERT_PTR_NULL(draft_tag(bench->draft, TYPE_STRUCT, name, &id));
	return id;
}

static uint32_t pointer(struct bench *bench, uint32_t to)
{
	return add(bench, (struct type_parts){ .type = {
						       .kind = TYPE_POINTER,
						       .size = 8,
						       .target = { .id = to },
					       } });
}

/* A struct with one member, and the tag defined so in a unit. */
static void define(struct bench *bench, uint32_t in_unit, const char *name,
		   const char *member_name, uint32_t member_type, bool header)
{
	struct member member = {
		.name = text(bench, member_name),
		.type = { .id = member_type },
	};
	uint32_t body = add(bench, (struct type_parts){
					   .type = { .kind = TYPE_STRUCT,
						     .size = 8,
						     .tag = text(bench, name) },
					   .members = &member,
					   .count = 1,
				   });
	CU_ASSERT_PTR_NULL(
		draft_define(bench->draft, in_unit, tag(bench, name), body, header));
}

#define ROOTS 4

struct outcome {
	struct graph graph;
	struct type_ref roots[ROOTS];
};

static void unify(struct bench *bench, const struct draft_ref *roots, size_t count,
		  struct outcome *outcome)
{
	CU_ASSERT_PTR_NULL_FATAL(
		draft_unify(bench->draft, roots, count, &outcome->graph, outcome->roots));
}

static void finish(struct bench *bench, struct outcome *outcome)
{
	graph_deinit(&outcome->graph);
	draft_destroy(bench->draft);
}

/* The struct that a pointer leads to. */
static const struct type *pointee(const struct outcome *outcome, size_t root)
{
	const struct type *type = graph_type(&outcome->graph, outcome->roots[root].id);
	CU_ASSERT_EQUAL(type->kind, TYPE_POINTER);
	return graph_type(&outcome->graph, type->target.id);
}

static unsigned member_kind(const struct outcome *outcome, const struct type *type)
{
	const struct member *member = &outcome->graph.members.data[type->first];
	return graph_type(&outcome->graph, member->type.id)->encoding;
}

static void test_draft_add_equal_types_are_one(void)
{
	struct bench bench = { 0 };
	setup(&bench);
	CU_ASSERT_EQUAL(base(&bench, BASE_SIGNED, 4), bench.int_type);
	CU_ASSERT_NOT_EQUAL(base(&bench, BASE_UNSIGNED, 4), bench.int_type);
	CU_ASSERT_EQUAL(tag(&bench, "item"), tag(&bench, "item"));
	draft_destroy(bench.draft);
}

static void test_draft_add_one_unit_that_can_say_is_enough(void)
{
	struct bench bench = { 0 };
	setup(&bench);
	struct type_parts reticent = {
		.type = { .kind = TYPE_BASE, .size = 2, .flags = TYPE_RETICENT },
	};
	uint32_t id = add(&bench, reticent);
	CU_ASSERT(graph_type(draft_graph(bench.draft), id)->flags & TYPE_RETICENT);
	reticent.type.flags = 0;
	CU_ASSERT_EQUAL(add(&bench, reticent), id);
	CU_ASSERT_FALSE(graph_type(draft_graph(bench.draft), id)->flags & TYPE_RETICENT);
	draft_destroy(bench.draft);
}

static void test_draft_unify_declaration_takes_header_body(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t declares = unit(&bench), defines = unit(&bench);
	define(&bench, defines, "item", "key", bench.int_type, true);
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "item")) };
	unify(&bench, (struct draft_ref[]){ { declares, ref } }, 1, &outcome);
	CU_ASSERT_FALSE(pointee(&outcome, 0)->flags & TYPE_OPAQUE);
	finish(&bench, &outcome);
}

static void test_draft_unify_source_body_is_private(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t declares = unit(&bench), defines = unit(&bench);
	define(&bench, defines, "item", "key", bench.int_type, false);
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "item")) };
	unify(&bench, (struct draft_ref[]){ { declares, ref }, { defines, ref } }, 2,
	      &outcome);
	CU_ASSERT(pointee(&outcome, 0)->flags & TYPE_OPAQUE);
	CU_ASSERT_FALSE(pointee(&outcome, 1)->flags & TYPE_OPAQUE);
	finish(&bench, &outcome);
}

static void test_draft_unify_header_bodies_that_disagree_all_count(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t one = unit(&bench), other = unit(&bench), declares = unit(&bench);
	define(&bench, one, "item", "key", bench.int_type, true);
	define(&bench, other, "item", "key", bench.double_type, true);
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "item")) };
	struct draft_ref roots[] = { { one, ref }, { other, ref }, { declares, ref } };
	unify(&bench, roots, 3, &outcome);
	CU_ASSERT_EQUAL(member_kind(&outcome, pointee(&outcome, 0)), BASE_SIGNED);
	CU_ASSERT_EQUAL(member_kind(&outcome, pointee(&outcome, 1)), BASE_FLOAT);
	CU_ASSERT_EQUAL(pointee(&outcome, 2)->kind, TYPE_CHOICE);
	CU_ASSERT_EQUAL(pointee(&outcome, 2)->count, 2);
	finish(&bench, &outcome);
}

static void test_draft_unify_same_shape_other_inner(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t one = unit(&bench), other = unit(&bench);
	uint32_t inner = pointer(&bench, tag(&bench, "inner"));
	define(&bench, one, "inner", "a", bench.int_type, false);
	define(&bench, other, "inner", "a", bench.double_type, false);
	define(&bench, one, "outer", "in", inner, true);
	define(&bench, other, "outer", "in", inner, true);
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "outer")) };
	unify(&bench, (struct draft_ref[]){ { one, ref }, { other, ref } }, 2, &outcome);
	CU_ASSERT_NOT_EQUAL(outcome.roots[0].id, outcome.roots[1].id);
	finish(&bench, &outcome);
}

static void test_draft_unify_deviation_elsewhere_splits_nothing(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t one = unit(&bench), other = unit(&bench);
	define(&bench, one, "item", "key", bench.int_type, true);
	define(&bench, other, "item", "key", bench.int_type, true);
	define(&bench, one, "noise", "n", bench.int_type, false);
	define(&bench, other, "noise", "n", bench.double_type, false);
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "item")) };
	unify(&bench, (struct draft_ref[]){ { one, ref }, { other, ref } }, 2, &outcome);
	CU_ASSERT_EQUAL(outcome.roots[0].id, outcome.roots[1].id);
	finish(&bench, &outcome);
}

static void test_draft_unify_bodies_that_differ_without_effect_are_one(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t units[] = { unit(&bench), unit(&bench) };
	struct type_ref ref = { .id = pointer(&bench, tag(&bench, "item")) };
	for (size_t i = 0; i < 2; i++) {
		/* One compiler declares the alignment on the member only. */
		struct member member = {
			.name = text(&bench, "key"),
			.type = { .id = bench.int_type, .align = 5 },
		};
		struct type_parts parts = {
			.type = { .kind = TYPE_STRUCT,
				  .size = 16,
				  .align = i ? 5 : 0,
				  .tag = text(&bench, "item") },
			.members = &member,
			.count = 1,
		};
		CU_ASSERT_PTR_NULL(draft_define(bench.draft, units[i],
						tag(&bench, "item"), add(&bench, parts),
						true));
	}
	unify(&bench, (struct draft_ref[]){ { units[0], ref }, { units[1], ref } }, 2,
	      &outcome);
	CU_ASSERT_EQUAL(outcome.roots[0].id, outcome.roots[1].id);
	finish(&bench, &outcome);
}

static void test_draft_unify_cycles_end(void)
{
	struct bench bench = { 0 };
	struct outcome outcome = { 0 };
	setup(&bench);
	uint32_t only = unit(&bench);
	define(&bench, only, "node", "next", pointer(&bench, tag(&bench, "node")), false);
	struct type_ref ref = { .id = tag(&bench, "node") };
	unify(&bench, (struct draft_ref[]){ { only, ref } }, 1, &outcome);
	CU_ASSERT_EQUAL(outcome.graph.types.count, 3); /* void, the struct, the pointer */
	finish(&bench, &outcome);
}

static void test_graph_choice_equal_types_are_no_choice(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	struct type type = { .kind = TYPE_BASE, .size = 4 };
	uint32_t a, b;
	CU_ASSERT_PTR_NULL(graph_add(&graph, &type, &a));
	CU_ASSERT_PTR_NULL(graph_add(&graph, &type, &b));
	struct type_ref refs[] = { { .id = b }, { .id = a }, { .id = b } }, made;
	CU_ASSERT_PTR_NULL(graph_choice(&graph, refs, 3, &made));
	CU_ASSERT_EQUAL(graph_type(&graph, made.id)->kind, TYPE_CHOICE);
	CU_ASSERT_EQUAL(graph_type(&graph, made.id)->count, 2);
	refs[1].id = b;
	CU_ASSERT_PTR_NULL(graph_choice(&graph, refs, 3, &made));
	CU_ASSERT_EQUAL(made.id, b);
	graph_deinit(&graph);
}

#define CASE(function)              \
	{                           \
#function, function \
	}
const struct test_suite suite_draft = {
	.name = "draft",
	.cases =
		(const struct test_case[]){
			CASE(test_draft_add_equal_types_are_one),
			CASE(test_draft_add_one_unit_that_can_say_is_enough),
			CASE(test_draft_unify_declaration_takes_header_body),
			CASE(test_draft_unify_source_body_is_private),
			CASE(test_draft_unify_header_bodies_that_disagree_all_count),
			CASE(test_draft_unify_same_shape_other_inner),
			CASE(test_draft_unify_deviation_elsewhere_splits_nothing),
			CASE(test_draft_unify_bodies_that_differ_without_effect_are_one),
			CASE(test_draft_unify_cycles_end),
			CASE(test_graph_choice_equal_types_are_no_choice),
			{ 0 },
		},
};
