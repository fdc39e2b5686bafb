// SPDX-License-Identifier: BSD-3-Clause
#include "tools/toolchain_text.h"

#include "base/scope.h"
#include "tools/digest_text.h"
#include "tools/text.h"
#include "verify/toolchain.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

static void print_compiler(const struct compiler *compiler)
{
	const char *const parts[] = { compiler->language, compiler->optimisation };
	fputs("  compiler    ", stdout);
	text_print(stdout, compiler->family);
	if (compiler->version && *compiler->version) {
		putchar(' ');
		text_print(stdout, compiler->version);
	}
	const char *before = " (";
	for (size_t i = 0; i < 2; i++) {
		if (!parts[i] || !*parts[i])
			continue;
		fputs(before, stdout);
		text_print(stdout, parts[i]);
		before = ", ";
	}
	puts(before[0] == ',' ? ")" : "");
}

static void print_features(const struct toolchain *toolchain)
{
	bool arm = toolchain->machine == EM_AARCH64;
	if (toolchain->features & 1)
		fputs(arm ? ", BTI" : ", IBT", stdout);
	if (toolchain->features & 2)
		fputs(arm ? ", PAC" : ", SHSTK", stdout);
	/* GNU_PROPERTY_X86_ISA_1_*: the baseline is bit 0, then v2, v3, v4. */
	for (unsigned level = 4; level > 1; level--) {
		if (!(toolchain->isa_needed & 1u << (level - 1)))
			continue;
		printf(", needs x86-64-v%u", level);
		break;
	}
}

static void print_machine(const struct toolchain *toolchain)
{
	SCOPED(buffer_deinit) struct buffer words = { 0 };
	struct elf_abi abi = toolchain_elf_abi(toolchain);
	elf_abi_append_machine(&abi, &words);
	if (abi.flags || abi.os_abi || abi.float_abi != FLOAT_ABI_MACHINE) {
		buffer_bytes(&words, ", ", 2);
		elf_abi_append_flavour(&abi, &words);
	}
	buffer_u8(&words, '\0');
	fputs("  machine     ", stdout);
	if (!words.failed)
		text_print(stdout, (const char *)words.data);
	print_features(toolchain);
	putchar('\n');
}

static void print_options(const struct toolchain *toolchain)
{
	if (!toolchain->options.count)
		return;
	fputs("  options    ", stdout);
	vector_for_each (option, &toolchain->options) {
		if (strcmp(option->name, OPTION_REST) == 0) {
			fputs(toolchain->options.count > 1 ? " default, but" : " default",
			      stdout);
			continue;
		}
		putchar(' ');
		text_print(stdout, option->name);
		if (!option->value || !*option->value)
			continue;
		putchar('=');
		text_print(stdout, option->value);
	}
	putchar('\n');
}

static void print_digest(const char *name, const struct digest *digest)
{
	char text[DIGEST_TEXT_SIZE];
	digest_text(digest, text);
	printf("  %-11s %s\n", name, text);
}

void toolchain_text_print(const struct stamp *stamp)
{
	vector_for_each (compiler, &stamp->toolchain.compilers)
		print_compiler(compiler);
	print_options(&stamp->toolchain);
	print_machine(&stamp->toolchain);
	print_digest("toolchain", &stamp->toolchain_digest);
	print_digest("ABI", &stamp->abi_digest);
}
