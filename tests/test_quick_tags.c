// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick_tags.h"

#include "base/buffer.h"
#include "base/scope.h"
#include "notes/encode_digests.h"
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

static void add_opaque(struct stamp *stamp, unsigned name)
{
	char text[16];
	uint32_t id;
	int length = snprintf(text, sizeof(text), "t%u", name);
	struct type type = {
		.kind = TYPE_STRUCT,
		.flags = TYPE_OPAQUE,
		.tag = arena_copy(&stamp->arena, text, (size_t)length),
	};
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&stamp->graph, &type, &id));
}

/* The record of the keys. */
static void write_plugin(const struct stamp *stamp, struct glance *glance)
{
	tag_keys keys = { 0 };
	CU_ASSERT_TRUE_FATAL(tag_keys_collect(stamp, &keys));
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	encode_tag_keys(stamp, &keys, &bytes);
	uint32_t opaque = tag_keys_opaque(&keys);
	int fd = memfd_create("plugin", MFD_CLOEXEC);
	CU_ASSERT_EQUAL_FATAL(write(fd, bytes.data, bytes.size), (ssize_t)bytes.size);
	*glance = (struct glance){
		.fd = fd,
		.file_size = bytes.size,
		.tags = { .count = (uint32_t)keys.count,
			  .opaque = opaque,
			  .sum = tag_keys_sum(stamp, &keys),
			  .opaque_at = keys.count * TAG_KEY_SIZE,
			  .digests_at = (keys.count + opaque) * TAG_KEY_SIZE },
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

/*
 * `host` and `plugin` of 8 tags each are known, and half of the others opaque; `differ`:
 * one that both know is not the same. Returns whether there is one to differ.
 */
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
		else if (next_random(&state) % 2)
			add_opaque(&tables->host, i);
		if (in_plugin)
			add_tag(&tables->plugin, i, spoil ? i + 1 : i);
		else if (next_random(&state) % 2)
			add_opaque(&tables->plugin, i);
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

/* Keys, places and digests: how often the damage of a byte, each in turn, is missed. */
static size_t count_missed(struct tables *tables, uint64_t from, uint64_t to)
{
	size_t missed = 0;
	for (uint64_t at = from; at < to; at++) {
		flip(tables, (off_t)at);
		missed += quick_tags_agree(&tables->glance, &tables->tags);
		flip(tables, (off_t)at);
	}
	return missed;
}

/*
 * Of the host's 50 tags the plugin knows all or the half, with a stamp that lies: one has
 * another body. However a byte is damaged, that does not seem to be all right.
 */
static void test_damage_hides_nothing(void)
{
	for (unsigned known = 4; known <= 8; known += 4)
		for (unsigned host = 4; host <= 8; host += 4) {
			SCOPED_TABLES struct tables tables;
			begin(&tables);
			CU_ASSERT_TRUE(fill(&tables, 3, 50, host, known, true));
			CU_ASSERT_FALSE(agree(&tables));
			CU_ASSERT_EQUAL(count_missed(&tables, 0, tables.glance.file_size),
					0);
		}
}

/* What is not damaged agrees; what is, is asked in full. */
static void test_damage_disagrees(void)
{
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	CU_ASSERT_FALSE(fill(&tables, 3, 50, 4, 8, false));
	CU_ASSERT_TRUE(agree(&tables));
	CU_ASSERT_EQUAL(count_missed(&tables, 0, tables.glance.tags.opaque_at), 0);
	tables.glance.tags.sum.high++;
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
	tables.glance.tags.sum.high--;
	CU_ASSERT_TRUE(quick_tags_agree(&tables.glance, &tables.tags));
	/* Behind the end of the file. */
	tables.glance.tags.keys_at = tables.glance.file_size - 1;
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
}

/* Keys and digests of what the host does not know. */
static void test_damaged_strangers_disagree(void)
{
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	for (unsigned i = 0; i < 20; i++)
		add_tag(&tables.plugin, i, i);
	CU_ASSERT_TRUE(agree(&tables));
	CU_ASSERT_EQUAL(count_missed(&tables, 0, tables.glance.file_size), 0);
}

/* Of 40 tags the plugin has a body of every second, the host of all but each `lacks`th.
 */
static void fill_half_opaque(struct tables *tables, unsigned lacks)
{
	for (unsigned i = 0; i < 40; i++) {
		if (i % lacks != lacks - 1)
			add_tag(&tables->host, i, i);
		if (i % 2)
			add_tag(&tables->plugin, i, i);
		else
			add_opaque(&tables->plugin, i);
	}
}

/* Places of what the plugin has no body of. */
static void test_damaged_places_disagree(void)
{
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	fill_half_opaque(&tables, 41);
	CU_ASSERT_TRUE(agree(&tables));
	CU_ASSERT_EQUAL(tables.glance.tags.opaque, 20);
	CU_ASSERT_EQUAL(count_missed(&tables, tables.glance.tags.opaque_at,
				     tables.glance.tags.digests_at),
			0);
}

/* In whatever order places come, nothing outside of the lists is looked at. */
static void test_impossible_places(void)
{
	static const uint32_t values[] = { 0, 39, 40, UINT32_MAX };
	SCOPED_TABLES struct tables tables;
	begin(&tables);
	fill_half_opaque(&tables, 4);
	CU_ASSERT_TRUE(agree(&tables));
	off_t start = (off_t)tables.glance.tags.opaque_at;
	for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++)
		for (off_t at = 0; at < 20; at++) {
			uint32_t value = htole32(values[v]);
			off_t place = start + at * TAG_KEY_SIZE;
			CU_ASSERT_EQUAL(pwrite(tables.glance.fd, &value, 4, place), 4);
			(void)quick_tags_agree(&tables.glance, &tables.tags);
		}
	CU_ASSERT_FALSE(quick_tags_agree(&tables.glance, &tables.tags));
	CU_ASSERT_EQUAL(tables.glance.tags.opaque, 20);
}

/* What both have no body of needs no digest, and where one has a body nor does it. */
static void test_opaque_on_either_side(void)
{
	for (unsigned host = 0; host < 3; host++)
		for (unsigned plugin = 0; plugin < 3; plugin++) {
			SCOPED_TABLES struct tables tables;
			begin(&tables);
			add_tag(&tables.host, 1, 1);
			add_tag(&tables.plugin, 1, 1);
			if (host == 1)
				add_opaque(&tables.host, 2);
			if (host == 2)
				add_tag(&tables.host, 2, 2);
			if (plugin == 1)
				add_opaque(&tables.plugin, 2);
			if (plugin == 2)
				add_tag(&tables.plugin, 2, 3);
			CU_ASSERT_EQUAL(agree(&tables), host + plugin < 4);
		}
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

enum knowledge { NOT, NAME, BODY };

static void add(struct stamp *stamp, unsigned name, enum knowledge knowledge,
		unsigned digest)
{
	if (knowledge == NAME)
		add_opaque(stamp, name);
	else if (knowledge == BODY)
		add_tag(stamp, name, digest);
}

static void test_two_names_of_one_key(void)
{
	static const struct {
		enum knowledge host_first, host_second, plugin_first, plugin_second;
		bool agree;
	} cases[] = {
		/* Which of the two the plugin means is not known. */
		{ BODY, BODY, BODY, NOT, false },
		{ BODY, BODY, NOT, BODY, false },
		/* What seems to be the same tag is another one. */
		{ BODY, NOT, NOT, BODY, false },
		{ NOT, BODY, BODY, NOT, false },
		{ NAME, BODY, BODY, NOT, false },
		{ BODY, NOT, BODY, NOT, true },
		{ BODY, BODY, NOT, NOT, true },
		/* A name by itself says nothing of the other tag. */
		{ BODY, NOT, NOT, NAME, true },
		{ BODY, NOT, BODY, NAME, true },
		{ NAME, NOT, NOT, BODY, true },
		{ BODY, NAME, BODY, NOT, true },
	};
	unsigned first, second;
	CU_ASSERT_TRUE_FATAL(find_twins(&first, &second));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCOPED_TABLES struct tables tables;
		begin(&tables);
		/* Without any body a stamp lists no keys. */
		add_tag(&tables.host, 1, 0);
		add_tag(&tables.plugin, 1, 0);
		add(&tables.host, first, cases[i].host_first, 1);
		add(&tables.host, second, cases[i].host_second, 2);
		add(&tables.plugin, first, cases[i].plugin_first, 1);
		add(&tables.plugin, second, cases[i].plugin_second, 2);
		CU_ASSERT_EQUAL(agree(&tables), cases[i].agree);
	}
}

static const struct test_case cases[] = {
	{ "what_both_know_must_be_equal", test_what_both_know_must_be_equal },
	{ "damage_hides_nothing", test_damage_hides_nothing },
	{ "damage_disagrees", test_damage_disagrees },
	{ "damaged_strangers_disagree", test_damaged_strangers_disagree },
	{ "damaged_places_disagree", test_damaged_places_disagree },
	{ "impossible_places", test_impossible_places },
	{ "opaque_on_either_side", test_opaque_on_either_side },
	{ "two_names_of_one_key", test_two_names_of_one_key },
	{ NULL, NULL },
};

const struct test_suite suite_quick_tags = { .name = "quick_tags", .cases = cases };
