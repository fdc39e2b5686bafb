/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_RUNTIME_H
#define NOTES_RUNTIME_H

/*
 * What belongs to no boundary: the C library, the compiler's run-time, and the symbols
 * that linkers and start-up files put into every object. Neither missing nor untyped.
 */

#include <stdbool.h>

/* By SONAME: the C library, the dynamic linker, or a run-time library of a compiler. */
bool runtime_is_library(const char *soname);

/*
 * Those of them whose symbols all have versions: who is linked with one asks it for a
 * version, so a reference without version is not to it.
 */
bool runtime_is_versioned_library(const char *soname);

/* "__gmon_start__", "_ITM_registerTMCloneTable", "_edata" and the like. */
bool runtime_is_startup_symbol(const char *name);

/*
 * What compilers make up beside what the program declares: virtual tables, type
 * information, guards and thunks of C++; calls for profiling and sanitizers. They have no
 * declaration in the source, so no type can be known.
 */
bool runtime_is_compiler_made(const char *name);

#endif
