// SPDX-License-Identifier: BSD-3-Clause
#include "verify/walk.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/graph_build.h"
#include "tests/graph_compare.h"
#include "tests/suite.h"
#include "verify/compare.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Of processor time: generous for instrumented code; a walk that multiplies takes hours.
 */
#define SECONDS_MAX 100

/* ----------------------------------------------------------------------- paths */

static bool has_path(const struct report *report, const char *rule, const char *path)
{
	vector_for_each (finding, &report->findings)
		if (strcmp(finding->rule, rule) == 0 && strcmp(finding->path, path) == 0)
			return true;
	return false;
}

struct path_case {
	const char *consumer, *provider, *rule, *path;
};

static const struct path_case path_cases[] = {
	{ "void f(int, int);", "void f(int, long);", "size", "f(arg 2)" },
	{ "int f(void);", "long f(void);", "size", "f(result)" },
	{ "int f;", "long f;", "size", "f" },
	{ "int f[3];", "long f[3];", "size", "f[]" },
	{ "struct s { int a; }; void f(struct s *);",
	  "struct s { long a; }; void f(struct s *);", "size", "f(arg 1) -> struct s.a" },
	{ "struct s { int a; }; void f(struct s **);",
	  "struct s { int n; int a; }; void f(struct s **);", "member-moved",
	  "f(arg 1) -> struct s.a" },
	{ "struct t { int x; }; struct s { struct t *t; }; void f(struct s *);",
	  "struct t { float x; }; struct s { struct t *t; }; void f(struct s *);",
	  "base-kind", "f(arg 1) -> struct s -> t -> struct t.x" },
	{ "struct o { int (*g)(int, int); }; void f(struct o *);",
	  "struct o { int (*g)(int, long); }; void f(struct o *);", "size",
	  "f(arg 1) -> struct o.g(arg 2)" },
	{ "void f(void (*)(int));", "void f(void (*)(long));", "size",
	  "f(arg 1)(arg 1)" },
	{ "enum e { A }; void f(enum e);", "enum e { A = 1 }; void f(enum e);",
	  "enumerator-value", "f(arg 1) -> enum e.A" },
	{ "void f(struct { int a; } *);", "void f(struct { float a; } *);", "base-kind",
	  "f(arg 1) -> struct {...}.a" },
	{ "struct s { int a[4][2]; }; void f(struct s *);",
	  "struct s { float a[4][2]; }; void f(struct s *);", "base-kind",
	  "f(arg 1) -> struct s.a[][]" },
	/* The shortest of two. */
	{ "struct t { int x; }; struct s { struct s *n; struct t *t; }; "
	  "void f(struct s *, struct t *);",
	  "struct t { float x; }; struct s { struct s *n; struct t *t; }; "
	  "void f(struct s *, struct t *);",
	  "base-kind", "f(arg 2) -> struct t.x" },
};

static void test_walk_symbol_paths(void)
{
	for (size_t i = 0; i < sizeof(path_cases) / sizeof(*path_cases); i++) {
		const struct path_case *at = &path_cases[i];
		SCOPED(report_deinit) struct report report = { 0 };
		SCOPED_FREE char *found =
			graph_compare(at->consumer, at->provider, &report);
		bool there = has_path(&report, at->rule, at->path);
		CU_ASSERT(there);
		if (!there)
			printf("# no %s at %s, but %s at %s\n", at->rule, at->path, found,
			       report.findings.count ? report.findings.data[0].path
						     : "none");
	}
}

static void test_walk_symbol_long_path_is_cut(void)
{
	SCOPED(buffer_deinit) struct buffer want = { 0 }, have = { 0 };
	for (unsigned i = 0; i < 200; i++) {
		char text[80];
		int length = snprintf(text, sizeof(text),
				      "struct s%u { struct s%u *n; }; ", i, i + 1);
		buffer_bytes(&want, text, (size_t)length);
		buffer_bytes(&have, text, (size_t)length);
	}
	static const char end[] = "struct s200 { int x; }; void f(struct s0 *);";
	static const char other[] = "struct s200 { float x; }; void f(struct s0 *);";
	buffer_bytes(&want, end, sizeof(end));
	buffer_bytes(&have, other, sizeof(other));
	SCOPED(report_deinit) struct report report = { 0 };
	SCOPED_FREE char *found =
		graph_compare((char *)want.data, (char *)have.data, &report);
	CU_ASSERT_STRING_EQUAL(found, "break:base-kind");
	CU_ASSERT_EQUAL_FATAL(report.findings.count, 1);
	const char *path = report.findings.data[0].path;
	CU_ASSERT(strncmp(path, "f(arg 1) -> ... -> ", 19) == 0);
	CU_ASSERT(strlen(path) < 2000);
	const char *tail = " -> n -> struct s200.x";
	CU_ASSERT(strlen(path) > strlen(tail) &&
		  strcmp(path + strlen(path) - strlen(tail), tail) == 0);
}

