/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_RULES_H
#define VERIFY_RULES_H

/*
 * The rules of compatibility, as doc/rules.md describes them: one function a rule. Each
 * looks at one visit of a walk and reports what differs.
 *
 *   verify/rules.c            edges (qualifiers, alignment, kinds); which rule looks when
 *   verify/rules_base.c       base types, and integers in bit-fields
 *   verify/rules_enum.c       enums, also against integers
 *   verify/rules_reference.c  pointers, arrays, vectors, void
 *   verify/rules_function.c   functions
 *   verify/rules_layout.c     structs and unions
 *   verify/rules_tag.c        tags, opaque types
 *   verify/rules_value.c      how structs and unions travel by value
 *   verify/rules_choice.c     several types for one use
 */

#include "verify/walk.h"

/* Looks at the edges; `ret` says whether to go on to the types that they lead to. */
struct hm_error *rules_edge(struct walk *walk, const struct visit *visit, bool *ret);

/* Looks at the types, and queues visits of what they lead to. */
struct hm_error *rules_type(struct walk *walk, const struct visit *visit);

/* What of a visit decides how its types are looked at, besides the types. */
uint32_t rules_context(const struct walk *walk, const struct visit *visit);

/* ----------------------------------------------------- between the files of rules */

static inline const struct type *visit_consumer(const struct walk *walk,
						const struct visit *visit)
{
	return graph_type(walk->consumer, visit->consumer.id);
}

static inline const struct type *visit_provider(const struct walk *walk,
						const struct visit *visit)
{
	return graph_type(walk->provider, visit->provider.id);
}

/* Reached as a byte of a buffer, not as a value: by a pointer or in an array. */
static inline bool visit_is_buffer(const struct visit *visit)
{
	return visit->context == VISIT_POINTEE || visit->context == VISIT_ELEMENT;
}

/* Two structs or unions whose bodies are known, as parameters or results. */
bool visit_is_value(const struct walk *walk, const struct visit *visit);

/* Whether the values that visit_is_value() tells of go into other registers. */
struct hm_error *value_is_reclassed(struct walk *walk, const struct visit *visit,
				    bool *ret);

/* As a result: whether the caller passes the address of room for it. */
bool value_in_memory(const struct walk *walk, const struct graph *graph, uint32_t id);

/* As a result: whether it is left on the x87 stack, from where the caller must pop it. */
bool value_on_x87(const struct walk *walk, const struct graph *graph, uint32_t id);

/* BASE_SIGNED or BASE_UNSIGNED. */
bool type_is_integer(const struct type *type);

struct hm_error *rule_kind(struct walk *walk, const struct visit *visit);
struct hm_error *rule_base_kind(struct walk *walk, const struct visit *visit);
struct hm_error *rule_size(struct walk *walk, const struct visit *visit,
			   uint64_t consumer, uint64_t provider);
struct hm_error *rule_alignment(struct walk *walk, const struct visit *visit,
				uint64_t consumer, uint64_t provider);
struct hm_error *report_alignment(struct walk *walk, const struct visit *visit,
				  uint64_t consumer, uint64_t provider, uint8_t severity);
struct hm_error *rule_signedness(struct walk *walk, const struct visit *visit,
				 uint8_t severity);
struct hm_error *rule_enum_integer(struct walk *walk, const struct visit *visit,
				   uint8_t severity);
struct hm_error *rule_tag_renamed(struct walk *walk, const struct visit *visit);
struct hm_error *rule_opaque_value(struct walk *walk, const struct visit *visit,
				   bool *ret);
/* member-type or pointee: where no rule says it better. */
struct hm_error *rule_incompatible(struct walk *walk, const struct visit *visit);

bool void_is_any_object(const struct walk *walk, const struct visit *visit);
struct hm_error *rules_void(struct walk *walk, const struct visit *visit);
struct hm_error *rules_bit_field(struct walk *walk, const struct visit *visit, bool *ret);
struct hm_error *rules_base(struct walk *walk, const struct visit *visit);
struct hm_error *rules_enum(struct walk *walk, const struct visit *visit);
struct hm_error *rules_enum_integer(struct walk *walk, const struct visit *visit);
struct hm_error *rules_pointer(struct walk *walk, const struct visit *visit);
struct hm_error *rules_array(struct walk *walk, const struct visit *visit);
struct hm_error *rules_vector(struct walk *walk, const struct visit *visit);
struct hm_error *rules_function(struct walk *walk, const struct visit *visit);
struct hm_error *rules_layout(struct walk *walk, const struct visit *visit);
struct hm_error *rules_tagged(struct walk *walk, const struct visit *visit);
struct hm_error *rules_choice(struct walk *walk, const struct visit *visit);

#endif
