// SPDX-License-Identifier: BSD-3-Clause
#include "base/arena.h"
#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SCOPED_ARENA SCOPED(arena_deinit)

static bool is_zero(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static void test_alloc_aligned_and_zeroed(void)
{
	SCOPED_ARENA struct arena arena = { 0 };
	static const size_t sizes[] = { 1, 3, 8, 15, 16, 17, 4000, 16384, 16385, 100000 };
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint8_t *memory = arena_alloc(&arena, sizes[i]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(memory);
		CU_ASSERT_EQUAL((uintptr_t)memory % __alignof__(max_align_t), 0);
		CU_ASSERT_TRUE(is_zero(memory, sizes[i]));
		memset(memory, 0xff, sizes[i]);
	}
}

static void test_alloc_many_do_not_overlap(void)
{
	enum { COUNT = 5000 };
	SCOPED_ARENA struct arena arena = { 0 };
	static uint32_t *numbers[COUNT];
	for (uint32_t i = 0; i < COUNT; i++) {
		numbers[i] = arena_alloc(&arena, sizeof(uint32_t) * (1 + i % 9));
		CU_ASSERT_PTR_NOT_NULL_FATAL(numbers[i]);
		for (uint32_t k = 0; k <= i % 9; k++)
			numbers[i][k] = i;
	}
	uint32_t wrong = 0;
	for (uint32_t i = 0; i < COUNT; i++)
		for (uint32_t k = 0; k <= i % 9; k++)
			wrong += numbers[i][k] != i;
	CU_ASSERT_EQUAL(wrong, 0);
}

static void test_alloc_zero_bytes_are_distinct(void)
{
	SCOPED_ARENA struct arena arena = { 0 };
	void *first = arena_alloc(&arena, 0), *second = arena_alloc(&arena, 0);
	CU_ASSERT_PTR_NOT_NULL(first);
	CU_ASSERT_PTR_NOT_EQUAL(first, second);
}

static void test_alloc_impossible_sizes(void)
{
	SCOPED_ARENA struct arena arena = { 0 };
	CU_ASSERT_PTR_NULL(arena_alloc(&arena, SIZE_MAX));
	CU_ASSERT_PTR_NULL(arena_alloc(&arena, SIZE_MAX - 16));
	CU_ASSERT_PTR_NULL(arena_copy(&arena, "", SIZE_MAX));
	/* Still of use. */
	CU_ASSERT_PTR_NOT_NULL(arena_alloc(&arena, 8));
}

static void test_copy_ends_with_nul(void)
{
	SCOPED_ARENA struct arena arena = { 0 };
	char *copy = arena_copy(&arena, "struct config", 6);
	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	CU_ASSERT_STRING_EQUAL(copy, "struct");
	CU_ASSERT_STRING_EQUAL(arena_copy(&arena, "x", 0), "");
}

static void test_deinit_twice_and_reuse(void)
{
	struct arena arena = { 0 };
	arena_deinit(&arena);
	CU_ASSERT_PTR_NOT_NULL(arena_alloc(&arena, 100));
	arena_deinit(&arena);
	arena_deinit(&arena);
	CU_ASSERT_PTR_NULL(arena.blocks);
	CU_ASSERT_PTR_NOT_NULL(arena_alloc(&arena, 100));
	arena_deinit(&arena);
}

static void test_copy_of_nothing(void)
{
	SCOPED(arena_deinit) struct arena arena = { 0 };
	const char *copy = arena_copy(&arena, NULL, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	CU_ASSERT_STRING_EQUAL(copy, "");
}

static const struct test_case cases[] = {
	{ "memory is aligned and zeroed", test_alloc_aligned_and_zeroed },
	{ "many pieces do not overlap", test_alloc_many_do_not_overlap },
	{ "pieces of no bytes are distinct", test_alloc_zero_bytes_are_distinct },
	{ "impossible sizes are refused", test_alloc_impossible_sizes },
	{ "a copy ends with NUL", test_copy_ends_with_nul },
	{ "deinit twice, and reuse", test_deinit_twice_and_reuse },
	{ "a copy of nothing is empty", test_copy_of_nothing },
	{ NULL },
};

const struct test_suite suite_base_arena = { "base_arena", cases };
