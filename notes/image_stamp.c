// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/decode.h"
#include "notes/runtime.h"

#include <string.h>

/* What the symbol table says, and not the stamp. */
#define TABLE_FLAGS                                                          \
	(SYMBOL_WEAK | SYMBOL_DEFAULT | SYMBOL_FIRST | SYMBOL_INTERPOSABLE | \
	 SYMBOL_OUTSIDE)

/* The file's first version node of its own: where references without version go. */
#define VERSION_INDEX_FIRST 2

struct cut {
	const struct image *image;
	struct stamp *stamp;
	/* The image's symbols, sorted by name. */
	const struct image_symbol **symbols;
	/* By number in stamp->provides: whether the table has it. */
	bool *defined;
	stamp_symbols provides, requires;
};

static void cut_deinit(struct cut *cut)
{
	free(cut->symbols);
	free(cut->defined);
	vector_deinit(&cut->provides);
	vector_deinit(&cut->requires);
}

static int compare_names(const void *a, const void *b)
{
	const struct image_symbol *left = *(const struct image_symbol *const *)a;
	const struct image_symbol *right = *(const struct image_symbol *const *)b;
	return strcmp(left->name, right->name);
}

static struct hm_error *cut_init(struct cut *cut)
{
	size_t count = cut->image->symbols.count;
	cut->symbols = malloc((count + 1) * sizeof(*cut->symbols));
	cut->defined = calloc(cut->stamp->provides.count + 1, sizeof(*cut->defined));
	if (!cut->symbols || !cut->defined)
		return error_nomem();
	for (size_t i = 0; i < count; i++)
		cut->symbols[i] = &cut->image->symbols.data[i];
	qsort(cut->symbols, count, sizeof(*cut->symbols), compare_names);
	return NULL;
}

/*
 * The entry of a name: the one of that version, else the one without, which is how a note
 * object lists it. `at` follows the names, which come in order.
 */
static const struct stamp_symbol *find_entry(const stamp_symbols *list, size_t *at,
					     const char *name, const char *version)
{
	const struct stamp_symbol *found = NULL;
	while (*at < list->count && strcmp(list->data[*at].name, name) < 0)
		++*at;
	for (size_t i = *at; i < list->count; i++) {
		const struct stamp_symbol *entry = &list->data[i];
		if (strcmp(entry->name, name) != 0)
			break;
		if (!entry->version)
			found = entry;
		else if (version && strcmp(entry->version, version) == 0)
			return entry;
	}
	return found;
}

static struct hm_error *copy_text(struct cut *cut, const char *text, const char **ret)
{
	*ret = text ? arena_copy(&cut->stamp->arena, text, strlen(text)) : NULL;
	return text && !*ret ? error_nomem() : NULL;
}

/* What the stamp knows of a symbol, if it does, under the name that the table has. */
static struct hm_error *make_entry(struct cut *cut, const struct image_symbol *symbol,
				   const struct stamp_symbol *known,
				   struct stamp_symbol *ret)
{
	struct stamp_symbol entry = { .type.id = TYPE_NONE };
	if (known)
		entry = *known;
	else
		TRY(copy_text(cut, symbol->name, &entry.name));
	TRY(copy_text(cut, symbol->version, &entry.version));
	entry.file = NULL;
	entry.flags &= (uint8_t)~TABLE_FLAGS;
	if (symbol->kind != SYMBOL_UNKNOWN)
		entry.kind = symbol->kind;
	*ret = entry;
	return NULL;
}

static struct hm_error *add_provided(struct cut *cut, const struct image_symbol *symbol,
				     const struct stamp_symbol *known)
{
	struct stamp_symbol entry;
	if (!known)
		return NULL;
	cut->defined[known - cut->stamp->provides.data] = true;
	TRY(make_entry(cut, symbol, known, &entry));
	if (!symbol->hidden)
		entry.flags |= SYMBOL_DEFAULT;
	if (symbol->version_index == VERSION_INDEX_FIRST)
		entry.flags |= SYMBOL_FIRST;
	return vector_push(&cut->provides, entry) ? NULL : error_nomem();
}

static bool is_outside(const struct image_symbol *symbol)
{
	return (symbol->version_file && runtime_is_library(symbol->version_file)) ||
	       runtime_is_startup_symbol(symbol->name);
}

static struct hm_error *add_required(struct cut *cut, const struct image_symbol *symbol,
				     const struct stamp_symbol *known)
{
	struct stamp_symbol entry;
	TRY(make_entry(cut, symbol, known, &entry));
	TRY(copy_text(cut, symbol->version_file, &entry.file));
	if (symbol->weak)
		entry.flags |= SYMBOL_WEAK;
	if (is_outside(symbol)) {
		/* A note object cannot know where the link will bind it. */
		entry.flags = SYMBOL_OUTSIDE | (entry.flags & SYMBOL_WEAK);
		entry.type = (struct type_ref){ .id = TYPE_NONE };
		entry.digest = (struct digest){ { 0 } };
		entry.closure = (struct digest){ { 0 } };
		entry.face = (struct digest){ { 0 } };
	}
	return vector_push(&cut->requires, entry) ? NULL : error_nomem();
}

