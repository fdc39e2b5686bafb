// SPDX-License-Identifier: BSD-3-Clause

/*
 * Changes what the quick way of hm_open() goes by in the file of an input (quick.c): the
 * records of its stamp, first those that are read without a checksum, its sections, the
 * headers. Mostly entries at a time: one is taken for another, or two change places. The
 * stamps in front of the file stay; another input's host takes their place at times.
 */

#include "base/scope.h"
#include "fuzz/sections.h"
#include "fuzz/target.h"
#include "tests/stamp_repair.h"

#include <string.h>

/* Entries of one size, in the file. */
struct part {
	uint8_t *at;
	size_t size, entry_size;
};

/* Of the others a checksum is asked, or they are not read at all. */
static const uint8_t unchecked[] = { 11, 12 };

/* By kind of record. */
static const uint8_t entry_sizes[] = { 1, 1, 1, 16, 16, 16, 16, 8, 1, 1, 4, 16, 4 };

/* The next number of a sequence that `seed` begins. */
static unsigned next_number(unsigned *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static unsigned wanted_record(unsigned *seed)
{
	unsigned number = next_number(seed);
	return number % 4 ? unchecked[number / 4 % sizeof(unchecked)]
			  : number / 4 % sizeof(entry_sizes);
}

/* The record of that kind, or the last one in front of it. */
static bool choose_record(uint8_t *data, size_t size, unsigned *seed, struct part *ret)
{
	size_t stamp_size;
	uint8_t *stamp = sections_stamp(data, size, &stamp_size);
	unsigned wanted = wanted_record(seed);
	if (!stamp || stamp_size < 16)
		return false;
	size_t count = stamp[12] | stamp[13] << 8, at = 16 + count * 12 + 4;
	*ret = (struct part){ 0 };
	for (size_t i = 0; i < count && at < stamp_size; i++) {
		const uint8_t *entry = stamp + 16 + i * 12;
		size_t length = stamp_repair_load(entry + 4);
		unsigned kind = entry[0];
		if (length > stamp_size - at || kind > wanted)
			break;
		*ret = (struct part){ stamp + at, length, entry_sizes[kind] };
		at += length;
	}
	return ret->size;
}

static size_t section_entry_size(const Elf64_Shdr *section)
{
	switch (section->sh_type) {
	case SHT_GNU_verneed:
		return sizeof(Elf64_Verneed);
	case SHT_STRTAB:
	case SHT_NOTE:
		return 1;
	}
	return section->sh_entsize && section->sh_entsize < 256 ? section->sh_entsize : 1;
}

static bool choose_section(uint8_t *data, size_t size, unsigned *seed, struct part *ret)
{
	Elf64_Shdr section;
	if (!sections_choose(data, size, next_number(seed), &section))
		return false;
	*ret = (struct part){ data + section.sh_offset, section.sh_size,
			      section_entry_size(&section) };
	return true;
}

static bool choose_headers(uint8_t *data, size_t size, unsigned *seed, struct part *ret)
{
	Elf64_Ehdr header;
	if (size < sizeof(header))
		return false;
	memcpy(&header, data, sizeof(header));
	bool segments = next_number(seed) % 2;
	size_t at = segments ? header.e_phoff : header.e_shoff;
	size_t entry_size = segments ? sizeof(Elf64_Phdr) : sizeof(Elf64_Shdr);
	size_t length = (segments ? header.e_phnum : header.e_shnum) * entry_size;
	if (!length || at > size || length > size - at)
		return false;
	*ret = (struct part){ data + at, length, entry_size };
	return true;
}

static bool choose_part(uint8_t *data, size_t size, unsigned *seed, struct part *ret)
{
	switch (next_number(seed) % 8) {
	case 0:
		return choose_headers(data, size, seed, ret);
	case 1:
	case 2:
	case 3:
		return choose_section(data, size, seed, ret);
	}
	return choose_record(data, size, seed, ret);
}

static void exchange(uint8_t *a, uint8_t *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = a[i];
		a[i] = b[i];
		b[i] = byte;
	}
}

/* What is pushed out at the end is lost. */
static void mutate_bytes(uint8_t *bytes, size_t size)
{
	SCOPED_FREE uint8_t *scratch = malloc(size);
	if (!scratch)
		return;
	memcpy(scratch, bytes, size);
	size_t made = LLVMFuzzerMutate(scratch, size, size);
	memcpy(bytes, scratch, made < size ? made : size);
}

static void mutate_part(const struct part *part, unsigned *seed)
{
	size_t count = part->size / part->entry_size;
	if (!count)
		return;
	uint8_t *one = part->at + next_number(seed) % count * part->entry_size;
	uint8_t *other = part->at + next_number(seed) % count * part->entry_size;
	switch (next_number(seed) % 4) {
	case 0:
		exchange(one, other, part->entry_size);
		break;
	case 1:
		memmove(one, other, part->entry_size);
		break;
	case 2:
		mutate_bytes(one, part->entry_size);
		break;
	default:
		mutate_bytes(part->at, part->size);
	}
}

/* Where the plugin's own stamp begins, in front of the file; 0: the input is no such. */
static size_t host_size(const uint8_t *data, size_t size)
{
	size_t host = target_stamp_size(data, size);
	return host && target_stamp_size(data + host, size - host) ? host : 0;
}

static size_t front_size(const uint8_t *data, size_t size)
{
	size_t host = host_size(data, size);
	return host ? host + target_stamp_size(data + host, size - host) : 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct part part;
	size_t front = front_size(data, size), stamp_size;
	uint8_t *file = data + front;
	if (front < size && next_number(&seed) % 32 &&
	    choose_part(file, size - front, &seed, &part))
		mutate_part(&part, &seed);
	else
		size = front + LLVMFuzzerMutate(file, size - front, max_size - front);
	uint8_t *stamp = sections_stamp(file, size - front, &stamp_size);
	if (stamp && next_number(&seed) % 2)
		stamp_fix_checksums(stamp, stamp_size);
	return size;
}

/* The host of one input, the plugin of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_size,
				 unsigned seed)
{
	(void)seed;
	size_t host = host_size(data1, size1), skipped = host_size(data2, size2);
	if (!host || !skipped || host + size2 - skipped > max_size)
		return 0;
	memcpy(out, data1, host);
	memcpy(out + host, data2 + skipped, size2 - skipped);
	return host + size2 - skipped;
}
