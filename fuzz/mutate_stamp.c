// SPDX-License-Identifier: BSD-3-Clause

/*
 * Changes one record of one stamp, with the sizes in front of it, and makes the checksums
 * right again: changes of bytes alone would all end there.
 */

#include "base/buffer.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "tests/stamp_repair.h"

#include <string.h>

#define HEADER_SIZE 16
#define ENTRY_SIZE 12
#define RECORDS_MAX 64

/* One stamp, taken apart: what stands behind the records is dropped. */
struct parts {
	size_t count;
	const uint8_t *header, *entries;
	const uint8_t *record[RECORDS_MAX];
	size_t size[RECORDS_MAX];
};

static bool take_apart(const uint8_t *data, size_t size, struct parts *ret)
{
	if (size < HEADER_SIZE)
		return false;
	ret->header = data;
	ret->entries = data + HEADER_SIZE;
	ret->count = data[12] | data[13] << 8;
	size_t at = HEADER_SIZE + ret->count * ENTRY_SIZE + 4;
	if (ret->count > RECORDS_MAX || at > size)
		return false;
	for (size_t i = 0; i < ret->count; i++) {
		size_t length = stamp_repair_load(ret->entries + i * ENTRY_SIZE + 4);
		if (length > size - at)
			return false;
		ret->record[i] = data + at;
		ret->size[i] = length;
		at += length;
	}
	return true;
}

static void put_together(const struct parts *parts, struct buffer *ret)
{
	buffer_bytes(ret, parts->header, HEADER_SIZE);
	for (size_t i = 0; i < parts->count; i++) {
		const uint8_t *entry = parts->entries + i * ENTRY_SIZE;
		buffer_bytes(ret, entry, 4);
		buffer_u32(ret, (uint32_t)((parts->size[i] + 3) / 4 * 4));
		buffer_u32(ret, 0);
	}
	buffer_u32(ret, 0);
	for (size_t i = 0; i < parts->count; i++) {
		buffer_bytes(ret, parts->record[i], parts->size[i]);
		buffer_align(ret, 4);
	}
	buffer_align(ret, 8);
	if (ret->failed)
		return;
	buffer_patch_u32(ret, 8, (uint32_t)ret->size);
	stamp_fix_checksums(ret->data, ret->size);
}

/* The next number of a sequence that `seed` begins. */
static unsigned next_number(unsigned *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static bool mutate_record(struct parts *parts, uint8_t *scratch, size_t room,
			  unsigned *seed)
{
	if (!parts->count)
		return false;
	size_t i = next_number(seed) % parts->count, size = parts->size[i];
	if (size > room)
		return false;
	memcpy(scratch, parts->record[i], size);
	parts->size[i] = LLVMFuzzerMutate(scratch, size, room);
	parts->record[i] = scratch;
	return true;
}

/* In place of the stamp at data[at...at+size]; the new size of all, or 0. */
static size_t replace(uint8_t *data, size_t total, size_t at, size_t size,
		      size_t max_size, const struct parts *parts)
{
	SCOPED(buffer_deinit) struct buffer made = { 0 };
	put_together(parts, &made);
	if (made.failed || total - size + made.size > max_size)
		return 0;
	memmove(data + at + made.size, data + at + size, total - at - size);
	memcpy(data + at, made.data, made.size);
	return total - size + made.size;
}

static void repair(uint8_t *data, size_t size)
{
	size_t at = target_second_stamp(data, size);
	stamp_fix_checksums(data, at);
	stamp_fix_checksums(data + at, size - at);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct parts parts;
	size_t second = target_second_stamp(data, size);
	bool use_second = second < size && next_number(&seed) % 2;
	size_t at = use_second ? second : 0;
	size_t end = use_second ? size : second;
	SCOPED_FREE uint8_t *scratch = malloc(max_size + 1);
	if (scratch && next_number(&seed) % 8 && size < max_size &&
	    take_apart(data + at, end - at, &parts) &&
	    mutate_record(&parts, scratch, max_size - size, &seed)) {
		size_t made = replace(data, size, at, end - at, max_size, &parts);
		if (made)
			return made;
	}
	size = LLVMFuzzerMutate(data, size, max_size);
	repair(data, size);
	return size;
}

/* The first stamp, with one record from the other input in place of its own of the kind.
 */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_size,
				 unsigned seed)
{
	struct parts ours, theirs;
	size_t end = target_second_stamp(data1, size1);
	if (size1 > max_size || !take_apart(data1, end, &ours) || !ours.count ||
	    !take_apart(data2, target_second_stamp(data2, size2), &theirs))
		return 0;
	size_t i = next_number(&seed) % ours.count;
	for (size_t k = 0; k < theirs.count; k++) {
		if (memcmp(ours.entries + i * ENTRY_SIZE, theirs.entries + k * ENTRY_SIZE,
			   2) != 0)
			continue;
		ours.record[i] = theirs.record[k];
		ours.size[i] = theirs.size[k];
	}
	memcpy(out, data1, size1);
	return replace(out, size1, 0, end, max_size, &ours);
}
