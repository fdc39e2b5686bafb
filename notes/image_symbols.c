// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/error.h"
#include "notes/runtime.h"

#include <string.h>

#define VERSION_HIDDEN 0x8000
/* How much of a hash table is read at a time. */
#define WINDOW_WORDS 1024

uint8_t image_symbol_kind(unsigned char info)
{
	switch (GELF_ST_TYPE(info)) {
	case STT_FUNC:
	case STT_GNU_IFUNC:
		return SYMBOL_FUNCTION;
	case STT_OBJECT:
	case STT_COMMON:
		return SYMBOL_OBJECT;
	case STT_TLS:
		return SYMBOL_TLS;
	default:
		return SYMBOL_UNKNOWN;
	}
}

/* DT_HASH: the second number is that of the symbols. */
static struct hm_error *count_by_hash(const struct image_reader *reader, uint64_t *ret)
{
	const struct image *image = reader->image;
	/* Two machines made its words as wide as addresses. */
	bool wide = image->machine == EM_ALPHA ||
		    (image->machine == EM_S390 && image->elf_class == ELFCLASS64);
	Elf_Data *data;
	TRY(reader_bytes(reader, reader->dynamic.hash, wide ? 16 : 8,
			 wide ? ELF_T_XWORD : ELF_T_WORD, "the hash table", &data));
	*ret = wide ? ((const uint64_t *)data->d_buf)[1]
		    : ((const uint32_t *)data->d_buf)[1];
	return NULL;
}

/* The chain of the last bucket ends with the last symbol; an odd word ends a chain. */
static struct hm_error *follow_chain(const struct image_reader *reader, uint64_t chain,
				     uint64_t *symbol)
{
	for (;;) {
		uint64_t available = reader_available(reader, chain) / 4;
		uint64_t count = available < WINDOW_WORDS ? available : WINDOW_WORDS;
		Elf_Data *data;
		TRY(reader_bytes(reader, chain, count ? count * 4 : 4, ELF_T_WORD,
				 "the GNU hash table", &data));
		const uint32_t *words = data->d_buf;
		for (uint64_t i = 0; i < count; i++) {
			(*symbol)++;
			if (words[i] & 1)
				return NULL;
		}
		chain += count * 4;
	}
}

/* DT_GNU_HASH has no count: it shows in the chains. 0 if no symbol is hashed. */
static struct hm_error *count_by_gnu_hash(const struct image_reader *reader,
					  uint64_t *ret)
{
	uint64_t address = reader->dynamic.gnu_hash, last = 0;
	Elf_Data *data;
	TRY(reader_bytes(reader, address, 16, ELF_T_WORD, "the GNU hash table", &data));
	const uint32_t *header = data->d_buf;
	uint32_t buckets = header[0], first = header[1], bloom = header[2];
	uint64_t word = reader->image->elf_class == ELFCLASS64 ? 8 : 4;
	address += 16 + bloom * word;
	*ret = 0;
	/* Linkers give an empty table one of each. */
	if (!buckets || !bloom)
		return image_error(reader->image,
				   "damaged: the GNU hash table has %u "
				   "buckets and a filter of %u words",
				   buckets, bloom);
	TRY(reader_bytes(reader, address, buckets * UINT64_C(4), ELF_T_WORD,
			 "the GNU hash table", &data));
	const uint32_t *heads = data->d_buf;
	for (uint32_t i = 0; i < buckets; i++)
		if (heads[i] > last)
			last = heads[i];
	if (last < first || !last)
		return NULL;
	TRY(follow_chain(reader, address + buckets * UINT64_C(4) + (last - first) * 4,
			 &last));
	*ret = last;
	return NULL;
}

/*
 * How many dynamic symbols there are: nothing says so directly. Where all are undefined
 * a GNU hash table knows of none; then the section header tells, or the relocations.
 */
static struct hm_error *count_symbols(const struct image_reader *reader, uint64_t *ret)
{
	const struct dynamic *dynamic = &reader->dynamic;
	GElf_Shdr section;
	uint64_t count = dynamic->mips_symtabno;
	if (!count && dynamic->hash)
		TRY(count_by_hash(reader, &count));
	if (!count && dynamic->gnu_hash)
		TRY(count_by_gnu_hash(reader, &count));
	if (!count && reader_section(reader, SHT_DYNSYM, dynamic->symtab, &section) &&
	    section.sh_entsize)
		count = section.sh_size / section.sh_entsize;
	if (count < reader->marks.count)
		count = reader->marks.count;
	*ret = count;
	return NULL;
}

static const struct image_version *find_version(const struct image_reader *reader,
						unsigned index)
{
	return index < reader->versions.count ? &reader->versions.data[index] : NULL;
}

/*
 * Names that the linker defines in every object, unless the program means something of
 * its own by them: the linker gives its own no type.
 */
