// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash.h"

#include "tests/suite.h"
#include "verify/layout.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static uint32_t add(struct stamp *stamp, struct type type)
{
	uint32_t id = TYPE_NONE;
	if (type.tag)
		type.tag = graph_string(&stamp->graph, type.tag, strlen(type.tag));
	CU_ASSERT_PTR_NULL(graph_add(&stamp->graph, &type, &id));
	return id;
}

static uint32_t base(struct stamp *stamp, unsigned encoding, uint64_t size)
{
	return add(stamp, (struct type){ .kind = TYPE_BASE,
					 .encoding = (uint8_t)encoding,
					 .size = size });
}

static uint32_t pointer(struct stamp *stamp, uint32_t to)
{
	return add(stamp,
		   (struct type){ .kind = TYPE_POINTER, .size = 8, .target.id = to });
}

static uint32_t function(struct stamp *stamp, uint32_t result, uint32_t param)
{
	struct type type = {
		.kind = TYPE_FUNCTION,
		.target.id = result,
		.first = (uint32_t)stamp->graph.params.count,
		.count = 1,
	};
	CU_ASSERT(vector_push(&stamp->graph.params, (struct type_ref){ .id = param }));
	return add(stamp, type);
}

/* A struct of 4-byte slots. */
static uint32_t record(struct stamp *stamp, const char *tag, const char *const *names,
		       const uint32_t *types, uint32_t count)
{
	struct type type = {
		.kind = TYPE_STRUCT,
		.size = 4ul * count,
		.tag = tag,
		.first = (uint32_t)stamp->graph.members.count,
		.count = count,
	};
	for (uint32_t i = 0; i < count; i++) {
		struct member member = {
			.name = names[i] ? graph_string(&stamp->graph, names[i],
							strlen(names[i]))
					 : NULL,
			.offset_bits = 32ul * i,
			.type.id = types[i],
		};
		CU_ASSERT(vector_push(&stamp->graph.members, member));
	}
	return add(stamp, type);
}

static void provide(struct stamp *stamp, const char *name, unsigned kind, uint32_t type)
{
	struct stamp_symbol symbol = { .name = name,
				       .kind = (uint8_t)kind,
				       .type.id = type };
	CU_ASSERT(vector_push(&stamp->provides, symbol));
}

static void begin(struct stamp *stamp)
{
	CU_ASSERT_PTR_NULL_FATAL(stamp_init(stamp));
}

static void hash(struct stamp *stamp)
{
	CU_ASSERT_PTR_NULL_FATAL(graph_settle(&stamp->graph));
	CU_ASSERT_PTR_NULL_FATAL(hash_stamp(stamp));
}

