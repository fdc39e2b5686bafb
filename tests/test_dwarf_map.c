// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_map.h"

#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

/* Several times what a map has room for at first. */
#define WORDS 5000

/* Alike in their low bits, as addresses are. */
static uint64_t key_of(uint64_t number)
{
	return (number + 1) << 12;
}

static size_t right_values(const struct word_map *map, uint64_t above)
{
	size_t right = 0;
	for (uint64_t i = 0; i < WORDS; i++) {
		const uint64_t *value = word_map_find(map, key_of(i));
		right += value && *value == i + above;
	}
	return right;
}

static void test_word_map_grows(void)
{
	SCOPED(word_map_deinit) struct word_map map = { 0 };
	CU_ASSERT_PTR_NULL(word_map_find(&map, 1));
	for (uint64_t i = 0; i < WORDS; i++)
		CU_ASSERT(word_map_put(&map, key_of(i), i));
	CU_ASSERT_EQUAL(right_values(&map, 0), WORDS);
	CU_ASSERT_PTR_NULL(word_map_find(&map, key_of(WORDS)));
	for (uint64_t i = 0; i < WORDS; i++)
		CU_ASSERT(word_map_put(&map, key_of(i), i + 1));
	CU_ASSERT_EQUAL(map.used.count, WORDS);
	CU_ASSERT_EQUAL(right_values(&map, 1), WORDS);
}

static void test_word_map_clear(void)
{
	SCOPED(word_map_deinit) struct word_map map = { 0 };
	for (uint64_t i = 0; i < WORDS; i++)
		CU_ASSERT(word_map_put(&map, key_of(i), i));
	word_map_clear(&map);
	CU_ASSERT_EQUAL(right_values(&map, 0), 0);
	CU_ASSERT(word_map_put(&map, key_of(7), 7));
	CU_ASSERT_EQUAL(right_values(&map, 0), 1);
}

static const struct test_case cases[] = {
	{ "word_map_grows", test_word_map_grows },
	{ "word_map_clear", test_word_map_clear },
	{ NULL, NULL },
};

const struct test_suite suite_dwarf_map = { "dwarf_map", cases, NULL, NULL };
