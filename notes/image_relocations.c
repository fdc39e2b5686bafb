// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/error.h"

#include <string.h>

/* The relocation that copies a library's object into the program, by machine. */
static unsigned copy_relocation(uint16_t machine)
{
	switch (machine) {
	case EM_X86_64:
		return R_X86_64_COPY;
	case EM_386:
		return R_386_COPY;
	case EM_AARCH64:
		return R_AARCH64_COPY;
	case EM_ARM:
		return R_ARM_COPY;
	case EM_S390:
		return R_390_COPY;
	case EM_RISCV:
		return R_RISCV_COPY;
	case EM_PPC:
		return R_PPC_COPY;
	case EM_PPC64:
		return R_PPC64_COPY;
	case EM_SPARC:
	case EM_SPARCV9:
		return R_SPARC_COPY;
	case EM_MIPS:
		return R_MIPS_COPY;
	case EM_68K:
		return R_68K_COPY;
	case EM_SH:
		return R_SH_COPY;
	case EM_ALPHA:
		return R_ALPHA_COPY;
	case EM_PARISC:
		return R_PARISC_COPY;
	case EM_IA_64:
		return R_IA64_COPY;
	case 258: /* EM_LOONGARCH, R_LARCH_COPY: newer than many an elf.h */
		return 4;
	default:
		return UINT32_MAX;
	}
}

static struct hm_error *mark_symbol(struct image_reader *reader, uint64_t symbol,
				    uint8_t mark)
{
	/* No symbol takes less than 16 bytes of the file: this bounds the marks. */
	if (symbol >= reader->image->file_size / sizeof(Elf32_Sym))
		return image_error(reader->image,
				   "damaged: a relocation refers to symbol %llu",
				   (unsigned long long)symbol);
	size_t wanted = (size_t)symbol + 1;
	if (reader->marks.count < wanted) {
		size_t more = wanted - reader->marks.count;
		if (!vector_reserve(&reader->marks, more))
			return error_nomem();
		memset(reader->marks.data + reader->marks.count, 0, more);
		reader->marks.count = wanted;
	}
	reader->marks.data[symbol] |= mark;
	return NULL;
}

static bool relocation_info(Elf_Data *data, bool addends, size_t number, uint64_t *ret)
{
	if (addends) {
		GElf_Rela entry;
		if (!gelf_getrela(data, (int)number, &entry))
			return false;
		*ret = entry.r_info;
		return true;
	}
	GElf_Rel entry;
	if (!gelf_getrel(data, (int)number, &entry))
		return false;
	*ret = entry.r_info;
	return true;
}

static struct hm_error *read_table(struct image_reader *reader, uint64_t address,
				   uint64_t size, bool addends)
{
	const struct image *image = reader->image;
	Elf_Type type = addends ? ELF_T_RELA : ELF_T_REL;
	size_t entry_size = gelf_fsize(image->elf, type, 1, EV_CURRENT);
	size_t count = size / entry_size;
	unsigned copy = copy_relocation(image->machine);
	Elf_Data *data;
	if (!count)
		return NULL;
	TRY(reader_bytes(reader, address, count * entry_size, type, "a relocation table",
			 &data));
	for (size_t i = 0; i < count; i++) {
		uint64_t info;
		if (!relocation_info(data, addends, i, &info))
			break;
		/* gelf gives both classes the 64-bit form. */
		uint64_t symbol = GELF_R_SYM(info);
		if (symbol)
			TRY(mark_symbol(reader, symbol,
					GELF_R_TYPE(info) == copy ? MARK_COPY
								  : MARK_USED));
	}
	return NULL;
}

struct hm_error *read_relocations(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	TRY(read_table(reader, dynamic->rela, dynamic->relasz, true));
	TRY(read_table(reader, dynamic->rel, dynamic->relsz, false));
	return read_table(reader, dynamic->jmprel, dynamic->pltrelsz,
			  dynamic->pltrel == DT_RELA);
}
