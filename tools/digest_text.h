/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_DIGEST_TEXT_H
#define TOOLS_DIGEST_TEXT_H

#include "notes/stamp.h"

/* Two digits a byte, and a NUL. */
#define DIGEST_TEXT_SIZE (2 * DIGEST_SIZE + 1)

/* Hexadecimal, first byte first. */
void digest_text(const struct digest *digest, char ret[DIGEST_TEXT_SIZE]);

#endif
