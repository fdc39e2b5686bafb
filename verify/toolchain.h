/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_TOOLCHAIN_H
#define VERIFY_TOOLCHAIN_H

/*
 * What of a toolchain record can break a call, in one form for all machines, and the
 * bytes that its two hashes are taken over.
 */

#include "base/buffer.h"
#include "notes/toolchain.h"

/* How floating-point arguments are passed, where the machine leaves the choice. */
enum float_abi {
	FLOAT_ABI_MACHINE, /* no choice, or part of `flags` */
	FLOAT_ABI_BASE,	   /* in integer registers: soft, softfp */
	FLOAT_ABI_HARD,
	FLOAT_ABI_CUSTOM,
	/* No floating-point argument in it: fits any. */
	FLOAT_ABI_ANY,
};

/*
 * What the ELF file tells about calls. Left out are bits that say nothing about them:
 * whether code is position-independent, which instructions it may use, and who wrote it.
 * So are GNU properties: the ISA level that a file needs depends on the start-up files
 * that it happened to be linked with, and the processor decides about it; IBT and SHSTK
 * are lost by a single object without the mark, and change no call.
 */
struct elf_abi {
	uint8_t elf_class, data;
	uint8_t os_abi; /* GNU/Linux, which marks the use of extensions, counts as none */
	uint8_t float_abi;
	uint16_t machine;
	uint32_t flags; /* of e_flags those that choose an ABI */
};

struct elf_abi toolchain_elf_abi(const struct toolchain *toolchain);

/* Whether files of the two can be in one process. */
bool elf_abi_same_machine(const struct elf_abi *a, const struct elf_abi *b);

/* Whether calls between the two are made alike, as far as the ELF file tells. */
bool elf_abi_fits(const struct elf_abi *a, const struct elf_abi *b);

/*
 * What an option of the record is where nobody gives it, if the machine alone settles
 * that: NULL where it is up to how the compiler was configured, and for options without
 * effect on the machine.
 */
const char *option_default(uint16_t machine, const char *name);

/* The value of an option, given or by default; NULL if it is not known. */
const char *toolchain_option(const struct toolchain *toolchain, const char *name);

/*
 * Appends the canonical bytes of the record: those of the ABI hash, or with the set of
 * compilers those of the toolchain hash. All integers are little-endian:
 *
 *	u8   0: toolchain, 1: ABI only
 *	struct elf_abi: u8 class, u8 data, u16 machine, u8 OS ABI, u32 flags,
 *	u8 float ABI
 *	then, for the toolchain hash only: uleb number of compilers; for each, by
 *	family, then version: uleb length and bytes of the family, uleb length and
 *	bytes of the version
 */
void toolchain_stream(const struct toolchain *toolchain, bool abi_only,
		      struct buffer *ret);

/*
 * In words, appended without a NUL: "GCC 12.2.0, clang 14.0.6", or "no compiler
 * recorded". Of long lists only what `other` has not, and the number of the rest.
 */
void toolchain_append_compilers(const struct toolchain *toolchain,
				const struct toolchain *other, struct buffer *ret);

/* "64-bit x86-64, little-endian". */
void elf_abi_append_machine(const struct elf_abi *abi, struct buffer *ret);

/* "hard-float", "ELFv2", "e_flags 0x4": what `flags` and the float ABI choose. */
void elf_abi_append_flavour(const struct elf_abi *abi, struct buffer *ret);

#endif