static bool same(const struct digest *a, const struct digest *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static void expect_hex(const struct digest *digest, const char *hex)
{
	char text[2 * DIGEST_SIZE + 1];
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		sprintf(text + 2 * i, "%02x", digest->bytes[i]);
	CU_ASSERT_STRING_EQUAL(text, hex);
	if (strcmp(text, hex) != 0)
		fprintf(stderr, "digest is %s\n", text);
}

/* int host_log(const struct config *), with an enum, a bit-field and a union inside. */
static void make_golden(struct stamp *stamp)
{
	begin(stamp);
	uint32_t integer = base(stamp, BASE_SIGNED, 4), real = base(stamp, BASE_FLOAT, 4);
	struct type level = { .kind = TYPE_ENUM, .size = 4, .tag = "level", .count = 2 };
	const char *high = graph_string(&stamp->graph, "HIGH", 4);
	const char *low = graph_string(&stamp->graph, "LOW", 3);
	CU_ASSERT(
		vector_push(&stamp->graph.enumerators, ((struct enumerator){ high, 7 })));
	CU_ASSERT(
		vector_push(&stamp->graph.enumerators, ((struct enumerator){ low, -1 })));
	level.flags = TYPE_SIGNED;
	uint32_t level_id = add(stamp, level);
	uint32_t config =
		record(stamp, "config", (const char *const[]){ "level", "flags", "gain" },
		       (uint32_t[]){ level_id, integer, real }, 3);
	stamp->graph.members.data[1].size_bits = 5;
	uint32_t to_config = pointer(stamp, config);
	stamp->graph.types.data[to_config].target.quals = QUAL_CONST;
	provide(stamp, "host_log", SYMBOL_FUNCTION, function(stamp, integer, to_config));
	provide(stamp, "host_config", SYMBOL_OBJECT, config);
	hash(stamp);
}

/* Pins the stream: a change here is a new HASH_STREAM_VERSION. */
static void test_hash_stamp_golden(void)
{
	struct stamp stamp;
	make_golden(&stamp);
	CU_ASSERT_EQUAL(HASH_STREAM_VERSION, 1);
	expect_hex(&stamp.provides.data[0].digest, "4489019b293cc017d81c9f50217e98cf");
	expect_hex(&stamp.provides.data[1].digest, "58317ad72c0d2f3cb518774a140be060");
	CU_ASSERT_EQUAL_FATAL(stamp.tags.count, 2);
	CU_ASSERT_STRING_EQUAL(stamp.tags.data[0].tag, "config");
	expect_hex(&stamp.tags.data[0].digest, "5ec80a3c431d33f49fbc785dd9e96dbc");
	CU_ASSERT_STRING_EQUAL(stamp.tags.data[1].tag, "level");
	expect_hex(&stamp.tags.data[1].digest, "5ea75bcb112de6ef145bd97651ba2c26");
	stamp_deinit(&stamp);
}

static void test_hash_stamp_order_of_types_makes_no_difference(void)
{
	struct stamp one, other;
	begin(&one);
	begin(&other);
	uint32_t one_int = base(&one, BASE_SIGNED, 4);
	uint32_t one_item =
		record(&one, "item", (const char *const[]){ "key" }, &one_int, 1);
	provide(&one, "f", SYMBOL_FUNCTION,
		function(&one, one_int, pointer(&one, one_item)));
	base(&other, BASE_FLOAT, 8);
	/* Number 2 is the struct, whose member type comes later. */
	uint32_t later = 3;
	uint32_t item = record(&other, "item", (const char *const[]){ "key" }, &later, 1);
	uint32_t other_int = base(&other, BASE_SIGNED, 4);
	CU_ASSERT_EQUAL(other_int, later);
	provide(&other, "f", SYMBOL_FUNCTION,
		function(&other, other_int, pointer(&other, item)));
	hash(&one);
	hash(&other);
	CU_ASSERT(same(&one.provides.data[0].digest, &other.provides.data[0].digest));
	CU_ASSERT(same(&one.tags.data[0].digest, &other.tags.data[0].digest));
	stamp_deinit(&one);
	stamp_deinit(&other);
}

/* What stands below a tag is not part of what stands above it. */
static void test_hash_stamp_is_shallow(void)
{
	struct stamp one, other;
	begin(&one);
	begin(&other);
	uint32_t one_member = base(&one, BASE_SIGNED, 4);
	uint32_t other_member = base(&other, BASE_FLOAT, 4);
	const char *const names[] = { "key" };
	provide(&one, "f", SYMBOL_FUNCTION,
		function(&one, 0,
			 pointer(&one, record(&one, "item", names, &one_member, 1))));
	provide(&other, "f", SYMBOL_FUNCTION,
		function(&other, 0,
			 pointer(&other,
				 record(&other, "item", names, &other_member, 1))));
	hash(&one);
	hash(&other);
	CU_ASSERT(same(&one.provides.data[0].digest, &other.provides.data[0].digest));
	CU_ASSERT_FALSE(same(&one.tags.data[0].digest, &other.tags.data[0].digest));
	stamp_deinit(&one);
	stamp_deinit(&other);
}

static void test_hash_stamp_opaque_stands_by_tag(void)
{
	struct stamp one, other;
	begin(&one);
	begin(&other);
	uint32_t member = base(&one, BASE_SIGNED, 4);
	uint32_t body = record(&one, "item", (const char *const[]){ "key" }, &member, 1);
	uint32_t opaque = add(&other, (struct type){ .kind = TYPE_STRUCT,
						     .tag = "item",
						     .flags = TYPE_OPAQUE });
	provide(&one, "f", SYMBOL_FUNCTION, function(&one, 0, pointer(&one, body)));
	provide(&other, "f", SYMBOL_FUNCTION,
		function(&other, 0, pointer(&other, opaque)));
	hash(&one);
	hash(&other);
	CU_ASSERT(same(&one.provides.data[0].digest, &other.provides.data[0].digest));
	CU_ASSERT_EQUAL(one.tags.count, 1);
	CU_ASSERT_EQUAL(other.tags.count, 0);
	stamp_deinit(&one);
	stamp_deinit(&other);
}

/*
 * Two `struct outer` of equal members, each with a pointer to a `struct inner` of its
 * own: only the second round tells them apart.
 */
static void make_twins(struct stamp *stamp, bool swapped)
{
	begin(stamp);
	const char *const key[] = { "key" }, *const in[] = { "in" };
	uint32_t leaf[] = { base(stamp, BASE_SIGNED, 4), base(stamp, BASE_FLOAT, 4) };
	uint32_t outer[2];
	for (size_t i = 0; i < 2; i++) {
		uint32_t inner =
			record(stamp, "inner", key, &leaf[swapped ? 1 - i : i], 1);
		uint32_t edge = pointer(stamp, inner);
		outer[i] = record(stamp, "outer", in, &edge, 1);
	}
	provide(stamp, "a", SYMBOL_FUNCTION,
		function(stamp, 0, pointer(stamp, outer[0])));
	provide(stamp, "b", SYMBOL_FUNCTION,
		function(stamp, 0, pointer(stamp, outer[1])));
	hash(stamp);
}

static void test_hash_stamp_ambiguous_tags_stand_by_content(void)
{
	struct stamp one, other;
	make_twins(&one, false);
	make_twins(&other, true);
	CU_ASSERT_EQUAL(one.tags.count, 0);
	const struct stamp_symbol *a = one.provides.data, *b = other.provides.data;
	CU_ASSERT_FALSE(same(&a[0].digest, &a[1].digest));
	CU_ASSERT_FALSE(same(&a[0].digest, &b[0].digest));
	CU_ASSERT(same(&a[0].digest, &b[1].digest));
	CU_ASSERT(same(&a[1].digest, &b[0].digest));
	stamp_deinit(&one);
	stamp_deinit(&other);
}

/* One unit sees the body of a handle, others do not: what leads to it is doubled by that,
 * but every tag still means one thing. */
static void test_hash_stamp_private_body_leaves_tags_names(void)
{
	struct stamp stamp;
	begin(&stamp);
	uint32_t member = base(&stamp, BASE_SIGNED, 4);
	uint32_t handle[] = {
		record(&stamp, "handle", (const char *const[]){ "fd" }, &member, 1),
		add(&stamp, (struct type){ .kind = TYPE_STRUCT,
					   .tag = "handle",
					   .flags = TYPE_OPAQUE }),
	};
	uint32_t user[2];
	for (size_t i = 0; i < 2; i++) {
		uint32_t edge = pointer(&stamp, handle[i]);
		user[i] = record(&stamp, "user", (const char *const[]){ "h" }, &edge, 1);
	}
	provide(&stamp, "a", SYMBOL_FUNCTION,
		function(&stamp, 0, pointer(&stamp, user[0])));
	provide(&stamp, "b", SYMBOL_FUNCTION,
		function(&stamp, 0, pointer(&stamp, user[1])));
	hash(&stamp);
	CU_ASSERT_EQUAL_FATAL(stamp.tags.count, 2);
	CU_ASSERT_STRING_EQUAL(stamp.tags.data[0].tag, "handle");
	CU_ASSERT_STRING_EQUAL(stamp.tags.data[1].tag, "user");
	CU_ASSERT(same(&stamp.provides.data[0].digest, &stamp.provides.data[1].digest));
	stamp_deinit(&stamp);
}

static void test_hash_stamp_bit_field_counts_by_sign(void)
{
	struct {
		unsigned encoding;
		uint64_t size;
		bool equal;
	} rows[] = {
		{ BASE_UNSIGNED, 4, true },
		{ BASE_BOOLEAN, 1, true },
		{ BASE_SIGNED, 4, false },
	};
	struct stamp first;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stamp stamp;
		begin(&stamp);
		uint32_t slots[] = { base(&stamp, rows[i].encoding, rows[i].size),
				     base(&stamp, BASE_SIGNED, 4) };
		record(&stamp, "flags", (const char *const[]){ "on", "rest" }, slots, 2);
		stamp.graph.members.data[0].size_bits = 1;
		hash(&stamp);
		if (i == 0)
			first = stamp;
		CU_ASSERT_EQUAL(
			same(&first.tags.data[0].digest, &stamp.tags.data[0].digest),
			rows[i].equal);
		if (i)
			stamp_deinit(&stamp);
	}
	stamp_deinit(&first);
}

