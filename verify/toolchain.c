// SPDX-License-Identifier: BSD-3-Clause
#include "verify/toolchain.h"

#include "base/text.h"

#include <elf.h>
#include <string.h>

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

/* Tag_ABI_VFP_args, "Addenda to, and Errata in, the ABI for the Arm Architecture",
 * section 3.3. */
enum vfp_args {
	VFP_ARGS_BASE,
	VFP_ARGS_VFP,
	VFP_ARGS_TOOLCHAIN,
	VFP_ARGS_COMPATIBLE,
};

struct flag_mask {
	uint16_t machine;
	uint32_t mask;
};

/* Which e_flags choose a calling convention. Of other machines nobody knows: all. */
static const struct flag_mask flag_masks[] = {
	{ EM_386, 0 },
	{ EM_X86_64, 0 },
	{ EM_AARCH64, 0 },
	{ EM_ARM, 0xff000000 },	 /* EF_ARM_EABIMASK; float ABI: see below */
	{ EM_RISCV, 0x6 | 0x8 }, /* EF_RISCV_FLOAT_ABI, EF_RISCV_RVE */
	{ EM_LOONGARCH, 0x7 },	 /* EF_LOONGARCH_ABI_MODIFIER_MASK */
	{ EM_PPC, 0 },
	{ EM_PPC64, 0x3 },		    /* EF_PPC64_ABI */
	{ EM_MIPS, 0xf000 | 0x20 | 0x400 }, /* EF_MIPS_ABI, _ABI2, _NAN2008 */
	{ EM_S390, 0 },			    /* EF_S390_HIGH_GPRS */
	{ EM_SPARC, 0 },
	{ EM_SPARC32PLUS, 0 },
	{ EM_SPARCV9, 0 },  /* memory model, extensions */
	{ EM_IA_64, 0x10 }, /* EF_IA_64_ABI64 */
	{ EM_SH, 0x8000 },  /* EF_SH_FDPIC */
	{ EM_ALPHA, 0 },
	{ EM_PARISC, 0 },
	{ EM_68K, 0 },
};

static uint32_t abi_flags(const struct toolchain *toolchain)
{
	uint32_t mask = UINT32_MAX;
	for (size_t i = 0; i < sizeof(flag_masks) / sizeof(flag_masks[0]); i++)
		if (flag_masks[i].machine == toolchain->machine)
			mask = flag_masks[i].mask;
	uint32_t flags = toolchain->e_flags & mask;
	/* 0 leaves it to the byte order: 64-bit ELF V2 ABI, section 4.1. */
	if (toolchain->machine == EM_PPC64 && !flags)
		flags = toolchain->data == ELFDATA2LSB ? 2 : 1;
	return flags;
}

/*
 * The linker marks executables and shared objects in e_flags, objects have the attribute
 * only, and the attribute's value 0 may be left out.
 */
static enum float_abi arm_float_abi(const struct toolchain *toolchain)
{
	if (toolchain->e_flags & EF_ARM_ABI_FLOAT_HARD)
		return FLOAT_ABI_HARD;
	if (!toolchain->arm_vfp_args)
		return FLOAT_ABI_BASE;
	switch (toolchain->arm_vfp_args - 1) {
	case VFP_ARGS_VFP:
		return FLOAT_ABI_HARD;
	case VFP_ARGS_TOOLCHAIN:
		return FLOAT_ABI_CUSTOM;
	case VFP_ARGS_COMPATIBLE:
		return FLOAT_ABI_ANY;
	default:
		return FLOAT_ABI_BASE;
	}
}

struct elf_abi toolchain_elf_abi(const struct toolchain *toolchain)
{
	struct elf_abi abi = {
		.elf_class = toolchain->elf_class,
		.data = toolchain->data,
		.os_abi = toolchain->os_abi,
		.machine = toolchain->machine,
		.flags = abi_flags(toolchain),
	};
	if (abi.os_abi == ELFOSABI_GNU)
		abi.os_abi = ELFOSABI_NONE;
	if (abi.machine == EM_ARM)
		abi.float_abi = arm_float_abi(toolchain);
	return abi;
}