/* ---------------------------------------------------------------------- each once */

static void test_walk_symbol_reports_once(void)
{
	static const struct graph_case cases[] = {
		{ "struct reached by two symbols",
		  "struct s { int a; }; void f(struct s *); void g(struct s *);",
		  "struct s { float a; }; void f(struct s *); void g(struct s *);",
		  "break:base-kind" },
		{ "each symbol's own argument", "void f(int *); void g(int *);",
		  "void f(float *); void g(float *);",
		  "break:base-kind break:base-kind" },
		{ "each member of one function type",
		  "struct o { int (*a)(int); int (*b)(int); }; void f(struct o *);",
		  "struct o { int (*a)(long); int (*b)(long); }; void f(struct o *);",
		  "break:size break:size" },
		{ "functions within functions",
		  "struct o { int (*a)(int (*)(int)); int (*b)(int (*)(int)); }; "
		  "void f(struct o *);",
		  "struct o { int (*a)(int (*)(long)); int (*b)(int (*)(long)); }; "
		  "void f(struct o *);",
		  "break:size break:size" },
		{ "table that takes itself",
		  "struct o { int (*a)(struct o *, int); struct o *(*b)(struct o *); }; "
		  "void f(struct o *);",
		  "struct o { int (*a)(struct o *, long); struct o *(*b)(struct o *); }; "
		  "void f(struct o *);",
		  "break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

/* Which symbols are concerned does not depend on where a difference was reported. */
static void test_comparison_worst_counts_what_was_reported_before(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	graph_build(&want, "struct s { int a; }; struct t { struct s *s; };"
			   "void f(struct s *); void g(struct t *); void h(int);"
			   "void i(void (*)(struct t *));");
	graph_build(&have, "struct s { float a; }; struct t { struct s *s; };"
			   "void f(struct s *); void g(struct t *); void h(int);"
			   "void i(void (*)(struct t *));");
	struct comparison *comparison = NULL;
	CU_ASSERT_PTR_NULL_FATAL(
		comparison_create(&want, &have, "host", &report, &comparison));
	static const uint8_t expected[] = { HM_BREAK, HM_BREAK, 0, HM_BREAK };
	for (size_t i = 0; i < 4; i++) {
		CU_ASSERT_PTR_NULL(comparison_symbol(comparison, &want.provides.data[i],
						     &have.provides.data[i]));
		CU_ASSERT_EQUAL(comparison_worst(comparison), expected[i]);
	}
	CU_ASSERT_EQUAL(report.findings.count, 1);
	/* And in the other order. */
	comparison_destroy(comparison);
	comparison = NULL;
	CU_ASSERT_PTR_NULL_FATAL(
		comparison_create(&want, &have, "host", &report, &comparison));
	for (size_t i = 4; i-- > 0;) {
		CU_ASSERT_PTR_NULL(comparison_symbol(comparison, &want.provides.data[i],
						     &have.provides.data[i]));
		CU_ASSERT_EQUAL(comparison_worst(comparison), expected[i]);
	}
	comparison_destroy(comparison);
}

/* ---------------------------------------------------------------------- hashes */

static void set_digest(struct digest *digest, uint8_t value)
{
	memset(digest->bytes, value, sizeof(digest->bytes));
}

static struct hm_error *add_tag(struct stamp *stamp, uint8_t kind, const char *tag,
				uint8_t digest)
{
	struct stamp_tag entry = { .kind = kind, .tag = tag };
	set_digest(&entry.digest, digest);
	return vector_push(&stamp->tags, entry) ? NULL : error_nomem();
}

#define SMALL "struct s { int a; }; void f(struct s *);"
#define LARGE "struct s { long a; }; void f(struct s *);"

/* The graphs differ, so that it shows whether they are looked at. */
static void check_hashes(uint8_t want_symbol, uint8_t have_symbol, uint8_t want_tag,
			 uint8_t have_tag, bool looked_at)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, SMALL);
	graph_build(&have, LARGE);
	set_digest(&want.provides.data[0].digest, want_symbol);
	set_digest(&have.provides.data[0].digest, have_symbol);
	CU_ASSERT_PTR_NULL(add_tag(&want, TYPE_STRUCT, "s", want_tag));
	CU_ASSERT_PTR_NULL(add_tag(&have, TYPE_STRUCT, "s", have_tag));
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_EQUAL(*found != '\0', looked_at);
}

static void test_comparison_symbol_hashes(void)
{
	check_hashes(1, 1, 2, 2, false);
	check_hashes(1, 1, 2, 3, true);
	check_hashes(1, 3, 2, 2, true);
	/* All zero is not a hash. */
	check_hashes(0, 0, 2, 2, true);
	check_hashes(1, 1, 0, 0, true);
}

/* Equal hashes do not hide what is opaque on one side. */
static void test_comparison_symbol_hashes_opaque(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, "void f(struct s *);");
	graph_build(&have, SMALL);
	set_digest(&want.provides.data[0].digest, 1);
	set_digest(&have.provides.data[0].digest, 1);
	CU_ASSERT_PTR_NULL(add_tag(&have, TYPE_STRUCT, "s", 2));
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_STRING_EQUAL(found, "note:opaque");
	SCOPED_FREE char *reverse = graph_compare_stamps(&have, &want, NULL);
	CU_ASSERT_STRING_EQUAL(reverse, "note:opaque");
}

