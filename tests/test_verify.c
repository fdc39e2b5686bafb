// SPDX-License-Identifier: BSD-3-Clause
#include "verify/verify.h"

#include "base/scope.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>

/* A host, a library of it, and a plugin, with the report on them. */
struct scene {
	struct sample host, library, plugin;
	struct verify_request request;
	struct report report;
};

static void scene_init(struct scene *scene)
{
	*scene = (struct scene){ 0 };
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
	report_deinit(&scene->report);
}

#define SCENE SCOPED(scene_deinit) struct scene

/* The verdict; options of the request that a test has set are kept. */
static enum verdict scene_verify(struct scene *scene)
{
	struct party hosts[] = { sample_party(&scene->host),
				 sample_party(&scene->library) };
	struct party plugin = sample_party(&scene->plugin);
	scene->request.hosts = hosts;
	scene->request.host_count = 2;
	scene->request.plugin = &plugin;
	report_deinit(&scene->report);
	scene->report = (struct report){ 0 };
	CU_ASSERT_PTR_NULL(verify_plugin(&scene->request, &scene->report));
	return report_verdict(&scene->report);
}

static void host_has(struct scene *scene, const char *name, enum sample_type type)
{
	sample_add(&scene->host.stamp.provides, name, NULL, SYMBOL_DEFAULT, type);
}

static void plugin_wants(struct scene *scene, const char *name, unsigned flags,
			 enum sample_type type)
{
	sample_require(&scene->plugin, name, NULL, NULL, flags, type);
}

static void test_verify_plugin_exact(void)
{
	SCENE scene;
	scene_init(&scene);
	host_has(&scene, "host_beep", TAKES_INT);
	host_has(&scene, "host_log", TAKES_LONG);
	host_has(&scene, "host_unused", UNTYPED);
	plugin_wants(&scene, "host_beep", 0, TAKES_INT);
	plugin_wants(&scene, "host_log", 0, TAKES_LONG);
	plugin_wants(&scene, "malloc", SYMBOL_OUTSIDE, UNTYPED);
	plugin_wants(&scene, "__gmon_start__", SYMBOL_WEAK, UNTYPED);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
	CU_ASSERT_EQUAL(scene.report.findings.count, 0);
	CU_ASSERT_EQUAL(scene.report.compared, 2);
	CU_ASSERT_EQUAL(scene.report.broken, 0);
	CU_ASSERT_EQUAL(scene.report.undecided.count, 0);
}

static void test_verify_plugin_type_differs(void)
{
	SCENE scene;
	scene_init(&scene);
	host_has(&scene, "host_beep", TAKES_INT);
	host_has(&scene, "host_log", TAKES_INT);
	plugin_wants(&scene, "host_beep", 0, TAKES_INT);
	plugin_wants(&scene, "host_log", 0, TAKES_LONG);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL(scene.report.compared, 2);
	CU_ASSERT_EQUAL(scene.report.broken, 1);
	const struct hm_finding *finding = sample_finding(&scene.report, RULE_SIZE);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_STRING_EQUAL(finding->symbol, "host_log");
	CU_ASSERT_STRING_EQUAL(finding->provider, "editor");
}

