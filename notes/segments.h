/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_SEGMENTS_H
#define NOTES_SEGMENTS_H

#include <gelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * gABI chapter 5, "Program Header": address and offset agree modulo the alignment, and
 * what stands in the file has room in memory. Who maps a file cannot do otherwise.
 */
bool segment_is_mappable(const GElf_Phdr *segment);

/* Whether anything that is loaded may run. */
bool segments_have_code(const GElf_Phdr *segments, size_t count);

/*
 * What is wrong with the program headers of a shared object as they stand together, in
 * words; NULL: nothing. The dynamic linker takes them as they are, and would crash.
 * `table_offset`: where they stand in the file.
 */
const char *segments_fault(const GElf_Phdr *segments, size_t count,
			   uint64_t table_offset);

#endif
