/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_GRAPH_BUILD_H
#define TESTS_GRAPH_BUILD_H

/*
 * Type graphs made by hand: from declarations in a small part of C, laid out as on
 * x86-64 Linux, without any compiler or debug information.
 *
 *	struct config { int level; unsigned mode : 3; struct config *next; };
 *	int host_log(const struct config *c, ...);
 *
 * Every declared name becomes a symbol. There are no typedefs, expressions or
 * attributes; these words stand for what they would say:
 *
 *	packed, aligned(N)    behind struct or union: of the whole
 *	wide, narrow          behind enum: of 8 bytes, of 1 byte
 *	_Alignas(N)           in front of a type: of this use of it
 *	thread, noreturn      in front of a symbol
 *	ms_abi                in front of a function: another calling convention
 *	f(old: int, short)    parameters of a definition without prototype
 *	struct item#2         another type with the tag item
 *	either(T, T)          units disagree: both types count
 */

#include "notes/stamp.h"

/* Parses into a fresh stamp; the digests are zero. Exits with a message on bad text. */
void graph_build(struct stamp *stamp, const char *text);

/* Marks every type and symbol as from debug information older than DWARF 5. */
void graph_make_reticent(struct stamp *stamp);

#endif
