/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_TOOLCHAIN_TEXT_H
#define TOOLS_TOOLCHAIN_TEXT_H

#include "notes/stamp.h"

/* Prints the lines of `hallmark show` that tell of the toolchain, on stdout. */
void toolchain_text_print(const struct stamp *stamp);

#endif
