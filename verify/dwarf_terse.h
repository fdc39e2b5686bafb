/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_TERSE_H
#define VERIFY_DWARF_TERSE_H

#include "verify/dwarf_unit.h"

/*
 * Whether a unit was compiled for line numbers and call stacks only (-g1,
 * -gline-tables-only): its functions look as if they took and gave nothing.
 */
struct hm_error *dwarf_unit_is_terse(struct dwarf_units *units, struct dwarf_unit *unit,
				     bool *ret);

/* The same of GCC, by the options that it records; the last -g counts. */
bool producer_is_terse(const char *producer);

#endif
