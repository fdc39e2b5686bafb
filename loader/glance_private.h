/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_GLANCE_PRIVATE_H
#define LOADER_GLANCE_PRIVATE_H

/* The parts of a glance: the file with its headers, the dynamic section, the stamp. */

#include "loader/glance.h"

/* Ordinary notes are small; whatever is larger is read by who reads everything. */
#define OTHER_NOTE_SIZE_MAX (64u << 10)

/* Structures are read where they stand; chunks begin at any alignment. */
#define FOR_BYTES 1
#define FOR_STRUCTURES sizeof(ElfW(Addr))

/* Bytes of the file, kept; NULL: outside, too many, or cannot be read. */
const void *glance_bytes(struct glance *glance, uint64_t offset, uint64_t size,
			 size_t alignment);

/* Where in the file an address stands, and how much behind it. False: nowhere. */
bool glance_locate(const struct glance *glance, uint64_t address, uint64_t *ret_offset,
		   uint64_t *ret_available);

/* The bytes at an address, likewise. */
const void *glance_mapped_bytes(struct glance *glance, uint64_t address, uint64_t size,
				size_t alignment);

bool glance_dynamic(struct glance *glance, const ElfW(Phdr) * segment,
		    const ElfW(Shdr) * sections);

/*
 * Whether the dynamic linker, which goes by hash tables, knows of as many symbols as
 * there are. Addresses as the dynamic section has them, 0 if it has not.
 */
bool glance_hash_agrees(struct glance *glance, uint64_t hash, uint64_t gnu_hash);

bool glance_stamp(struct glance *glance, const ElfW(Shdr) * sections);

#endif
