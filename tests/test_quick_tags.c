// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick_tags.h"

#include "base/buffer.h"
#include "base/scope.h"
#include "notes/format.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>
#include <sys/mman.h>

/*
 * Two tables of tags, as a host and a plugin have them, and the part of the plugin's file
 * that is read. A tag's name is a number; so is its digest.
 */
struct tables {
	struct stamp host, plugin;
	struct host_tags tags;
	struct glance glance;
};

static void add_tag(struct stamp *stamp, unsigned name, unsigned digest)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "t%u", name);
	struct stamp_tag tag = {
		.kind = TYPE_STRUCT,
		.tag = arena_copy(&stamp->arena, text, (size_t)length),
	};
	uint64_t words[2] = { name * UINT64_C(0x9e3779b97f4a7c15), digest + 1 };
	memcpy(&tag.digest, words, sizeof(tag.digest));
	CU_ASSERT_TRUE_FATAL(tag.tag && vector_push(&stamp->tags, tag));
}

/* Keys, numbers, entries. */
static void write_plugin(const struct stamp *stamp, struct glance *glance)
{
	tag_keys keys = { 0 };
	CU_ASSERT_TRUE_FATAL(tag_keys_collect(stamp, &keys));
	struct tag_sums sums = tag_keys_sum(stamp, &keys);
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	vector_for_each (key, &keys)
		buffer_u32(&bytes, key->key);
	vector_for_each (key, &keys)
		buffer_u32(&bytes, key->number);
	vector_for_each (tag, &stamp->tags) {
		buffer_u32(&bytes, 0);
		buffer_u32(&bytes, 0);
		buffer_bytes(&bytes, &tag->digest, sizeof(tag->digest));
	}
	int fd = memfd_create("plugin", MFD_CLOEXEC);
	CU_ASSERT_EQUAL_FATAL(write(fd, bytes.data, bytes.size), (ssize_t)bytes.size);
	*glance = (struct glance){
		.fd = fd,
		.file_size = bytes.size,
		.tags = { .count = (uint32_t)keys.count,
			  .check = sums.check,
			  .sum = sums.digests,
			  .entries_at = keys.count * 2 * TAG_KEY_SIZE },
	};
	vector_deinit(&keys);
}

static void tables_end(struct tables *tables)
{
	stamp_deinit(&tables->host);
	stamp_deinit(&tables->plugin);
	host_tags_deinit(&tables->tags);
	if (tables->glance.fd >= 0)
		close(tables->glance.fd);
}

#define SCOPED_TABLES SCOPED(tables_end)

static void begin(struct tables *tables)
{
	*tables = (struct tables){ .glance.fd = -1 };
	CU_ASSERT_PTR_NULL_FATAL(stamp_init(&tables->host));
	CU_ASSERT_PTR_NULL_FATAL(stamp_init(&tables->plugin));
}

