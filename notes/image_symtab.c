// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"

#include <string.h>

#define KERNEL_EXPORT "__ksymtab_"

struct symtab {
	Elf_Data *symbols, *section_numbers;
	size_t count;
	const char *strings;
	size_t strings_size;
};

static const char *section_name(const struct image *image, size_t names,
				const GElf_Shdr *header)
{
	const char *name = elf_strptr(image->elf, names, header->sh_name);
	return name ? name : "";
}

bool reader_is_kernel(const struct image_reader *reader)
{
	const struct image *image = reader->image;
	Elf_Scn *section = NULL;
	size_t names;
	if (elf_getshdrstrndx(image->elf, &names) != 0)
		return false;
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header))
			continue;
		const char *name = section_name(image, names, &header);
		/* Every module has the one, every kernel with modules the others. */
		if (strcmp(name, ".modinfo") == 0 || strcmp(name, "__ksymtab") == 0 ||
		    strcmp(name, "__ksymtab_gpl") == 0)
			return true;
	}
	return false;
}

static Elf_Scn *find_section(const struct image *image, uint32_t type, GElf_Shdr *ret)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(image->elf, section)))
		if (gelf_getshdr(section, ret) && ret->sh_type == type)
			return section;
	return NULL;
}

static struct hm_error *section_data(const struct image *image, Elf_Scn *section,
				     const char *what, Elf_Data **ret)
{
	Elf_Data *data = elf_getdata(section, NULL);
	if (!data || !data->d_buf)
		return image_error(image, "truncated or damaged: %s: %s", what,
				   elf_errmsg(-1));
	*ret = data;
	return NULL;
}

static struct hm_error *find_symtab(const struct image *image, struct symtab *ret,
				    bool *found)
{
	GElf_Shdr header, other;
	Elf_Data *strings = NULL;
	Elf_Scn *section = find_section(image, SHT_SYMTAB, &header);
	*found = section && header.sh_size && header.sh_entsize;
	if (!*found)
		return NULL;
	TRY(section_data(image, section, "the symbol table", &ret->symbols));
	ret->count = header.sh_size / header.sh_entsize;
	Elf_Scn *names = elf_getscn(image->elf, header.sh_link);
	if (!names)
		return image_error(image, "damaged: the symbol table has no strings");
	TRY(section_data(image, names, "the string table", &strings));
	ret->strings = strings->d_buf;
	ret->strings_size = strings->d_size;
	if (!ret->strings_size || ret->strings[ret->strings_size - 1])
		return image_error(image, "damaged: the string table has no end");
	Elf_Scn *numbers = find_section(image, SHT_SYMTAB_SHNDX, &other);
	if (numbers)
		TRY(section_data(image, numbers, "the table of section numbers",
				 &ret->section_numbers));
	return NULL;
}

struct symtab_entry {
	GElf_Sym symbol;
	const char *name;
	uint32_t section;
};

static struct hm_error *symtab_entry(const struct image *image,
				     const struct symtab *table, size_t number,
				     struct symtab_entry *ret)
{
	GElf_Word section = 0;
	if (!gelf_getsymshndx(table->symbols, table->section_numbers, (int)number,
			      &ret->symbol, &section))
		return image_error(image, "damaged: symbol %zu: %s", number,
				   elf_errmsg(-1));
	if (ret->symbol.st_name >= table->strings_size)
		return image_error(image, "damaged: symbol %zu has no name", number);
	ret->name = table->strings + ret->symbol.st_name;
	if (ret->symbol.st_shndx == SHN_XINDEX)
		ret->section = section;
	else
		ret->section =
			ret->symbol.st_shndx < SHN_LORESERVE ? ret->symbol.st_shndx : 0;
	return NULL;
}

/* The names that a kernel exports, from the symbols of the entries in its table. */
struct exports {
	VECTOR(const char *) names;
	struct index index;
};

static void exports_deinit(struct exports *exports)
{
	vector_deinit(&exports->names);
	index_deinit(&exports->index);
}

static bool export_matches(const void *context, uint32_t value, const void *key)
{
	const struct exports *exports = context;
	return strcmp(exports->names.data[value], key) == 0;
}

