// SPDX-License-Identifier: BSD-3-Clause
#include "notes/encode.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/stamp_build.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* What doc/format.md says, byte by byte; the checksums were taken by another program. */
/* clang-format off */
static const uint8_t golden[] = {
	/* header: magic, version 1.0, 304 bytes, 7 records */
	'H', 'M', 'R', 'K', 1, 0, 0, 0, 0x30, 1, 0, 0, 7, 0, 0, 0,
	/* directory: kind, must be understood, size, checksum */
	1, 0, 1, 0, 12, 0, 0, 0, 0x09, 0xec, 0xf7, 0x00, /* identity */
	3, 0, 1, 0, 0x34, 0, 0, 0, 0x8e, 0x7a, 0xee, 0x7c, /* toolchain */
	4, 0, 1, 0, 0x28, 0, 0, 0, 0xde, 0xfb, 0x98, 0x56, /* provides */
	7, 0, 1, 0, 0x18, 0, 0, 0, 0xeb, 0xa0, 0xc4, 0x97, /* tags */
	8, 0, 1, 0, 0x14, 0, 0, 0, 0x6a, 0x5c, 0x81, 0xd0, /* types */
	10, 0, 1, 0, 0x18, 0, 0, 0, 0xbc, 0x93, 0xa8, 0xc4, /* sum of the tags */
	12, 0, 1, 0, 0x1c, 0, 0, 0, 0x5f, 0xfb, 0xa3, 0x86, /* their keys */
	/* the checksum of all this */
	0x6c, 0xf1, 0x69, 0x57,
	/* identity: plugin, "p/q", no version, no init, no fini, so no kinds of them */
	0, 4, 'p', '/', 'q', 0, 0, 0, 0, 0, 0, 0,
	/* toolchain: two digests */
	0xaa, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0xbb, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* class, byte order, OS ABI, VFP arguments, machine, flags, ISA, features */
	2, 1, 0, 0, 0x3e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* no compilers, no options */
	0, 0,
	/* provides: 1 symbol; name at 0, no version, type 2, function, default */
	1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 8, 0, 0,
	/* its digest and its name */
	0xcc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	'f', 0, 0, 0,
	/* tags: 1 struct; name at 0, type 1 */
	1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
	/* its name */
	's', 0, 0, 0,
	/* types: 3, no pointers */
	3, 0,
	/* 1: struct, tag in the table, 4 bytes, 1 member: new "a", at 0, void */
	5, 1, 4, 1, 1, 'a', 0, 0, 0,
	/* 2: function, result type 1, no parameters */
	8, 2, 0,
	/* 3: struct, opaque, new tag "t" */
	0x25, 2, 't', 0,
	/* padding of the record */
	0, 0,
	/* sum: 2 keys, 1 opaque; 0xdd times 2 * 0xf5a2c63c + 1, nothing in the upper half */
	2, 0, 0, 0, 1, 0, 0, 0,
	0x75, 0x44, 10, 0x1b, 0xa8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	/* keys: CRC-32 of a struct's kind and "t", the same of "s" */
	0x9f, 0x53, 0xc6, 0x6b, 0x3c, 0xc6, 0xa2, 0xf5,
	/* place of the opaque one, digest of the other */
	0, 0, 0, 0,
	0xdd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};
/* clang-format on */

/* struct s { void a; } f(void); struct t: no compiler would, but it is short. */
static void golden_stamp(struct stamp *stamp)
{
	uint32_t id;
	hm_error_free(stamp_init(stamp));
	stamp->package = "p/q";
	stamp->toolchain.elf_class = 2;
	stamp->toolchain.data = 1;
	stamp->toolchain.machine = 62;
	stamp->toolchain_digest.bytes[0] = 0xaa;
	stamp->abi_digest.bytes[0] = 0xbb;
	struct member member = { .name = "a" };
	struct type record = { .kind = TYPE_STRUCT, .size = 4, .tag = "s", .count = 1 };
	struct type function = { .kind = TYPE_FUNCTION, .target.id = 1 };
	(void)vector_push(&stamp->graph.members, member);
	hm_error_free(graph_add(&stamp->graph, &record, &id));
	hm_error_free(graph_add(&stamp->graph, &function, &id));
	struct type opaque = { .kind = TYPE_STRUCT, .flags = TYPE_OPAQUE, .tag = "t" };
	hm_error_free(graph_add(&stamp->graph, &opaque, &id));
	struct stamp_symbol symbol = { .name = "f",
				       .kind = SYMBOL_FUNCTION,
				       .flags = SYMBOL_DEFAULT,
				       .type.id = 2,
				       .digest = { { 0xcc } } };
	struct stamp_tag tag = { TYPE_STRUCT, "s", 1, { { 0xdd } } };
	(void)vector_push(&stamp->provides, symbol);
	(void)vector_push(&stamp->tags, tag);
}

static void test_stamp_encode_golden(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	golden_stamp(&stamp);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	CU_ASSERT_EQUAL(bytes.size, sizeof(golden));
	for (size_t i = 0; i < bytes.size && i < sizeof(golden); i++)
		if (bytes.data[i] != golden[i])
			fprintf(stderr, "byte %zu: %#x, not %#x\n", i, bytes.data[i],
				golden[i]);
	CU_ASSERT(bytes.size == sizeof(golden) &&
		  memcmp(bytes.data, golden, sizeof(golden)) == 0);
}

static void test_stamp_encode_deterministic(void)
{
	SCOPED(stamp_deinit) struct stamp first;
	SCOPED(stamp_deinit) struct stamp second;
	stamp_build(&first, stamp_build_text);
	stamp_build(&second, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer a = stamp_bytes(&first);
	SCOPED(buffer_deinit) struct buffer b = stamp_bytes(&second);
	CU_ASSERT_EQUAL(a.size, b.size);
	CU_ASSERT(a.size == b.size && memcmp(a.data, b.data, a.size) == 0);
	CU_ASSERT_EQUAL(a.size % 8, 0);
}

static enum hm_error_code encode_code(const struct stamp *stamp)
{
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	SCOPED_ERROR struct hm_error *error = stamp_encode(stamp, &bytes);
	return hm_error_code(error);
}

/* What no reader would take must not be written. */
static void test_stamp_encode_unreadable(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	struct stamp_symbol first = stamp.provides.data[0];
	stamp.provides.data[0] = stamp.provides.data[1];
	stamp.provides.data[1] = first;
	CU_ASSERT_EQUAL(encode_code(&stamp), HM_ERR_STAMP);
	stamp.provides.data[1] = stamp.provides.data[0];
	stamp.provides.data[0] = first;
	CU_ASSERT_EQUAL(encode_code(&stamp), HM_OK);
	stamp.package = "two words";
	CU_ASSERT_EQUAL(encode_code(&stamp), HM_ERR_STAMP);
	stamp.package = "bell\a";
	CU_ASSERT_EQUAL(encode_code(&stamp), HM_ERR_STAMP);
	stamp.package = NULL;
	CU_ASSERT_EQUAL(encode_code(&stamp), HM_ERR_STAMP);
}

static const struct test_case cases[] = {
	{ "test_stamp_encode_golden", test_stamp_encode_golden },
	{ "test_stamp_encode_deterministic", test_stamp_encode_deterministic },
	{ "test_stamp_encode_unreadable", test_stamp_encode_unreadable },
	{ NULL, NULL },
};

const struct test_suite suite_encode = { .name = "encode", .cases = cases };
