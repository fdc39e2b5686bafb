// SPDX-License-Identifier: BSD-3-Clause
#include "verify/toolchain.h"
#include "verify/toolchain_compare.h"

#include "base/scope.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <string.h>

#define SCOPED_SAMPLE SCOPED(sample_deinit)
#define SCOPED_REPORT SCOPED(report_deinit)

static void test_elf_abi_fits(void)
{
	enum { LSB = ELFDATA2LSB, MSB = ELFDATA2MSB };
	static const struct {
		uint16_t machine;
		uint8_t data;
		uint32_t flags_a;
		uint8_t vfp_a;
		uint32_t flags_b;
		uint8_t vfp_b;
		bool fits;
	} cases[] = {
		/* EABI 5: hard against soft, marks by the linker or by the attribute. */
		{ EM_ARM, LSB, 0x5000400, 0, 0x5000200, 0, false },
		{ EM_ARM, LSB, 0x5000400, 0, 0x5000000, 2, true },
		{ EM_ARM, LSB, 0x5000200, 0, 0x5000000, 0, true },
		{ EM_ARM, LSB, 0x5000200, 0, 0x5000000, 1, true },
		{ EM_ARM, LSB, 0x5000200, 0, 0x5000000, 2, false },
		{ EM_ARM, LSB, 0x5000400, 0, 0x5000000, 4, true },
		{ EM_ARM, LSB, 0x5000000, 3, 0x5000000, 2, false },
		{ EM_ARM, LSB, 0x4000000, 0, 0x5000000, 0, false },
		/* Compressed instructions are no matter of calls, float registers are. */
		{ EM_RISCV, LSB, 0x5, 0, 0x4, 0, true },
		{ EM_RISCV, LSB, 0x4, 0, 0x2, 0, false },
		{ EM_RISCV, LSB, 0x4, 0, 0xc, 0, false },
		/* Unspecified is what the byte order says. */
		{ EM_PPC64, LSB, 0, 0, 2, 0, true },
		{ EM_PPC64, MSB, 0, 0, 1, 0, true },
		{ EM_PPC64, MSB, 0, 0, 2, 0, false },
		/* PIC, CPIC and the architecture level; O32 against N32; NaN encoding. */
		{ EM_MIPS, LSB, 0x70001005, 0, 0x50001007, 0, true },
		{ EM_MIPS, LSB, 0x1000, 0, 0x20, 0, false },
		{ EM_MIPS, LSB, 0x1400, 0, 0x1000, 0, false },
		{ EM_X86_64, LSB, 1, 0, 0, 0, true },
		/* A machine that nobody here knows: every bit may matter. */
		{ 999, LSB, 1, 0, 0, 0, false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct toolchain a = {
			.machine = cases[i].machine,
			.data = cases[i].data,
			.e_flags = cases[i].flags_a,
			.arm_vfp_args = cases[i].vfp_a,
		};
		struct toolchain b = a;
		b.e_flags = cases[i].flags_b;
		b.arm_vfp_args = cases[i].vfp_b;
		struct elf_abi left = toolchain_elf_abi(&a);
		struct elf_abi right = toolchain_elf_abi(&b);
		CU_ASSERT_EQUAL(elf_abi_fits(&left, &right), cases[i].fits);
		CU_ASSERT_EQUAL(elf_abi_fits(&right, &left), cases[i].fits);
	}
}

/* The canonical bytes are a contract: every hash is over them. */
static void test_toolchain_stream_golden(void)
{
	static const uint8_t expected[] = {
		0,						     /* toolchain */
		2, 1,	62,  0,	  0,   0,   0,	 0,   0,   0,	     /* ELF */
		2,						     /* compilers */
		3, 'G', 'C', 'C', 6,   '1', '2', '.', '2', '.', '0', /* one */
		5, 'c', 'l', 'a', 'n', 'g', 4,	 '1', '4', '.', '0', /* two */
	};
	SCOPED_SAMPLE struct sample sample;
	sample_init(&sample, "editor", ROLE_HOST);
	sample_compiler(&sample, "clang", "14.0");
	struct toolchain *toolchain = &sample.stamp.toolchain;
	/* None of these is part of a hash. */
	toolchain->os_abi = ELFOSABI_GNU;
	toolchain->isa_needed = 1;
	toolchain->features = 3;
	toolchain->compilers.data[0].language = "C17";
	toolchain->compilers.data[0].optimisation = "-O2";
	sample_option(&sample, "-mabi", "lp64");
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	toolchain_stream(toolchain, false, &bytes);
	CU_ASSERT_EQUAL_FATAL(bytes.size, sizeof(expected));
	CU_ASSERT_EQUAL(memcmp(bytes.data, expected, sizeof(expected)), 0);
	bytes.size = 0;
	toolchain_stream(toolchain, true, &bytes);
	CU_ASSERT_EQUAL_FATAL(bytes.size, 11);
	CU_ASSERT_EQUAL(bytes.data[0], 1);
	CU_ASSERT_EQUAL(memcmp(bytes.data + 1, expected + 1, 10), 0);
}

static struct toolchain_side side(const char *label, const struct sample *sample)
{
	return (struct toolchain_side){ label, &sample->stamp, sample->name };
}

struct pair {
	struct sample plugin, host;
	struct report report;
};

static void pair_init(struct pair *pair)
{
	*pair = (struct pair){ 0 };
	sample_init(&pair->plugin, "spell.so", ROLE_PLUGIN);
	sample_init(&pair->host, "editor", ROLE_HOST);
}

static void pair_deinit(struct pair *pair)
{
	sample_deinit(&pair->plugin);
	sample_deinit(&pair->host);
	report_deinit(&pair->report);
}

#define PAIR SCOPED(pair_deinit) struct pair

static void compare(struct pair *pair)
{
	struct toolchain_side plugin = side("plugin", &pair->plugin);
	struct toolchain_side host = side("host", &pair->host);
	bool same = true;
	CU_ASSERT_PTR_NULL(
		toolchain_compare_machine(&plugin, &host, &pair->report, &same));
	CU_ASSERT_PTR_NULL(toolchain_compare_exact(&plugin, &host, &pair->report));
	CU_ASSERT_PTR_NULL(toolchain_compare_abi(&plugin, &host, &pair->report));
}

static void test_toolchain_compare_same(void)
{
	PAIR pair;
	pair_init(&pair);
	pair.plugin.stamp.toolchain.os_abi = ELFOSABI_GNU;
	pair.plugin.stamp.toolchain.isa_needed = 2;
	pair.host.stamp.toolchain.features = 3;
	pair.plugin.stamp.toolchain.compilers.data[0].optimisation = "-O0";
	compare(&pair);
	CU_ASSERT_EQUAL(pair.report.findings.count, 0);
}

static void test_toolchain_compare_exact_other_version(void)
{
	PAIR pair;
	pair_init(&pair);
	pair.host.stamp.toolchain.compilers.data[0].version = "13.1.0";
	compare(&pair);
	CU_ASSERT_EQUAL_FATAL(pair.report.findings.count, 1);
	const struct hm_finding *finding = &pair.report.findings.data[0];
	CU_ASSERT_STRING_EQUAL(finding->rule, "toolchain-exact");
	CU_ASSERT_EQUAL(finding->severity, HM_BREAK);
	CU_ASSERT_STRING_EQUAL(finding->expected, "GCC 12.2.0");
	CU_ASSERT_STRING_EQUAL(finding->actual, "GCC 13.1.0");
	CU_ASSERT_STRING_EQUAL(finding->message,
			       "plugin: GCC 12.2.0; host: GCC 13.1.0; ABI settings are "
			       "the same (accept with --toolchain abi)");
}

static void test_toolchain_compare_exact_one_compiler_more(void)
{
	PAIR pair;
	pair_init(&pair);
	sample_compiler(&pair.host, "clang", "14.0.6");
	compare(&pair);
	const struct hm_finding *finding =
		sample_finding(&pair.report, RULE_TOOLCHAIN_EXACT);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_STRING_EQUAL(finding->actual, "GCC 12.2.0, clang 14.0.6");
}

static void test_toolchain_compare_exact_unrecorded(void)
{
	PAIR pair;
	pair_init(&pair);
	pair.plugin.stamp.toolchain.compilers.count = 0;
	compare(&pair);
	const struct hm_finding *finding =
		sample_finding(&pair.report, RULE_TOOLCHAIN_EXACT);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_STRING_EQUAL(finding->expected, "no compiler recorded");
}

static void test_toolchain_append_compilers_long_list(void)
{
	static const char *const versions[] = { "1", "2", "3", "4", "5", "6", "7" };
	PAIR pair;
	pair_init(&pair);
	for (size_t i = 0; i < 7; i++) {
		sample_compiler(&pair.plugin, "tcc", versions[i]);
		if (i != 3)
			sample_compiler(&pair.host, "tcc", versions[i]);
	}
	compare(&pair);
	const struct hm_finding *finding =
		sample_finding(&pair.report, RULE_TOOLCHAIN_EXACT);
	CU_ASSERT_PTR_NOT_NULL_FATAL(finding);
	CU_ASSERT_STRING_EQUAL(finding->expected, "tcc 4 and 7 more");
	CU_ASSERT_STRING_EQUAL(finding->actual, "7 compilers");
}

static void test_toolchain_compare_machine(void)
{
	static const struct {
		uint8_t elf_class, data;
		uint16_t machine;
		const char *words;
	} cases[] = {
		{ ELFCLASS32, ELFDATA2LSB, EM_386, "32-bit x86, little-endian" },
		{ ELFCLASS32, ELFDATA2LSB, EM_X86_64, "32-bit x86-64, little-endian" },
		{ ELFCLASS64, ELFDATA2MSB, EM_S390, "64-bit z/Arch, big-endian" },
		{ ELFCLASS64, ELFDATA2LSB, 4242, "64-bit machine 4242, little-endian" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		PAIR pair;
		pair_init(&pair);
		struct toolchain *host = &pair.host.stamp.toolchain;
		host->elf_class = cases[i].elf_class;
		host->data = cases[i].data;
		host->machine = cases[i].machine;
		struct toolchain_side a = side("plugin", &pair.plugin);
		struct toolchain_side b = side("host", &pair.host);
		bool same = true;
		CU_ASSERT_PTR_NULL(
			toolchain_compare_machine(&a, &b, &pair.report, &same));
		CU_ASSERT_FALSE(same);
		CU_ASSERT_EQUAL_FATAL(pair.report.findings.count, 1);
		const struct hm_finding *finding = &pair.report.findings.data[0];
		CU_ASSERT_STRING_EQUAL(finding->rule, "toolchain-abi");
		CU_ASSERT_EQUAL(finding->severity, HM_BREAK);
		CU_ASSERT_STRING_EQUAL(finding->expected, "64-bit x86-64, little-endian");
		CU_ASSERT_STRING_EQUAL(finding->actual, cases[i].words);
	}
}

static void test_toolchain_compare_options(void)
{
	static const struct {
		const char *plugin, *host; /* NULL: not recorded */
		enum hm_severity severity; /* 0: no finding */
	} cases[] = {
		{ "3", "3", 0 },
		{ "3", "0", HM_BREAK },
		{ "3", NULL, 0 },
		{ NULL, "3", 0 },
		/* Nobody can tell whether the symbol is of a unit that fits. */
		{ "3", "mixed", HM_WARNING },
		{ "mixed", "mixed", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		PAIR pair;
		pair_init(&pair);
		sample_option(&pair.host, "-mabi", "lp64");
		if (cases[i].plugin)
			sample_option(&pair.plugin, "-mregparm", cases[i].plugin);
		if (cases[i].host)
			sample_option(&pair.host, "-mregparm", cases[i].host);
		compare(&pair);
		const struct hm_finding *finding =
			sample_finding(&pair.report, RULE_TOOLCHAIN_ABI);
		CU_ASSERT_EQUAL(pair.report.findings.count, cases[i].severity != 0);
		CU_ASSERT_EQUAL(finding ? finding->severity : 0, cases[i].severity);
		if (finding)
			CU_ASSERT_PTR_NOT_NULL(
				strstr(finding->message, "; host: -mregparm="));
	}
}

static void test_toolchain_compare_option_defaults(void)
{
	static const struct {
		uint16_t machine;
		const char *name, *plugin;
		bool host_default;
		enum hm_severity severity; /* 0: no finding */
	} cases[] = {
		{ EM_X86_64, "-mabi", "ms", true, HM_BREAK },
		{ EM_X86_64, "-mabi", "sysv", true, 0 },
		{ EM_X86_64, "-mabi", "ms", false, 0 },
		{ EM_X86_64, "-mabi", "mixed", true, HM_WARNING },
		{ EM_X86_64, "-freg-struct-return", "off", true, HM_BREAK },
		{ EM_386, "-freg-struct-return", "off", true, 0 },
		{ EM_386, "-mregparm", "3", true, HM_BREAK },
		/* Without effect there. */
		{ EM_X86_64, "-mregparm", "3", true, 0 },
		/* Up to the configuration. */
		{ EM_RISCV, "-mabi", "lp64", true, 0 },
		{ EM_AARCH64, "-fcall-saved-x9", "on", true, HM_BREAK },
		{ EM_AARCH64, "-ffixed-x18", "on", true, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* Either of them may be the one with the default. */
		for (unsigned turned = 0; turned < 2; turned++) {
			PAIR pair;
			pair_init(&pair);
			struct sample *given = turned ? &pair.host : &pair.plugin;
			struct sample *other = turned ? &pair.plugin : &pair.host;
			pair.host.stamp.toolchain.machine = cases[i].machine;
			pair.plugin.stamp.toolchain.machine = cases[i].machine;
			sample_option(given, OPTION_REST, OPTION_DEFAULT);
			sample_option(given, cases[i].name, cases[i].plugin);
			if (cases[i].host_default)
				sample_option(other, OPTION_REST, OPTION_DEFAULT);
			compare(&pair);
			const struct hm_finding *finding =
				sample_finding(&pair.report, RULE_TOOLCHAIN_ABI);
			CU_ASSERT_EQUAL(finding ? finding->severity : 0,
					cases[i].severity);
			CU_ASSERT_EQUAL(pair.report.findings.count,
					cases[i].severity != 0);
		}
	}
}

static void test_toolchain_compare_both(void)
{
	PAIR pair;
	pair_init(&pair);
	pair.host.stamp.toolchain.compilers.data[0].version = "13.1.0";
	sample_option(&pair.plugin, "-mregparm", "3");
	sample_option(&pair.host, "-mregparm", "0");
	compare(&pair);
	CU_ASSERT_EQUAL(pair.report.findings.count, 2);
	const struct hm_finding *exact =
		sample_finding(&pair.report, RULE_TOOLCHAIN_EXACT);
	CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
	/* The way out that is none is not offered. */
	CU_ASSERT_PTR_NULL(strstr(exact->message, "--toolchain abi"));
}

static void test_elf_abi_append_flavour(void)
{
	static const struct {
		uint16_t machine;
		uint32_t flags;
		uint8_t os_abi;
		const char *words;
	} cases[] = {
		{ EM_ARM, 0x5000400, 0,
		  "EABI version 5, floats in VFP registers (hard)" },
		{ EM_PPC64, 2, 0, "ELFv2" },
		{ EM_RISCV, 4, 0, "float and double in float registers (d)" },
		{ EM_RISCV, 8, 0, "floats in integer registers, 16 registers (e)" },
		{ 258, 3, 0, "double-float" },
		{ EM_X86_64, 7, 9, "e_flags 0x0, OS ABI 9" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct toolchain toolchain = {
			.machine = cases[i].machine,
			.data = ELFDATA2LSB,
			.e_flags = cases[i].flags,
			.os_abi = cases[i].os_abi,
		};
		struct elf_abi abi = toolchain_elf_abi(&toolchain);
		SCOPED(buffer_deinit) struct buffer words = { 0 };
		elf_abi_append_flavour(&abi, &words);
		buffer_u8(&words, 0);
		CU_ASSERT_STRING_EQUAL((const char *)words.data, cases[i].words);
	}
}

static const struct test_case cases[] = {
	{ "elf_abi_fits", test_elf_abi_fits },
	{ "elf_abi_append_flavour", test_elf_abi_append_flavour },
	{ "toolchain_stream_golden", test_toolchain_stream_golden },
	{ "toolchain_compare_same", test_toolchain_compare_same },
	{ "toolchain_compare_exact_other_version",
	  test_toolchain_compare_exact_other_version },
	{ "toolchain_compare_exact_one_compiler_more",
	  test_toolchain_compare_exact_one_compiler_more },
	{ "toolchain_compare_exact_unrecorded", test_toolchain_compare_exact_unrecorded },
	{ "toolchain_append_compilers_long_list",
	  test_toolchain_append_compilers_long_list },
	{ "toolchain_compare_machine", test_toolchain_compare_machine },
	{ "toolchain_compare_options", test_toolchain_compare_options },
	{ "toolchain_compare_option_defaults", test_toolchain_compare_option_defaults },
	{ "toolchain_compare_both", test_toolchain_compare_both },
	{ NULL, NULL },
};

const struct test_suite suite_toolchain = { .name = "toolchain", .cases = cases };
