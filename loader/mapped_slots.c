// SPDX-License-Identifier: BSD-3-Clause
#include "loader/mapped.h"

#include <elf.h>
#include <string.h>

/*
 * The relocations that fill a slot with the address of a symbol. Where a machine is not
 * listed, nothing is found, and bindings are not confirmed there.
 */
#if defined(__x86_64__)
#define SLOT_TYPES R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_64
#elif defined(__aarch64__)
#define SLOT_TYPES R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT, R_AARCH64_ABS64
#elif defined(__i386__)
#define SLOT_TYPES R_386_GLOB_DAT, R_386_JMP_SLOT
#elif defined(__arm__)
#define SLOT_TYPES R_ARM_GLOB_DAT, R_ARM_JUMP_SLOT
#elif defined(__s390x__)
#define SLOT_TYPES R_390_GLOB_DAT, R_390_JMP_SLOT, R_390_64
#elif defined(__riscv) && __riscv_xlen == 64
#define SLOT_TYPES R_RISCV_64, R_RISCV_JUMP_SLOT
#elif defined(__powerpc64__)
#define SLOT_TYPES R_PPC64_GLOB_DAT, R_PPC64_JMP_SLOT, R_PPC64_ADDR64
#else
#define SLOT_TYPES UINT32_MAX
#endif

#if __ELF_NATIVE_CLASS == 64
#define RELOCATION_SYMBOL ELF64_R_SYM
#define RELOCATION_TYPE ELF64_R_TYPE
#else
#define RELOCATION_SYMBOL ELF32_R_SYM
#define RELOCATION_TYPE ELF32_R_TYPE
#endif

static bool fills_slot(uint32_t type)
{
	static const uint32_t types[] = { SLOT_TYPES };
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

/*
 * Both kinds begin alike; the addend follows. A slot may be a variable that
 * AddressSanitizer guards until its constructor has run.
 */
__attribute__((no_sanitize("address"))) static bool
read_slot(const struct mapped *mapped, const struct mapped_relocations *relocations,
	  size_t at, struct mapped_slot *ret)
{
	ElfW(Rela) entry = { 0 };
	memcpy(&entry, (const char *)relocations->entries + at,
	       relocations->addends ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel)));
	size_t symbol = RELOCATION_SYMBOL(entry.r_info);
	if (!symbol || !fills_slot((uint32_t)RELOCATION_TYPE(entry.r_info)))
		return false;
	uintptr_t value;
	memcpy(&value, (const void *)(mapped->base + entry.r_offset), sizeof(value));
	/* An unresolved weak reference. */
	if (!value)
		return false;
	ret->symbol = mapped->strings + mapped->symbols[symbol].st_name;
	ret->value = value - (uintptr_t)entry.r_addend;
	return true;
}

static bool next_of(const struct mapped *mapped,
		    const struct mapped_relocations *relocations, size_t *at,
		    struct mapped_slot *ret)
{
	size_t step = relocations->addends ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel));
	while (relocations->entries && *at + step <= relocations->size_bytes) {
		size_t here = *at;
		*at += step;
		if (read_slot(mapped, relocations, here, ret))
			return true;
	}
	return false;
}

bool mapped_next_slot(const struct mapped *mapped, struct mapped_walk *walk,
		      struct mapped_slot *ret)
{
	if (!mapped->symbols || !mapped->strings)
		return false;
	return next_of(mapped, &mapped->calls, &walk->calls_at, ret) ||
	       next_of(mapped, &mapped->others, &walk->others_at, ret);
}
