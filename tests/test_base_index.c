// SPDX-License-Identifier: BSD-3-Clause
#include "base/index.h"
#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

#define SCOPED_INDEX SCOPED(index_deinit)

static const char *const words[] = { "symbol",	"section", "segment", "note",
				     "unit",	"digest",  "linker",  "loader",
				     "plug-in", "host",	   "stamp",   "verdict" };
#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

static bool word_matches(const void *context, uint32_t value, const void *key)
{
	const char *const *list = context;
	return strcmp(list[value], key) == 0;
}

static uint64_t word_hash(const char *word)
{
	return hash_bytes(0, word, strlen(word));
}

static uint32_t find_word(const struct index *index, const char *word)
{
	return index_find(index, word_hash(word), word_matches, words, word);
}

static void test_find_in_empty(void)
{
	SCOPED_INDEX struct index index = { 0 };
	CU_ASSERT_EQUAL(find_word(&index, "symbol"), INDEX_NONE);
}

static void test_find_what_was_added(void)
{
	SCOPED_INDEX struct index index = { 0 };
	for (uint32_t i = 0; i < WORD_COUNT; i++)
		CU_ASSERT_TRUE(index_add(&index, word_hash(words[i]), i));
	CU_ASSERT_EQUAL(index.count, WORD_COUNT);
	for (uint32_t i = 0; i < WORD_COUNT; i++)
		CU_ASSERT_EQUAL(find_word(&index, words[i]), i);
	CU_ASSERT_EQUAL(find_word(&index, "other"), INDEX_NONE);
	CU_ASSERT_EQUAL(find_word(&index, ""), INDEX_NONE);
}

static bool number_matches(const void *context, uint32_t value, const void *key)
{
	(void)context;
	return value == *(const uint32_t *)key;
}

static void test_find_after_growth(void)
{
	enum { COUNT = 100000 };
	SCOPED_INDEX struct index index = { 0 };
	uint32_t wrong = 0;
	for (uint32_t i = 0; i < COUNT; i++)
		wrong += !index_add(&index, hash_mix(1, i), i);
	for (uint32_t i = 0; i < COUNT; i++)
		wrong +=
			index_find(&index, hash_mix(1, i), number_matches, NULL, &i) != i;
	for (uint32_t i = COUNT; i < 2 * COUNT; i++)
		wrong += index_find(&index, hash_mix(1, i), number_matches, NULL, &i) !=
			 INDEX_NONE;
	CU_ASSERT_EQUAL(wrong, 0);
}

static void test_find_among_equal_hashes(void)
{
	SCOPED_INDEX struct index index = { 0 };
	for (uint32_t i = 0; i < 300; i++)
		CU_ASSERT_TRUE(index_add(&index, UINT64_MAX, i));
	for (uint32_t i = 0; i < 300; i++)
		CU_ASSERT_EQUAL(index_find(&index, UINT64_MAX, number_matches, NULL, &i),
				i);
	uint32_t other = 300;
	CU_ASSERT_EQUAL(index_find(&index, UINT64_MAX, number_matches, NULL, &other),
			INDEX_NONE);
}

static void test_hash_bytes_every_byte_counts(void)
{
	unsigned char bytes[40] = { 0 };
	for (size_t size = 0; size <= sizeof(bytes); size++) {
		uint64_t plain = hash_bytes(0, bytes, size);
		if (size)
			CU_ASSERT_NOT_EQUAL(plain, hash_bytes(0, bytes, size - 1));
		CU_ASSERT_NOT_EQUAL(plain, hash_bytes(1, bytes, size));
		for (size_t i = 0; i < size; i++) {
			bytes[i] = 1;
			CU_ASSERT_NOT_EQUAL(plain, hash_bytes(0, bytes, size));
			bytes[i] = 0;
		}
	}
}

static void test_hash_bytes_any_alignment(void)
{
	char text[64];
	for (size_t shift = 0; shift < 8; shift++) {
		memcpy(text + shift, "struct config", 13);
		CU_ASSERT_EQUAL(hash_bytes(0, text + shift, 13),
				hash_bytes(0, "struct config", 13));
	}
}

static const struct test_case cases[] = {
	{ "find in an empty index", test_find_in_empty },
	{ "find what was added", test_find_what_was_added },
	{ "find after growth", test_find_after_growth },
	{ "find among equal hashes", test_find_among_equal_hashes },
	{ "hash_bytes: every byte counts", test_hash_bytes_every_byte_counts },
	{ "hash_bytes: any alignment", test_hash_bytes_any_alignment },
	{ NULL },
};

const struct test_suite suite_base_index = { "base_index", cases };