/* What stands beside the hashes is compared all the same. */
static void test_comparison_symbol_hashes_edges(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, "noreturn void f(void); int g;");
	graph_build(&have, "void f(void); const int g;");
	for (size_t i = 0; i < 2; i++) {
		set_digest(&want.provides.data[i].digest, 1);
		set_digest(&have.provides.data[i].digest, 1);
	}
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_STRING_EQUAL(found, "break:noreturn break:object-became-const");
}

/* Struct t becomes another body of struct s. */
static void give_tag(struct stamp *stamp)
{
	vector_for_each (type, &stamp->graph.types)
		if (type->tag && strcmp(type->tag, "t") == 0)
			type->tag = "s";
}

/* Two bodies of a tag, of which the same is to be said, are one finding for each side. */
static void test_comparison_symbol_bodies_of_one_tag(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	graph_build(&want, "struct s { int a; }; struct t { int a; int b; };"
			   "void f(struct s *); void g(struct t *);");
	graph_build(&have, "struct s { float a; }; struct t { float a; float b; };"
			   "void f(struct s *); void g(struct t *);");
	give_tag(&want);
	give_tag(&have);
	struct comparison *comparison = NULL;
	CU_ASSERT_PTR_NULL_FATAL(
		comparison_create(&want, &have, "host", &report, &comparison));
	static const size_t findings[] = { 1, 2 };
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_PTR_NULL(comparison_symbol(comparison, &want.provides.data[i],
						     &have.provides.data[i]));
		CU_ASSERT_EQUAL(comparison_worst(comparison), HM_BREAK);
		CU_ASSERT_EQUAL(report.findings.count, findings[i]);
	}
	CU_ASSERT_STRING_EQUAL(report.findings.data[1].path, "g(arg 1) -> struct s.b");
	comparison_destroy(comparison);
}

/* --------------------------------------------------------------------- hostile */

/* A graph that no C program has, with one object `f` of type 1. */
static void hostile_init(struct stamp *stamp)
{
	CU_ASSERT_PTR_NULL_FATAL(stamp_init(stamp));
	struct stamp_symbol symbol = { .name = "f",
				       .kind = SYMBOL_OBJECT,
				       .type = { .id = 1 } };
	CU_ASSERT_FATAL(vector_push(&stamp->provides, symbol));
}

static uint32_t hostile_add(struct stamp *stamp, struct type type)
{
	uint32_t id = 0;
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&stamp->graph, &type, &id));
	return id;
}

