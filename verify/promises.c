// SPDX-License-Identifier: BSD-3-Clause
#include "verify/promises.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/index.h"
#include "base/scope.h"
#include "verify/binding.h"
#include "verify/typename.h"

#include <string.h>

static uint64_t name_hash(const char *name)
{
	return hash_bytes(0, name, strlen(name));
}

struct symbol_key {
	const char *name, *version;
};

static bool match_symbol(const void *context, uint32_t value, const void *key)
{
	const struct image *image = context;
	const struct image_symbol *symbol = &image->symbols.data[value];
	const struct symbol_key *wanted = key;
	return strcmp(symbol->name, wanted->name) == 0 &&
	       (symbol->version && wanted->version
			? strcmp(symbol->version, wanted->version) == 0
			: symbol->version == wanted->version);
}

static bool index_definitions(const struct image *image, struct index *ret)
{
	for (size_t i = 0; i < image->symbols.count; i++) {
		const struct image_symbol *symbol = &image->symbols.data[i];
		if (symbol->defined &&
		    !index_add(ret, name_hash(symbol->name), (uint32_t)i))
			return false;
	}
	return true;
}

/* image_stamp() leaves to its reader what a stamp lists and the file does not define. */
struct hm_error *promises_check_symbols(const struct stamp *stamp,
					const struct image *image)
{
	SCOPED(index_deinit) struct index index = { 0 };
	if (!index_definitions(image, &index))
		return error_nomem();
	vector_for_each (symbol, &stamp->provides) {
		const struct symbol_key key = { symbol->name, symbol->version };
		if (index_find(&index, name_hash(key.name), match_symbol, image, &key) ==
		    INDEX_NONE)
			return error_new(
				HM_ERR_SYMBOL,
				"%s: the stamp says that it provides %s, but the "
				"file does not define it; stamp the file again",
				image->path, symbol->name);
	}
	return NULL;
}

static const struct stamp_symbol *find_entry(const struct stamp *stamp, const char *name)
{
	return definitions_bind(definitions_find(&stamp->provides, name),
				REFERENCE_LOOKUP, NULL, false);
}

static struct hm_error *type_error(const struct stamp *stamp, const char *path,
				   const char *what, const struct stamp_symbol *symbol)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	if (symbol->type.id != TYPE_NONE)
		typename_declare(&text, &stamp->graph, symbol->type, symbol->name);
	if (text.failed)
		return error_nomem();
	if (!text.size)
		return error_new(
			HM_ERR_TYPE,
			"%s: the type of its %s function %s is not known; it must "
			"be int %s(void) or void %s(void): compile it with -g and "
			"stamp it again",
			path, what, symbol->name, symbol->name, symbol->name);
	return error_new(HM_ERR_TYPE,
			 "%s: its %s function is %.*s, but must be int %s(void) or void "
			 "%s(void)",
			 path, what, (int)text.size, (const char *)text.data,
			 symbol->name, symbol->name);
}

static struct hm_error *check_one(const struct stamp *stamp, const char *path,
				  const char *what, const char *name, uint8_t kind)
{
	if (!name)
		return NULL;
	const struct stamp_symbol *symbol = find_entry(stamp, name);
	if (!symbol)
		return error_new(
			HM_ERR_SYMBOL,
			"%s: the stamp names %s as its %s function, but the file "
			"does not export it; stamp the file again",
			path, name, what);
	if (kind == ENTRY_NONE)
		return type_error(stamp, path, what, symbol);
	return NULL;
}

struct hm_error *promises_check_entries(const struct stamp *stamp, const char *path)
{
	TRY(check_one(stamp, path, "init", stamp->init, stamp->init_kind));
	return check_one(stamp, path, "fini", stamp->fini, stamp->fini_kind);
}
