// SPDX-License-Identifier: BSD-3-Clause
#include "base/buffer.h"
#include "base/error.h"
#include "loader/event_json.h"
#include "loader/failure.h"
#include "loader/mapped.h"
#include "loader/options.h"
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <errno.h>
#include <gnu/libc-version.h>
#include <jansson.h>
#include <string.h>

/* The pieces of the loader by themselves, and what only a compiler can tell. */

static void test_options_read_null(void)
{
	struct hm_open_options full = { .flags = 77 };
	CU_ASSERT_PTR_NULL(options_read(NULL, &full));
	CU_ASSERT_EQUAL(full.flags, 0);
	CU_ASSERT_EQUAL(full.size, sizeof(full));
}

static void test_options_read_sizes(void)
{
	struct {
		struct hm_open_options known;
		unsigned tail;
	} larger = { .known = HM_OPEN_OPTIONS(.flags = HM_OPEN_LAZY) };
	const struct {
		size_t size;
		unsigned tail;
		enum hm_error_code code;
		unsigned flags;
	} rows[] = {
		{ 0, 0, HM_ERR_ARGUMENT, 0 },
		{ sizeof(size_t), 0, HM_OK, 0 },
		{ offsetof(struct hm_open_options, entry_points), 0, HM_OK,
		  HM_OPEN_LAZY },
		{ sizeof(struct hm_open_options), 1, HM_OK, HM_OPEN_LAZY },
		{ sizeof(larger), 0, HM_OK, HM_OPEN_LAZY },
		{ sizeof(larger), 1, HM_ERR_ARGUMENT, 0 },
		{ 1u << 20, 0, HM_ERR_ARGUMENT, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hm_open_options full = { 0 };
		larger.known.size = rows[i].size;
		larger.tail = rows[i].tail;
		SCOPED_ERROR struct hm_error *error = options_read(&larger.known, &full);
		CU_ASSERT_EQUAL(hm_error_code(error), rows[i].code);
		CU_ASSERT_EQUAL(full.flags, rows[i].flags);
	}
}

static void test_options_read_refuses(void)
{
	const char *names[] = { "a", "" };
	const struct hm_open_options rows[] = {
		HM_OPEN_OPTIONS(.flags = 1u << 30),
		HM_OPEN_OPTIONS(.entry_point_count = 1),
		HM_OPEN_OPTIONS(.entry_points = names, .entry_point_count = 2),
		HM_OPEN_OPTIONS(.accept_count = 3),
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hm_open_options full;
		SCOPED_ERROR struct hm_error *error = options_read(&rows[i], &full);
		CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_ARGUMENT);
	}
}

static void test_options_hash_tells_apart(void)
{
	const char *one[] = { "ab", "c" }, *two[] = { "a", "bc" };
	const struct hm_open_options rows[] = {
		HM_OPEN_OPTIONS(),
		HM_OPEN_OPTIONS(.flags = HM_OPEN_LAZY),
		HM_OPEN_OPTIONS(.entry_points = one, .entry_point_count = 2),
		HM_OPEN_OPTIONS(.entry_points = two, .entry_point_count = 2),
		HM_OPEN_OPTIONS(.accept = one, .accept_count = 2),
	};
	const size_t count = sizeof(rows) / sizeof(rows[0]);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			CU_ASSERT_EQUAL(options_hash(&rows[i]) == options_hash(&rows[k]),
					i == k);
}

static const struct hm_finding sample_finding = {
	.rule = "member-moved",
	.severity = HM_BREAK,
	.symbol = "host_log",
	.path = "struct config.limit",
	.expected = "8 bytes at 16",
	.actual = "8 bytes at 24",
	.provider = "editor",
	.message = "tab\there \"quoted\" \\ \x01 caf\xc3\xa9 bad \xff\xc3",
};

