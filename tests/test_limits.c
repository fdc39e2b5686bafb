// SPDX-License-Identifier: BSD-3-Clause

/*
 * Stamps made to cost much: each is decoded and compared in a child that may use so much
 * processor time and memory, as doc/limits.md says.
 */

#include "base/error.h"
#include "base/index.h"
#include "base/scope.h"
#include "notes/decode.h"
#include "notes/encode.h"
#include "notes/format.h"
#include "tests/graph_compare.h"
#include "tests/stamp_build.h"
#include "tests/stamp_repair.h"
#include "tests/suite.h"
#include "verify/dwarf_map.h"

#include <CUnit/CUnit.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* Generous: they take less than a second, but for instrumented code. What multiplies
 * takes hours. */
#define SECONDS_MAX 60
/* FORMAT_SIZE_MAX, some 30 times. A sanitizer's run-time maps terabytes. */
#define MEMORY_MAX_BYTES (512ull << 20)
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEMORY_IS_LIMITED false
#else
#define MEMORY_IS_LIMITED true
#endif

/* True if it has done its work. */
typedef bool work_fn(void *context);

static _Noreturn void work_limited(work_fn *work, void *context)
{
	struct rlimit time = { SECONDS_MAX, SECONDS_MAX };
	struct rlimit memory = { MEMORY_MAX_BYTES, MEMORY_MAX_BYTES };
	setrlimit(RLIMIT_CPU, &time);
	/* valgrind's own memory counts as well. */
	if (MEMORY_IS_LIMITED && !getenv("LD_PRELOAD"))
		setrlimit(RLIMIT_DATA, &memory);
	_exit(work(context) ? 0 : 1);
}

/* 0: done within the limits; else an exit status, or 128 plus a signal. */
static int within_limits(work_fn *work, void *context)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		work_limited(work, context);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Both sides of a comparison. */
struct pair {
	struct stamp consumer, provider;
};

static void pair_deinit(struct pair *pair)
{
	stamp_deinit(&pair->consumer);
	stamp_deinit(&pair->provider);
}

static bool reads_back(const struct stamp *stamp)
{
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(stamp);
	return stamp_decode_code(bytes.data, bytes.size) == HM_OK;
}

static bool write_read_compare(void *context)
{
	struct pair *pair = context;
	SCOPED(report_deinit) struct report report = { 0 };
	if (!reads_back(&pair->consumer) || !reads_back(&pair->provider))
		return false;
	SCOPED_FREE char *found =
		graph_compare_stamps(&pair->consumer, &pair->provider, &report);
	return found != NULL;
}

