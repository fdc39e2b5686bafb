// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"
#include "verify/layout.h"

#include <elf.h>
#include <string.h>

/*
 * Where the calling conventions put a value: by what stands in each 8 bytes of it, as in
 * the psABI of x86-64 (3.2.3), or by whether all of it is floats of one size, as in the
 * procedure calls of ARM and AArch64 and in the ELFv2 ABI of PowerPC.
 */
#define UNIT_BYTES 8
#define UNITS_MAX 8
/* No more than this ever travels in registers: one vector, four 16-byte floats. */
#define VALUE_BYTES_MAX (UNIT_BYTES * UNITS_MAX)

/* No value of so few bytes has more parts, unless its graph is hostile. */
#define PARTS_MAX 4096
/* C compilers are asked for 63 nested levels (C11 5.2.4.1). */
#define DEPTH_MAX 128

/* What stands in 8 bytes of a value; several in a union, or side by side. */
enum value_class {
	CLASS_OTHER = 1 << 0,
	CLASS_HALF = 1 << 1,
	CLASS_SINGLE = 1 << 2,
	CLASS_DOUBLE = 1 << 3,
	CLASS_QUAD = 1 << 4,
	CLASS_VECTOR = 1 << 5,
	/* What follows the first 8 bytes of a CLASS_QUAD or CLASS_VECTOR. */
	CLASS_UPPER = 1 << 6,
	CLASS_X87 = 1 << 7,
	/* Not at a multiple of its natural alignment. */
	CLASS_UNALIGNED = 1 << 8,
};

struct value {
	const struct graph *graph;
	uint64_t size;
	uint32_t parts;
	bool endless; /* more than PARTS_MAX, or deeper than DEPTH_MAX */
	bool memory;
	uint16_t classes[UNITS_MAX];
};

static unsigned value_machine(const struct walk *walk)
{
	return walk->comparison->provider->toolchain.machine;
}

static uint64_t two_registers(const struct walk *walk)
{
	/* x32 has the registers of x86-64. */
	return value_machine(walk) == EM_X86_64 ? 16 : 2 * walk->comparison->word_size;
}

/* ----------------------------------------------------------------------- parts */

static void paint(struct value *value, uint64_t offset_bits, uint64_t size_bits,
		  unsigned classes)
{
	const uint64_t unit_bits = 8 * UNIT_BYTES;
	uint64_t first = offset_bits / unit_bits;
	for (uint64_t i = first; i < UNITS_MAX; i++) {
		if (i * unit_bits >= offset_bits + size_bits)
			return;
		bool upper = i > first && classes & (CLASS_QUAD | CLASS_VECTOR);
		value->classes[i] |= (uint16_t)(upper ? CLASS_UPPER : classes);
	}
}

static unsigned float_class(const struct type *type, uint64_t size)
{
	if (type->format == FLOAT_X87)
		return CLASS_X87;
	switch (size) {
	case 2:
		return CLASS_HALF;
	case 4:
		return CLASS_SINGLE;
	case 8:
		return CLASS_DOUBLE;
	default:
		return CLASS_QUAD;
	}
}

static void paint_base(struct value *value, const struct type *type, uint64_t offset,
		       unsigned unaligned)
{
	uint64_t half = type->size / 2;
	switch (type->encoding) {
	case BASE_FLOAT:
	case BASE_DECIMAL:
		paint(value, 8 * offset, 8 * type->size,
		      float_class(type, type->size) | unaligned);
		break;
	case BASE_COMPLEX:
		paint(value, 8 * offset, 8 * half, float_class(type, half) | unaligned);
		paint(value, 8 * (offset + half), 8 * half, float_class(type, half));
		break;
	default:
		paint(value, 8 * offset, 8 * type->size, CLASS_OTHER | unaligned);
	}
}

static void add_type(struct value *value, uint32_t id, uint64_t offset, unsigned depth);

static void add_elements(struct value *value, const struct type *type, uint64_t offset,
			 unsigned depth)
{
	uint64_t size = graph_size(value->graph, type->target.id);
	if (!size || type->length == LENGTH_UNKNOWN)
		return;
	for (uint64_t i = 0; i < type->length && offset < VALUE_BYTES_MAX; i++) {
		add_type(value, type->target.id, offset, depth);
		if (__builtin_add_overflow(offset, size, &offset))
			return;
	}
}

static void add_members(struct value *value, const struct type *type, uint64_t offset,
			unsigned depth)
{
	for (uint32_t i = 0; i < type->count && !value->endless; i++) {
		const struct member *member =
			&value->graph->members.data[type->first + i];
		if (member->offset_bits >= 8 * VALUE_BYTES_MAX)
			continue;
		if (member->size_bits)
			paint(value, 8 * offset + member->offset_bits, member->size_bits,
			      CLASS_OTHER);
		else
			add_type(value, member->type.id, offset + member->offset_bits / 8,
				 depth);
	}
}

