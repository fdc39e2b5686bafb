// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_relocate.h"

#include "base/error.h"
#include "verify/dwarf_bytes.h"

#include <gelf.h>

/* What a relocation does to its place. */
enum relocation_action {
	PUT,	  /* symbol + addend */
	ADD,	  /* place + (symbol + addend) */
	SUBTRACT, /* place - (symbol + addend) */
	SET6,	  /* the low six bits only */
	SUBTRACT6,
	IGNORE,
};

struct relocation_kind {
	uint16_t machine;
	uint16_t type;
	uint8_t size;
	uint8_t action;
};

/* The data relocations of each machine's psABI supplement, TLS offsets included. */
static const struct relocation_kind kinds[] = {
	{ EM_X86_64, R_X86_64_64, 8, PUT },
	{ EM_X86_64, R_X86_64_32, 4, PUT },
	{ EM_X86_64, R_X86_64_32S, 4, PUT },
	{ EM_X86_64, R_X86_64_DTPOFF64, 8, PUT },
	{ EM_X86_64, R_X86_64_DTPOFF32, 4, PUT },
	{ EM_386, R_386_32, 4, PUT },
	{ EM_386, R_386_TLS_LDO_32, 4, PUT },
	{ EM_AARCH64, R_AARCH64_ABS64, 8, PUT },
	{ EM_AARCH64, R_AARCH64_ABS32, 4, PUT },
	{ EM_AARCH64, R_AARCH64_TLS_DTPREL, 8, PUT },
	{ EM_ARM, R_ARM_ABS32, 4, PUT },
	{ EM_ARM, R_ARM_TLS_LDO32, 4, PUT },
	{ EM_PPC64, R_PPC64_ADDR64, 8, PUT },
	{ EM_PPC64, R_PPC64_ADDR32, 4, PUT },
	{ EM_PPC64, R_PPC64_DTPREL64, 8, PUT },
	{ EM_PPC, R_PPC_ADDR32, 4, PUT },
	{ EM_PPC, R_PPC_DTPREL32, 4, PUT },
	{ EM_S390, R_390_64, 8, PUT },
	{ EM_S390, R_390_32, 4, PUT },
	{ EM_S390, R_390_TLS_LDO64, 8, PUT },
	{ EM_S390, R_390_TLS_LDO32, 4, PUT },
	{ EM_MIPS, R_MIPS_64, 8, PUT },
	{ EM_MIPS, R_MIPS_32, 4, PUT },
	{ EM_MIPS, R_MIPS_TLS_DTPREL64, 8, PUT },
	{ EM_MIPS, R_MIPS_TLS_DTPREL32, 4, PUT },
	{ EM_SPARCV9, R_SPARC_64, 8, PUT },
	{ EM_SPARCV9, R_SPARC_UA64, 8, PUT },
	{ EM_SPARCV9, R_SPARC_32, 4, PUT },
	{ EM_SPARCV9, R_SPARC_UA32, 4, PUT },
	{ EM_RISCV, R_RISCV_64, 8, PUT },
	{ EM_RISCV, R_RISCV_32, 4, PUT },
	{ EM_RISCV, R_RISCV_TLS_DTPREL64, 8, PUT },
	{ EM_RISCV, R_RISCV_TLS_DTPREL32, 4, PUT },
	{ EM_RISCV, R_RISCV_ADD8, 1, ADD },
	{ EM_RISCV, R_RISCV_ADD16, 2, ADD },
	{ EM_RISCV, R_RISCV_ADD32, 4, ADD },
	{ EM_RISCV, R_RISCV_ADD64, 8, ADD },
	{ EM_RISCV, R_RISCV_SUB8, 1, SUBTRACT },
	{ EM_RISCV, R_RISCV_SUB16, 2, SUBTRACT },
	{ EM_RISCV, R_RISCV_SUB32, 4, SUBTRACT },
	{ EM_RISCV, R_RISCV_SUB64, 8, SUBTRACT },
	{ EM_RISCV, R_RISCV_SET8, 1, PUT },
	{ EM_RISCV, R_RISCV_SET16, 2, PUT },
	{ EM_RISCV, R_RISCV_SET32, 4, PUT },
	{ EM_RISCV, R_RISCV_SET6, 1, SET6 },
	{ EM_RISCV, R_RISCV_SUB6, 1, SUBTRACT6 },
	{ EM_RISCV, R_RISCV_RELAX, 0, IGNORE },
	{ EM_LOONGARCH, 2 /* R_LARCH_64 */, 8, PUT },
	{ EM_LOONGARCH, 1 /* R_LARCH_32 */, 4, PUT },
	{ EM_LOONGARCH, 9 /* R_LARCH_TLS_DTPREL64 */, 8, PUT },
	{ EM_LOONGARCH, 47 /* R_LARCH_ADD8 */, 1, ADD },
	{ EM_LOONGARCH, 48 /* R_LARCH_ADD16 */, 2, ADD },
	{ EM_LOONGARCH, 50 /* R_LARCH_ADD32 */, 4, ADD },
	{ EM_LOONGARCH, 51 /* R_LARCH_ADD64 */, 8, ADD },
	{ EM_LOONGARCH, 52 /* R_LARCH_SUB8 */, 1, SUBTRACT },
	{ EM_LOONGARCH, 53 /* R_LARCH_SUB16 */, 2, SUBTRACT },
	{ EM_LOONGARCH, 55 /* R_LARCH_SUB32 */, 4, SUBTRACT },
	{ EM_LOONGARCH, 56 /* R_LARCH_SUB64 */, 8, SUBTRACT },
};