/* Our own writer against a library that knows the format. */
static void test_event_json_is_json(void)
{
	const char *undecided[] = { "one", "two" };
	SCOPED_ERROR struct hm_error *error = error_new(HM_ERR_TYPE, "line\nline");
	const struct hm_event event = {
		.path = "a \"b\"\n.so",
		.verdict = "incompatible",
		.findings = &sample_finding,
		.finding_count = 1,
		.undecided = undecided,
		.undecided_count = 2,
		.error = error,
	};
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	event_json(&event, &text);
	CU_ASSERT_PTR_NULL(memchr(text.data, '\n', text.size));
	json_t *root = json_loadb((const char *)text.data, text.size, 0, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "file")),
			       event.path);
	CU_ASSERT(json_is_null(json_object_get(root, "package")));
	CU_ASSERT(json_is_false(json_object_get(root, "opened")));
	CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "code")),
			       "HM_ERR_TYPE");
	CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(root, "error")),
			       "line\nline");
	CU_ASSERT_EQUAL(json_array_size(json_object_get(root, "undecided")), 2);
	json_t *finding = json_array_get(json_object_get(root, "findings"), 0);
	CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(finding, "severity")),
			       "break");
	CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(finding, "message")),
			       "tab\there \"quoted\" \\ \x01 caf\xc3\xa9 bad "
			       "\xef\xbf\xbd\xef\xbf\xbd");
	json_decref(root);
}

static void release_nothing(void *owner)
{
	(void)owner;
}

