/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

/*
 * What a fuzzer calls: libFuzzer by these names, AFL++ through its driver of them, and
 * fuzz/replay.c for files given by hand. One target a program.
 */

#include "notes/image.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_size,
				 unsigned seed);
/* The fuzzer's own. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* Prints and aborts unless what must hold for every input does. */
void target_expect(bool holds, const char *what);

/* An anonymous file of these bytes; -1 if there is none to be had. */
int target_file(const uint8_t *data, size_t size);

/* The bytes as an image, to be deinitialised; false if they are refused. */
bool target_image(const uint8_t *data, size_t size, struct image *ret);

/* Stamps put together with the one of another party, in one input. */
#define TARGET_MAGIC "HMRK"

/* Where the second of two stamps begins that stand one behind the other; `size` if there
 * is only one. */
size_t target_second_stamp(const uint8_t *data, size_t size);

/* How large the stamp is that the bytes begin with, as it says; 0 if there is none. */
size_t target_stamp_size(const uint8_t *data, size_t size);

#endif