bool elf_abi_same_machine(const struct elf_abi *a, const struct elf_abi *b)
{
	return a->elf_class == b->elf_class && a->data == b->data &&
	       a->machine == b->machine;
}

static bool float_abi_fits(unsigned a, unsigned b)
{
	return a == b || a == FLOAT_ABI_ANY || b == FLOAT_ABI_ANY;
}

bool elf_abi_fits(const struct elf_abi *a, const struct elf_abi *b)
{
	return elf_abi_same_machine(a, b) && a->os_abi == b->os_abi &&
	       a->flags == b->flags && float_abi_fits(a->float_abi, b->float_abi);
}

struct option_standard {
	uint16_t machine;
	const char *name, *value;
};

/* As GCC documents them for the ELF platforms. */
static const struct option_standard standards[] = {
	{ EM_X86_64, "-mabi", "sysv" },
	{ EM_X86_64, "-mhard-float", "on" },
	{ EM_X86_64, "-freg-struct-return", "on" },
	{ EM_X86_64, "-mpreferred-stack-boundary", "4" },
	{ EM_386, "-mhard-float", "on" },
	{ EM_386, "-freg-struct-return", "off" },
	{ EM_386, "-mregparm", "0" },
	{ EM_386, "-mrtd", "off" },
	{ EM_386, "-msseregparm", "off" },
	{ EM_386, "-mfp-ret-in-387", "on" },
	{ EM_386, "-mvect8-ret-in-mem", "off" },
	{ EM_386, "-mpreferred-stack-boundary", "4" },
	{ EM_68K, "-mrtd", "off" },
	{ EM_AARCH64, "-freg-struct-return", "on" },
	{ EM_ARM, "-freg-struct-return", "on" },
	{ EM_RISCV, "-freg-struct-return", "on" },
};

const char *option_default(uint16_t machine, const char *name)
{
	for (size_t i = 0; i < sizeof(standards) / sizeof(standards[0]); i++)
		if (standards[i].machine == machine &&
		    strcmp(standards[i].name, name) == 0)
			return standards[i].value;
	/* A register keeps the role that the ABI gives it. */
	if (text_begins(name, "-fcall-saved-") || text_begins(name, "-fcall-used-"))
		return "off";
	return NULL;
}

static const struct abi_option *find_option(const struct toolchain *toolchain,
					    const char *name)
{
	vector_for_each (option, &toolchain->options)
		if (strcmp(option->name, name) == 0)
			return option;
	return NULL;
}

const char *toolchain_option(const struct toolchain *toolchain, const char *name)
{
	const struct abi_option *option = find_option(toolchain, name);
	if (option)
		return option->value;
	if (!find_option(toolchain, OPTION_REST))
		return NULL;
	return option_default(toolchain->machine, name);
}

static void stream_text(struct buffer *buffer, const char *text)
{
	size_t length = strlen(text);
	buffer_uleb(buffer, length);
	buffer_bytes(buffer, text, length);
}

void toolchain_stream(const struct toolchain *toolchain, bool abi_only,
		      struct buffer *ret)
{
	struct elf_abi abi = toolchain_elf_abi(toolchain);
	buffer_u8(ret, abi_only);
	buffer_u8(ret, abi.elf_class);
	buffer_u8(ret, abi.data);
	buffer_u16(ret, abi.machine);
	buffer_u8(ret, abi.os_abi);
	buffer_u32(ret, abi.flags);
	buffer_u8(ret, abi.float_abi);
	if (abi_only)
		return;
	buffer_uleb(ret, toolchain->compilers.count);
	vector_for_each (compiler, &toolchain->compilers) {
		stream_text(ret, compiler->family);
		stream_text(ret, compiler->version);
	}
}