static bool makes_text(char **text, size_t *used, size_t size, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static bool makes_text(char **text, size_t *used, size_t size, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(*text + *used, size - *used, format, args);
	va_end(args);
	*used += length > 0 ? (size_t)length : 0;
	return *used < size;
}

/* ------------------------------------------------------------------- colliding names */

#define COLLIDING_COUNT 400000

/* What undoes the finaliser of hash_mix(). */
static uint64_t unmix(uint64_t hash)
{
	hash ^= hash >> 33;
	hash *= 0x9cb4b2f8129337dbu;
	hash ^= hash >> 33;
	hash *= 0x4f74430c22a54005u;
	return hash ^ hash >> 33;
}

/* A name of 16 bytes without a NUL whose hash without a key is 0. */
static bool make_colliding(uint64_t number, char name[17])
{
	uint64_t words[2] = { hash_mix(7, number) | 0x0101010101010101u, 0 };
	uint64_t first = hash_mix(hash_mix(0, 16), words[0]);
	words[1] = (first + 0x9e3779b97f4a7c15u) ^ unmix(0);
	memcpy(name, words, 16);
	name[16] = '\0';
	return strlen(name) == 16;
}

static bool intern_colliding(void *context)
{
	struct graph graph = { 0 };
	char name[17];
	size_t made = 0;
	(void)context;
	for (uint64_t i = 0; made < COLLIDING_COUNT; i++) {
		if (!make_colliding(i, name))
			continue;
		made++;
		if (hash_bytes(0, name, 16) != 0 || !graph_string(&graph, name, 16))
			return false;
	}
	graph_deinit(&graph);
	return true;
}

static void test_limits_colliding_names(void)
{
	CU_ASSERT_EQUAL(within_limits(intern_colliding, NULL), 0);
}

/* Words that Fibonacci hashing puts into one slot of a table of any size. */
static bool map_colliding(void *context)
{
	struct word_map map = { 0 };
	(void)context;
	for (uint64_t i = 1; i <= COLLIDING_COUNT; i++)
		if (!word_map_put(&map, i * 0xf1de83e19937733du, i))
			return false;
	word_map_deinit(&map);
	return true;
}

static void test_limits_colliding_words(void)
{
	/* What undoes the multiplication. */
	CU_ASSERT_EQUAL(0x9e3779b97f4a7c15u * 0xf1de83e19937733du, 1);
	CU_ASSERT_EQUAL(within_limits(map_colliding, NULL), 0);
}

/* ----------------------------------------------------------------- names of a megabyte
 */

#define LONG_NAME (1u << 20)

static void rename_symbols(stamp_symbols *symbols, const char *name)
{
	vector_for_each (symbol, symbols)
		if (strcmp(symbol->name, "f") == 0)
			symbol->name = name;
}

/* A tag, a member and a symbol of that name. */
static void build_named(struct stamp *stamp, const char *text, const char *name)
{
	stamp_build(stamp, text);
	vector_for_each (type, &stamp->graph.types)
		if (type->tag)
			type->tag = name;
	vector_for_each (member, &stamp->graph.members)
		member->name = name;
	vector_for_each (tag, &stamp->tags)
		tag->tag = name;
	rename_symbols(&stamp->provides, name);
	rename_symbols(&stamp->requires, name);
	rename_symbols(&stamp->expects, name);
}

static void test_limits_long_names(void)
{
	SCOPED(pair_deinit) struct pair pair = { 0 };
	SCOPED_FREE char *name = malloc(LONG_NAME + 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(name);
	memset(name, 'n', LONG_NAME);
	name[LONG_NAME] = '\0';
	build_named(&pair.consumer, "struct t { int m; }; int f(struct t *x);", name);
	build_named(&pair.provider, "struct t { double m; }; int f(struct t *x);", name);
	CU_ASSERT_EQUAL(within_limits(write_read_compare, &pair), 0);
}

/* ------------------------------------------------------------------- cycles everywhere
 */

#define RING_COUNT 500
#define EDGES 40

/* Every struct has pointers to many others, which lead back; the last member of one
 * differs. */
static void build_cycles(struct stamp *stamp, const char *last)
{
	size_t size = RING_COUNT * EDGES * 40 + RING_COUNT * 40 + 4096, used = 0;
	SCOPED_FREE char *text = malloc(size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (int i = 0; i < RING_COUNT; i++) {
		makes_text(&text, &used, size, "struct s%d { ", i);
		for (int j = 0; j < EDGES; j++)
			makes_text(&text, &used, size, "struct s%d *m%d; ",
				   (i * 7 + j * 13 + 1) % RING_COUNT, j);
		CU_ASSERT(makes_text(&text, &used, size, "%s last; };",
				     i == RING_COUNT - 1 ? last : "int"));
	}
	CU_ASSERT(makes_text(&text, &used, size, "int f(struct s0 *x);"));
	stamp_build(stamp, text);
}

static void test_limits_cycles(void)
{
	SCOPED(pair_deinit) struct pair pair = { 0 };
	build_cycles(&pair.consumer, "int");
	build_cycles(&pair.provider, "double");
	CU_ASSERT_EQUAL(within_limits(write_read_compare, &pair), 0);
}

/* ---------------------------------------------------------------------- sizes of 1 GB */

static void test_limits_huge_sizes(void)
{
	SCOPED(pair_deinit) struct pair pair = { 0 };
	static const char want[] =
		"struct big { char a[1073741824]; struct { int x; char y[1073741824]; } "
		"b[1024]; }; struct big f(struct big x); struct big g;";
	static const char have[] =
		"struct big { char a[1073741824]; struct { int x; char y[1073741823]; } "
		"b[1024]; }; struct big f(struct big x); struct big g;";
	stamp_build(&pair.consumer, want);
	stamp_build(&pair.provider, have);
	CU_ASSERT_EQUAL(within_limits(write_read_compare, &pair), 0);
}

/* ------------------------------------------------------------------------ huge counts */

/* At every place in turn, five bytes that say 2^32 - 1 as a number and as a ULEB128. */
static bool decode_huge_counts(void *context)
{
	const struct buffer *bytes = context;
	SCOPED_FREE uint8_t *changed = malloc(bytes->size);
	if (!changed)
		return false;
	for (size_t at = 12; at + 5 <= bytes->size; at++) {
		memcpy(changed, bytes->data, bytes->size);
		memcpy(changed + at, "\xff\xff\xff\xff\x0f", 5);
		stamp_fix_checksums(changed, bytes->size);
		if (stamp_decode_code(changed, bytes->size) == HM_ERR_NOMEM)
			return false;
	}
	return true;
}

static void test_limits_huge_counts(void)
{
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	CU_ASSERT_EQUAL(within_limits(decode_huge_counts, &bytes), 0);
}

/* ----------------------------------------------------------------------- deep nesting */

/* A pointer to a pointer, `depth` times, without a tag in between. */
static enum hm_error_code decode_nested(unsigned depth)
{
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	SCOPED_FREE char *text = malloc(depth + 64);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	memcpy(text, "int ", 5);
	memset(text + 4, '*', depth);
	strcpy(text + 4 + depth, "x;");
	stamp_build(&stamp, text);
	SCOPED_ERROR struct hm_error *error = stamp_encode(&stamp, &bytes);
	return error ? hm_error_code(error) : stamp_decode_code(bytes.data, bytes.size);
}

static void test_limits_nesting(void)
{
	CU_ASSERT_EQUAL(decode_nested(FORMAT_NESTING_MAX / 2), HM_OK);
	CU_ASSERT_NOT_EQUAL(decode_nested(FORMAT_NESTING_MAX + 2), HM_OK);
}

static const struct test_case cases[] = {
	{ "colliding names", test_limits_colliding_names },
	{ "colliding words", test_limits_colliding_words },
	{ "names of a megabyte", test_limits_long_names },
	{ "cycles everywhere", test_limits_cycles },
	{ "sizes of a gigabyte", test_limits_huge_sizes },
	{ "huge counts", test_limits_huge_counts },
	{ "deep nesting", test_limits_nesting },
	{ NULL, NULL },
};

const struct test_suite suite_limits = { .name = "limits", .cases = cases };
