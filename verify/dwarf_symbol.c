// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_symbol.h"

#include "base/error.h"
#include "base/text.h"
#include "verify/base_name.h"
#include "verify/dwarf_terse.h"

#include <stdio.h>
#include <string.h>

/* As HM_INTERFACE() in include/hallmark/interface.h writes it. */
#define MARKER_PREFIX "hm_interface_"

/* Chains of references from DIE to DIE; as in verify/dwarf_die.c. */
#define CHAIN_MAX 16

/* What is known of a function or variable, from its DIE and those that it completes. */
struct symbol_facts {
	Dwarf_Die origin; /* the last one in the chain of abstract origins */
	const char *name, *linkage_name;
	bool function, external, noreturn;
};

static struct hm_error *read_facts(Dwarf_Die *die, struct die_attrs *attrs,
				   struct symbol_facts *facts)
{
	struct die_attrs others;
	Dwarf_Die at = *die;
	bool within = true;
	facts->origin = *die;
	for (unsigned step = 0; step < CHAIN_MAX; step++) {
		if (!facts->name)
			facts->name = die_text(attrs, DIE_NAME);
		if (!facts->linkage_name)
			facts->linkage_name = die_text(attrs, DIE_LINKAGE_NAME);
		facts->external |= die_flag(attrs, DIE_EXTERNAL);
		facts->noreturn |= die_flag(attrs, DIE_NORETURN);
		if (die_has(attrs, DIE_ABSTRACT_ORIGIN)) {
			TRY(die_follow(attrs, DIE_ABSTRACT_ORIGIN, &at));
			if (within)
				facts->origin = at;
		} else if (die_has(attrs, DIE_SPECIFICATION)) {
			TRY(die_follow(attrs, DIE_SPECIFICATION, &at));
			within = false;
		} else {
			return NULL;
		}
		attrs = &others;
		TRY(die_read(&at, attrs));
	}
	return die_too_deep(die, "references in a row", CHAIN_MAX);
}

/* In C++ a number and "_" precede the symbol: no identifier starts like that. */
static const char *marked_name(const char *name)
{
	name = name ? text_past(name, MARKER_PREFIX) : NULL;
	if (!name)
		return NULL;
	size_t digits = strspn(name, "0123456789");
	if (digits && name[digits] == '_')
		name += digits + 1;
	return *name ? name : NULL;
}

struct hm_error *dwarf_symbol_marked(Dwarf_Die *die, const char **ret)
{
	struct die_attrs attrs;
	struct symbol_facts facts = { 0 };
	TRY(die_read(die, &attrs));
	TRY(read_facts(die, &attrs, &facts));
	*ret = marked_name(facts.name);
	return NULL;
}

/* Whether a DIE defines something, and where. */
enum definition {
	DEFINITION_NONE,
	DEFINITION_SOMEWHERE, /* thread-local, in registers, or computed */
	DEFINITION_AT,
};

/* DW_OP_addr, or the same by an index into .debug_addr, and nothing behind it. */
static bool variable_address(struct die_attrs *attrs, uint64_t *ret)
{
	Dwarf_Block block;
	if (dwarf_formblock(&attrs->at[DIE_LOCATION], &block) || block.length < 2)
		return false;
	Dwarf_Attribute address = attrs->at[DIE_LOCATION];
	address.valp = block.data + 1;
	address.code = DW_AT_low_pc;
	size_t width = block.length - 1;
	switch (block.data[0]) {
	case DW_OP_addr:
		address.form = DW_FORM_addr;
		if (width != 4 && width != 8)
			return false;
		break;
	case DW_OP_addrx:
		address.form = DW_FORM_addrx;
		break;
	case DW_OP_GNU_addr_index:
		address.form = DW_FORM_GNU_addr_index;
		break;
	default:
		return false;
	}
	/* An index ends where the expression does. */
	for (size_t i = 0; block.data[0] != DW_OP_addr && i < width; i++)
		if (!(block.data[1 + i] & 0x80) != (i + 1 == width))
			return false;
	Dwarf_Addr value;
	if (dwarf_formaddr(&address, &value))
		return false;
	*ret = value;
	return true;
}

static enum definition variable_definition(struct die_attrs *attrs, uint64_t *address)
{
	Dwarf_Block block;
	/* An empty expression says that it was optimised away. */
	if (!die_has(attrs, DIE_LOCATION) ||
	    (dwarf_formblock(&attrs->at[DIE_LOCATION], &block) == 0 && !block.length))
		return DEFINITION_NONE;
	return variable_address(attrs, address) ? DEFINITION_AT : DEFINITION_SOMEWHERE;
}

/* A function that takes no bytes stands where the next one does. */
static bool is_empty(struct die_attrs *attrs)
{
	uint64_t size;
	return die_constant(attrs, DIE_HIGH_PC, &size) && size == 0;
}

