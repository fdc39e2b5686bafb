// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_die.h"

#include "base/error.h"
#include "verify/dwarf_bytes.h"

/* Longer chains of references from DIE to DIE than compilers make: three or so. */
#define CHAIN_MAX 16

_Static_assert(DIE_SLOT_COUNT <= 64, "die_attrs.present has 64 bits");

static const uint16_t codes[DIE_SLOT_COUNT] = {
#define CODE(slot, code) [DIE_##slot] = code,
	DIE_ATTRIBUTES(CODE)
#undef CODE
};

/* Slots plus 1, by code; the codes of vendors make it long. */
static const uint8_t slots[] = {
#define SLOT(slot, code) [code] = DIE_##slot + 1,
	DIE_ATTRIBUTES(SLOT)
#undef SLOT
		[DW_AT_MIPS_linkage_name] = DIE_LINKAGE_NAME + 1,
};

unsigned die_slot_of(uint64_t code)
{
	return code < sizeof(slots) ? slots[code] : 0;
}

unsigned die_code_of(enum die_slot slot)
{
	return codes[slot];
}

static int keep(Dwarf_Attribute *attr, void *context)
{
	struct die_attrs *attrs = context;
	unsigned slot = die_slot_of(attr->code);
	if (slot) {
		attrs->at[slot - 1] = *attr;
		attrs->present |= UINT64_C(1) << (slot - 1);
	}
	return DWARF_CB_OK;
}

struct hm_error *die_read(Dwarf_Die *die, struct die_attrs *ret)
{
	ret->present = 0;
	ret->unit = (struct die_unit){ 0 };
	if (dwarf_getattrs(die, keep, ret, 0) < 0)
		return die_error(die, "attributes");
	return NULL;
}

const char *die_string(struct die_attrs *attrs, enum die_slot slot)
{
	if (!die_has(attrs, slot))
		return NULL;
	Dwarf_Attribute *attr = &attrs->at[slot];
	const struct die_unit *unit = &attrs->unit;
	if (attr->form == DW_FORM_strp && unit->offset_size) {
		uint64_t offset = bytes_number(attr->valp, unit->offset_size, unit->big);
		if (offset < unit->strings_size)
			return unit->strings + offset;
	}
	return dwarf_formstring(attr);
}

const char *die_text(struct die_attrs *attrs, enum die_slot slot)
{
	const char *text = die_string(attrs, slot);
	return text && *text ? text : NULL;
}

bool die_flag(struct die_attrs *attrs, enum die_slot slot)
{
	bool value;
	return die_has(attrs, slot) && dwarf_formflag(&attrs->at[slot], &value) == 0 &&
	       value;
}

bool die_constant(struct die_attrs *attrs, enum die_slot slot, uint64_t *ret)
{
	if (!die_has(attrs, slot))
		return false;
	Dwarf_Attribute *attr = &attrs->at[slot];
	switch (attr->form) {
	case DW_FORM_data1:
		*ret = *attr->valp;
		return true;
	case DW_FORM_data2:
	case DW_FORM_data4:
	case DW_FORM_data8:
	case DW_FORM_udata:
	case DW_FORM_sdata:
	case DW_FORM_implicit_const: {
		Dwarf_Word value;
		if (dwarf_formudata(attr, &value))
			return false;
		*ret = value;
		return true;
	}
	default:
		return false;
	}
}

bool die_is_negative(struct die_attrs *attrs, enum die_slot slot)
{
	uint64_t value;
	unsigned form = attrs->at[slot].form;
	return die_constant(attrs, slot, &value) && (int64_t)value < 0 &&
	       (form == DW_FORM_sdata || form == DW_FORM_implicit_const);
}

/* libdw 0.188 looks for DWARF 5's own form in the wrong file, and for GNU's in the right.
 */
static unsigned form_of_reference(const Dwarf_Attribute *attr)
{
	uint8_t offset_size;
	if ((attr->form != DW_FORM_ref_sup4 && attr->form != DW_FORM_ref_sup8) ||
	    dwarf_cu_info(attr->cu, NULL, NULL, NULL, NULL, NULL, NULL, &offset_size))
		return attr->form;
	return offset_size == (attr->form == DW_FORM_ref_sup4 ? 4 : 8)
		       ? DW_FORM_GNU_ref_alt
		       : attr->form;
}

/* A reference within the unit: DWARF 5 section 7.5.4. */
static bool follow_within(const struct die_attrs *attrs, const Dwarf_Attribute *attr,
			  Dwarf_Die *ret)
{
	const struct die_unit *unit = &attrs->unit;
	size_t size = die_local_size(attr->form);
	if (!size || !unit->start)
		return false;
	uint64_t offset = bytes_number(attr->valp, size, unit->big);
	if (offset >= (uint64_t)(unit->end - unit->start))
		return false;
	*ret = (Dwarf_Die){ .addr = (void *)(unit->start + offset), .cu = attr->cu };
	return true;
}

struct hm_error *die_follow(struct die_attrs *attrs, enum die_slot slot, Dwarf_Die *ret)
{
	Dwarf_Die target;
	Dwarf_Attribute *attr = &attrs->at[slot];
	if (follow_within(attrs, attr, ret))
		return NULL;
	attr->form = form_of_reference(attr);
	if (dwarf_formref_die(attr, &target)) {
		*ret = target;
		return NULL;
	}
	Dwarf_Die unit;
	if (!dwarf_cu_die(attr->cu, &unit, NULL, NULL, NULL, NULL, NULL, NULL))
		return error_new(HM_ERR_FORMAT, "debug information is damaged: %s",
				 dwarf_errmsg(-1));
	return die_error(&unit, "reference within the unit");
}

struct hm_error *die_origin(Dwarf_Die *die, struct die_attrs *attrs, enum die_slot one,
			    enum die_slot other)
{
	for (unsigned step = 0; step < CHAIN_MAX; step++) {
		if (die_has(attrs, one))
			TRY(die_follow(attrs, one, die));
		else if (die_has(attrs, other))
			TRY(die_follow(attrs, other, die));
		else
			return NULL;
		TRY(die_read(die, attrs));
	}
	return die_too_deep(die, "references in a row", CHAIN_MAX);
}

struct hm_error *die_error(Dwarf_Die *die, const char *what)
{
	int number = dwarf_errno();
	return error_new(HM_ERR_FORMAT,
			 "debug information is damaged at offset 0x%llx (%s): %s",
			 (unsigned long long)dwarf_dieoffset(die), what,
			 number ? dwarf_errmsg(number) : "it does not end");
}

struct hm_error *die_too_deep(Dwarf_Die *die, const char *what, unsigned limit)
{
	return error_new(HM_ERR_FORMAT,
			 "debug information at offset 0x%llx: more than %u %s, deeper "
			 "than any C program needs; nothing was read",
			 (unsigned long long)dwarf_dieoffset(die), limit, what);
}

struct hm_error *die_child(Dwarf_Die *die, Dwarf_Die *ret)
{
	int result = dwarf_child(die, ret);
	if (result < 0)
		return die_error(die, "children");
	if (result > 0)
		ret->addr = NULL;
	return NULL;
}

struct hm_error *die_next(Dwarf_Die *die)
{
	Dwarf_Die next;
	int result = dwarf_siblingof(die, &next);
	if (result < 0)
		return die_error(die, "sibling");
	if (result > 0)
		next.addr = NULL;
	*die = next;
	return NULL;
}
