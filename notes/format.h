/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_FORMAT_H
#define NOTES_FORMAT_H

#include <stdint.h>

/*
 * Every constant of the stamp's wire form. doc/format.md describes it byte by byte; the
 * two change together, and with them the golden vectors of tests/test_encode.c.
 */

/* The note. With its NUL the owner makes the descriptor begin at 24 bytes, whether the
 * reader aligns notes to 4 bytes or to 8. */
#define NOTE_OWNER "Hallmark"
#define NOTE_OWNER_SIZE 9
/* "HM": no number that tools give a meaning to whoever the owner is. */
#define NOTE_TYPE_STAMP 0x484d
/* "HP": what HM_PLUGIN() of include/hallmark/interface.h leaves, for stamping only. */
#define NOTE_TYPE_PLUGIN 0x4850
#define NOTE_SECTION ".note.hallmark"
#define NOTE_HEADER_SIZE 24
#define NOTE_ALIGNMENT 4

/* The descriptor's header. */
#define FORMAT_MAGIC "HMRK"
#define FORMAT_MAGIC_SIZE 4
/* Another version is another format: nothing behind this number can be relied upon. */
#define FORMAT_VERSION 1
/* Grows with each record that is added; readers of older revisions skip or refuse. */
#define FORMAT_REVISION 0
#define FORMAT_HEADER_SIZE 16
#define FORMAT_RECORD_SIZE 12
#define FORMAT_CRC_SIZE 4
#define FORMAT_RECORD_ALIGNMENT 4
/* A multiple of both note alignments: the next note begins where this one ends. */
#define FORMAT_SIZE_ALIGNMENT 8

/* Records, in the order in which they stand. Absent where they would say nothing. */
enum record_kind {
	RECORD_IDENTITY = 1,
	RECORD_POLICY,
	RECORD_TOOLCHAIN,
	RECORD_PROVIDES,
	RECORD_REQUIRES,
	RECORD_EXPECTS,
	RECORD_TAGS,
	RECORD_TYPES,
	/* Only in a stamp that stands in a file of its own. */
	RECORD_ORIGIN,
	RECORD_TAG_SUMS,
	RECORD_CLOSURES,
	RECORD_TAG_KEYS,
	RECORD_KIND_COUNT,
};

enum record_flag {
	/* Who does not know the record must refuse the stamp. */
	RECORD_MUST_UNDERSTAND = 1 << 0,
};

/* Symbol tables: count, entries, digests of the typed ones, strings. */
#define SYMBOL_ENTRY_SIZE 16
/* Tag table: three counts, entries, strings. */
#define TAG_ENTRY_SIZE 8
/* Sums: how many keys, how many of them opaque, the sum of the digests. */
#define TAG_SUMS_SIZE 24
/* Closures: how many of provided, required and expected symbols, and whether faces are
 * there; then all closures, all faces, and the order of the required ones. */
#define CLOSURE_HEADER_SIZE 16
/* Keys, places of opaque ones, digests of the others. */
#define TAG_KEY_SIZE 4

/* First byte of a type: its kind, and what follows. */
#define TYPE_HEAD_KIND 0x0f
#define TYPE_HEAD_RETICENT 0x10
/* Struct, union, enum: opaque. Function: variadic. Array: of unknown length. */
#define TYPE_HEAD_FIRST 0x20
/* Enum: signed. Function: unprototyped. */
#define TYPE_HEAD_SECOND 0x40
/* Struct, union: declared alignment follows. Function: convention follows. Pointer: a
 * size other than the common one follows. */
#define TYPE_HEAD_EXTRA 0x80

/* An edge is its type's number times two, plus this where attributes follow. */
#define EDGE_ATTRIBUTES 1
#define EDGE_QUALS 0x0f
#define EDGE_ALIGNED 0x10

/* Strings of the type record: none, one that comes here first, else a number. */
enum string_code {
	STRING_NONE,
	STRING_NEW,
	STRING_KNOWN,
};

/* Tags as well, and besides: the tag stands in the tag table. */
enum tag_code {
	TAG_NONE,
	TAG_IN_TABLE,
	TAG_NEW,
	TAG_KNOWN,
};

/* A member's place is its distance from the one before, times two, plus this where the
 * distance is in bits and a width follows. */
#define MEMBER_BITS 1

/*
 * Caps on what a file may claim. Whatever has no cap here is bounded by the bytes that
 * it takes in the file: nothing is allocated for a count before that has been checked.
 */

/* A kernel image with all its exports takes about 4 MiB; decoding takes some 25 times as
 * much memory. */
#define FORMAT_SIZE_MAX (16u << 20)
/* Enough for all that later revisions may add; a directory is read for every load. */
#define FORMAT_RECORDS_MAX 64
/* A kernel image has some 200,000; a type takes 72 bytes in memory and 2 in the file. */
#define FORMAT_TYPES_MAX (1u << 20)
/* No address space has more than 57 bits; twice an offset in bits still fits into 62. */
#define FORMAT_BYTES_MAX ((UINT64_C(1) << 57) - 1)
#define FORMAT_BITS_MAX (FORMAT_BYTES_MAX * 8)
/* Binary logarithm plus 1 of the alignment: no more than the largest object. */
#define FORMAT_ALIGN_MAX 58
/* Structs within arrays within structs: real code stays below 20. */
#define FORMAT_CONTAINMENT_MAX 128
/* Pointers to functions that take pointers to functions, without a tag in between. */
#define FORMAT_NESTING_MAX 256
/* How many members all structs have when those of anonymous ones are dissolved, for each
 * member that the file lists: keeps who walks them linear. Real code stays below 100. */
#define FORMAT_EXPANSION_MAX 256
/* What a file with few members may have in any case. */
#define FORMAT_EXPANSION_MIN 65536
/* As long as a path; package names are made like paths. */
#define FORMAT_PACKAGE_MAX 4095

#endif