static void hostile_member(struct stamp *stamp, const char *name, uint64_t offset_bits,
			   uint32_t type)
{
	struct member member = { .name = name,
				 .offset_bits = offset_bits,
				 .type = { .id = type } };
	CU_ASSERT_FATAL(vector_push(&stamp->graph.members, member));
}

/* Compares symbol `f` of both; the error is for the caller to free. */
static struct hm_error *hostile_compare(const struct stamp *want,
					const struct stamp *have, struct report *report)
{
	clock_t start = clock();
	struct comparison *comparison = NULL;
	CU_ASSERT_PTR_NULL_FATAL(
		comparison_create(want, have, "hostile.so", report, &comparison));
	struct hm_error *error = comparison_symbol(comparison, &want->provides.data[0],
						   &have->provides.data[0]);
	comparison_destroy(comparison);
	CU_ASSERT((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
	return error;
}

/* `count` structs without tags, each a pointer to the next, the last to the first. */
static void make_ring(struct stamp *stamp, uint32_t count)
{
	hostile_init(stamp);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t next = 2 * ((i + 1) % count) + 1;
		hostile_member(stamp, "next", 0, 2 * i + 2);
		hostile_add(stamp, (struct type){ .kind = TYPE_STRUCT,
						  .size = 8,
						  .align = 4,
						  .first = i,
						  .count = 1 });
		hostile_add(stamp, (struct type){ .kind = TYPE_POINTER,
						  .size = 8,
						  .target = { .id = next } });
	}
}

static void test_walk_ring_of_100000(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_ring(&want, 100000);
	make_ring(&have, 100000);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report.findings.count, 0);
}

/* Every struct of the one meets every struct of the other. */
static void test_walk_rings_multiply(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_ring(&want, 20011);
	make_ring(&have, 20021);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_STAMP);
}

static void test_walk_small_rings_meet(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_ring(&want, 7);
	make_ring(&have, 11);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report.findings.count, 0);
}

static void test_walk_pointer_to_itself(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	hostile_init(&want);
	hostile_init(&have);
	hostile_add(
		&want,
		(struct type){ .kind = TYPE_POINTER, .size = 8, .target = { .id = 1 } });
	hostile_add(&have, (struct type){ .kind = TYPE_POINTER,
					  .size = 8,
					  .target = { .id = 1, .quals = QUAL_CONST } });
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report.findings.count, 1);
}

static void test_walk_choice_of_itself(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	struct stamp *const both[] = { &want, &have };
	for (size_t i = 0; i < 2; i++) {
		hostile_init(both[i]);
		for (uint32_t n = 0; n < 3; n++)
			CU_ASSERT_FATAL(
				vector_push(&both[i]->graph.params,
					    ((struct type_ref){ .id = 1 + n % 2 })));
		hostile_add(both[i], (struct type){ .kind = TYPE_CHOICE, .count = 3 });
		hostile_add(both[i], (struct type){ .kind = TYPE_CHOICE, .count = 2 });
	}
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
}

static void test_walk_empty_choice(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	hostile_init(&want);
	hostile_init(&have);
	hostile_add(&want, (struct type){ .kind = TYPE_CHOICE });
	hostile_add(&have, (struct type){ .kind = TYPE_BASE, .size = 4 });
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report_verdict(&report), VERDICT_INCOMPATIBLE);
}

/* Functions whose two parameters are the function before: exponential as a tree. */
static void make_tower(struct stamp *stamp, uint32_t height, uint64_t size)
{
	hostile_init(stamp);
	for (uint32_t i = 0; i < height; i++) {
		uint32_t function = 2 * i + 2, below = 2 * i + 3;
		hostile_add(stamp, (struct type){ .kind = TYPE_POINTER,
						  .size = 8,
						  .target = { .id = function } });
		for (unsigned n = 0; n < 2; n++)
			CU_ASSERT_FATAL(vector_push(&stamp->graph.params,
						    ((struct type_ref){ .id = below })));
		hostile_add(stamp, (struct type){ .kind = TYPE_FUNCTION,
						  .first = 2 * i,
						  .count = 2 });
	}
	hostile_add(stamp, (struct type){ .kind = TYPE_BASE,
					  .encoding = BASE_SIGNED,
					  .size = size });
}