/* Any earlier definition of the name would win, whatever its version. */
static struct hm_error *add_interposable(struct cut *cut,
					 const struct image_symbol *symbol,
					 const struct stamp_symbol *known)
{
	struct stamp_symbol entry;
	TRY(make_entry(cut, symbol, known, &entry));
	entry.version = NULL;
	entry.flags |= SYMBOL_INTERPOSABLE;
	return vector_push(&cut->requires, entry) ? NULL : error_nomem();
}

static struct hm_error *cut_symbols(struct cut *cut)
{
	size_t provided_at = 0, required_at = 0;
	for (size_t i = 0; i < cut->image->symbols.count; i++) {
		const struct image_symbol *symbol = cut->symbols[i];
		const struct stamp_symbol *provided =
			find_entry(&cut->stamp->provides, &provided_at, symbol->name,
				   symbol->version);
		const struct stamp_symbol *required =
			find_entry(&cut->stamp->requires, &required_at, symbol->name,
				   symbol->version);
		if (!symbol->defined) {
			TRY(add_required(cut, symbol, required));
			continue;
		}
		TRY(add_provided(cut, symbol, provided));
		if (symbol->interposable)
			TRY(add_interposable(cut, symbol,
					     required ? required : provided));
	}
	return NULL;
}

/*
 * A section was made for this very table: what it provides and the table lacks is for the
 * reader to complain about.
 */
static struct hm_error *keep_undefined(struct cut *cut)
{
	for (size_t i = 0; i < cut->stamp->provides.count; i++)
		if (!cut->defined[i] &&
		    !vector_push(&cut->provides, cut->stamp->provides.data[i]))
			return error_nomem();
	return NULL;
}

/* Sorted, each name and version once. */
static void finish(stamp_symbols *symbols)
{
	size_t kept = 0;
	if (symbols->count)
		qsort(symbols->data, symbols->count, sizeof(*symbols->data),
		      stamp_symbol_compare);
	for (size_t i = 0; i < symbols->count; i++)
		if (!kept || stamp_symbol_compare(&symbols->data[kept - 1],
						  &symbols->data[i]) != 0)
			symbols->data[kept++] = symbols->data[i];
	symbols->count = kept;
}

static void exchange(stamp_symbols *a, stamp_symbols *b)
{
	stamp_symbols old = *a;
	*a = *b;
	*b = old;
}

static struct hm_error *cut_down(const struct image *image, bool linked,
				 struct stamp *stamp)
{
	SCOPED(cut_deinit) struct cut cut = { .image = image, .stamp = stamp };
	TRY(cut_init(&cut));
	TRY(cut_symbols(&cut));
	if (!linked)
		TRY(keep_undefined(&cut));
	finish(&cut.provides);
	finish(&cut.requires);
	exchange(&stamp->provides, &cut.provides);
	exchange(&stamp->requires, &cut.requires);
	return NULL;
}

/* A stamp that was copied from another file says nothing about this one. */
static struct hm_error *check_machine(const struct image *image,
				      const struct stamp *stamp)
{
	const struct toolchain *toolchain = &stamp->toolchain;
	if (toolchain->elf_class == image->elf_class && toolchain->data == image->data &&
	    toolchain->machine == image->machine)
		return NULL;
	return error_new(
		HM_ERR_STAMP,
		"%s: its stamp is for another machine: e_machine %u, class %u, byte "
		"order %u, but the file has %u, %u, %u",
		image->path, toolchain->machine, toolchain->elf_class, toolchain->data,
		image->machine, image->elf_class, image->data);
}

/*
 * A stamp that was taken from a file stands in an object without symbols. In any other
 * file it speaks of something else: it was linked in, or copied.
 */
static struct hm_error *check_origin(const struct image *image, const struct stamp *stamp)
{
	if (!stamp->origin.file ||
	    (image->type == IMAGE_RELOCATABLE && !image->symbols.count))
		return NULL;
	return error_new(HM_ERR_STAMP,
			 "%s: its stamp was taken from another file, %s, to stand alone; "
			 "link this one without it",
			 image->path, stamp->origin.file);
}

struct hm_error *image_stamp(const struct image *image, struct stamp *ret)
{
	struct note_place place;
	struct stamp stamp;
	TRY(image_find_note(image, &place));
	struct hm_error *error = stamp_decode(place.desc, place.size, &stamp);
	free(place.desc);
	if (error)
		return error_set_path(error_prefix(error, "%s: ", image->path),
				      image->path);
	error = check_machine(image, &stamp);
	if (!error)
		error = check_origin(image, &stamp);
	/* Objects are not linked yet, and kernels link their modules themselves. */
	if (!error && image->type != IMAGE_RELOCATABLE && !image->kernel)
		error = cut_down(image, place.linked, &stamp);
	if (error) {
		stamp_deinit(&stamp);
		return error;
	}
	*ret = stamp;
	return NULL;
}
