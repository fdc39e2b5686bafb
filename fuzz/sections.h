/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FUZZ_SECTIONS_H
#define FUZZ_SECTIONS_H

/* What mutators find their way by in a file of this machine's class. */

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Section number `seed` or one behind it that has bytes; false if none has. */
bool sections_choose(const uint8_t *data, size_t size, unsigned seed, Elf64_Shdr *ret);

/* The stamp in the file, as long as it says and the file is; NULL if there is none. */
uint8_t *sections_stamp(uint8_t *data, size_t size, size_t *ret_size);

#endif