static void test_failure_copy_owns_its_findings(void)
{
	struct hm_error *error = error_new(HM_ERR_INCOMPATIBLE, "does not fit");
	error_set_path(error, "spell.so");
	error_set_package(error, "example.org/spell");
	error = error_set_findings(error, &sample_finding, 1, NULL, release_nothing);
	SCOPED_ERROR struct hm_error *copy = failure_copy(error);
	hm_error_free(error);
	CU_ASSERT_EQUAL(hm_error_code(copy), HM_ERR_INCOMPATIBLE);
	CU_ASSERT_STRING_EQUAL(hm_error_message(copy), "does not fit");
	CU_ASSERT_STRING_EQUAL(hm_error_path(copy), "spell.so");
	CU_ASSERT_EQUAL(hm_error_finding_count(copy), 1);
	const struct hm_finding *finding = hm_error_finding(copy, 0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT(finding->rule != sample_finding.rule);
	CU_ASSERT_STRING_EQUAL(finding->rule, sample_finding.rule);
	CU_ASSERT_STRING_EQUAL(finding->message, sample_finding.message);
	CU_ASSERT_PTR_NULL(failure_copy(NULL));
}

static void test_mapped_program_comes_first(void)
{
	mapped_list list = { 0 };
	CU_ASSERT_PTR_NULL(mapped_all(&list));
	CU_ASSERT_FATAL(list.count > 1);
	CU_ASSERT_STRING_EQUAL(list.data[0].name, "");
	CU_ASSERT(mapped_contains(&list.data[0], (uintptr_t)&sample_finding));
	CU_ASSERT(!mapped_contains(&list.data[1], (uintptr_t)&sample_finding));
	CU_ASSERT(list.data[0].needed.count > 0);
	mapped_list_deinit(&list);
}

static void test_mapped_defines_by_version(void)
{
	SCOPED(mapped_deinit) struct mapped libc = { 0 };
	CU_ASSERT_PTR_NULL(
		mapped_at((const void *)(uintptr_t)gnu_get_libc_version, &libc));
	CU_ASSERT(mapped_is(&libc, "libc.so.6"));
	CU_ASSERT(mapped_defines(&libc, "gnu_get_libc_version", NULL));
	CU_ASSERT(!mapped_defines(&libc, "gnu_get_libc_version", "GLIBC_9.9"));
	CU_ASSERT(!mapped_defines(&libc, "no_such_function", NULL));
#if defined(__x86_64__)
	CU_ASSERT(mapped_defines(&libc, "gnu_get_libc_version", "GLIBC_2.2.5"));
	CU_ASSERT(mapped_defines(&libc, "memcpy", "GLIBC_2.2.5"));
	CU_ASSERT(mapped_defines(&libc, "memcpy", "GLIBC_2.14"));
#endif
}

static void test_mapped_finds_notes(void)
{
	SCOPED(mapped_deinit) struct mapped libc = { 0 };
	struct mapped_note note = { 0 };
	CU_ASSERT_PTR_NULL(
		mapped_at((const void *)(uintptr_t)gnu_get_libc_version, &libc));
	CU_ASSERT(mapped_find_note(&libc, ELF_NOTE_GNU, NT_GNU_BUILD_ID, &note));
	CU_ASSERT(note.size >= 8);
	CU_ASSERT(!mapped_find_note(&libc, "Hallmark", 1, &note));
}

static void test_mapped_slots_lead_to_definitions(void)
{
	SCOPED(mapped_deinit) struct mapped program = { 0 }, libc = { 0 };
	struct mapped_walk walk = { 0 };
	struct mapped_slot slot;
	size_t into_libc = 0;
	CU_ASSERT_PTR_NULL(mapped_at(&sample_finding, &program));
	CU_ASSERT_PTR_NULL(
		mapped_at((const void *)(uintptr_t)gnu_get_libc_version, &libc));
	while (mapped_next_slot(&program, &walk, &slot))
		into_libc += mapped_contains(&libc, slot.value);
#if defined(__x86_64__) || defined(__aarch64__)
	CU_ASSERT(into_libc > 0);
#endif
}

static void test_errno_kept(void)
{
	struct hm_plugin *plugin;
	errno = ERANGE;
	SCOPED_ERROR struct hm_error *missing = hm_open("/nowhere/x.so", NULL, &plugin);
	CU_ASSERT_EQUAL(hm_error_code(missing), HM_ERR_IO);
	SCOPED_ERROR struct hm_error *text = hm_open("/proc/self/cmdline", NULL, &plugin);
	CU_ASSERT_PTR_NOT_NULL(text);
	SCOPED_ERROR struct hm_error *program = hm_open("/proc/self/exe", NULL, &plugin);
	CU_ASSERT_EQUAL(hm_error_code(program), HM_ERR_FORMAT);
	CU_ASSERT_EQUAL(errno, ERANGE);
}

static void test_open_arguments(void)
{
	struct hm_plugin *plugin;
	SCOPED_ERROR struct hm_error *no_path = hm_open(NULL, NULL, &plugin);
	SCOPED_ERROR struct hm_error *empty = hm_open("", NULL, &plugin);
	SCOPED_ERROR struct hm_error *no_place = hm_open("x.so", NULL, NULL);
	SCOPED_ERROR struct hm_error *no_plugin = hm_close(NULL);
	SCOPED_ERROR struct hm_error *no_lookup = hm_lookup(NULL, "x", NULL);
	CU_ASSERT_EQUAL(hm_error_code(no_path), HM_ERR_ARGUMENT);
	CU_ASSERT_EQUAL(hm_error_code(empty), HM_ERR_ARGUMENT);
	CU_ASSERT_EQUAL(hm_error_code(no_place), HM_ERR_ARGUMENT);
	CU_ASSERT_EQUAL(hm_error_code(no_plugin), HM_ERR_ARGUMENT);
	CU_ASSERT_EQUAL(hm_error_code(no_lookup), HM_ERR_ARGUMENT);
}

/* ---- what compiles and what does not */

static const char lookup_source[] = "#include \"hallmark/hallmark.h\"\n"
				    "#ifdef __cplusplus\n"
				    "extern \"C\" {\n"
				    "#endif\n"
				    "int marked(const char *word);\n"
				    "HM_INTERFACE(marked);\n"
				    "int unmarked(const char *word);\n"
				    "#ifdef __cplusplus\n"
				    "}\n"
				    "#endif\n"
				    "struct hm_error *look(struct hm_plugin *plugin);\n"
				    "struct hm_error *look(struct hm_plugin *plugin)\n"
				    "{\n"
				    "	VARIABLE;\n"
				    "	return LOOK;\n"
				    "}\n";

static void check_lookup_compiles(const char *compiler, const char *language)
{
	static const struct {
		const char *variable, *symbol;
		bool compiles;
	} rows[] = {
		{ "int (*variable)(const char *)", "marked", true },
		{ "int (*variable)(const char *)", "unmarked", false },
		{ "int (*variable)(char *)", "marked", false },
		{ "long (*variable)(const char *)", "marked", false },
		{ "int variable", "marked", false },
	};
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(fixture_write(&fixture, "look", lookup_source,
				sizeof(lookup_source) - 1));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(fixture_run(&fixture,
					    "%s -Wall -Werror -I'%s/include' "
					    "'-DVARIABLE=%s' '-DLOOK=HM_LOOKUP(plugin, "
					    "%s, &variable)' -x %s -c look -o look.o",
					    compiler, fixture_source_dir(),
					    rows[i].variable, rows[i].symbol,
					    language) == 0,
				rows[i].compiles);
}

static void test_lookup_checked_by_compilers(void)
{
	check_lookup_compiles(fixture_cc(), "c");
	if (fixture_has_program("clang"))
		check_lookup_compiles("clang", "c");
	if (fixture_has_program("g++"))
		check_lookup_compiles("g++", "c++");
	if (fixture_has_program("clang++"))
		check_lookup_compiles("clang++", "c++");
}

static const char unsupported_source[] =
	"#include \"hallmark/hallmark.h\"\n"
	"#include <stdlib.h>\n"
	"static void expect(struct hm_error *error)\n"
	"{\n"
	"	if (hm_error_code(error) != HM_ERR_UNSUPPORTED)\n"
	"		exit(1);\n"
	"	hm_error_free(error);\n"
	"}\n"
	"int main(void)\n"
	"{\n"
	"	struct hm_plugin *plugin = NULL;\n"
	"	void *address;\n"
	"	expect(hm_open(\"a.so\", NULL, &plugin));\n"
	"	expect(hm_close(plugin));\n"
	"	expect(hm_lookup(plugin, \"a\", &address));\n"
	"	expect(hm_lookup_expected(plugin, \"a\", &address));\n"
	"	hm_set_observer(NULL, NULL);\n"
	"	return hm_plugins(NULL, NULL) || hm_plugin_symbol_count(plugin) ||\n"
	"	       hm_plugin_symbol(plugin, 0) || hm_plugin_version(plugin) ||\n"
	"	       *hm_plugin_package(plugin) || *hm_plugin_path(plugin) ||\n"
	"	       hm_plugin_symbol_type(plugin, 0, NULL, 0) ||\n"
	"	       !hm_plugin_toolchain(plugin);\n"
	"}\n";

/* The same interface where there is no dlopen. */
static void test_unsupported_build(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	const char *source = fixture_source_dir();
	CU_ASSERT(fixture_write(&fixture, "host.c", unsupported_source,
				sizeof(unsupported_source) - 1));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "%s -std=gnu11 -D_GNU_SOURCE -I'%s' -I'%s/include' "
				    "-o host host.c '%s/loader/unsupported.c' "
				    "'%s/base/error.c' && ./host",
				    fixture_cc(), source, source, source, source),
			0);
}

static const struct test_case cases[] = {
	{ "options_read_null", test_options_read_null },
	{ "options_read_sizes", test_options_read_sizes },
	{ "options_read_refuses", test_options_read_refuses },
	{ "options_hash_tells_apart", test_options_hash_tells_apart },
	{ "event_json_is_json", test_event_json_is_json },
	{ "failure_copy_owns_its_findings", test_failure_copy_owns_its_findings },
	{ "mapped_program_comes_first", test_mapped_program_comes_first },
	{ "mapped_defines_by_version", test_mapped_defines_by_version },
	{ "mapped_finds_notes", test_mapped_finds_notes },
	{ "mapped_slots_lead_to_definitions", test_mapped_slots_lead_to_definitions },
	{ "errno_kept", test_errno_kept },
	{ "open_arguments", test_open_arguments },
	{ "lookup_checked_by_compilers", test_lookup_checked_by_compilers },
	{ "unsupported_build", test_unsupported_build },
	{ NULL, NULL },
};

const struct test_suite suite_loader_parts = { "loader_parts", cases, NULL, NULL };
