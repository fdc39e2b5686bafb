/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_STAMP_REPAIR_H
#define TESTS_STAMP_REPAIR_H

#include <stddef.h>
#include <stdint.h>

/*
 * Numbers of its own: what the tests say of the format is not taken from the code.
 */

/* Makes the checksums of a stamp right again after bytes were changed. */
void stamp_fix_checksums(uint8_t *bytes, size_t size);

/* Four little-endian bytes. */
uint32_t stamp_repair_load(const uint8_t *at);

#endif
