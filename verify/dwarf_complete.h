/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_COMPLETE_H
#define VERIFY_DWARF_COMPLETE_H

/*
 * Bodies for tags that the units of interest only declare: a body in a header counts
 * wherever in the file it was compiled, also in a unit that has nothing else to do with
 * what is asked for.
 */

#include "verify/dwarf_type.h"

/*
 * Looks in all units known, and in the type units of the file, until no tag is left whose
 * body could be found.
 */
struct hm_error *dwarf_complete(struct type_builder *builder);

#endif
