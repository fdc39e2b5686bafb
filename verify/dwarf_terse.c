// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_terse.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* The level of debug information after one more option; 2 is -g. */
static unsigned debug_level(const char *option, size_t length, unsigned level)
{
	unsigned at_least_normal = level < 2 ? 2 : level;
	if (!text_begins(option, "-g"))
		return level;
	/* -gdwarf-5, but -gdwarf64 says only how wide offsets are. */
	if (text_begins(option, "-gdwarf"))
		return length == 7 || option[7] == '-' ? at_least_normal : level;
	size_t prefix = text_begins(option, "-ggdb") ? 5 : 2;
	if (length == prefix)
		return at_least_normal;
	if (length == prefix + 1 && option[prefix] >= '0' && option[prefix] <= '3')
		return (unsigned)(option[prefix] - '0');
	return level;
}

bool producer_is_terse(const char *producer)
{
	unsigned level = 2;
	size_t length;
	for (const char *at = producer; *at; at += length) {
		at += strspn(at, " ");
		length = strcspn(at, " ");
		level = debug_level(at, length, level);
	}
	return level < 2;
}

static bool wanted(int tag, uint64_t present)
{
	return tag == DW_TAG_subprogram && present >> DIE_NAME & 1 &&
	       !(present >> DIE_DECLARATION & 1) && !(present >> DIE_ARTIFICIAL & 1);
}

/*
 * Clang records no options; but where it leaves out types it leaves out as well where a
 * function stands in the source.
 */
static struct hm_error *first_function_is_terse(struct dwarf_units *units,
						struct dwarf_unit *unit, bool *ret)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	*ret = false;
	TRY(die_walk_start(&units->decoder, &unit->die, wanted, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (!wanted(tag, attrs.present))
			continue;
		*ret = !die_has(&attrs, DIE_DECL_FILE) && !die_has(&attrs, DIE_TYPE);
		return NULL;
	}
}

struct hm_error *dwarf_unit_is_terse(struct dwarf_units *units, struct dwarf_unit *unit,
				     bool *ret)
{
	const char *producer = unit->producer ? unit->producer : "";
	bool linker = text_begins(producer, "GNU GIMPLE");
	if (unit->terse_known) {
		*ret = unit->terse;
		return NULL;
	}
	/* What links has the options of the link; the types stand with the sources. */
	if (text_begins(producer, "GNU ") && !linker)
		unit->terse = producer_is_terse(producer);
	else if (strstr(producer, "clang"))
		TRY(first_function_is_terse(units, unit, &unit->terse));
	unit->terse_known = true;
	*ret = unit->terse;
	return NULL;
}
