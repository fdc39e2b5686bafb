// SPDX-License-Identifier: BSD-3-Clause
#include "loader/mapped.h"

#include <elf.h>
#include <string.h>

#define VERSION_HIDDEN 0x8000
#define VERSION_INDEX 0x7fff
/* Indices below are not in the table of definitions: local, and global without version.
 */
#define FIRST_VERSION 2

/* gABI: the classic hash of a name. */
static uint32_t sysv_hash(const char *name)
{
	uint32_t hash = 0;
	for (; *name; name++) {
		hash = (hash << 4) + (unsigned char)*name;
		hash = (hash ^ (hash >> 24 & 0xf0)) & 0x0fffffff;
	}
	return hash;
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;
	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash;
}

static const char *version_name(const struct mapped *mapped, unsigned index)
{
	const ElfW(Verdef) *at = mapped->version_definitions;
	while (at) {
		if ((at->vd_ndx & VERSION_INDEX) == index) {
			const ElfW(Verdaux) *name =
				(const void *)((const char *)at + at->vd_aux);
			return mapped->strings + name->vda_name;
		}
		at = at->vd_next ? (const void *)((const char *)at + at->vd_next) : NULL;
	}
	return NULL;
}

static bool version_serves(const struct mapped *mapped, size_t symbol,
			   const char *version)
{
	if (!mapped->versions)
		return true;
	unsigned raw = mapped->versions[symbol], index = raw & VERSION_INDEX;
	if (!version)
		return index <= FIRST_VERSION || !(raw & VERSION_HIDDEN);
	if (index < FIRST_VERSION)
		return index == 1;
	const char *name = version_name(mapped, index);
	return name && strcmp(name, version) == 0;
}

static bool is_definition(const struct mapped *mapped, size_t at, const char *name,
			  const char *version)
{
	const ElfW(Sym) *symbol = &mapped->symbols[at];
	unsigned bind = symbol->st_info >> 4, visibility = symbol->st_other & 3;
	if (symbol->st_shndx == SHN_UNDEF || bind == STB_LOCAL ||
	    visibility == STV_HIDDEN || visibility == STV_INTERNAL)
		return false;
	return strcmp(mapped->strings + symbol->st_name, name) == 0 &&
	       version_serves(mapped, at, version);
}

static const ElfW(Sym) * find_by_gnu_hash(const struct mapped *mapped, const char *name,
					  const char *version)
{
	const uint32_t *header = mapped->gnu_hash;
	uint32_t bucket_count = header[0], first = header[1], bloom_size = header[2];
	const ElfW(Addr) *bloom = (const void *)(header + 4);
	const uint32_t *buckets = (const void *)(bloom + bloom_size);
	const uint32_t *chain = buckets + bucket_count;
	const unsigned bits = 8 * sizeof(*bloom);
	uint32_t hash = gnu_hash(name);
	if (!bucket_count || !bloom_size)
		return NULL;
	ElfW(Addr) word = bloom[hash / bits % bloom_size];
	if (!(word >> hash % bits & word >> (hash >> header[3]) % bits & 1))
		return NULL;
	uint32_t at = buckets[hash % bucket_count];
	if (at < first)
		return NULL;
	for (;; at++) {
		uint32_t entry = chain[at - first];
		if ((entry | 1) == (hash | 1) && is_definition(mapped, at, name, version))
			return &mapped->symbols[at];
		if (entry & 1)
			return NULL;
	}
}

static const ElfW(Sym) * find_by_sysv_hash(const struct mapped *mapped, const char *name,
					   const char *version)
{
	uint32_t bucket_count = mapped->hash[0];
	const uint32_t *buckets = mapped->hash + 2, *chain = buckets + bucket_count;
	if (!bucket_count)
		return NULL;
	for (uint32_t at = buckets[sysv_hash(name) % bucket_count]; at; at = chain[at])
		if (is_definition(mapped, at, name, version))
			return &mapped->symbols[at];
	return NULL;
}

const ElfW(Sym) * mapped_find_symbol(const struct mapped *mapped, const char *name,
				     const char *version)
{
	if (!mapped->symbols || !mapped->strings)
		return NULL;
	if (mapped->gnu_hash)
		return find_by_gnu_hash(mapped, name, version);
	return mapped->hash ? find_by_sysv_hash(mapped, name, version) : NULL;
}

bool mapped_defines(const struct mapped *mapped, const char *name, const char *version)
{
	return mapped_find_symbol(mapped, name, version) != NULL;
}
