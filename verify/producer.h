/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PRODUCER_H
#define VERIFY_PRODUCER_H

/*
 * What compilers say of themselves in debug information (DW_AT_producer): who they are,
 * and with which options that change calls they were run.
 */

#include "base/arena.h"
#include "notes/toolchain.h"
#include "verify/dwarf_read.h"

/*
 * Fills in the compilers and options of a toolchain record, sorted, whatever the order of
 * the producers. Strings are put into the arena. Assemblers are left out.
 */
struct hm_error *producer_list(const struct dwarf_producer *producers, size_t count,
			       struct arena *arena, struct toolchain *ret);

#endif
