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
__attribute__((no_sanitize("address"))) static inline bool
read_slot(const struct mapped *mapped, const ElfW(Rela) * entry, bool addends,
	  uintptr_t *ret)
{
	if (!fills_slot((uint32_t)RELOCATION_TYPE(entry->r_info)))
		return false;
	uintptr_t value = *(const uintptr_t *)(mapped->base + entry->r_offset);
	*ret = value - (addends ? (uintptr_t)entry->r_addend : 0);
	/* Zero: an unresolved weak reference. */
	return value != 0;
}

static bool next_of(const struct mapped *mapped,
		    const struct mapped_relocations *relocations,
		    const struct mapped_range *passed, size_t *at,
		    struct mapped_slot *ret)
{
	size_t step = relocations->addends ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel));
	size_t end = relocations->entries ? relocations->size_bytes : 0;
	uintptr_t value;
	for (size_t here = *at; here + step <= end; here += step) {
		const ElfW(Rela) *entry =
			(const void *)((const char *)relocations->entries + here);
		if (!read_slot(mapped, entry, relocations->addends, &value) ||
		    value - passed->start < passed->size_bytes)
			continue;
		size_t symbol = RELOCATION_SYMBOL(entry->r_info);
		if (!symbol)
			continue;
		*at = here + step;
		ret->symbol = mapped->strings + mapped->symbols[symbol].st_name;
		ret->value = value;
		return true;
	}
	*at = end;
	return false;
}

bool mapped_next_slot(const struct mapped *mapped, struct mapped_walk *walk,
		      struct mapped_slot *ret)
{
	if (!mapped->symbols || !mapped->strings)
		return false;
	return next_of(mapped, &mapped->calls, &walk->passed, &walk->calls_at, ret) ||
	       next_of(mapped, &mapped->others, &walk->passed, &walk->others_at, ret);
}