static void test_walk_tower_of_functions(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_tower(&want, 2000, 4);
	make_tower(&have, 2000, 8);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report_verdict(&report), VERDICT_INCOMPATIBLE);
	CU_ASSERT(report.findings.count <= 2 * FINDINGS_MAX + 2);
}

/* A chain of pointers below each of many members: walking again must not multiply. */
static void make_chains(struct stamp *stamp, uint32_t count, uint64_t size)
{
	static char names[20000][16];
	hostile_init(stamp);
	for (uint32_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "m%u", i);
		hostile_member(stamp, names[i], i * 64ull, 2);
	}
	hostile_add(stamp, (struct type){ .kind = TYPE_STRUCT,
					  .size = count * 8ull,
					  .align = 4,
					  .count = count });
	for (uint32_t i = 0; i < count; i++)
		hostile_add(stamp, (struct type){ .kind = TYPE_POINTER,
						  .size = 8,
						  .target = { .id = i + 3 } });
	hostile_add(stamp, (struct type){ .kind = TYPE_BASE,
					  .encoding = BASE_SIGNED,
					  .size = size });
}

static void test_walk_chains_below_members(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_chains(&want, 20000, 4);
	make_chains(&have, 20000, 8);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report_verdict(&report), VERDICT_INCOMPATIBLE);
	CU_ASSERT(report.findings.count > 10);
}

/* One side's members are all gone, the other's all new, and all stand at one place. */
static void make_union(struct stamp *stamp, uint32_t count, char prefix, uint32_t type)
{
	hostile_init(stamp);
	for (uint32_t i = 0; i < count; i++) {
		char name[16];
		int length = snprintf(name, sizeof(name), "%c%u", prefix, i);
		hostile_member(stamp, graph_string(&stamp->graph, name, (size_t)length),
			       0, type);
	}
	hostile_add(stamp, (struct type){ .kind = TYPE_UNION,
					  .tag = "u",
					  .size = 8,
					  .align = 4,
					  .count = count });
	hostile_add(
		stamp,
		(struct type){ .kind = TYPE_BASE, .encoding = BASE_SIGNED, .size = 8 });
	hostile_add(
		stamp,
		(struct type){ .kind = TYPE_BASE, .encoding = BASE_FLOAT, .size = 8 });
}

static void test_walk_large_unions(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_union(&want, 2 * FINDINGS_MAX, 'a', 2);
	make_union(&have, 2 * FINDINGS_MAX, 'b', 3);
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	/* As many breaks, as many notes, and the word that there are more. */
	CU_ASSERT_EQUAL(report.findings.count, 2 * FINDINGS_MAX + 1);
	CU_ASSERT_EQUAL(report_verdict(&report), VERDICT_INCOMPATIBLE);
	const struct hm_finding *last = &report.findings.data[report.findings.count - 1];
	CU_ASSERT_PTR_NOT_NULL(strstr(last->message, "not listed"));
	CU_ASSERT_EQUAL(last->severity, HM_NOTE);
}

