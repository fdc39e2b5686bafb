// SPDX-License-Identifier: BSD-3-Clause
#include "loader/glance_private.h"

/* gABI chapter 5, "Hash Table": the second number is that of the symbols. */
static bool check_hash(struct glance *glance, uint64_t address)
{
	const Elf_Symndx *header =
		glance_mapped_bytes(glance, address, 2 * sizeof(*header), FOR_STRUCTURES);
	return header && (!header[1] || header[1] == glance->symbol_count);
}

/* The chain of the last bucket ends with the last symbol; an odd word ends a chain. */
static bool check_chain(struct glance *glance, uint64_t address, uint32_t symbol)
{
	if (symbol >= glance->symbol_count)
		return false;
	size_t count = glance->symbol_count - symbol;
	const uint32_t *words = glance_mapped_bytes(
		glance, address, count * sizeof(*words), sizeof(*words));
	size_t last = 0;
	while (words && last < count && !(words[last] & 1))
		last++;
	return words && last == count - 1;
}

/* Has no count: it shows in the chains, if any symbol is hashed. */
static bool check_gnu_hash(struct glance *glance, uint64_t address)
{
	const uint32_t *header =
		glance_mapped_bytes(glance, address, 16, sizeof(*header));
	/* Linkers give an empty table one bucket, and a filter of one word. */
	if (!header || !header[0] || !header[2])
		return false;
	uint64_t buckets = header[0], first = header[1], bloom = header[2];
	address += 16 + bloom * sizeof(ElfW(Addr));
	const uint32_t *heads = glance_mapped_bytes(
		glance, address, buckets * sizeof(*heads), sizeof(*heads));
	uint32_t last = 0;
	for (uint64_t i = 0; heads && i < buckets; i++)
		if (heads[i] > last)
			last = heads[i];
	if (!heads || !last || last < first)
		return heads != NULL;
	return check_chain(glance, address + (buckets + last - first) * sizeof(*heads),
			   last);
}

bool glance_hash_agrees(struct glance *glance, uint64_t hash, uint64_t gnu_hash)
{
	return (!hash || check_hash(glance, hash)) &&
	       (!gnu_hash || check_gnu_hash(glance, gnu_hash));
}
