// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_unit.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"

#include <string.h>

/* Namespaces and classes within each other; no source nests nearly as deep. */
#define DEPTH_MAX 64

static bool is_class(int tag)
{
	return tag == DW_TAG_class_type || tag == DW_TAG_structure_type ||
	       tag == DW_TAG_union_type || tag == DW_TAG_interface_type;
}

/* Whether tags in it are looked for at once: what functions hold is found by its place.
 */
static bool is_entered(const struct dwarf_unit *unit, int tag)
{
	return die_is_namespace(tag) ||
	       (is_class(tag) && language_nests_tags(unit->language));
}

/* Where classes are no scopes. */
static bool wanted_in_scope(int tag, uint64_t present)
{
	(void)present;
	return die_is_namespace(tag) || tag == DW_TAG_subprogram;
}

static struct hm_error *list_scopes(struct dwarf_units *units, struct dwarf_unit *unit,
				    Dwarf_Die *parent, uint32_t parent_scope,
				    const uint8_t *end, unsigned depth)
{
	struct die_walk walk;
	Dwarf_Die die;
	int tag;
	if (depth > DEPTH_MAX)
		return die_too_deep(parent, "scopes within each other", DEPTH_MAX);
	bool nests = language_nests_tags(unit->language);
	TRY(die_walk_start(&units->decoder, parent, nests ? NULL : wanted_in_scope,
			   &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, NULL));
		if (!die.addr)
			return NULL;
		bool entered = is_entered(unit, tag);
		if ((!entered && tag != DW_TAG_subprogram) || !walk.children)
			continue;
		const uint8_t *behind = die_walk_position(&walk);
		struct dwarf_scope scope = { die.addr, behind ? behind : end,
					     parent_scope };
		uint32_t number = (uint32_t)unit->scopes.count;
		if (!vector_push(&unit->scopes, scope))
			return error_nomem();
		if (entered)
			TRY(list_scopes(units, unit, &die, number, scope.end, depth + 1));
	}
}

/* The innermost scope around a place; scopes are in the order of their starts. */
static uint32_t find_scope(const struct dwarf_unit *unit, const uint8_t *place)
{
	size_t low = 0, high = unit->scopes.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (unit->scopes.data[middle].start < place)
			low = middle + 1;
		else
			high = middle;
	}
	uint32_t scope = low ? (uint32_t)(low - 1) : UNIT_NONE;
	while (scope != UNIT_NONE && place >= unit->scopes.data[scope].end)
		scope = unit->scopes.data[scope].parent;
	return scope;
}

static struct hm_error *scope_name(const struct dwarf_unit *unit,
				   const struct dwarf_scope *scope, const char **ret)
{
	Dwarf_Die die = { .addr = (void *)scope->start, .cu = unit->die.cu };
	struct die_attrs attrs;
	TRY(die_read(&die, &attrs));
	/* Around a class in a type unit, clang repeats the outer one by reference only.
	 */
	if (!die_has(&attrs, DIE_NAME) && die_has(&attrs, DIE_SIGNATURE)) {
		SCOPED_ERROR struct hm_error *error =
			die_follow(&attrs, DIE_SIGNATURE, &die);
		/* In a package it is in another file: a place without a name then. */
		if (!error)
			TRY(die_read(&die, &attrs));
	}
	if (!die_has(&attrs, DIE_NAME))
		TRY(die_origin(&die, &attrs, DIE_ABSTRACT_ORIGIN, DIE_SPECIFICATION));
	const char *name = die_text(&attrs, DIE_NAME);
	*ret = name ? name : "(anonymous)";
	return NULL;
}

static struct hm_error *append_scopes(const struct dwarf_unit *unit, uint32_t number,
				      struct buffer *buffer)
{
	if (number == UNIT_NONE)
		return NULL;
	const struct dwarf_scope *scope = &unit->scopes.data[number];
	/* As deep as list_scopes() went. */
	TRY(append_scopes(unit, scope->parent, buffer));
	const char *name;
	TRY(scope_name(unit, scope, &name));
	buffer_bytes(buffer, name, strlen(name));
	buffer_bytes(buffer, "::", 2);
	return NULL;
}

struct hm_error *dwarf_unit_scope(struct dwarf_units *units, struct dwarf_unit *unit,
				  Dwarf_Die *die, bool complete, uint32_t *ret)
{
	*ret = UNIT_NONE;
	if (!complete && !language_nests_tags(unit->language))
		return NULL;
	if (!unit->scopes_known) {
		TRY(list_scopes(units, unit, &unit->die, UNIT_NONE,
				(const uint8_t *)UINTPTR_MAX, 0));
		unit->scopes_known = true;
	}
	*ret = find_scope(unit, die->addr);
	return NULL;
}

struct hm_error *dwarf_unit_qualify(const struct dwarf_unit *unit, uint32_t scope,
				    const char *name, char **ret)
{
	SCOPED(buffer_deinit) struct buffer buffer = { 0 };
	TRY(append_scopes(unit, scope, &buffer));
	buffer_bytes(&buffer, name, strlen(name) + 1);
	if (buffer.failed)
		return error_nomem();
	*ret = (char *)TAKE(buffer.data);
	return NULL;
}