static enum definition function_definition(Dwarf_Die *die, struct die_attrs *attrs,
					   uint64_t *address)
{
	Dwarf_Addr value, end;
	if (die_has(attrs, DIE_LOW_PC) && !die_has(attrs, DIE_RANGES)) {
		if (is_empty(attrs) || dwarf_formaddr(&attrs->at[DIE_LOW_PC], &value))
			return DEFINITION_SOMEWHERE;
		*address = value;
		return DEFINITION_AT;
	}
	if (!die_has(attrs, DIE_RANGES))
		return die_has(attrs, DIE_ENTRY_PC) ? DEFINITION_SOMEWHERE
						    : DEFINITION_NONE;
	if (die_has(attrs, DIE_ENTRY_PC) &&
	    dwarf_formaddr(&attrs->at[DIE_ENTRY_PC], &value) == 0) {
		*address = value;
		return DEFINITION_AT;
	}
	/* Compilers put the part with the entry first. */
	Dwarf_Addr base;
	if (dwarf_ranges(die, 0, &base, &value, &end) <= 0)
		return DEFINITION_SOMEWHERE;
	*address = value;
	return DEFINITION_AT;
}

static struct hm_error *add_hit(const struct dwarf_place *place, Dwarf_Die *die,
				const struct symbol_facts *facts, uint32_t want,
				enum sighting_rank rank, struct dwarf_hits *hits)
{
	struct dwarf_hit hit = { .die = *die,
				 .unit = place->unit,
				 .want = want,
				 .rank = (uint8_t)rank,
				 .noreturn = facts->function && facts->noreturn,
				 .number = (uint32_t)hits->count };
	/*
	 * Link-time optimisation: the code is in a unit of its own, the types are in that
	 * of the source.
	 */
	if (facts->origin.cu != die->cu) {
		struct dwarf_unit *unit;
		bool terse;
		TRY(dwarf_units_find(place->units, facts->origin.cu, &unit));
		TRY(dwarf_unit_is_terse(place->units, unit, &terse));
		if (terse)
			return NULL;
		if (unit->kind == UNIT_COMPILE)
			hit.unit = unit->index;
	}
	if (want != HIT_MARKER) {
		uint8_t *best = &place->wants->best.data[want];
		/* Worse than what is known already: nobody will ask. */
		if (rank > *best)
			return NULL;
		*best = (uint8_t)rank;
	}
	hit.marker = marked_name(facts->name) != NULL;
	return vector_push(hits, hit) ? NULL : error_nomem();
}

/* A definition of the right name elsewhere is one that the linker did not choose. */
static enum sighting_rank rank_by_name(const struct want_index *wants, uint32_t number,
				       enum definition definition, uint64_t address,
				       bool function)
{
	if (definition == DEFINITION_NONE)
		return SIGHT_DECLARATION;
	if (wants->places.data[number] && definition == DEFINITION_AT &&
	    !want_index_is_at(wants, number, address, function))
		return SIGHT_DECLARATION;
	return SIGHT_DEFINITION;
}

static struct hm_error *examine_name(const struct dwarf_place *place, Dwarf_Die *die,
				     const struct symbol_facts *facts, const char *name,
				     enum definition definition, uint64_t address,
				     struct dwarf_hits *hits)
{
	size_t count = 0;
	const uint32_t *numbers =
		want_index_name(place->wants, WANT_SYMBOL, name, &count);
	for (size_t i = 0; numbers && i < count; i++) {
		const struct dwarf_want *want = &place->wants->wants[numbers[i]];
		enum sighting_rank rank = rank_by_name(
			place->wants, numbers[i], definition, address, facts->function);
		/* What stands there is the resolver, whatever its name. */
		if (want->ifunc && rank == SIGHT_DEFINITION)
			continue;
		TRY(add_hit(place, die, facts, numbers[i], rank, hits));
	}
	return NULL;
}

/*
 * An object without a size stands where the next object does: it tells nothing about
 * what is there. Arrays without a bound and structs of zero bytes.
 */
static struct hm_error *has_size(Dwarf_Die *die, struct die_attrs *attrs, bool *ret)
{
	struct die_attrs type = *attrs;
	Dwarf_Die at = *die, child;
	uint64_t value;
	*ret = true;
	for (unsigned step = 0; step < CHAIN_MAX && die_has(&type, DIE_TYPE); step++) {
		TRY(die_follow(&type, DIE_TYPE, &at));
		TRY(die_read(&at, &type));
		if (die_constant(&type, DIE_BYTE_SIZE, &value)) {
			*ret = value != 0;
			return NULL;
		}
		if (dwarf_tag(&at) != DW_TAG_array_type)
			continue;
		TRY(die_child(&at, &child));
		if (!child.addr)
			continue;
		TRY(die_read(&child, &type));
		*ret = die_constant(&type, DIE_COUNT, &value)
			       ? value != 0
			       : die_constant(&type, DIE_UPPER_BOUND, &value) &&
					 value + 1 != 0;
		return NULL;
	}
	return NULL;
}

