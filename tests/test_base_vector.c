// SPDX-License-Identifier: BSD-3-Clause
#include "base/vector.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

static void test_push_many(void)
{
	VECTOR(uint32_t) numbers = { 0 };
	for (uint32_t i = 0; i < 10000; i++)
		CU_ASSERT_TRUE(vector_push(&numbers, i * 3));
	CU_ASSERT_EQUAL(numbers.count, 10000);
	CU_ASSERT_TRUE(numbers.capacity >= numbers.count);
	uint32_t wrong = 0;
	for (uint32_t i = 0; i < numbers.count; i++)
		wrong += numbers.data[i] != i * 3;
	CU_ASSERT_EQUAL(wrong, 0);
	vector_deinit(&numbers);
	CU_ASSERT_PTR_NULL(numbers.data);
	CU_ASSERT_EQUAL(numbers.count, 0);
	CU_ASSERT_EQUAL(numbers.capacity, 0);
}

static void test_push_own_element(void)
{
	VECTOR(int) numbers = { 0 };
	CU_ASSERT_TRUE(vector_push(&numbers, 42));
	/* Every push that grows would read freed memory if it read too early. */
	for (int i = 0; i < 100; i++)
		CU_ASSERT_TRUE(vector_push(&numbers, numbers.data[0]));
	CU_ASSERT_EQUAL(numbers.data[100], 42);
	vector_deinit(&numbers);
}

static void test_for_each_visits_in_order(void)
{
	VECTOR(int) numbers = { 0 };
	int sum = 0, visits = 0;
	vector_for_each (number, &numbers)
		visits++;
	CU_ASSERT_EQUAL(visits, 0);
	for (int i = 1; i <= 4; i++)
		CU_ASSERT_TRUE(vector_push(&numbers, i));
	vector_for_each (number, &numbers)
		sum = sum * 10 + *number;
	CU_ASSERT_EQUAL(sum, 1234);
	vector_deinit(&numbers);
}

static void test_reserve_keeps_count(void)
{
	VECTOR(char) bytes = { 0 };
	CU_ASSERT_TRUE(vector_reserve(&bytes, 0));
	CU_ASSERT_TRUE(vector_reserve(&bytes, 1000));
	CU_ASSERT_EQUAL(bytes.count, 0);
	CU_ASSERT_TRUE(bytes.capacity >= 1000);
	char *before = bytes.data;
	CU_ASSERT_TRUE(vector_reserve(&bytes, 1000));
	CU_ASSERT_PTR_EQUAL(bytes.data, before);
	vector_deinit(&bytes);
}

static void test_reserve_impossible(void)
{
	VECTOR(uint64_t) numbers = { 0 };
	CU_ASSERT_TRUE(vector_push(&numbers, 7));
	CU_ASSERT_FALSE(vector_reserve(&numbers, SIZE_MAX));
	CU_ASSERT_FALSE(vector_reserve(&numbers, SIZE_MAX - 1));
	CU_ASSERT_FALSE(vector_reserve(&numbers, SIZE_MAX / 8));
	CU_ASSERT_EQUAL(numbers.count, 1);
	CU_ASSERT_EQUAL(numbers.data[0], 7);
	vector_deinit(&numbers);
}

static const struct test_case cases[] = {
	{ "push many", test_push_many },
	{ "push an element of its own", test_push_own_element },
	{ "for_each visits in order", test_for_each_visits_in_order },
	{ "reserve keeps the count", test_reserve_keeps_count },
	{ "reserve of impossible sizes", test_reserve_impossible },
	{ NULL },
};

const struct test_suite suite_base_vector = { "base_vector", cases };
