/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_MAPPED_H
#define LOADER_MAPPED_H

/*
 * An object that the dynamic linker has loaded, read from memory. What is read has been
 * relied on by the dynamic linker already, so unlike a file it is trusted.
 */

#include "base/vector.h"
#include "hallmark/error.h"

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct mapped {
	/* As the dynamic linker calls it; "" for the program. Owned. */
	char *name;
	uintptr_t base;
	/* In the object or the dynamic linker's memory: valid while it is loaded. */
	const ElfW(Phdr) * headers;
	size_t header_count;
	const char *soname; /* NULL if none */
	const char *rpath;  /* NULL if none, or if there is a RUNPATH, which hides it */
	VECTOR(const char *) needed;
	const ElfW(Sym) * symbols;
	const char *strings;
	const ElfW(Half) * versions; /* NULL if none */
	const ElfW(Verdef) * version_definitions;
	const uint32_t *gnu_hash, *hash;
	/* Relocations: of calls, and all others; of the kind with addends if `addends`.
	 */
	struct mapped_relocations {
		const void *entries;
		size_t size_bytes;
		bool addends;
	} calls, others;
};

typedef VECTOR(struct mapped) mapped_list;

/* All loaded objects, in the dynamic linker's order: the program first. */
struct hm_error *mapped_all(mapped_list *ret);
void mapped_list_deinit(mapped_list *list);

/* The object that contains an address. HM_ERR_DLOPEN if there is none. */
struct hm_error *mapped_at(const void *address, struct mapped *ret);
void mapped_deinit(struct mapped *mapped);

/* Whether a DT_NEEDED name means this object. */
bool mapped_is(const struct mapped *mapped, const char *needed);

/*
 * The definition of a symbol that a reference can be bound to; NULL if it has none.
 * Without `version`: the default or the base one.
 */
const ElfW(Sym) * mapped_find_symbol(const struct mapped *mapped, const char *name,
				     const char *version);
bool mapped_defines(const struct mapped *mapped, const char *name, const char *version);

/* The segment that an address lies in; NULL if none. */
const ElfW(Phdr) * mapped_segment(const struct mapped *mapped, uintptr_t address);
bool mapped_contains(const struct mapped *mapped, uintptr_t address);

/* What one symbolic relocation of an object has been bound to. */
struct mapped_slot {
	const char *symbol;
	uintptr_t value;
};

struct mapped_range {
	uintptr_t start;
	size_t size_bytes;
};

/*
 * Where a walk over the slots stands; start with zero. Slots that lead into `passed`,
 * which may be set before each step, are passed over.
 */
struct mapped_walk {
	size_t calls_at, others_at;
	struct mapped_range passed;
};

/* The next slot that holds the address of a symbol; false behind the last one. */
bool mapped_next_slot(const struct mapped *mapped, struct mapped_walk *walk,
		      struct mapped_slot *ret);

struct mapped_note {
	const uint8_t *desc;
	size_t size;
};

/* The first note of that owner and type in an allocated segment; false if none. */
bool mapped_find_note(const struct mapped *mapped, const char *owner, uint32_t type,
		      struct mapped_note *ret);

#endif
