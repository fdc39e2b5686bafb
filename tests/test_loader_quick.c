// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/loader_fixture.h"
#include "tests/quick_host.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <string.h>

/* The whole comparison of all verdict cases is held against this in tests/cases.sh. */

static const char source[] =
	"struct inner;\n"
	"#ifdef INNER\n"
	"struct inner {\n"
	"	int number;\n"
	"#ifdef INNER_GROWN\n"
	"	long more;\n"
	"#endif\n"
	"};\n"
	"#endif\n"
	"struct outer {\n"
	"	struct inner *inner;\n"
	"	int number;\n"
	"#ifdef OUTER_GROWN\n"
	"	long more;\n"
	"#endif\n"
	"};\n"
	"int host_use(struct outer *outer);\n"
	"int host_count(int number);\n"
	"void host_take(struct inner inner);\n"
	"#ifdef HOST\n"
	"int host_use(struct outer *outer) { return outer->number; }\n"
	"int host_count(int number) { return number; }\n"
	"#ifdef INNER\n"
	"void host_take(struct inner inner) { (void)inner; }\n"
	"#endif\n"
	"#else\n"
	"void *volatile taken;\n"
	"int plugin_run(void);\n"
	"int plugin_run(void)\n"
	"{\n"
	"#ifdef TAKES\n"
	"	taken = (void *)host_take;\n"
	"#endif\n"
	"	return host_use(0) + host_count(1);\n"
	"}\n"
	"#endif\n";

static bool build(const struct fixture *fixture, const char *name, const char *flags)
{
	char compiler[256];
	bool host = strcmp(name, "host") == 0;
	snprintf(compiler, sizeof(compiler), "%s -g -O1 -shared -fPIC %s %s",
		 fixture_cc(), host ? "-DHOST" : "", flags);
	return fixture_compile(fixture, compiler, name, source) &&
	       fixture_run(
		       fixture,
		       "'%s' stamp --role %s --package example.org/%s %s && strip -g %s",
		       hallmark_program(), host ? "host" : "plugin", name, name,
		       name) == 0;
}

struct pair {
	const char *host, *plugin;
	enum quick_word word, without_faces;
};

static const struct pair pairs[] = {
	{ "-DINNER", "-DINNER", QUICK_BY_CLOSURES, QUICK_BY_CLOSURES },
	{ "", "", QUICK_BY_CLOSURES, QUICK_BY_CLOSURES },
	{ "-DINNER", "", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "", "-DINNER", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "", "-DINNER -DINNER_GROWN", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "-DINNER", "-DINNER -DINNER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	{ "-DINNER", "-DOUTER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	{ "", "-DINNER -DOUTER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	/* By value the two need not agree, whatever their faces say. */
	{ "-DINNER", "-DTAKES", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
};

struct made {
	struct fixture fixture;
	struct quick_host host;
	int plugin;
};

static bool make(const struct pair *pair, struct made *made)
{
	*made = (struct made){ .fixture = fixture_new(), .plugin = -1 };
	if (!build(&made->fixture, "host", pair->host) ||
	    !build(&made->fixture, "plugin", pair->plugin))
		return false;
	SCOPED_FREE char *host = fixture_path(&made->fixture, "host");
	SCOPED_FREE char *plugin = fixture_path(&made->fixture, "plugin");
	SCOPED_ERROR struct hm_error *error = quick_host_read(host, &made->host);
	made->plugin = error ? -1 : open(plugin, O_RDWR | O_CLOEXEC);
	return made->plugin >= 0;
}

static void unmake(struct made *made)
{
	if (made->plugin >= 0) {
		quick_host_deinit(&made->host);
		close(made->plugin);
	}
	fixture_remove(&made->fixture);
}

static void test_agrees(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		SCOPED(unmake) struct made made;
		CU_ASSERT_FATAL(make(&pairs[i], &made));
		enum quick_word word = quick_host_ask(&made.host, made.plugin, true);
		CU_ASSERT_EQUAL(word, pairs[i].word);
		CU_ASSERT_EQUAL(quick_host_ask(&made.host, made.plugin, false),
				pairs[i].without_faces);
		if (word != pairs[i].word)
			printf("# host \"%s\", plugin \"%s\"\n", pairs[i].host,
			       pairs[i].plugin);
	}
}

/* Where the stamp's note is in the file; 0 if it is not. */
static size_t find_note(const char *bytes, size_t size, size_t *ret_size)
{
	uint32_t desc_size;
	const char *owner = memmem(bytes, size, "Hallmark", sizeof("Hallmark"));
	if (!owner)
		return 0;
	memcpy(&desc_size, owner - 8, sizeof(desc_size));
	*ret_size = 24 + desc_size;
	return (size_t)(owner - bytes) - 12;
}

/* Most of the stamp is read without its checksum, if at all. */
static void check_every_bit(const struct pair *pair)
{
	SCOPED(unmake) struct made made;
	CU_ASSERT_FATAL(make(pair, &made));
	size_t size, note_size = 0;
	SCOPED_FREE char *bytes = fixture_read(&made.fixture, "plugin", &size);
	size_t start = find_note(bytes, size, &note_size), accepted = 0;
	CU_ASSERT_FATAL(start && start + note_size <= size);
	for (size_t bit = 0; bit < note_size * 8; bit++) {
		off_t at = (off_t)(start + bit / 8);
		char changed = (char)(bytes[at] ^ 1 << bit % 8);
		CU_ASSERT_EQUAL_FATAL(pwrite(made.plugin, &changed, 1, at), 1);
		accepted +=
			quick_host_ask(&made.host, made.plugin, true) != QUICK_NOT_TOLD;
		CU_ASSERT_EQUAL_FATAL(pwrite(made.plugin, &bytes[at], 1, at), 1);
	}
	CU_ASSERT_EQUAL(accepted, 0);
}

static void test_damage_is_not_taken(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].word == QUICK_NOT_TOLD)
			check_every_bit(&pairs[i]);
}

static const struct test_case cases[] = {
	{ "agrees", test_agrees },
	{ "damage_is_not_taken", test_damage_is_not_taken },
	{ NULL, NULL },
};

const struct test_suite suite_loader_quick = { .name = "loader_quick", .cases = cases };