struct relocation {
	uint64_t offset;
	uint32_t symbol, type;
	int64_t addend;
	bool has_addend;
};

/* The symbol table that relocations refer to. */
struct symbol_table {
	Elf_Data *data, *extended;
};

static const struct relocation_kind *find_kind(unsigned machine, unsigned type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].machine == machine && kinds[i].type == type)
			return &kinds[i];
	return NULL;
}

/* SHT_SYMTAB_SHNDX of the symbol table, where sections are too many for 16 bits. */
static Elf_Data *extended_indices(Elf *elf, size_t symtab)
{
	Elf_Scn *scn = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		if (gelf_getshdr(scn, &header) && header.sh_type == SHT_SYMTAB_SHNDX &&
		    header.sh_link == symtab)
			return elf_getdata(scn, NULL);
	}
	return NULL;
}

/* Undefined symbols are at 0, as the linker has it for what it discards. */
static bool symbol_value(const struct section_set *set,
			 const struct section_places *places,
			 const struct symbol_table *table, uint32_t number, uint64_t *ret)
{
	GElf_Sym symbol;
	Elf32_Word section = 0;
	if (!gelf_getsymshndx(table->data, table->extended, (int)number, &symbol,
			      &section))
		return false;
	if (symbol.st_shndx != SHN_XINDEX)
		section = symbol.st_shndx;
	if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx == SHN_COMMON) {
		*ret = 0;
		return true;
	}
	uint64_t base = 0;
	if (symbol.st_shndx != SHN_ABS) {
		if (section >= places->count)
			return false;
		const struct section_place *place = &places->data[section];
		base = place->section >= 0 ? place->start : set->bases.data[section];
	}
	/* Thread-local symbols are offsets into their segment, not addresses. */
	if (GELF_ST_TYPE(symbol.st_info) == STT_TLS)
		base = 0;
	*ret = base + symbol.st_value;
	return true;
}