static void test_verify_plugin_missing(void)
{
	SCENE scene;
	scene_init(&scene);
	host_has(&scene, "host_beep", TAKES_INT);
	plugin_wants(&scene, "host_baep", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL_FATAL(scene.report.findings.count, 1);
	const struct hm_finding *finding = &scene.report.findings.data[0];
	CU_ASSERT_STRING_EQUAL(finding->rule, "symbol-missing");
	CU_ASSERT_STRING_EQUAL(finding->symbol, "host_baep");
	CU_ASSERT_STRING_EQUAL(finding->expected, "int host_baep(int)");
	CU_ASSERT_STRING_EQUAL(finding->actual, "not provided");
	CU_ASSERT_STRING_EQUAL(finding->provider, "editor");
	CU_ASSERT_PTR_NOT_NULL(strstr(finding->message, "did you mean host_beep?"));
	CU_ASSERT_PTR_NOT_NULL(strstr(finding->message, "-rdynamic"));
	const struct finding_remark *remark = &scene.report.remarks.data[0];
	CU_ASSERT_STRING_EQUAL(remark->subject, "host_baep (did you mean host_beep?)");
	CU_ASSERT_PTR_NOT_NULL(strstr(remark->reason, "is provided neither by editor"));
	CU_ASSERT_EQUAL(scene.report.compared, 1);
	CU_ASSERT_EQUAL(scene.report.broken, 1);
}

static void test_verify_plugin_missing_extern_c(void)
{
	SCENE scene;
	scene_init(&scene);
	host_has(&scene, "host_beep", TAKES_INT);
	plugin_wants(&scene, "_Z9host_beepi", 0, TAKES_INT);
	plugin_wants(&scene, "_Z9host_bee", 0, TAKES_INT);
	plugin_wants(&scene, "_Z99999999999999999999host_beep", 0, TAKES_INT);
	plugin_wants(&scene, "_Z", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL_FATAL(scene.report.findings.count, 4);
	size_t guesses = 0;
	for (size_t i = 0; i < 4; i++) {
		const struct hm_finding *finding = &scene.report.findings.data[i];
		bool guessed = strstr(finding->message, "extern \"C\"");
		CU_ASSERT_EQUAL(guessed, strcmp(finding->symbol, "_Z9host_beepi") == 0);
		guesses += guessed && strstr(finding->message, "mean host_beep?");
	}
	CU_ASSERT_EQUAL(guesses, 1);
}

static void test_verify_plugin_missing_weak(void)
{
	SCENE scene;
	scene_init(&scene);
	plugin_wants(&scene, "host_flash", SYMBOL_WEAK, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_COMPATIBLE);
	const struct hm_finding *finding =
		sample_finding(&scene.report, RULE_SYMBOL_MISSING);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_EQUAL(finding->severity, HM_NOTE);
	CU_ASSERT_PTR_NULL(scene.report.remarks.data[0].reason);
	CU_ASSERT_EQUAL(scene.report.broken, 0);
}

static void test_verify_plugin_other_version(void)
{
	SCENE scene;
	scene_init(&scene);
	stamp_symbols *provides = &scene.library.stamp.provides;
	sample_add(provides, "text_open", "V2", SYMBOL_DEFAULT, TAKES_INT);
	sample_add(provides, "text_open", "V0", 0, TAKES_INT);
	sample_require(&scene.plugin, "text_open", "V1", "libtext.so.1", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL_FATAL(scene.report.findings.count, 1);
	const struct hm_finding *finding = &scene.report.findings.data[0];
	CU_ASSERT_STRING_EQUAL(finding->rule, "symbol-version");
	CU_ASSERT_STRING_EQUAL(finding->expected, "text_open@V1");
	CU_ASSERT_STRING_EQUAL(finding->actual, "text_open@V0, text_open@@V2");
	CU_ASSERT_STRING_EQUAL(finding->provider, "libtext.so.1");
}

/* The version that will be bound is the one whose type counts. */
static void test_verify_plugin_first_node(void)
{
	SCENE scene;
	scene_init(&scene);
	stamp_symbols *provides = &scene.host.stamp.provides;
	sample_add(provides, "host_beep", "V1", SYMBOL_FIRST, TAKES_INT);
	sample_add(provides, "host_beep", "V2", SYMBOL_DEFAULT, TAKES_LONG);
	plugin_wants(&scene, "host_beep", 0, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
	scene.plugin.stamp.requires.count = 0;
	plugin_wants(&scene, "host_beep", 0, TAKES_LONG);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
}

static void test_verify_plugin_interposed(void)
{
	SCENE scene;
	scene_init(&scene);
	plugin_wants(&scene, "log_line", SYMBOL_INTERPOSABLE, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
	CU_ASSERT_EQUAL(scene.report.compared, 0);
	host_has(&scene, "log_line", TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_COMPATIBLE);
	const struct hm_finding *finding =
		sample_finding(&scene.report, RULE_SYMBOL_INTERPOSED);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_EQUAL(finding->severity, HM_WARNING);
	scene.host.stamp.provides.count = 0;
	host_has(&scene, "log_line", TAKES_LONG);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_PTR_NOT_NULL(sample_finding(&scene.report, RULE_SIZE));
	CU_ASSERT_PTR_NOT_NULL(sample_finding(&scene.report, RULE_SYMBOL_INTERPOSED));
}

static int nobody_knows(void *context, const char *library, const char *symbol,
			const char *version)
{
	(void)context, (void)library, (void)symbol, (void)version;
	return -1;
}

static void test_verify_plugin_undecided(void)
{
	SCENE scene;
	scene_init(&scene);
	plugin_wants(&scene, "inflate", 0, TAKES_INT);
	sample_need(&scene.plugin, "libz.so.1");
	scene.request.library_defines = nobody_knows;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
	CU_ASSERT_EQUAL_FATAL(scene.report.undecided.count, 1);
	CU_ASSERT_STRING_EQUAL(scene.report.undecided.data[0], "inflate");
	CU_ASSERT_EQUAL(scene.report.compared, 0);
	/* Without anybody to ask it is the same. */
	scene.request.library_defines = NULL;
	scene_verify(&scene);
	CU_ASSERT_EQUAL(scene.report.undecided.count, 1);
}

static void test_verify_plugin_expects(void)
{
	static const struct {
		unsigned flags;
		/* What the plugin has of "plugin_run": version, flags, type. */
		const char *version;
		unsigned provided;
		int type; /* 0: nothing */
		enum verdict verdict;
		int rule; /* -1: none */
		size_t compared;
	} cases[] = {
		{ 0, NULL, SYMBOL_DEFAULT, TAKES_INT, VERDICT_EXACT, -1, 1 },
		{ 0, NULL, SYMBOL_DEFAULT, TAKES_LONG, VERDICT_INCOMPATIBLE, RULE_SIZE,
		  1 },
		{ 0, NULL, 0, 0, VERDICT_INCOMPATIBLE, RULE_SYMBOL_MISSING, 1 },
		{ SYMBOL_OPTIONAL, NULL, 0, 0, VERDICT_EXACT, -1, 0 },
		{ SYMBOL_OPTIONAL, NULL, SYMBOL_DEFAULT, TAKES_LONG, VERDICT_INCOMPATIBLE,
		  RULE_SIZE, 1 },
		/* dlsym() gets the default only, even of the first node. */
		{ 0, "V1", SYMBOL_FIRST, TAKES_INT, VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_VERSION, 1 },
		{ 0, "V1", SYMBOL_DEFAULT, TAKES_INT, VERDICT_EXACT, -1, 1 },
		{ SYMBOL_OPTIONAL, "V1", SYMBOL_FIRST, TAKES_LONG, VERDICT_EXACT, -1, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCENE scene;
		scene_init(&scene);
		sample_add(&scene.host.stamp.expects, "plugin_run", NULL, cases[i].flags,
			   TAKES_INT);
		if (cases[i].type)
			sample_add(&scene.plugin.stamp.provides, "plugin_run",
				   cases[i].version, cases[i].provided, cases[i].type);
		CU_ASSERT_EQUAL(scene_verify(&scene), cases[i].verdict);
		CU_ASSERT_EQUAL(scene.report.compared, cases[i].compared);
		if (cases[i].rule < 0)
			continue;
		const struct hm_finding *finding =
			sample_finding(&scene.report, (enum rule)cases[i].rule);
		CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
		CU_ASSERT_STRING_EQUAL(finding->provider, "spell.so");
	}
}

/* A variable of the plugin that the host looks up (or, `required`, the reverse, linked).
 */
static enum verdict verify_variable(bool required, enum symbol_kind consumer,
				    enum symbol_kind provider, enum sample_type provided,
				    enum rule rule, bool *ret_found)
{
	SCENE scene;
	scene_init(&scene);
	struct sample *user = required ? &scene.plugin : &scene.host;
	struct sample *owner = required ? &scene.host : &scene.plugin;
	struct stamp *stamp = &user->stamp;
	sample_add(required ? &stamp->requires : &stamp->expects, "depth", NULL, 0,
		   TAKES_INT)
		->kind = (uint8_t)consumer;
	sample_add(&owner->stamp.provides, "depth", NULL, SYMBOL_DEFAULT, provided)
		->kind = (uint8_t)provider;
	enum verdict verdict = scene_verify(&scene);
	*ret_found = sample_finding(&scene.report, rule) != NULL;
	return verdict;
}

/* Nothing records whether it is thread-local to a host that only looks it up. */
static void test_verify_thread_local(void)
{
	static const struct {
		bool required;
		enum symbol_kind consumer, provider;
		enum sample_type provided;
		enum verdict verdict;
		enum rule rule;
	} cases[] = {
		{ false, SYMBOL_OBJECT, SYMBOL_OBJECT, TAKES_INT, VERDICT_EXACT, 0 },
		{ false, SYMBOL_OBJECT, SYMBOL_TLS, TAKES_INT, VERDICT_EXACT, 0 },
		{ false, SYMBOL_OBJECT, SYMBOL_TLS, TAKES_LONG, VERDICT_INCOMPATIBLE,
		  RULE_SIZE },
		{ false, SYMBOL_FUNCTION, SYMBOL_TLS, TAKES_INT, VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_KIND },
		{ true, SYMBOL_TLS, SYMBOL_TLS, TAKES_INT, VERDICT_EXACT, 0 },
		{ true, SYMBOL_OBJECT, SYMBOL_TLS, TAKES_INT, VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_KIND },
		{ true, SYMBOL_TLS, SYMBOL_OBJECT, TAKES_INT, VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_KIND },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool found = false;
		CU_ASSERT_EQUAL(verify_variable(cases[i].required, cases[i].consumer,
						cases[i].provider, cases[i].provided,
						cases[i].rule, &found),
				cases[i].verdict);
		CU_ASSERT(found || cases[i].verdict == VERDICT_EXACT);
	}
}

static void test_verify_plugin_must_provide(void)
{
	static const char *const names[] = { "plugin_run", "plugin_stop" };
	SCENE scene;
	scene_init(&scene);
	scene.request.must_provide = names;
	scene.request.must_provide_count = 2;
	sample_add(&scene.host.stamp.expects, "plugin_run", NULL, SYMBOL_OPTIONAL,
		   TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL(scene.report.broken, 2);
	sample_add(&scene.plugin.stamp.provides, "plugin_run", NULL, SYMBOL_DEFAULT,
		   TAKES_INT);
	sample_add(&scene.plugin.stamp.provides, "plugin_stop", NULL, SYMBOL_DEFAULT,
		   TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
}

static void test_verify_plugin_package(void)
{
	static const struct {
		const char *patterns[2];
		const char *package;
		bool accepted;
	} cases[] = {
		{ { NULL }, "anything", true },
		{ { "example.org/editor/*" }, "example.org/editor/spell", true },
		{ { "example.org/editor/*" }, "example.org/other/spell", false },
		{ { "a", "example.*" }, "example.org/x/y", true },
		{ { "a", "b" }, "c", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCENE scene;
		scene_init(&scene);
		scene.plugin.stamp.package = cases[i].package;
		for (size_t n = 0; n < 2 && cases[i].patterns[n]; n++)
			CU_ASSERT(vector_push(&scene.host.stamp.policy.accept,
					      cases[i].patterns[n]));
		/* The rest is reported all the same. */
		host_has(&scene, "host_beep", TAKES_INT);
		plugin_wants(&scene, "host_beep", 0, TAKES_LONG);
		CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
		CU_ASSERT_PTR_NOT_NULL(sample_finding(&scene.report, RULE_SIZE));
		const struct hm_finding *finding =
			sample_finding(&scene.report, RULE_PACKAGE);
		CU_ASSERT_EQUAL(finding == NULL, cases[i].accepted);
		if (finding)
			CU_ASSERT_PTR_NOT_NULL(
				strstr(finding->expected, cases[i].patterns[0]));
	}
}

static void test_verify_plugin_deny(void)
{
	SCENE scene;
	scene_init(&scene);
	host_has(&scene, "host_beep", UNTYPED);
	plugin_wants(&scene, "host_beep", 0, TAKES_INT);
	plugin_wants(&scene, "own", SYMBOL_INTERPOSABLE, TAKES_INT);
	host_has(&scene, "own", TAKES_INT);
	plugin_wants(&scene, "weak", SYMBOL_WEAK, TAKES_INT);
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_COMPATIBLE);
	CU_ASSERT_EQUAL(scene.report.broken, 0);
	scene.host.stamp.policy.deny_untyped = true;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL(scene.report.broken, 1);
	scene.host.stamp.policy = (struct policy){ .deny_warnings = true };
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	/* The note stays one. */
	CU_ASSERT_EQUAL(scene.report.broken, 2);
	CU_ASSERT_EQUAL(scene.report.compared, 3);
	/* What the request brings counts in place of the stamp's. */
	struct policy lenient = { .toolchain = TOOLCHAIN_ABI };
	scene.request.policy = &lenient;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_COMPATIBLE);
}

static void test_verify_plugin_toolchain_policy(void)
{
	SCENE scene;
	scene_init(&scene);
	scene.plugin.stamp.toolchain.compilers.data[0].version = "11.1.0";
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_PTR_NOT_NULL(sample_finding(&scene.report, RULE_TOOLCHAIN_EXACT));
	scene.host.stamp.policy.toolchain = TOOLCHAIN_ABI;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
	/* The host's libraries may be of any compiler. */
	scene.plugin.stamp.toolchain.compilers.data[0].version = "12.2.0";
	scene.library.stamp.toolchain.compilers.data[0].version = "9.0.0";
	scene.host.stamp.policy.toolchain = TOOLCHAIN_EXACT;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_EXACT);
}

static void test_verify_plugin_other_machine(void)
{
	SCENE scene;
	scene_init(&scene);
	scene.plugin.stamp.toolchain.elf_class = ELFCLASS32;
	scene.plugin.stamp.toolchain.machine = EM_386;
	host_has(&scene, "host_beep", TAKES_INT);
	plugin_wants(&scene, "host_beep", 0, TAKES_LONG);
	scene.host.stamp.policy.toolchain = TOOLCHAIN_ABI;
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_PTR_NOT_NULL(sample_finding(&scene.report, RULE_TOOLCHAIN_ABI));
	CU_ASSERT_PTR_NULL(sample_finding(&scene.report, RULE_SIZE));
	CU_ASSERT_EQUAL(scene.report.compared, 0);
}

/* A hostile plugin asks for many names that nearly exist: guesses must not take long. */
static void test_verify_plugin_many_missing(void)
{
	enum { COUNT = 3000 };
	SCENE scene;
	scene_init(&scene);
	static char names[COUNT][40];
	for (unsigned i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "a_rather_long_prefix_of_names_%04u",
			 i);
		host_has(&scene, names[i], TAKES_INT);
	}
	static char wanted[COUNT][40];
	for (unsigned i = 0; i < COUNT; i++) {
		snprintf(wanted[i], sizeof(wanted[i]),
			 "a_rather_long_prefix_of_names_%04ux", i);
		plugin_wants(&scene, wanted[i], 0, TAKES_INT);
	}
	CU_ASSERT_EQUAL(scene_verify(&scene), VERDICT_INCOMPATIBLE);
	CU_ASSERT_EQUAL(scene.report.findings.count, COUNT);
	CU_ASSERT_EQUAL(scene.report.broken, COUNT);
}

static enum verdict diff(const struct sample *old, const struct sample *new,
			 struct report *report)
{
	struct party before = sample_party(old), after = sample_party(new);
	report_deinit(report);
	*report = (struct report){ 0 };
	CU_ASSERT_PTR_NULL(verify_diff(&before, &after, report));
	return report_verdict(report);
}

struct change {
	struct sample old, new;
	struct report report;
};

static void change_init(struct change *change, enum stamp_role role)
{
	*change = (struct change){ 0 };
	sample_init(&change->old, "libtext.so.1", role);
	sample_init(&change->new, "libtext.so.1", role);
	change->old.soname = change->new.soname = "libtext.so.1";
}

static void change_deinit(struct change *change)
{
	sample_deinit(&change->old);
	sample_deinit(&change->new);
	report_deinit(&change->report);
}

#define CHANGE SCOPED(change_deinit) struct change

struct entry {
	const char *name, *version;
	unsigned flags;
	int type;
};

static void add_entry(struct sample *sample, const struct entry *entry)
{
	if (entry->name)
		sample_add(&sample->stamp.provides, entry->name, entry->version,
			   entry->flags, entry->type);
}

static void test_verify_diff_symbols(void)
{
	enum { DEFAULT = SYMBOL_DEFAULT, FIRST = SYMBOL_FIRST };
	static const struct {
		enum stamp_role role;
		struct entry old[2], new[2];
		enum verdict verdict;
		int rule; /* -1: no finding */
	} cases[] = {
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  VERDICT_EXACT,
		  -1 },
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", NULL, DEFAULT, TAKES_INT }, { "g", NULL, DEFAULT, UNTYPED } },
		  VERDICT_EXACT,
		  -1 },
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", NULL, DEFAULT, TAKES_LONG } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SIZE },
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { NULL, NULL, 0, 0 } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_MISSING },
		{ ROLE_LIBRARY,
		  { { "_edata", NULL, DEFAULT, UNTYPED } },
		  { { NULL, NULL, 0, 0 } },
		  VERDICT_EXACT,
		  -1 },
		/* Only a type that was lost is worth a word. */
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, UNTYPED } },
		  { { "f", NULL, DEFAULT, UNTYPED } },
		  VERDICT_EXACT,
		  -1 },
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", NULL, DEFAULT, UNTYPED } },
		  VERDICT_COMPATIBLE,
		  RULE_UNTYPED },
		/* The version that the old users have recorded. */
		{ ROLE_LIBRARY,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", "V1", 0, TAKES_INT }, { "f", "V2", DEFAULT, TAKES_LONG } },
		  VERDICT_EXACT,
		  -1 },
		{ ROLE_LIBRARY,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", "V2", DEFAULT, TAKES_INT } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_VERSION },
		{ ROLE_LIBRARY,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_VERSION },
		{ ROLE_LIBRARY,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", "V1", 0, TAKES_INT } },
		  VERDICT_COMPATIBLE,
		  RULE_SYMBOL_VERSION },
		/* Users linked without versions get the first node. */
		{ ROLE_LIBRARY,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", "V1", FIRST, TAKES_INT }, { "f", "V2", DEFAULT, TAKES_LONG } },
		  VERDICT_EXACT,
		  -1 },
		/* Hosts look up a plugin's symbols, and get the default. */
		{ ROLE_PLUGIN,
		  { { "f", NULL, DEFAULT, TAKES_INT } },
		  { { "f", "V1", FIRST, TAKES_INT }, { "f", "V2", DEFAULT, TAKES_LONG } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SIZE },
		{ ROLE_PLUGIN,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", "V1", 0, TAKES_LONG }, { "f", "V2", DEFAULT, TAKES_INT } },
		  VERDICT_EXACT,
		  -1 },
		{ ROLE_PLUGIN,
		  { { "f", "V1", DEFAULT, TAKES_INT } },
		  { { "f", "V1", FIRST, TAKES_INT } },
		  VERDICT_INCOMPATIBLE,
		  RULE_SYMBOL_VERSION },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHANGE change;
		change_init(&change, cases[i].role);
		for (size_t n = 0; n < 2; n++) {
			add_entry(&change.old, &cases[i].old[n]);
			add_entry(&change.new, &cases[i].new[n]);
		}
		CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report),
				cases[i].verdict);
		const struct hm_finding *finding =
			cases[i].rule < 0 ? NULL
					  : sample_finding(&change.report,
							   (enum rule)cases[i].rule);
		CU_ASSERT_EQUAL(finding == NULL, cases[i].rule < 0);
		CU_ASSERT_EQUAL(change.report.findings.count, cases[i].rule >= 0);
	}
}