static void add_type(struct value *value, uint32_t id, uint64_t offset, unsigned depth)
{
	const struct type *type = graph_type(value->graph, id);
	uint64_t align = graph_align(value->graph, (struct type_ref){ .id = id });
	unsigned unaligned = offset % align ? CLASS_UNALIGNED : 0;
	if (++value->parts > PARTS_MAX || depth > DEPTH_MAX)
		value->endless = true;
	if (value->endless || offset >= VALUE_BYTES_MAX || type->size > VALUE_BYTES_MAX)
		return;
	switch (type->kind) {
	case TYPE_BASE:
		paint_base(value, type, offset, unaligned);
		break;
	case TYPE_POINTER:
	case TYPE_ENUM:
		paint(value, 8 * offset, 8 * type->size, CLASS_OTHER | unaligned);
		break;
	case TYPE_VECTOR:
		paint(value, 8 * offset, 8 * type->size, CLASS_VECTOR | unaligned);
		break;
	case TYPE_ARRAY:
		add_elements(value, type, offset, depth + 1);
		break;
	case TYPE_STRUCT:
	case TYPE_UNION:
		add_members(value, type, offset, depth + 1);
		break;
	case TYPE_CHOICE:
		for (uint32_t i = 0; i < type->count && !value->endless; i++)
			add_type(value, value->graph->params.data[type->first + i].id,
				 offset, depth + 1);
		break;
	default:
		break;
	}
}

/* -------------------------------------------------------------------- machines */

static void forget_classes(struct value *value)
{
	memset(value->classes, 0, sizeof(value->classes));
}

static void place_in_memory(struct value *value)
{
	forget_classes(value);
	value->memory = true;
}

static bool is_one_vector(const struct value *value)
{
	if (value->classes[0] != CLASS_VECTOR)
		return false;
	for (uint32_t i = 1; i < value->size / UNIT_BYTES && i < UNITS_MAX; i++)
		if (value->classes[i] != CLASS_UPPER)
			return false;
	return true;
}

/* The psABI's merging: integers win, no other float goes with x87, nothing misaligned. */
static bool merge_x86_64(uint16_t *classes)
{
	const unsigned merged = *classes;
	if (merged & CLASS_UNALIGNED ||
	    (merged & CLASS_X87 && merged & ~(unsigned)(CLASS_X87 | CLASS_OTHER)))
		return false;
	if (merged & CLASS_OTHER)
		*classes = CLASS_OTHER;
	else if (merged && merged != CLASS_X87 && merged != CLASS_UPPER)
		*classes = CLASS_DOUBLE;
	return true;
}

static void classify_x86_64(struct value *value)
{
	bool fits = value->size <= 2 * UNIT_BYTES || is_one_vector(value);
	for (uint32_t i = 0; fits && i < UNITS_MAX; i++)
		fits = merge_x86_64(&value->classes[i]);
	/* The upper half of an x87 number whose lower half an integer has won. */
	if (value->classes[1] == CLASS_X87 && value->classes[0] != CLASS_X87)
		fits = false;
	if (!fits)
		place_in_memory(value);
}

/* Size of the floats that all of it is made of; 0 if there is anything else. */
static uint64_t element_size(unsigned classes)
{
	switch (classes) {
	case CLASS_HALF:
		return 2;
	case CLASS_SINGLE:
		return 4;
	case CLASS_DOUBLE:
	case CLASS_VECTOR:
		return 8;
	case CLASS_QUAD | CLASS_UPPER:
	case CLASS_VECTOR | CLASS_UPPER:
		return 16;
	default:
		return 0;
	}
}

/* Up to `most` floats of one size go into float registers, anything else does not. */
static void classify_homogeneous(struct value *value, uint64_t most, uint64_t registers)
{
	unsigned classes = 0;
	for (uint32_t i = 0; i < UNITS_MAX; i++)
		classes |= value->classes[i];
	classes &= ~(unsigned)CLASS_UNALIGNED;
	uint64_t size = element_size(classes);
	bool homogeneous = size && value->size <= most * size;
	forget_classes(value);
	value->classes[0] = (uint16_t)(homogeneous ? classes : CLASS_OTHER);
	value->memory = !homogeneous && value->size > registers;
}

static void classify_by_size(struct value *value, uint64_t registers)
{
	if (value->size > registers)
		place_in_memory(value);
	for (uint32_t i = 0; i < UNITS_MAX; i++)
		value->classes[i] &= (uint16_t)~CLASS_UNALIGNED;
}

static void classify(const struct walk *walk, struct value *value)
{
	uint64_t registers = two_registers(walk);
	switch (value_machine(walk)) {
	case EM_X86_64:
		classify_x86_64(value);
		break;
	case EM_AARCH64:
		classify_homogeneous(value, 4, registers);
		break;
	case EM_ARM:
		classify_homogeneous(value, 4, walk->comparison->word_size);
		/* The variant without float registers has no such exception. */
		value->memory = value->size > walk->comparison->word_size;
		break;
	case EM_PPC64:
		classify_homogeneous(value, 8, registers);
		break;
	case EM_386:
	case EM_PPC:
	case EM_S390:
		/* Every struct and union is returned in memory. */
		place_in_memory(value);
		break;
	default:
		classify_by_size(value, registers);
	}
}