static bool relocate_one(struct section_set *set, const struct section_places *places,
			 const struct symbol_table *table,
			 const struct section_place *place,
			 const struct relocation *relocation)
{
	/* Number 0 is R_*_NONE on every machine. */
	if (relocation->type == 0)
		return true;
	const struct relocation_kind *kind = find_kind(set->machine, relocation->type);
	if (!kind)
		return false;
	if (kind->action == IGNORE)
		return true;
	uint64_t value;
	if (relocation->offset > place->size ||
	    place->size - relocation->offset < kind->size ||
	    !symbol_value(set, places, table, relocation->symbol, &value))
		return false;
	bool big = set->elf_data == ELFDATA2MSB;
	uint8_t *at =
		set->sections[place->section].data + place->start + relocation->offset;
	uint64_t before = bytes_number(at, kind->size, big);
	/* Without an addend of its own the relocation's addend is what stands there. */
	value += relocation->has_addend ? (uint64_t)relocation->addend
		 : kind->action == PUT	? before
					: 0;
	switch (kind->action) {
	case ADD:
		value = before + value;
		break;
	case SUBTRACT:
		value = before - value;
		break;
	case SET6:
		value = (before & 0xc0) | (value & 0x3f);
		break;
	case SUBTRACT6:
		value = (before & 0xc0) | ((before - value) & 0x3f);
		break;
	}
	bytes_put_number(at, kind->size, big, value);
	return true;
}

/*
 * MIPS packs three relocation types and a symbol into r_info of its 64-bit files, in an
 * order of its own when little-endian: symbol in the low half, types from the top.
 */
static void mips64_info(uint64_t info, bool little, struct relocation *relocation)
{
	if (little) {
		relocation->symbol = (uint32_t)info;
		relocation->type = (uint32_t)(info >> 56);
	} else {
		relocation->symbol = (uint32_t)(info >> 32);
		relocation->type = (uint32_t)info & 0xff;
	}
}

static bool read_relocation(Elf_Data *data, bool with_addend, int number,
			    struct relocation *ret, uint64_t *ret_info)
{
	if (with_addend) {
		GElf_Rela rela;
		if (!gelf_getrela(data, number, &rela))
			return false;
		*ret = (struct relocation){ rela.r_offset, GELF_R_SYM(rela.r_info),
					    GELF_R_TYPE(rela.r_info), rela.r_addend,
					    true };
		*ret_info = rela.r_info;
		return true;
	}
	GElf_Rel rel;
	if (!gelf_getrel(data, number, &rel))
		return false;
	*ret = (struct relocation){ rel.r_offset, GELF_R_SYM(rel.r_info),
				    GELF_R_TYPE(rel.r_info), 0, false };
	*ret_info = rel.r_info;
	return true;
}

static struct hm_error *relocate_section(struct section_set *set, Elf *elf,
					 const struct section_places *places,
					 Elf_Scn *scn, const GElf_Shdr *header)
{
	const struct section_place *place = &places->data[header->sh_info];
	Elf_Scn *symtab = elf_getscn(elf, header->sh_link);
	struct symbol_table table = { elf_getdata(symtab, NULL),
				      extended_indices(elf, header->sh_link) };
	Elf_Data *data = elf_getdata(scn, NULL);
	if (!table.data || !data || !header->sh_entsize)
		return error_new(HM_ERR_FORMAT, "relocation section %zu is damaged",
				 elf_ndxscn(scn));
	bool mips64 = set->machine == EM_MIPS && gelf_getclass(elf) == ELFCLASS64;
	int count = (int)(header->sh_size / header->sh_entsize);
	for (int number = 0; number < count; number++) {
		struct relocation relocation;
		uint64_t info;
		if (!read_relocation(data, header->sh_type == SHT_RELA, number,
				     &relocation, &info))
			return error_new(HM_ERR_FORMAT,
					 "relocation %d of section %zu is damaged",
					 number, elf_ndxscn(scn));
		if (mips64)
			mips64_info(info, set->elf_data == ELFDATA2LSB, &relocation);
		if (!relocate_one(set, places, &table, place, &relocation))
			return error_new(
				HM_ERR_FORMAT,
				"relocation %d of section %zu, of type %u, cannot be "
				"applied to debug information",
				number, elf_ndxscn(scn), relocation.type);
	}
	return NULL;
}

struct hm_error *section_set_relocate(struct section_set *set, Elf *elf,
				      const struct section_places *places)
{
	Elf_Scn *scn = NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		if (!gelf_getshdr(scn, &header) ||
		    (header.sh_type != SHT_RELA && header.sh_type != SHT_REL) ||
		    header.sh_info >= places->count ||
		    places->data[header.sh_info].section < 0)
			continue;
		TRY(relocate_section(set, elf, places, scn, &header));
	}
	return NULL;
}
