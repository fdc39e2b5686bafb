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

/* The same by address. */
const void *glance_mapped_bytes(struct glance *glance, uint64_t address, uint64_t size,
				size_t alignment);

bool glance_dynamic(struct glance *glance, const ElfW(Phdr) * segment,
		    const ElfW(Shdr) * sections);
bool glance_stamp(struct glance *glance, const ElfW(Shdr) * sections);

#endif
