/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_UNTYPED_H
#define TOOLS_UNTYPED_H

/* Warnings about symbols of the boundary whose type is not known. */

#include "notes/stamp.h"

#include <stdbool.h>

/*
 * Names each of them on stderr, and says what helps. `candidates`: the stamp is for a
 * note object, so that nobody knows yet which undefined symbols the C library will
 * define.
 */
void untyped_warn(const char *file, const struct stamp *stamp, bool candidates);

#endif