static struct hm_error *examine_address(const struct dwarf_place *place, Dwarf_Die *die,
					struct die_attrs *attrs,
					const struct symbol_facts *facts,
					const char *name, uint64_t address,
					struct dwarf_hits *hits)
{
	struct want_index *wants = place->wants;
	bool function = facts->function, sized = true;
	uint32_t number = want_index_address(wants, address);
	if (number != UINT32_MAX && !function)
		TRY(has_size(die, attrs, &sized));
	for (; sized && number != UINT32_MAX; number = want_index_next(wants, number)) {
		const struct dwarf_want *want = &wants->wants[number];
		if (want->ifunc || !want_index_is_at(wants, number, address, function) ||
		    (facts->external && name && strcmp(want->name, name) == 0))
			continue;
		TRY(add_hit(place, die, facts, number, SIGHT_ADDRESS, hits));
	}
	return NULL;
}

static struct hm_error *examine_marker(const struct dwarf_place *place, Dwarf_Die *die,
				       const struct symbol_facts *facts,
				       struct dwarf_hits *hits)
{
	size_t count = 0;
	const uint32_t *numbers = want_index_name(place->wants, WANT_SYMBOL,
						  marked_name(facts->name), &count);
	TRY(add_hit(place, die, facts, HIT_MARKER, SIGHT_DECLARATION, hits));
	for (size_t i = 0; numbers && i < count; i++)
		TRY(add_hit(place, die, facts, numbers[i], SIGHT_DECLARATION, hits));
	return NULL;
}

static struct hm_error *examine_wanted_type(const struct dwarf_place *place,
					    Dwarf_Die *die,
					    const struct symbol_facts *facts,
					    const char *name, enum sighting_rank rank,
					    struct dwarf_hits *hits)
{
	size_t count = 0;
	const uint32_t *numbers = want_index_name(place->wants, WANT_TYPE, name, &count);
	for (size_t i = 0; numbers && i < count; i++)
		TRY(add_hit(place, die, facts, numbers[i], rank, hits));
	return NULL;
}

/*
 * What GCC calls without a declaration of the source's (__builtin_memcpy as memcpy, for a
 * copy of a struct) has neither parameters nor a result in its debug information.
 */
static bool is_builtin(struct die_attrs *attrs, const struct symbol_facts *facts)
{
	return facts->name && text_begins(facts->name, "__builtin_") &&
	       die_flag(attrs, DIE_DECLARATION) && !die_flag(attrs, DIE_PROTOTYPED);
}

struct hm_error *dwarf_symbol_examine(const struct dwarf_place *place, Dwarf_Die *die,
				      int tag, struct die_attrs *attrs,
				      struct dwarf_hits *hits)
{
	struct symbol_facts facts = { .function = tag == DW_TAG_subprogram };
	uint64_t address = 0;
	enum definition definition = DEFINITION_NONE;
	TRY(read_facts(die, attrs, &facts));
	if (is_builtin(attrs, &facts))
		return NULL;
	if (!facts.function && marked_name(facts.name))
		return examine_marker(place, die, &facts, hits);
	if (!die_flag(attrs, DIE_DECLARATION))
		definition = facts.function ? function_definition(die, attrs, &address)
					    : variable_definition(attrs, &address);
	const char *name = facts.linkage_name;
	if (!name && !place->in_class)
		name = facts.name;
	if (facts.external && name)
		TRY(examine_name(place, die, &facts, name, definition, address, hits));
	if (definition == DEFINITION_AT)
		TRY(examine_address(place, die, attrs, &facts, name, address, hits));
	if (place->wants->any_type && facts.name && !place->in_class)
		TRY(examine_wanted_type(place, die, &facts, facts.name,
					definition == DEFINITION_NONE ? SIGHT_DECLARATION
								      : SIGHT_DEFINITION,
					hits));
	return NULL;
}

struct hm_error *dwarf_symbol_examine_type(const struct dwarf_place *place,
					   Dwarf_Die *die, int tag,
					   struct die_attrs *attrs,
					   struct dwarf_hits *hits)
{
	static const char *const prefixes[] = {
		[DW_TAG_structure_type] = "struct ",
		[DW_TAG_class_type] = "struct ",
		[DW_TAG_union_type] = "union ",
		[DW_TAG_enumeration_type] = "enum ",
		[DW_TAG_typedef] = "",
		[DW_TAG_base_type] = "",
	};
	struct symbol_facts facts = { .origin = *die };
	/* Names longer than this are nobody's request. */
	char wanted[1024];
	const char *name = die_text(attrs, DIE_NAME);
	if (name && tag == DW_TAG_base_type)
		name = base_name(name);
	int length =
		name ? snprintf(wanted, sizeof(wanted), "%s%s", prefixes[tag], name) : -1;
	if (length < 0 || (size_t)length >= sizeof(wanted))
		return NULL;
	return examine_wanted_type(place, die, &facts, wanted,
				   die_flag(attrs, DIE_DECLARATION) ? SIGHT_DECLARATION
								    : SIGHT_DEFINITION,
				   hits);
}
