// SPDX-License-Identifier: BSD-3-Clause

/*
 * Changes the bytes of one section and leaves everything where it is: nearly every other
 * change of an ELF file ends at its headers. The checksums of a stamp are made right
 * every other time.
 */

#include "base/scope.h"
#include "fuzz/target.h"
#include "tests/stamp_repair.h"

#include <elf.h>
#include <string.h>

/* Sections beyond these are left alone. */
#define SECTIONS_MAX 256

static bool read_section(const uint8_t *data, size_t size, const Elf64_Ehdr *header,
			 size_t index, Elf64_Shdr *ret)
{
	uint64_t at = header->e_shoff + index * sizeof(*ret);
	if (header->e_shoff > size || at > size || size - at < sizeof(*ret))
		return false;
	memcpy(ret, data + at, sizeof(*ret));
	return ret->sh_type != SHT_NOBITS && ret->sh_size && ret->sh_offset < size &&
	       ret->sh_size <= size - ret->sh_offset;
}

static bool choose_section(const uint8_t *data, size_t size, unsigned seed,
			   Elf64_Shdr *ret)
{
	Elf64_Ehdr header;
	if (size < sizeof(header))
		return false;
	memcpy(&header, data, sizeof(header));
	size_t count = header.e_shnum < SECTIONS_MAX ? header.e_shnum : SECTIONS_MAX;
	for (size_t i = 0; i < count; i++)
		if (read_section(data, size, &header, (seed + i) % count, ret))
			return true;
	return false;
}

/* What is cut off or pushed out at the section's end is lost. */
static bool mutate_section(uint8_t *data, size_t size, unsigned seed)
{
	Elf64_Shdr section;
	if (!choose_section(data, size, seed, &section))
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
	uint8_t *stamp = memmem(data, size, TARGET_MAGIC, sizeof(TARGET_MAGIC) - 1);
	if (!stamp || data + size - stamp < 16)
		return;
	size_t room = (size_t)(data + size - stamp);
	size_t length = stamp_repair_load(stamp + 8);
	stamp_fix_checksums(stamp, length < room ? length : room);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	if (seed % 8 == 0 || !mutate_section(data, size, seed >> 4))
		size = LLVMFuzzerMutate(data, size, max_size);
	if (seed & 8)
		repair(data, size);
	return size;
}
