/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_STAMP_H
#define NOTES_STAMP_H

/*
 * The stamp: the record that the note holds, in memory. notes/encode.h makes bytes of it,
 * notes/decode.h the reverse; verify/derive.h makes one from debug information.
 */

#include "base/arena.h"
#include "base/vector.h"
#include "notes/digest.h"
#include "notes/graph.h"
#include "notes/toolchain.h"

#include <stdbool.h>
#include <stdint.h>

enum stamp_role {
	ROLE_PLUGIN,
	ROLE_HOST,
	ROLE_LIBRARY,
	ROLE_COUNT,
};

enum symbol_kind {
	SYMBOL_UNKNOWN,
	SYMBOL_FUNCTION,
	SYMBOL_OBJECT,
	SYMBOL_TLS,
	SYMBOL_KIND_COUNT,
};

/* What an init or fini function looks like. */
enum entry_kind {
	/* There is none, or it is of no type that can be called. */
	ENTRY_NONE,
	ENTRY_VOID, /* void (void) */
	ENTRY_INT,  /* int (void) */
	ENTRY_KIND_COUNT,
};

enum symbol_flag {
	/* Requires: a weak reference. */
	SYMBOL_WEAK = 1 << 0,
	/* Function: does not return. Beside the hash. */
	SYMBOL_NORETURN = 1 << 1,
	/* Expects: no finding where the plugin does not provide it. */
	SYMBOL_OPTIONAL = 1 << 2,
	/* Provides: this version is the one that a reference without version gets. */
	SYMBOL_DEFAULT = 1 << 3,
	/* Requires: the object defines it itself, and an earlier definition would win. */
	SYMBOL_INTERPOSABLE = 1 << 4,
	/* Requires: bound to the C library or the compiler's run-time; never typed. */
	SYMBOL_OUTSIDE = 1 << 5,
	/*
	 * Derived from debug information older than DWARF 5, see TYPE_RETICENT; or of an
	 * object from nothing but HM_INTERFACE, which does not say how it is aligned.
	 */
	SYMBOL_RETICENT = 1 << 6,
	/*
	 * Provides: defined in the file's first version node (index 2), which a reference
	 * without version gets at load time even where it is not the default.
	 */
	SYMBOL_FIRST = 1 << 7,
};

struct stamp_symbol {
	const char *name;
	const char *version; /* NULL if none */
	/*
	 * Requires: the file that verneed expects the version in; NULL if none. What the
	 * symbol table says, as version, SYMBOL_DEFAULT and SYMBOL_FIRST do: taken from
	 * there where a stamp is read from a file.
	 */
	const char *file;
	uint8_t kind;  /* enum symbol_kind */
	uint8_t flags; /* enum symbol_flag */
	/* id is TYPE_NONE if untyped; quals and align are those of the object itself. */
	struct type_ref type;
	/* Shallow hash of the type with the symbol's kind; all zero if untyped. */
	struct digest digest;
	/*
	 * Hash of the name and all that the symbol leads to. Equal ones: nothing below
	 * differs. All zero: not known, and nothing is said by it.
	 */
	struct digest closure;
	/*
	 * Hash of the name and what is said of the symbol itself, its shallow hash with
	 * it: the closure without what tags lead to. All zero: not known, or no use.
	 */
	struct digest face;
	/*
	 * Requires: its place among those that the symbol table lists, and behind them,
	 * UINT32_MAX, the object's own. In that order closures stand in the file.
	 */
	uint32_t place;
};

/* The shallow hash of a tagged type that has one body in this object. Sorted. */
struct stamp_tag {
	uint8_t kind; /* TYPE_STRUCT, TYPE_UNION, TYPE_ENUM */
	const char *tag;
	uint32_t type;
	struct digest digest;
};

/* 128 bits: no sum of other digests is the same. See notes/tag_keys.h. */
struct digest_sum {
	uint64_t low, high;
};

enum toolchain_policy {
	TOOLCHAIN_EXACT,
	TOOLCHAIN_ABI,
	TOOLCHAIN_POLICY_COUNT,
};

struct policy {
	uint8_t toolchain;  /* enum toolchain_policy */
	bool deny_untyped;  /* the `untyped` finding is a break */
	bool deny_warnings; /* every warning is a break */
	/* Package patterns as of fnmatch(3) without flags; none: every package. */
	VECTOR(const char *) accept;
};

typedef VECTOR(struct stamp_symbol) stamp_symbols;

/*
 * What a comparison needs of a file beside its stamp: kept in a stamp that stands in a
 * file of its own, so that it can be compared without the file that it was taken from.
 */
struct stamp_origin {
	const char *file;    /* base name; NULL: the stamp stands in the file itself */
	const char *soname;  /* NULL if none */
	const char *runpath; /* NULL if none */
	VECTOR(const char *) needed;
};

struct stamp {
	uint8_t role;		     /* enum stamp_role */
	const char *package;	     /* never NULL in a stamp that was decoded */
	const char *package_version; /* NULL if none */
	const char *init, *fini;     /* NULL if none */
	/*
	 * enum entry_kind, told beside the types, which loading need not read. Those of a
	 * stamp that was decoded; stamp_entry_kind() finds out.
	 */
	uint8_t init_kind, fini_kind;
	struct policy policy;
	struct toolchain toolchain;
	struct digest toolchain_digest; /* policy exact */
	struct digest abi_digest;	/* policy abi */
	/* Each sorted by name, then version; one entry per name and version. */
	stamp_symbols provides, requires, expects;
	/* Sorted by kind, then tag: types that stand by their tag in hashes. */
	VECTOR(struct stamp_tag) tags;
	struct graph graph;
	struct stamp_origin origin;
	/* Of one that was decoded: differs where anything of the stamp does. */
	uint32_t checksum;
	/* Owns the strings above that are not the graph's. */
	struct arena arena;
};

struct hm_error *stamp_init(struct stamp *stamp);
void stamp_deinit(struct stamp *stamp);

/* The symbol of that name and version (NULL: none); NULL if there is none. */
const struct stamp_symbol *stamp_find(const struct stamp_symbol *symbols, size_t count,
				      const char *name, const char *version);

/* What the types say of the provided function of that name, which may be NULL. */
enum entry_kind stamp_entry_kind(const struct stamp *stamp, const char *name);

/* Whether any symbol has one. */
bool stamp_has_closures(const struct stamp *stamp);
bool stamp_has_faces(const struct stamp *stamp);

/* strcmp() on name, then version; no version comes first. */
int stamp_symbol_compare(const void *a, const void *b);

/* The tagged type of that kind and tag; NULL if there is none. */
const struct stamp_tag *stamp_find_tag(const struct stamp *stamp, uint8_t kind,
				       const char *tag);

/* By kind, then strcmp() on the tag. */
int stamp_tag_compare(const void *a, const void *b);

/* UTF-8 without control characters, so that messages may show it as it is. */
bool stamp_text_is_plain(const char *text, size_t length);

/* Whether a text may be a package name: plain, without spaces, not empty, not endless. */
bool stamp_package_is_valid(const char *name, size_t length);

/* "plugin", "host", "library"; static. */
const char *stamp_role_name(unsigned role);

#endif
