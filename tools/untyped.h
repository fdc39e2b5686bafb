/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_UNTYPED_H
#define TOOLS_UNTYPED_H

/* Warnings about symbols of the boundary whose type is not known. */

#include "notes/image.h"
#include "notes/stamp.h"

/*
 * Names each of them on stderr, and says what helps. `object`: the stamp is for a note
 * object to be linked with this one and others, so that no linker has said yet which
 * undefined symbols the C library defines; the one of this machine is asked instead.
 * NULL: the stamp is that of a linked file.
 */
void untyped_warn(const char *file, const struct stamp *stamp,
		  const struct image *object);

#endif