static void test_verify_diff_soname(void)
{
	CHANGE change;
	change_init(&change, ROLE_LIBRARY);
	change.new.soname = "libtext.so.2";
	CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report),
			VERDICT_COMPATIBLE);
	const struct hm_finding *finding = sample_finding(&change.report, RULE_SONAME);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_EQUAL(finding->severity, HM_WARNING);
	change.old.soname = NULL;
	CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report),
			VERDICT_COMPATIBLE);
	change.new.soname = NULL;
	CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report), VERDICT_EXACT);
}

static void test_verify_diff_no_policy(void)
{
	CHANGE change;
	change_init(&change, ROLE_LIBRARY);
	change.old.stamp.policy.deny_warnings = true;
	CU_ASSERT(vector_push(&change.old.stamp.policy.accept, "nothing"));
	change.new.stamp.toolchain.compilers.data[0].version = "13.0.0";
	sample_option(&change.old, "-mregparm", "0");
	sample_option(&change.new, "-mregparm", "3");
	CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report), VERDICT_EXACT);
	change.new.stamp.toolchain.data = ELFDATA2MSB;
	CU_ASSERT_EQUAL(diff(&change.old, &change.new, &change.report),
			VERDICT_INCOMPATIBLE);
	CU_ASSERT_PTR_NOT_NULL(sample_finding(&change.report, RULE_TOOLCHAIN_ABI));
}