/* Notes enough to fill the report, then a break: it must not get lost. */
static void test_walk_break_behind_many_notes(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	struct stamp *const both[] = { &want, &have };
	for (size_t side = 0; side < 2; side++) {
		hostile_init(both[side]);
		uint32_t count = FINDINGS_MAX + 100;
		for (uint32_t i = 0; i <= count; i++) {
			char name[16];
			int length = snprintf(name, sizeof(name), "m%06u", i);
			hostile_member(
				both[side],
				graph_string(&both[side]->graph, name, (size_t)length),
				i * 64ull, 2);
			struct member *member = &both[side]->graph.members.data[i];
			if (side && i < count)
				member->type.quals = QUAL_CONST;
			if (side && i == count)
				member->type.id = 3;
		}
		hostile_add(both[side], (struct type){ .kind = TYPE_STRUCT,
						       .size = (count + 1) * 8ull,
						       .align = 4,
						       .count = count + 1 });
		hostile_add(both[side], (struct type){ .kind = TYPE_BASE,
						       .encoding = BASE_SIGNED,
						       .size = 8 });
		hostile_add(both[side], (struct type){ .kind = TYPE_BASE,
						       .encoding = BASE_FLOAT,
						       .size = 8 });
	}
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT_EQUAL(report_verdict(&report), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL(report.findings.count, FINDINGS_MAX + 2);
}

/* Unions within unions, each with an alternative that the other side lacks. */
static void make_nest(struct stamp *stamp, uint32_t depth, const char *name)
{
	hostile_init(stamp);
	for (uint32_t i = 0; i < depth; i++) {
		hostile_member(stamp, NULL, 0, i + 2);
		hostile_member(stamp, name, 0, depth + 2);
		hostile_add(stamp, (struct type){ .kind = TYPE_UNION,
						  .size = 8,
						  .align = 4,
						  .first = 2 * i,
						  .count = 2 });
	}
	hostile_member(stamp, "last", 0, depth + 2);
	hostile_add(stamp, (struct type){ .kind = TYPE_UNION,
					  .size = 8,
					  .align = 4,
					  .first = 2 * depth,
					  .count = 1 });
	hostile_add(
		stamp,
		(struct type){ .kind = TYPE_BASE, .encoding = BASE_SIGNED, .size = 8 });
}

static void test_walk_nested_unions(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	make_nest(&want, 200, "a");
	make_nest(&have, 200, "b");
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT(report.findings.count > 0);
}

/* Offsets and widths at the end of what fits. */
static void test_walk_huge_offsets(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	SCOPED(report_deinit) struct report report = { 0 };
	hostile_init(&want);
	hostile_init(&have);
	hostile_member(&want, "a", UINT64_MAX, 2);
	hostile_member(&have, "a", 0, 2);
	hostile_member(&have, "b", UINT64_MAX, 3);
	struct type record = { .kind = TYPE_UNION, .size = UINT64_MAX, .count = 1 };
	hostile_add(&want, record);
	record.count = 2;
	hostile_add(&have, record);
	struct stamp *const both[] = { &want, &have };
	for (size_t i = 0; i < 2; i++) {
		hostile_add(both[i], (struct type){ .kind = TYPE_BASE,
						    .encoding = BASE_SIGNED,
						    .size = UINT64_MAX / 2 });
		hostile_add(both[i], (struct type){ .kind = TYPE_ARRAY,
						    .length = UINT64_MAX - 1,
						    .target = { .id = 2 } });
	}
	SCOPED_ERROR struct hm_error *error = hostile_compare(&want, &have, &report);
	CU_ASSERT_PTR_NULL(error);
	CU_ASSERT(report.findings.count >= 2);
}

static const struct test_case cases[] = {
	{ "walk_symbol_paths", test_walk_symbol_paths },
	{ "walk_symbol_long_path_is_cut", test_walk_symbol_long_path_is_cut },
	{ "walk_symbol_reports_once", test_walk_symbol_reports_once },
	{ "comparison_worst_counts_what_was_reported_before",
	  test_comparison_worst_counts_what_was_reported_before },
	{ "comparison_symbol_hashes", test_comparison_symbol_hashes },
	{ "comparison_symbol_hashes_opaque", test_comparison_symbol_hashes_opaque },
	{ "comparison_symbol_hashes_edges", test_comparison_symbol_hashes_edges },
	{ "comparison_symbol_bodies_of_one_tag",
	  test_comparison_symbol_bodies_of_one_tag },
	{ "walk_ring_of_100000", test_walk_ring_of_100000 },
	{ "walk_rings_multiply", test_walk_rings_multiply },
	{ "walk_small_rings_meet", test_walk_small_rings_meet },
	{ "walk_pointer_to_itself", test_walk_pointer_to_itself },
	{ "walk_choice_of_itself", test_walk_choice_of_itself },
	{ "walk_empty_choice", test_walk_empty_choice },
	{ "walk_tower_of_functions", test_walk_tower_of_functions },
	{ "walk_chains_below_members", test_walk_chains_below_members },
	{ "walk_large_unions", test_walk_large_unions },
	{ "walk_break_behind_many_notes", test_walk_break_behind_many_notes },
	{ "walk_nested_unions", test_walk_nested_unions },
	{ "walk_huge_offsets", test_walk_huge_offsets },
	{ NULL, NULL },
};

const struct test_suite suite_walk = { .name = "walk", .cases = cases };
