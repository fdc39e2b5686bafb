// SPDX-License-Identifier: BSD-3-Clause
#include "fuzz/sections.h"

#include "fuzz/target.h"
#include "tests/stamp_repair.h"

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

bool sections_choose(const uint8_t *data, size_t size, unsigned seed, Elf64_Shdr *ret)
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

uint8_t *sections_stamp(uint8_t *data, size_t size, size_t *ret_size)
{
	uint8_t *stamp = memmem(data, size, TARGET_MAGIC, sizeof(TARGET_MAGIC) - 1);
	if (!stamp || data + size - stamp < 16)
		return NULL;
	size_t room = (size_t)(data + size - stamp), said = stamp_repair_load(stamp + 8);
	*ret_size = said < room ? said : room;
	return stamp;
}