static bool exports_has(const struct exports *exports, const char *name)
{
	return index_find(&exports->index, hash_bytes(index_key(), name, strlen(name)),
			  export_matches, exports, name) != INDEX_NONE;
}

static struct hm_error *exports_init(const struct image *image,
				     const struct symtab *table, struct exports *exports)
{
	for (size_t i = 1; i < table->count; i++) {
		struct symtab_entry entry;
		TRY(symtab_entry(image, table, i, &entry));
		const char *name = text_past(entry.name, KERNEL_EXPORT);
		if (!name)
			continue;
		uint32_t number = (uint32_t)exports->names.count;
		if (exports_has(exports, name))
			continue;
		if (!vector_push(&exports->names, name) ||
		    !index_add(&exports->index,
			       hash_bytes(index_key(), name, strlen(name)), number))
			return error_nomem();
	}
	return NULL;
}

/* "name@version" and "name@@version": what .symver leaves in an object. */
static struct hm_error *split_version(struct image *image, struct image_symbol *symbol)
{
	const char *at = strchr(symbol->name, '@');
	if (!at || at == symbol->name)
		return NULL;
	symbol->hidden = symbol->defined && at[1] != '@';
	/* One more '@' lets the assembler choose between the two. */
	const char *version = at + strspn(at, "@");
	symbol->version = *version ? version : NULL;
	symbol->name =
		arena_copy(&image->arena, symbol->name, (size_t)(at - symbol->name));
	return symbol->name ? NULL : error_nomem();
}

static bool is_wanted(const struct image *image, const struct exports *exports,
		      const struct symtab_entry *entry)
{
	unsigned binding = GELF_ST_BIND(entry->symbol.st_info);
	unsigned visibility = GELF_ST_VISIBILITY(entry->symbol.st_other);
	if (!*entry->name || binding == STB_LOCAL)
		return false;
	/* Kernels hide what they export from their own linker. */
	if (image->kernel)
		return entry->symbol.st_shndx == SHN_UNDEF ||
		       exports_has(exports, entry->name);
	return visibility != STV_HIDDEN && visibility != STV_INTERNAL;
}

static struct hm_error *add_symbol(struct image *image, const struct symtab_entry *entry)
{
	const GElf_Sym *from = &entry->symbol;
	struct image_symbol symbol = {
		.name = entry->name,
		.address = from->st_shndx == SHN_COMMON ? 0 : from->st_value,
		.size = from->st_size,
		.section = entry->section,
		.kind = from->st_shndx == SHN_COMMON ? SYMBOL_OBJECT
						     : image_symbol_kind(from->st_info),
		.defined = from->st_shndx != SHN_UNDEF,
		.weak = GELF_ST_BIND(from->st_info) == STB_WEAK,
		.ifunc = GELF_ST_TYPE(from->st_info) == STT_GNU_IFUNC,
	};
	/* Addresses of linked files are not relative to their sections. */
	if (image->type != IMAGE_RELOCATABLE)
		symbol.section = 0;
	if (!image->kernel)
		TRY(split_version(image, &symbol));
	return vector_push(&image->symbols, symbol) ? NULL : error_nomem();
}

/* What GCC puts into an object that holds its intermediate language and no code. */
#define LTO_SLIM_MARK "__gnu_lto_slim"

static bool is_slim(const struct image *image, const struct symtab_entry *entry)
{
	return image->type == IMAGE_RELOCATABLE &&
	       strcmp(entry->name, LTO_SLIM_MARK) == 0;
}

struct hm_error *read_symtab(struct image_reader *reader)
{
	struct image *image = reader->image;
	struct symtab table = { 0 };
	SCOPED(exports_deinit) struct exports exports = { 0 };
	bool found;
	TRY(find_symtab(image, &table, &found));
	if (!found)
		return NULL;
	if (image->kernel)
		TRY(exports_init(image, &table, &exports));
	for (size_t i = 1; i < table.count; i++) {
		struct symtab_entry entry;
		TRY(symtab_entry(image, &table, i, &entry));
		if (is_slim(image, &entry))
			return read_lto_symbols(reader);
		if (is_wanted(image, &exports, &entry))
			TRY(add_symbol(image, &entry));
	}
	return NULL;
}
