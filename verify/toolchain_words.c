// SPDX-License-Identifier: BSD-3-Clause
#include "verify/toolchain.h"

#include "base/error.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

/* Up to here a list is shown whole: a line of a terminal holds about as many. */
#define COMPILERS_SHOWN 4

static void append(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

static void append_format(struct buffer *buffer, const char *format, ...)
	PRINTF_LIKE(2, 3);

static void append_format(struct buffer *buffer, const char *format, ...)
{
	char text[64];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	append(buffer, text);
}

static bool same_compiler(const struct compiler *a, const struct compiler *b)
{
	return strcmp(a->family, b->family) == 0 && strcmp(a->version, b->version) == 0;
}

static bool has_compiler(const struct toolchain *toolchain, const struct compiler *wanted)
{
	vector_for_each (compiler, &toolchain->compilers)
		if (same_compiler(compiler, wanted))
			return true;
	return false;
}

static void append_compiler(struct buffer *buffer, const struct compiler *compiler,
			    bool first)
{
	if (!first)
		append(buffer, ", ");
	append(buffer, compiler->family);
	if (compiler->version[0]) {
		append(buffer, " ");
		append(buffer, compiler->version);
	}
}

void toolchain_append_compilers(const struct toolchain *toolchain,
				const struct toolchain *other, struct buffer *ret)
{
	size_t count = toolchain->compilers.count, shown = 0;
	if (!count) {
		append(ret, "no compiler recorded");
		return;
	}
	vector_for_each (compiler, &toolchain->compilers) {
		if (shown == COMPILERS_SHOWN)
			break;
		if (count <= COMPILERS_SHOWN || !has_compiler(other, compiler))
			append_compiler(ret, compiler, shown++ == 0);
	}
	if (shown < count)
		append_format(ret, shown ? " and %zu more" : "%zu compilers",
			      count - shown);
}

struct machine_name {
	uint16_t machine;
	const char *name;
};

static const struct machine_name machine_names[] = {
	{ EM_386, "x86" },	    { EM_X86_64, "x86-64" },
	{ EM_AARCH64, "AArch64" },  { EM_ARM, "ARM" },
	{ EM_RISCV, "RISC-V" },	    { EM_LOONGARCH, "LoongArch" },
	{ EM_PPC, "PowerPC" },	    { EM_PPC64, "PowerPC" },
	{ EM_MIPS, "MIPS" },	    { EM_S390, "z/Arch" },
	{ EM_SPARC, "SPARC" },	    { EM_SPARC32PLUS, "SPARC v8+" },
	{ EM_SPARCV9, "SPARC v9" }, { EM_IA_64, "Itanium" },
	{ EM_SH, "SuperH" },	    { EM_ALPHA, "Alpha" },
	{ EM_PARISC, "PA-RISC" },   { EM_68K, "m68k" },
};

void elf_abi_append_machine(const struct elf_abi *abi, struct buffer *ret)
{
	append(ret, abi->elf_class == ELFCLASS64   ? "64-bit "
		    : abi->elf_class == ELFCLASS32 ? "32-bit "
						   : "");
	const char *name = NULL;
	for (size_t i = 0; i < sizeof(machine_names) / sizeof(machine_names[0]); i++)
		if (machine_names[i].machine == abi->machine)
			name = machine_names[i].name;
	if (name)
		append(ret, name);
	else
		append_format(ret, "machine %u", abi->machine);
	append(ret, abi->data == ELFDATA2LSB   ? ", little-endian"
		    : abi->data == ELFDATA2MSB ? ", big-endian"
					       : "");
}

static void append_arm(const struct elf_abi *abi, struct buffer *ret)
{
	static const char *const floats[] = {
		[FLOAT_ABI_MACHINE] = "",
		[FLOAT_ABI_BASE] = ", floats in integer registers (soft, softfp)",
		[FLOAT_ABI_HARD] = ", floats in VFP registers (hard)",
		[FLOAT_ABI_CUSTOM] = ", floats passed in a way of the toolchain's own",
		[FLOAT_ABI_ANY] = ", no floats passed",
	};
	append_format(ret, "EABI version %u", abi->flags >> 24);
	append(ret, floats[abi->float_abi]);
}

static void append_riscv(const struct elf_abi *abi, struct buffer *ret)
{
	static const char *const floats[] = {
		"floats in integer registers",
		"float in float registers (f)",
		"float and double in float registers (d)",
		"float, double and quad in float registers (q)",
	};
	append(ret, floats[(abi->flags >> 1) & 3]);
	if (abi->flags & 8)
		append(ret, ", 16 registers (e)");
}

static void append_loongarch(const struct elf_abi *abi, struct buffer *ret)
{
	static const char *const floats[] = {
		[1] = "soft-float", [2] = "single-float", [3] = "double-float"
	};
	unsigned modifier = abi->flags & 7;
	if (modifier >= 1 && modifier <= 3)
		append(ret, floats[modifier]);
	else
		append_format(ret, "ABI modifier %u", modifier);
}

void elf_abi_append_flavour(const struct elf_abi *abi, struct buffer *ret)
{
	switch (abi->machine) {
	case EM_ARM:
		append_arm(abi, ret);
		break;
	case EM_RISCV:
		append_riscv(abi, ret);
		break;
	case EM_LOONGARCH:
		append_loongarch(abi, ret);
		break;
	case EM_PPC64:
		append_format(ret, "ELFv%u", abi->flags);
		break;
	default:
		append_format(ret, "e_flags 0x%x", abi->flags);
	}
	if (abi->os_abi != ELFOSABI_NONE)
		append_format(ret, ", OS ABI %u", abi->os_abi);
}