static void test_hash_stamp_untyped_symbol_has_no_digest(void)
{
	struct stamp stamp;
	begin(&stamp);
	provide(&stamp, "f", SYMBOL_FUNCTION, TYPE_NONE);
	stamp.provides.data[0].digest.bytes[3] = 1;
	hash(&stamp);
	CU_ASSERT(same(&stamp.provides.data[0].digest, &(struct digest){ { 0 } }));
	stamp_deinit(&stamp);
}

static void test_hash_stamp_cycle_without_tag_is_refused(void)
{
	struct stamp stamp;
	begin(&stamp);
	pointer(&stamp, 1); /* to itself */
	struct hm_error *error = hash_stamp(&stamp);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_FORMAT);
	hm_error_free(error);
	stamp_deinit(&stamp);
}

#define CASE(function)              \
	{                           \
#function, function \
	}
const struct test_suite suite_hash = {
	.name = "hash",
	.cases =
		(const struct test_case[]){
			CASE(test_hash_stamp_golden),
			CASE(test_hash_stamp_order_of_types_makes_no_difference),
			CASE(test_hash_stamp_is_shallow),
			CASE(test_hash_stamp_opaque_stands_by_tag),
			CASE(test_hash_stamp_ambiguous_tags_stand_by_content),
			CASE(test_hash_stamp_private_body_leaves_tags_names),
			CASE(test_hash_stamp_bit_field_counts_by_sign),
			CASE(test_hash_stamp_untyped_symbol_has_no_digest),
			CASE(test_hash_stamp_cycle_without_tag_is_refused),
			{ 0 },
		},
};
