// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image_reader.h"

#include "base/cursor.h"
#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"

#include <string.h>

/*
 * The symbols of an object that holds GCC's intermediate language and no code: what GCC's
 * linker plugin reads. For each there are a name and the name of its COMDAT group, each
 * ended by a NUL, and then the fields below; a second section has what kind it is.
 * Written by write_symbol() and produce_symtab_extension() of gcc/lto-streamer-out.cc.
 */
#define SYMBOLS ".gnu.lto_.symtab."
#define KINDS ".gnu.lto_.ext_symtab."
#define ASSEMBLER ".gnu.lto_.asm."

/* enum gcc_plugin_symbol_kind of lto-symtab.h */
enum {
	LTO_DEFINED,
	LTO_WEAK_DEFINED,
	LTO_UNDEFINED,
	LTO_WEAK_UNDEFINED,
	LTO_COMMON,
	LTO_KIND_COUNT,
};

/* enum gcc_plugin_symbol_visibility */
enum {
	LTO_VISIBLE,
	LTO_PROTECTED,
};

/* enum gcc_plugin_symbol_type */
enum {
	LTO_FUNCTION = 1,
	LTO_VARIABLE,
};

/* A size of 8 bytes and the number of a slot, 4, in the byte order of the compiler. */
#define LTO_REST_SIZE 12
#define LTO_KINDS_VERSION 1
/* The kind and the section of each. */
#define LTO_KINDS_SIZE 2

struct lto_sections {
	struct cursor symbols, kinds;
	bool has_symbols, has_kinds;
};

static struct hm_error *open_section(const struct image *image, Elf_Scn *section,
				     const char *name, struct cursor *ret)
{
	Elf_Data *data = elf_getdata(section, NULL);
	if (!data || (data->d_size && !data->d_buf))
		return image_error(image, "truncated or damaged: %s: %s", name,
				   elf_errmsg(-1));
	*ret = cursor_over(data->d_buf, data->d_size, name);
	return NULL;
}

static struct hm_error *find_section(struct image *image, Elf_Scn *section,
				     const char *name, struct lto_sections *found)
{
	if (text_begins(name, ASSEMBLER))
		image->sealed_assembler = true;
	if (text_begins(name, KINDS)) {
		found->has_kinds = true;
		return open_section(image, section, name, &found->kinds);
	}
	if (!text_begins(name, SYMBOLS))
		return NULL;
	if (found->has_symbols)
		return image_error(image, "several objects of gcc -flto in one; name "
					  "them one by one");
	found->has_symbols = true;
	return open_section(image, section, name, &found->symbols);
}

static struct hm_error *find_sections(struct image *image, struct lto_sections *found)
{
	Elf_Scn *section = NULL;
	size_t names;
	if (elf_getshdrstrndx(image->elf, &names) != 0)
		return image_error(image, "damaged: section names: %s", elf_errmsg(-1));
	while ((section = elf_nextscn(image->elf, section))) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(image->elf, names, header.sh_name)
					   : NULL;
		if (name)
			TRY(find_section(image, section, name, found));
	}
	if (!found->has_symbols)
		return image_error(image, "an object of gcc -flto without symbols; add "
					  "-ffat-lto-objects, or stamp the linked file");
	return NULL;
}

static struct hm_error *read_string(struct cursor *cursor, const char **ret)
{
	const uint8_t *end = memchr(cursor->at, '\0', cursor_left(cursor));
	if (!end)
		return cursor_error(cursor, "a name has no end");
	*ret = (const char *)cursor->at;
	cursor->at = end + 1;
	return NULL;
}

static struct hm_error *read_kind(struct lto_sections *sections, uint8_t *ret)
{
	const uint8_t *kinds;
	*ret = SYMBOL_UNKNOWN;
	/* Compilers before GCC 10 do not say. */
	if (!sections->has_kinds)
		return NULL;
	TRY(cursor_bytes(&sections->kinds, LTO_KINDS_SIZE, &kinds));
	if (kinds[0] == LTO_FUNCTION)
		*ret = SYMBOL_FUNCTION;
	/* A variable may be thread-local: the linked file will tell. */
	return NULL;
}

static struct hm_error *read_symbol(struct image *image, struct lto_sections *sections)
{
	struct cursor *cursor = &sections->symbols;
	struct image_symbol symbol = { 0 };
	const uint8_t *rest;
	const char *group;
	uint8_t kind, visibility;
	TRY(read_string(cursor, &symbol.name));
	TRY(read_string(cursor, &group));
	TRY(cursor_u8(cursor, &kind));
	TRY(cursor_u8(cursor, &visibility));
	TRY(cursor_bytes(cursor, LTO_REST_SIZE, &rest));
	TRY(read_kind(sections, &symbol.kind));
	if (kind >= LTO_KIND_COUNT)
		return cursor_error(cursor, "unknown kind of symbol %u", kind);
	symbol.defined = kind != LTO_UNDEFINED && kind != LTO_WEAK_UNDEFINED;
	symbol.weak = kind == LTO_WEAK_DEFINED || kind == LTO_WEAK_UNDEFINED;
	if (!*symbol.name || (visibility != LTO_VISIBLE && visibility != LTO_PROTECTED))
		return NULL;
	return vector_push(&image->symbols, symbol) ? NULL : error_nomem();
}

static struct hm_error *read_all(struct image *image, struct lto_sections *sections)
{
	uint8_t version;
	if (sections->has_kinds) {
		TRY(cursor_u8(&sections->kinds, &version));
		sections->has_kinds = version == LTO_KINDS_VERSION;
	}
	while (cursor_left(&sections->symbols))
		TRY(read_symbol(image, sections));
	return NULL;
}

struct hm_error *read_lto_symbols(struct image_reader *reader)
{
	struct image *image = reader->image;
	struct lto_sections sections = { 0 };
	image->symbols.count = 0;
	TRY(find_sections(image, &sections));
	SCOPED_ERROR struct hm_error *error = read_all(image, &sections);
	return error ? image_error(image, "damaged: %s", hm_error_message(error)) : NULL;
}