static bool agree(struct tables *tables)
{
	const struct party party = { .stamp = &tables->host };
	CU_ASSERT_TRUE_FATAL(host_tags_init(&tables->tags, &party, 1));
	write_plugin(&tables->plugin, &tables->glance);
	return quick_tags_agree(&tables->glance, &tables->tags);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* `host` and `plugin` of 8 tags each are known; `differ`: one that both know is not the
 * same. Returns whether there is one to differ. */
static bool fill(struct tables *tables, uint32_t seed, unsigned count, unsigned host,
		 unsigned plugin, bool differ)
{
	uint32_t state = seed;
	unsigned spoilt = next_random(&state) % (count + 1);
	bool pending = differ;
	for (unsigned i = 0; i < count; i++) {
		bool in_host = next_random(&state) % 8 < host;
		bool in_plugin = next_random(&state) % 8 < plugin;
		bool spoil = pending && i >= spoilt && in_host && in_plugin;
		if (in_host)
			add_tag(&tables->host, i, i);
		if (in_plugin)
			add_tag(&tables->plugin, i, spoil ? i + 1 : i);
		pending = pending && !spoil;
	}
	return differ && !pending;
}

/* The last one has more keys than are read at a time. */
static void test_what_both_know_must_be_equal(void)
{
	static const unsigned counts[] = { 0, 1, 2, 7, 100, 1000, 30000 };
	static const unsigned shares[] = { 0, 1, 4, 7, 8 };
	unsigned differed = 0;
	for (size_t c = 0; c < 7; c++)
		for (size_t at = 0; at < 25; at++)
			for (int differ = 0; differ < 2; differ++) {
				SCOPED_TABLES struct tables tables;
				begin(&tables);
				bool differs =
					fill(&tables, (uint32_t)(c * 25 + at), counts[c],
					     shares[at / 5], shares[at % 5], differ);
				differed += differs;
				CU_ASSERT_EQUAL(agree(&tables), !differs);
			}
	CU_ASSERT_TRUE(differed > 50);
}

static void flip(struct tables *tables, off_t at)
{
	uint8_t byte;
	CU_ASSERT_EQUAL_FATAL(pread(tables->glance.fd, &byte, 1, at), 1);
	byte ^= 1;
	CU_ASSERT_EQUAL_FATAL(pwrite(tables->glance.fd, &byte, 1, at), 1);
}

/* A part of a table that is read: which byte, and whether damage there shows. */
static void test_damage_disagrees(void)
{
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	CU_ASSERT_FALSE(fill(&tables, 3, 50, 4, 8, false));
	CU_ASSERT_TRUE(agree(&tables));
	off_t keys = (off_t)tables.glance.tags.count * TAG_KEY_SIZE, missed = 0;
	for (off_t at = 0; at < keys; at++) {
		flip(&tables, at);
		missed += quick_tags_agree(&tables.glance, &tables.tags);
		flip(&tables, at);
	}
	CU_ASSERT_EQUAL(missed, 0);
	tables.glance.tags.check++;
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
	tables.glance.tags.check--;
	tables.glance.tags.sum.high++;
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
	tables.glance.tags.sum.high--;
	CU_ASSERT_TRUE(quick_tags_agree(&tables.glance, &tables.tags));
	/* Behind the end of the file. */
	tables.glance.file_size--;
	tables.glance.tags.keys_at = (uint64_t)keys * 4;
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
}

/* Numbers and digests of what the host does not know. */
static void test_damaged_strangers_disagree(void)
{
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	for (unsigned i = 0; i < 20; i++)
		add_tag(&tables.plugin, i, i);
	CU_ASSERT_TRUE(agree(&tables));
	off_t start = 20 * TAG_KEY_SIZE, end = (off_t)tables.glance.file_size, missed = 0;
	for (off_t at = start; at < end; at++) {
		bool in_entries = at >= 2 * start;
		/* Names and types are not looked at. */
		if (in_entries && (at - 2 * start) % TAG_ENTRY_SIZE < 8)
			continue;
		flip(&tables, at);
		missed += quick_tags_agree(&tables.glance, &tables.tags);
		flip(&tables, at);
	}
	CU_ASSERT_EQUAL(missed, 0);
}

static int key_order(const void *a, const void *b)
{
	const struct tag_key *left = a, *right = b;
	return (left->key > right->key) - (left->key < right->key);
}

/* Two names of one key. */
static bool find_twins(unsigned *ret_first, unsigned *ret_second)
{
	enum { COUNT = 400000 };
	struct stamp stamp;
	tag_keys keys = { 0 };
	bool found = false;
	CU_ASSERT_PTR_NULL_FATAL(stamp_init(&stamp));
	for (unsigned i = 0; i < COUNT; i++)
		add_tag(&stamp, i * 7919, 0);
	CU_ASSERT_TRUE_FATAL(tag_keys_collect(&stamp, &keys));
	qsort(keys.data, keys.count, sizeof(*keys.data), key_order);
	for (size_t i = 1; i < keys.count && !found; i++) {
		found = keys.data[i - 1].key == keys.data[i].key;
		*ret_first = keys.data[i - 1].number * 7919;
		*ret_second = keys.data[i].number * 7919;
	}
	vector_deinit(&keys);
	stamp_deinit(&stamp);
	return found;
}

static void test_two_names_of_one_key(void)
{
	static const struct {
		bool host_first, host_second, plugin_first, plugin_second, agree;
	} cases[] = {
		/* Which of the two the plugin means is not known. */
		{ true, true, true, false, false },
		{ true, true, false, true, false },
		/* What seems to be the same tag is another one. */
		{ true, false, false, true, false },
		{ false, true, true, false, false },
		{ true, false, true, false, true },
		{ true, true, false, false, true },
	};
	unsigned first, second;
	CU_ASSERT_TRUE_FATAL(find_twins(&first, &second));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCOPED_TABLES struct tables tables;
		begin(&tables);
		if (cases[i].host_first)
			add_tag(&tables.host, first, 1);
		if (cases[i].host_second)
			add_tag(&tables.host, second, 2);
		if (cases[i].plugin_first)
			add_tag(&tables.plugin, first, 1);
		if (cases[i].plugin_second)
			add_tag(&tables.plugin, second, 2);
		CU_ASSERT_EQUAL(agree(&tables), cases[i].agree);
	}
}

static const struct test_case cases[] = {
	{ "what_both_know_must_be_equal", test_what_both_know_must_be_equal },
	{ "damage_disagrees", test_damage_disagrees },
	{ "damaged_strangers_disagree", test_damaged_strangers_disagree },
	{ "two_names_of_one_key", test_two_names_of_one_key },
	{ NULL, NULL },
};

const struct test_suite suite_quick_tags = { .name = "quick_tags", .cases = cases };