static void value_init(struct value *value, const struct walk *walk,
		       const struct graph *graph, uint32_t id)
{
	*value = (struct value){ .graph = graph, .size = graph_type(graph, id)->size };
	if (value->size > VALUE_BYTES_MAX) {
		place_in_memory(value);
		return;
	}
	add_type(value, id, 0, 0);
	classify(walk, value);
}

/* ---------------------------------------------------------------------- answers */

static bool is_value(const struct type *type)
{
	return (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) &&
	       !(type->flags & TYPE_OPAQUE);
}

bool visit_is_value(const struct walk *walk, const struct visit *visit)
{
	bool copied = visit->context == VISIT_PARAM || visit->context == VISIT_RESULT;
	return copied && is_value(visit_consumer(walk, visit)) &&
	       is_value(visit_provider(walk, visit));
}

struct hm_error *value_is_reclassed(struct walk *walk, const struct visit *visit,
				    bool *ret)
{
	struct value consumer, provider;
	value_init(&consumer, walk, walk->consumer, visit->consumer.id);
	value_init(&provider, walk, walk->provider, visit->provider.id);
	*ret = consumer.endless || provider.endless ||
	       consumer.memory != provider.memory ||
	       memcmp(consumer.classes, provider.classes, sizeof(consumer.classes)) != 0;
	return walk_work(walk, (size_t)consumer.parts + provider.parts);
}

static bool type_is_real(const struct type *type)
{
	return type->encoding == BASE_FLOAT || type->encoding == BASE_DECIMAL;
}

static bool base_in_memory(const struct walk *walk, const struct type *type)
{
	bool is_complex = type->encoding == BASE_COMPLEX;
	/* Among others, complex integers, which no machine has registers for. */
	bool is_odd = is_complex || type->encoding == BASE_OTHER;
	switch (value_machine(walk)) {
	case EM_AARCH64:
	case EM_PPC64:
		if (is_complex)
			return false;
		break;
	case EM_X86_64:
		if (is_complex && type->format == FLOAT_X87)
			return false;
		break;
	case EM_386:
		if (type_is_real(type) && type->format != FLOAT_X87)
			return type->size > two_registers(walk);
		break;
	case EM_S390:
		return is_odd || type->size > 8;
	default:
		break;
	}
	return (is_odd || type->bits) && type->size > two_registers(walk);
}

static bool any_choice(const struct walk *walk, const struct graph *graph,
		       const struct type *type,
		       bool (*is)(const struct walk *, const struct graph *, uint32_t))
{
	for (uint32_t i = 0; i < type->count; i++) {
		uint32_t id = graph->params.data[type->first + i].id;
		if (graph_type(graph, id)->kind != TYPE_CHOICE && is(walk, graph, id))
			return true;
	}
	return false;
}

/* Above 16 bytes, and on s390, vectors need registers that only some processors have. */
#define VECTOR_BYTES_MAX 16

bool value_in_memory(const struct walk *walk, const struct graph *graph, uint32_t id)
{
	const struct type *type = graph_type(graph, id);
	struct value value;
	switch (type->kind) {
	case TYPE_STRUCT:
	case TYPE_UNION:
		value_init(&value, walk, graph, id);
		return value.memory || value.endless;
	case TYPE_VECTOR:
		return type->size > VECTOR_BYTES_MAX || value_machine(walk) == EM_S390;
	case TYPE_BASE:
		return base_in_memory(walk, type);
	case TYPE_CHOICE:
		return any_choice(walk, graph, type, value_in_memory);
	default:
		return false;
	}
}

/* On i386 float and double are returned as x87 numbers, too; _Float16 is not. */
static bool base_on_x87(const struct walk *walk, const struct type *type)
{
	if (value_machine(walk) == EM_386)
		return type->encoding == BASE_FLOAT &&
		       (type->format == FLOAT_X87 || type->size == 4 || type->size == 8);
	return value_machine(walk) == EM_X86_64 && type->format == FLOAT_X87;
}

bool value_on_x87(const struct walk *walk, const struct graph *graph, uint32_t id)
{
	const struct type *type = graph_type(graph, id);
	struct value value;
	switch (type->kind) {
	case TYPE_STRUCT:
	case TYPE_UNION:
		value_init(&value, walk, graph, id);
		return value_machine(walk) == EM_X86_64 && !value.memory &&
		       value.classes[0] == CLASS_X87;
	case TYPE_BASE:
		return base_on_x87(walk, type);
	case TYPE_CHOICE:
		return any_choice(walk, graph, type, value_on_x87);
	default:
		return false;
	}
}