static const struct test_case cases[] = {
	{ "verify_plugin_exact", test_verify_plugin_exact },
	{ "verify_plugin_type_differs", test_verify_plugin_type_differs },
	{ "verify_plugin_missing", test_verify_plugin_missing },
	{ "verify_plugin_missing_extern_c", test_verify_plugin_missing_extern_c },
	{ "verify_plugin_missing_weak", test_verify_plugin_missing_weak },
	{ "verify_plugin_other_version", test_verify_plugin_other_version },
	{ "verify_plugin_first_node", test_verify_plugin_first_node },
	{ "verify_plugin_interposed", test_verify_plugin_interposed },
	{ "verify_plugin_undecided", test_verify_plugin_undecided },
	{ "verify_plugin_expects", test_verify_plugin_expects },
	{ "verify_thread_local", test_verify_thread_local },
	{ "verify_plugin_must_provide", test_verify_plugin_must_provide },
	{ "verify_plugin_package", test_verify_plugin_package },
	{ "verify_plugin_deny", test_verify_plugin_deny },
	{ "verify_plugin_toolchain_policy", test_verify_plugin_toolchain_policy },
	{ "verify_plugin_other_machine", test_verify_plugin_other_machine },
	{ "verify_plugin_many_missing", test_verify_plugin_many_missing },
	{ "verify_diff_symbols", test_verify_diff_symbols },
	{ "verify_diff_soname", test_verify_diff_soname },
	{ "verify_diff_no_policy", test_verify_diff_no_policy },
	{ NULL, NULL },
};

const struct test_suite suite_verify = { .name = "verify", .cases = cases };
