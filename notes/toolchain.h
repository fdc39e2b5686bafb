/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_TOOLCHAIN_H
#define NOTES_TOOLCHAIN_H

/*
 * What built an object, as the object itself says it: the DWARF producers of its units,
 * its ELF header, its GNU properties and build attributes.
 */

#include "base/arena.h"
#include "base/vector.h"
#include "hallmark/error.h"

#include <stdbool.h>
#include <stdint.h>

/* One compiler. Sorted by family, then version; each once. Never an assembler. */
struct compiler {
	const char *family;  /* "GCC", "clang", or the producer's first word */
	const char *version; /* full: "12.2.0" */
	/* Recorded, not hashed; the lowest of the units', so that order does not matter.
	 */
	const char *language; /* "C17", "C++14", as the producer or DW_AT_language says */
	const char *optimisation; /* "-O2"; NULL if not recorded */
};

/*
 * An option that changes how calls are made and that types do not show by themselves, as
 * the producers of all units that record options agree on. "-mabi" -> "lp64". A unit that
 * says otherwise makes the value "mixed".
 *
 * OPTION_REST stands for all options that are not listed: every unit was compiled with
 * their defaults. It is there only if every unit records what options it was given.
 */
#define OPTION_REST "*"
#define OPTION_DEFAULT "default"

struct abi_option {
	const char *name;
	const char *value;
};

struct toolchain {
	VECTOR(struct compiler) compilers;
	/* Sorted by name. Without OPTION_REST one that is not there is unknown, not off.
	 */
	VECTOR(struct abi_option) options;
	/* From the ELF header: gABI chapter 4. */
	uint8_t elf_class, data, os_abi;
	uint16_t machine;
	uint32_t e_flags;
	/* GNU_PROPERTY_X86_ISA_1_NEEDED; 0 if absent. */
	uint32_t isa_needed;
	/* GNU_PROPERTY_X86_FEATURE_1_AND, GNU_PROPERTY_AARCH64_FEATURE_1_AND; 0 if
	 * absent. */
	uint32_t features;
	/* Tag_ABI_VFP_args of .ARM.attributes plus 1; 0 if absent. */
	uint8_t arm_vfp_args;
};

#endif