static bool is_made_by_linker(const struct image_reader *reader,
			      const struct image_symbol *symbol, const GElf_Sym *entry)
{
	static const char *const untyped[] = { "end", "edata", "etext" };
	if (!symbol->defined)
		return false;
	if (runtime_is_startup_symbol(symbol->name))
		return true;
	for (size_t i = 0; i < sizeof(untyped) / sizeof(untyped[0]); i++)
		if (symbol->kind == SYMBOL_UNKNOWN &&
		    strcmp(symbol->name, untyped[i]) == 0)
			return true;
	/* Each version is a symbol of its own name. */
	const struct image_version *version = find_version(reader, symbol->version_index);
	return entry->st_shndx == SHN_ABS && !entry->st_size && version &&
	       version->name && strcmp(version->name, symbol->name) == 0;
}

static bool is_visible(const GElf_Sym *entry)
{
	unsigned binding = GELF_ST_BIND(entry->st_info);
	unsigned visibility = GELF_ST_VISIBILITY(entry->st_other);
	unsigned type = GELF_ST_TYPE(entry->st_info);
	return (binding == STB_GLOBAL || binding == STB_WEAK ||
		binding == STB_GNU_UNIQUE) &&
	       visibility != STV_HIDDEN && visibility != STV_INTERNAL &&
	       type != STT_SECTION && type != STT_FILE;
}

/* What relocations tell: gABI chapter 5, and the copies that programs make. */
static void apply_marks(const struct image_reader *reader, size_t number,
			const GElf_Sym *entry, struct image_symbol *symbol)
{
	uint8_t marks = number < reader->marks.count ? reader->marks.data[number] : 0;
	bool executable = reader->image->type == IMAGE_EXECUTABLE;
	if (marks & MARK_COPY && executable) {
		symbol->borrowed = true;
		symbol->defined = false;
	}
	/* The address of an undefined function is that of its entry in the PLT. */
	if (entry->st_shndx == SHN_UNDEF && entry->st_value)
		symbol->borrowed = true;
	/* Nothing comes before a program itself. */
	symbol->interposable = symbol->defined && marks & MARK_USED && !executable &&
			       !reader->dynamic.symbolic &&
			       GELF_ST_VISIBILITY(entry->st_other) == STV_DEFAULT;
}

static void apply_version(const struct image_reader *reader, uint16_t index,
			  struct image_symbol *symbol)
{
	symbol->version_index = index & ~VERSION_HIDDEN;
	symbol->hidden = symbol->defined && index & VERSION_HIDDEN;
	const struct image_version *version = find_version(reader, symbol->version_index);
	/* 0 and 1 are local and global without a version, whatever tables say. */
	if (symbol->version_index < 2 || !version)
		return;
	symbol->version = version->name;
	symbol->version_file = symbol->defined ? NULL : version->file;
}

static struct hm_error *add_symbol(struct image_reader *reader, size_t number,
				   const GElf_Sym *entry, uint16_t version)
{
	struct image_symbol symbol = {
		.address = entry->st_value,
		.size = entry->st_size,
		.kind = image_symbol_kind(entry->st_info),
		.defined = entry->st_shndx != SHN_UNDEF,
		.weak = GELF_ST_BIND(entry->st_info) == STB_WEAK,
		.ifunc = GELF_ST_TYPE(entry->st_info) == STT_GNU_IFUNC,
	};
	TRY(reader_string(reader, entry->st_name, "a dynamic symbol", &symbol.name));
	apply_marks(reader, number, entry, &symbol);
	apply_version(reader, version, &symbol);
	if (!*symbol.name || is_made_by_linker(reader, &symbol, entry))
		return NULL;
	return vector_push(&reader->image->symbols, symbol) ? NULL : error_nomem();
}

struct hm_error *read_dynamic_symbols(struct image_reader *reader)
{
	const struct dynamic *dynamic = &reader->dynamic;
	size_t entry_size = gelf_fsize(reader->image->elf, ELF_T_SYM, 1, EV_CURRENT);
	uint64_t count;
	Elf_Data *symbols, *versions = NULL;
	if (!dynamic->symtab)
		return NULL;
	TRY(count_symbols(reader, &count));
	if (count <= 1)
		return NULL;
	if (count > reader->image->file_size / entry_size)
		return image_error(reader->image,
				   "damaged: %llu dynamic symbols do not fit into it",
				   (unsigned long long)count);
	TRY(reader_bytes(reader, dynamic->symtab, count * entry_size, ELF_T_SYM,
			 "the dynamic symbol table", &symbols));
	if (dynamic->versym)
		TRY(reader_bytes(reader, dynamic->versym, count * 2, ELF_T_HALF,
				 "the table of symbol versions", &versions));
	for (size_t i = 1; i < count; i++) {
		GElf_Sym entry;
		if (!gelf_getsym(symbols, (int)i, &entry))
			break;
		uint16_t version = versions ? ((const uint16_t *)versions->d_buf)[i] : 1;
		if (is_visible(&entry))
			TRY(add_symbol(reader, i, &entry, version));
	}
	return NULL;
}
