// SPDX-License-Identifier: BSD-3-Clause

/*
 * Changes the bytes of one section and leaves everything where it is: nearly every other
 * change of an ELF file ends at its headers. The checksums of a stamp are made right
 * every other time.
 */

#include "base/scope.h"
#include "fuzz/sections.h"
#include "fuzz/target.h"
#include "tests/stamp_repair.h"

#include <string.h>

/* What is cut off or pushed out at the section's end is lost. */
static bool mutate_section(uint8_t *data, size_t size, unsigned seed)
{
	Elf64_Shdr section;
	if (!sections_choose(data, size, seed, &section))
		return false;
	size_t length = section.sh_size;
	SCOPED_FREE uint8_t *scratch = malloc(length);
	if (!scratch)
		return false;
	memcpy(scratch, data + section.sh_offset, length);
	size_t made = LLVMFuzzerMutate(scratch, length, length);
	memcpy(data + section.sh_offset, scratch, made < length ? made : length);
	return true;
}

static void repair(uint8_t *data, size_t size)
{
	size_t length;
	uint8_t *stamp = sections_stamp(data, size, &length);
	if (stamp)
		stamp_fix_checksums(stamp, length);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	if (seed % 8 == 0 || !mutate_section(data, size, seed >> 4))
		size = LLVMFuzzerMutate(data, size, max_size);
	if (seed & 8)
		repair(data, size);
	return size;
}
