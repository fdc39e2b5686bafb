// SPDX-License-Identifier: BSD-3-Clause
#include "verify/boundary.h"

#include "base/scope.h"
#include "notes/runtime.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

#define SCOPED_SAMPLE SCOPED(sample_deinit)

static void test_runtime_is_library(void)
{
	static const struct {
		const char *soname;
		bool runtime, versioned;
	} cases[] = {
		{ "libc.so.6", true, true },
		{ "libm.so.6", true, true },
		{ "libgcc_s.so.1", true, true },
		{ "libstdc++.so.6", true, true },
		{ "ld-linux-x86-64.so.2", true, true },
		{ "ld64.so.1", true, true },
		{ "ld-linux-riscv64-lp64d.so.1", true, true },
		{ "libc.musl-x86_64.so.1", true, false },
		{ "ld-musl-aarch64.so.1", true, false },
		{ "libc.so", true, false },
		{ "libc.so.7", true, false },
		{ "libcurl.so.4", false, false },
		{ "libmagic.so.1", false, false },
		{ "libz.so.1", false, false },
		{ "libcso.6", false, false },
		{ "", false, false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CU_ASSERT_EQUAL(runtime_is_library(cases[i].soname), cases[i].runtime);
		CU_ASSERT_EQUAL(runtime_is_versioned_library(cases[i].soname),
				cases[i].versioned);
	}
	CU_ASSERT_FALSE(runtime_is_library(NULL));
}

static void test_runtime_is_startup_symbol(void)
{
	static const char *const startup[] = {
		"__gmon_start__", "_ITM_registerTMCloneTable",
		"__cxa_finalize", "_edata",
		"__bss_start",	  "data_start",
	};
	static const char *const others[] = { "main", "end", "_ITM_", "_host", "", "_" };
	for (size_t i = 0; i < sizeof(startup) / sizeof(startup[0]); i++)
		CU_ASSERT_TRUE(runtime_is_startup_symbol(startup[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_FALSE(runtime_is_startup_symbol(others[i]));
}

static void test_runtime_is_compiler_made(void)
{
	static const char *const made[] = {
		"_ZTV3opq",	"_ZTI3opq",
		"_ZTS3opq",	"_ZTT1d",
		"_ZGVZ1fvE1x",	"_ZThn16_N1d1vEv",
		"__fentry__",	"__bid64_quiet_greater",
		"__dpd_addtd3", "__x86_indirect_thunk_rax",
		"__asan_load8",
	};
	static const char *const others[] = {
		"_ZN3opq1vEv", "_Z1fv",	    "_ZT",     "_Z",	     "_",	   "",
		"ZTV",	       "_ZSt4cout", "__fentr", "__x86_host", "asan_load8",
	};
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		CU_ASSERT_TRUE(runtime_is_compiler_made(made[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CU_ASSERT_FALSE(runtime_is_compiler_made(others[i]));
}

/* Which definition of `f` a reference gets: glibc 2.36 did so when asked. */
static void test_definitions_bind_versions(void)
{
	enum {
		PLAIN = 1,	 /* f */
		OLD = 2,	 /* f@V1, hidden, first node */
		NEW = 4,	 /* f@@V2, default */
		FIRST_NEW = 8,	 /* f@@V1, default, first node */
		LATER_OLD = 16,	 /* f@V1, hidden, not the first node */
		LATER_OLD2 = 32, /* f@V0, hidden, not the first node */
	};
	static const struct {
		unsigned defined;
		enum reference_kind kind;
		const char *version;
		bool strict;
		/* "-": none, "": the one without version. */
		const char *expected;
	} cases[] = {
		{ PLAIN, REFERENCE_LINKED, NULL, false, "" },
		{ PLAIN, REFERENCE_LOOKUP, NULL, false, "" },
		{ PLAIN, REFERENCE_LINKED, "V1", false, "" },
		{ PLAIN, REFERENCE_LINKED, "V1", true, "-" },
		{ OLD | NEW, REFERENCE_LINKED, NULL, false, "V1" },
		{ OLD | NEW, REFERENCE_LOOKUP, NULL, false, "V2" },
		{ OLD | NEW, REFERENCE_LINKED, "V1", true, "V1" },
		{ OLD | NEW, REFERENCE_LINKED, "V2", true, "V2" },
		{ OLD | NEW, REFERENCE_LINKED, "V3", false, "-" },
		{ OLD, REFERENCE_LINKED, NULL, false, "V1" },
		{ OLD, REFERENCE_LOOKUP, NULL, false, "-" },
		{ FIRST_NEW, REFERENCE_LINKED, NULL, false, "V1" },
		{ FIRST_NEW, REFERENCE_LOOKUP, NULL, false, "V1" },
		{ NEW, REFERENCE_LINKED, NULL, false, "V2" },
		{ LATER_OLD | NEW, REFERENCE_LINKED, NULL, false, "V2" },
		{ LATER_OLD, REFERENCE_LINKED, NULL, false, "-" },
		{ LATER_OLD | LATER_OLD2, REFERENCE_LINKED, "V0", true, "V0" },
		/* Two that are not hidden are ambiguous. */
		{ FIRST_NEW | NEW, REFERENCE_LOOKUP, NULL, false, "-" },
		{ FIRST_NEW | NEW, REFERENCE_LINKED, NULL, false, "V1" },
		{ 0, REFERENCE_LINKED, NULL, false, "-" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCOPED_SAMPLE struct sample host;
		sample_init(&host, "host", ROLE_HOST);
		stamp_symbols *provides = &host.stamp.provides;
		if (cases[i].defined & PLAIN)
			sample_add(provides, "f", NULL, SYMBOL_DEFAULT, TAKES_INT);
		if (cases[i].defined & OLD)
			sample_add(provides, "f", "V1", SYMBOL_FIRST, TAKES_INT);
		if (cases[i].defined & NEW)
			sample_add(provides, "f", "V2", SYMBOL_DEFAULT, TAKES_INT);
		if (cases[i].defined & FIRST_NEW)
			sample_add(provides, "f", "V1", SYMBOL_FIRST | SYMBOL_DEFAULT,
				   TAKES_INT);
		if (cases[i].defined & LATER_OLD)
			sample_add(provides, "f", "V1", 0, TAKES_INT);
		if (cases[i].defined & LATER_OLD2)
			sample_add(provides, "f", "V0", 0, TAKES_INT);
		const struct stamp_symbol *found =
			definitions_bind(definitions_find(provides, "f"), cases[i].kind,
					 cases[i].version, cases[i].strict);
		const char *got = !found ? "-" : found->version ? found->version : "";
		CU_ASSERT_STRING_EQUAL(got, cases[i].expected);
	}
}

static void test_symbol_walk_finds_all(void)
{
	SCOPED_SAMPLE struct sample host;
	sample_init(&host, "host", ROLE_HOST);
	char names[300][8];
	for (unsigned i = 0; i < 300; i++) {
		snprintf(names[i], sizeof(names[i]), "f%03u", i);
		if (i % 3)
			sample_add(&host.stamp.provides, names[i], NULL, 0, TAKES_INT);
	}
	/* Every step width, so that each gap is jumped over somewhere. */
	for (unsigned step = 1; step < 300; step++) {
		struct symbol_walk walk = symbol_walk_start(&host.stamp.provides);
		unsigned wrong = 0;
		for (unsigned i = 0; i < 300; i += step)
			wrong += symbol_walk_find(&walk, names[i]).count != !!(i % 3);
		CU_ASSERT_EQUAL(wrong, 0);
		CU_ASSERT_EQUAL(symbol_walk_find(&walk, "z").count, 0);
		CU_ASSERT_EQUAL(symbol_walk_find(&walk, "z").count, 0);
	}
}

static void test_symbol_walk_same_name_again(void)
{
	SCOPED_SAMPLE struct sample host;
	sample_init(&host, "host", ROLE_HOST);
	sample_add(&host.stamp.provides, "f", "V1", 0, TAKES_INT);
	sample_add(&host.stamp.provides, "f", "V2", 0, TAKES_INT);
	struct symbol_walk walk = symbol_walk_start(&host.stamp.provides);
	CU_ASSERT_EQUAL(symbol_walk_find(&walk, "f").count, 2);
	CU_ASSERT_EQUAL(symbol_walk_find(&walk, "f").count, 2);
	CU_ASSERT_EQUAL(symbol_walk_find(&walk, "g").count, 0);
}

/* What libraries answer in these tests: by the first letter of their name. */
static int answer_by_name(void *context, const char *library, const char *symbol,
			  const char *version)
{
	(void)symbol, (void)version;
	unsigned *asked = context;
	if (asked)
		++*asked;
	return library[0] == 'y' ? 1 : library[0] == 'n' ? 0 : -1;
}

struct scene {
	struct sample host, library, plugin;
	struct party hosts[2], party;
	struct verify_request request;
	unsigned asked;
};

static void scene_init(struct scene *scene)
{
	sample_init(&scene->host, "editor", ROLE_HOST);
	sample_init(&scene->library, "libtext.so.1", ROLE_LIBRARY);
	sample_init(&scene->plugin, "spell.so", ROLE_PLUGIN);
	scene->library.soname = "libtext.so.1";
}

static void scene_deinit(struct scene *scene)
{
	sample_deinit(&scene->host);
	sample_deinit(&scene->library);
	sample_deinit(&scene->plugin);
}

/* Places the only symbol that the plugin requires. */
static struct binding scene_place(struct scene *scene)
{
	scene->hosts[0] = sample_party(&scene->host);
	scene->hosts[1] = sample_party(&scene->library);
	scene->party = sample_party(&scene->plugin);
	scene->asked = 0;
	scene->request = (struct verify_request){
		.hosts = scene->hosts,
		.host_count = 2,
		.plugin = &scene->party,
		.library_defines = answer_by_name,
		.context = &scene->asked,
	};
	struct binding binding = { .place = BOUNDARY_OUTSIDE };
	SCOPED(boundary_deinit) struct boundary boundary = { 0 };
	CU_ASSERT_PTR_NULL(boundary_init(&boundary, &scene->request));
	boundary_place(&boundary, &scene->plugin.stamp.requires.data[0], &binding);
	return binding;
}

#define SCENE SCOPED(scene_deinit) struct scene

static void test_boundary_place_first_host_wins(void)
{
	SCENE scene;
	scene_init(&scene);
	sample_add(&scene.host.stamp.provides, "f", NULL, SYMBOL_DEFAULT, TAKES_INT);
	sample_add(&scene.library.stamp.provides, "f", NULL, SYMBOL_DEFAULT, TAKES_LONG);
	sample_require(&scene.plugin, "f", NULL, NULL, 0, TAKES_INT);
	struct binding binding = scene_place(&scene);
	CU_ASSERT_EQUAL(binding.place, BOUNDARY_BOUND);
	CU_ASSERT_EQUAL(binding.host, 0);
	CU_ASSERT_EQUAL(scene.asked, 0);
}

static void test_boundary_place_version_skips_host(void)
{
	SCENE scene;
	scene_init(&scene);
	sample_add(&scene.host.stamp.provides, "f", "V2", SYMBOL_DEFAULT, TAKES_INT);
	sample_add(&scene.library.stamp.provides, "f", "V1", 0, TAKES_INT);
	sample_require(&scene.plugin, "f", "V1", "libtext.so.1", 0, TAKES_INT);
	struct binding binding = scene_place(&scene);
	CU_ASSERT_EQUAL(binding.place, BOUNDARY_BOUND);
	CU_ASSERT_EQUAL(binding.host, 1);
}

static void test_boundary_place_unversioned_provider(void)
{
	SCENE scene;
	scene_init(&scene);
	/* In another file than the one that verneed names it is accepted. */
	sample_add(&scene.host.stamp.provides, "f", NULL, SYMBOL_DEFAULT, TAKES_INT);
	sample_require(&scene.plugin, "f", "V1", "libtext.so.1", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_place(&scene).place, BOUNDARY_BOUND);
	/* In that file itself it stops the program. */
	scene.host.stamp.provides.count = 0;
	sample_add(&scene.library.stamp.provides, "f", NULL, SYMBOL_DEFAULT, TAKES_INT);
	struct binding binding = scene_place(&scene);
	CU_ASSERT_EQUAL(binding.place, BOUNDARY_OTHER_VERSION);
	CU_ASSERT_EQUAL(binding.host, 1);
}

static void test_boundary_place_by_name_without_soname(void)
{
	SCENE scene;
	scene_init(&scene);
	scene.library.soname = NULL;
	sample_require(&scene.plugin, "f", "V1", "../lib/libtext.so.1", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_place(&scene).place, BOUNDARY_MISSING);
}

static void test_boundary_place_outside(void)
{
	static const struct {
		const char *name, *version, *file;
		unsigned flags;
	} cases[] = {
		{ "malloc", "GLIBC_2.2.5", "libc.so.6", 0 },
		{ "malloc", NULL, NULL, SYMBOL_OUTSIDE },
		{ "__gmon_start__", NULL, NULL, SYMBOL_WEAK },
		/* Verneed names a library that is not given. */
		{ "SSL_new", "OPENSSL_3.0.0", "libssl.so.3", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCENE scene;
		scene_init(&scene);
		sample_require(&scene.plugin, cases[i].name, cases[i].version,
			       cases[i].file, cases[i].flags, UNTYPED);
		CU_ASSERT_EQUAL(scene_place(&scene).place, BOUNDARY_OUTSIDE);
		CU_ASSERT_EQUAL(scene.asked, 0);
	}
}

static void test_boundary_place_asks_libraries(void)
{
	static const struct {
		const char *plugin_needs[3], *host_needs;
		enum boundary_place expected;
		unsigned asked;
	} cases[] = {
		{ { NULL }, NULL, BOUNDARY_MISSING, 0 },
		{ { "no.so" }, NULL, BOUNDARY_MISSING, 1 },
		{ { "yes.so" }, NULL, BOUNDARY_OUTSIDE, 1 },
		{ { "unknown.so" }, NULL, BOUNDARY_UNDECIDED, 1 },
		{ { "unknown.so", "yes.so" }, NULL, BOUNDARY_OUTSIDE, 2 },
		{ { "unknown.so", "no.so" }, NULL, BOUNDARY_UNDECIDED, 2 },
		/* Linked with it, the plugin would ask for a version. */
		{ { "libc.so.6" }, "libc.so.6", BOUNDARY_MISSING, 0 },
		/* Not linked with it, it finds what the host brought along. */
		{ { NULL }, "libm.so.6", BOUNDARY_UNDECIDED, 1 },
		/* Shared with the host, which does not tell its type. */
		{ { NULL }, "yes.so", BOUNDARY_UNDECIDED, 1 },
		{ { "yes.so" }, "yes.so", BOUNDARY_UNDECIDED, 1 },
		/* Those of the host are searched first. */
		{ { "yes-own.so" }, "no.so", BOUNDARY_OUTSIDE, 2 },
		{ { "yes-own.so" }, "yes.so", BOUNDARY_UNDECIDED, 1 },
		{ { "no.so", "no.so" }, "no.so", BOUNDARY_MISSING, 1 },
		/* A host given is not asked again. */
		{ { "libtext.so.1" }, "libtext.so.1", BOUNDARY_MISSING, 0 },
		{ { "libc.musl-x86_64.so.1" }, NULL, BOUNDARY_UNDECIDED, 1 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCENE scene;
		scene_init(&scene);
		sample_require(&scene.plugin, "f", NULL, NULL, 0, TAKES_INT);
		for (size_t n = 0; n < 3 && cases[i].plugin_needs[n]; n++)
			sample_need(&scene.plugin, cases[i].plugin_needs[n]);
		if (cases[i].host_needs)
			sample_need(&scene.host, cases[i].host_needs);
		CU_ASSERT_EQUAL(scene_place(&scene).place, cases[i].expected);
		CU_ASSERT_EQUAL(scene.asked, cases[i].asked);
	}
}

static void test_boundary_place_shared_library(void)
{
	static const struct {
		const char *version, *file;
		/* Of the host's own reference, and whether it has a type. */
		const char *host_version;
		unsigned host_flags, host_type;
		enum boundary_place expected;
	} cases[] = {
		{ NULL, NULL, NULL, 0, TAKES_INT, BOUNDARY_BOUND },
		{ NULL, NULL, NULL, 0, UNTYPED, BOUNDARY_UNDECIDED },
		{ NULL, NULL, NULL, SYMBOL_OUTSIDE, UNTYPED, BOUNDARY_UNDECIDED },
		{ NULL, NULL, "V1", 0, TAKES_INT, BOUNDARY_UNDECIDED },
		{ "V1", "yes.so", "V1", 0, TAKES_INT, BOUNDARY_BOUND },
		{ "V1", "yes.so", "V2", 0, TAKES_INT, BOUNDARY_OUTSIDE },
		{ "V1", "yes.so", "V1", 0, UNTYPED, BOUNDARY_OUTSIDE },
		{ "V1", "yes-own.so", "V1", 0, TAKES_INT, BOUNDARY_OUTSIDE },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCENE scene;
		scene_init(&scene);
		sample_require(&scene.plugin, "f", cases[i].version, cases[i].file, 0,
			       TAKES_LONG);
		sample_require(&scene.host, "f", cases[i].host_version, NULL,
			       cases[i].host_flags, cases[i].host_type);
		sample_need(&scene.host, "yes.so");
		sample_need(&scene.plugin, "yes.so");
		struct binding binding = scene_place(&scene);
		CU_ASSERT_EQUAL(binding.place, cases[i].expected);
		if (binding.place == BOUNDARY_BOUND)
			CU_ASSERT_PTR_EQUAL(binding.symbol,
					    scene.host.stamp.requires.data);
	}
}

static void test_boundary_place_hidden_version_only(void)
{
	SCENE scene;
	scene_init(&scene);
	sample_add(&scene.host.stamp.provides, "f", "V2", 0, TAKES_INT);
	sample_require(&scene.plugin, "f", NULL, NULL, 0, TAKES_INT);
	struct binding binding = scene_place(&scene);
	CU_ASSERT_EQUAL(binding.place, BOUNDARY_OTHER_VERSION);
	CU_ASSERT_EQUAL(binding.others.count, 1);
}

static void test_boundary_place_interposable(void)
{
	SCENE scene;
	scene_init(&scene);
	sample_require(&scene.plugin, "f", NULL, NULL, SYMBOL_INTERPOSABLE, TAKES_INT);
	sample_need(&scene.plugin, "unknown.so");
	CU_ASSERT_EQUAL(scene_place(&scene).place, BOUNDARY_OWN);
	sample_add(&scene.library.stamp.provides, "f", NULL, SYMBOL_DEFAULT, TAKES_INT);
	struct binding binding = scene_place(&scene);
	CU_ASSERT_EQUAL(binding.place, BOUNDARY_BOUND);
	CU_ASSERT_EQUAL(binding.host, 1);
}

static void test_boundary_place_host_takes_over_a_library(void)
{
	SCENE scene;
	scene_init(&scene);
	/* The host is searched before what the plugin needs. */
	sample_add(&scene.host.stamp.provides, "crc32", NULL, SYMBOL_DEFAULT, TAKES_INT);
	sample_require(&scene.plugin, "crc32", NULL, NULL, 0, TAKES_LONG);
	sample_need(&scene.plugin, "yes.so");
	CU_ASSERT_EQUAL(scene_place(&scene).place, BOUNDARY_BOUND);
}

static const struct test_case cases[] = {
	{ "runtime_is_library", test_runtime_is_library },
	{ "runtime_is_startup_symbol", test_runtime_is_startup_symbol },
	{ "runtime_is_compiler_made", test_runtime_is_compiler_made },
	{ "definitions_bind_versions", test_definitions_bind_versions },
	{ "symbol_walk_finds_all", test_symbol_walk_finds_all },
	{ "symbol_walk_same_name_again", test_symbol_walk_same_name_again },
	{ "boundary_place_first_host_wins", test_boundary_place_first_host_wins },
	{ "boundary_place_version_skips_host", test_boundary_place_version_skips_host },
	{ "boundary_place_unversioned_provider",
	  test_boundary_place_unversioned_provider },
	{ "boundary_place_by_name_without_soname",
	  test_boundary_place_by_name_without_soname },
	{ "boundary_place_outside", test_boundary_place_outside },
	{ "boundary_place_asks_libraries", test_boundary_place_asks_libraries },
	{ "boundary_place_shared_library", test_boundary_place_shared_library },
	{ "boundary_place_hidden_version_only", test_boundary_place_hidden_version_only },
	{ "boundary_place_interposable", test_boundary_place_interposable },
	{ "boundary_place_host_takes_over_a_library",
	  test_boundary_place_host_takes_over_a_library },
	{ NULL, NULL },
};

const struct test_suite suite_boundary = { .name = "boundary", .cases = cases };
