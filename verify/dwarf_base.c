// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/error.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* GCC and clang give their integer complex types the first encoding of vendors. */
#define ENCODING_COMPLEX_INTEGER DW_ATE_lo_user

static bool contains(const char *text, const char *part)
{
	return text && strstr(text, part);
}

/* An option of the command line that the producer recorded. */
static bool built_with(const struct type_builder *builder, const char *option)
{
	return contains(builder->unit->producer, option);
}

static bool names_quad(const char *name)
{
	return contains(name, "loat128") || contains(name, "__ieee128") ||
	       contains(name, "kind=16") || contains(name, "f128");
}

/* Formats of 16 bytes, and what i386 and m68k make of 80 bits. DWARF has no word for it.
 */
static enum float_format extended_format(const struct type_builder *builder,
					 const char *name)
{
	/* _Float128x would be wider than 128 bits; nobody has it. */
	if (names_quad(name))
		return FLOAT_IEEE;
	if (contains(name, "__ibm128"))
		return FLOAT_IBM;
	switch (builder->machine) {
	case EM_X86_64:
	case EM_386:
	case EM_IAMCU:
	case EM_IA_64:
		return built_with(builder, "-mlong-double-128") ? FLOAT_IEEE : FLOAT_X87;
	case EM_68K:
		return FLOAT_X87;
	case EM_PPC64:
	case EM_PPC:
		return built_with(builder, "-mabi=ieeelongdouble") ||
				       contains(name, "_Float64x")
			       ? FLOAT_IEEE
			       : FLOAT_IBM;
	default:
		return FLOAT_IEEE;
	}
}

static enum float_format float_format(const struct type_builder *builder,
				      const char *name, uint64_t size_bytes)
{
	if (size_bytes == 2)
		return contains(name, "bf16") || contains(name, "bfloat") ? FLOAT_BRAIN
									  : FLOAT_IEEE;
	return size_bytes >= 10 ? extended_format(builder, name) : FLOAT_IEEE;
}

/* "_BitInt(17)", "unsigned _ExtInt(17)": clang says the width only in the name. */
static uint64_t bit_width(struct die_attrs *attrs, const char *name)
{
	uint64_t bits = 0;
	if (die_constant(attrs, DIE_BIT_SIZE, &bits))
		return bits;
	const char *width = name ? strstr(name, "_BitInt(") : NULL;
	if (!width)
		width = name ? strstr(name, "_ExtInt(") : NULL;
	return width ? strtoull(width + strlen("_BitInt("), NULL, 10) : 0;
}

static struct hm_error *other_type(struct type_builder *builder, struct type *type,
				   const char *name)
{
	type->encoding = BASE_OTHER;
	return type_string(builder, name, &type->tag);
}

static bool is_reversed(const struct type_builder *builder, struct die_attrs *attrs,
			uint64_t size_bytes)
{
	uint64_t order = DW_END_default;
	bool big = builder->splits->file->elf_data == ELFDATA2MSB;
	die_constant(attrs, DIE_ENDIANITY, &order);
	return size_bytes > 1 && order == (big ? DW_END_little : DW_END_big);
}

/* GCC's scalar_storage_order: to a C program that is another type. */
static struct hm_error *reversed_type(struct type_builder *builder, struct type *type)
{
	static const char *const names[] = {
		[BASE_SIGNED] = "byte-swapped signed integer",
		[BASE_UNSIGNED] = "byte-swapped unsigned integer",
		[BASE_BOOLEAN] = "byte-swapped boolean",
		[BASE_FLOAT] = "byte-swapped float",
		[BASE_DECIMAL] = "byte-swapped decimal float",
	};
	const size_t count = sizeof(names) / sizeof(names[0]);
	const char *name = type->encoding < count ? names[type->encoding] : NULL;
	*type = (struct type){ .kind = TYPE_BASE, .size = type->size };
	return other_type(builder, type, name ? name : "byte-swapped number");
}

struct hm_error *type_of_base(struct type_builder *builder, Dwarf_Die *die,
			      struct die_attrs *attrs, uint32_t *ret)
{
	struct type type = { .kind = TYPE_BASE };
	const char *name = die_text(attrs, DIE_NAME);
	uint64_t encoding = 0;
	(void)die;
	die_constant(attrs, DIE_BYTE_SIZE, &type.size);
	die_constant(attrs, DIE_ENCODING, &encoding);
	switch (encoding) {
	case DW_ATE_signed:
	case DW_ATE_signed_char:
		type.encoding = BASE_SIGNED;
		break;
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
	case DW_ATE_UCS:
	case DW_ATE_ASCII:
	case DW_ATE_address:
		type.encoding = BASE_UNSIGNED;
		break;
	case DW_ATE_boolean:
		type.encoding = BASE_BOOLEAN;
		break;
	case DW_ATE_float:
		type.encoding = BASE_FLOAT;
		type.format = (uint8_t)float_format(builder, name, type.size);
		break;
	case DW_ATE_complex_float:
		type.encoding = BASE_COMPLEX;
		type.format = (uint8_t)float_format(builder, name, type.size / 2);
		break;
	case DW_ATE_decimal_float:
		type.encoding = BASE_DECIMAL;
		break;
	case DW_ATE_signed_fixed:
	case DW_ATE_unsigned_fixed:
		type.encoding = BASE_FIXED;
		break;
	case ENCODING_COMPLEX_INTEGER:
		/* Compilers do not agree on its name. */
		TRY(other_type(builder, &type, "complex integer"));
		break;
	default:
		TRY(other_type(builder, &type, name));
		break;
	}
	if (type.encoding == BASE_SIGNED || type.encoding == BASE_UNSIGNED) {
		uint64_t bits = bit_width(attrs, name), all_bits;
		if (__builtin_mul_overflow(type.size, 8, &all_bits))
			return die_error(die, "size");
		if (bits < all_bits)
			type.bits = (uint16_t)(bits < UINT16_MAX ? bits : UINT16_MAX);
	}
	if (is_reversed(builder, attrs, type.size))
		TRY(reversed_type(builder, &type));
	return type_add(builder, &type, ret);
}
