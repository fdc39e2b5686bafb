// SPDX-License-Identifier: BSD-3-Clause
#include "verify/candidate.h"

#include "base/error.h"
#include "notes/runtime.h"

#include <string.h>

void candidates_deinit(struct candidates *candidates)
{
	vector_deinit(&candidates->list);
}

static bool is_outside(const struct image_symbol *symbol)
{
	if (symbol->defined && !symbol->borrowed)
		return false;
	return (symbol->version_file && runtime_is_library(symbol->version_file)) ||
	       runtime_is_startup_symbol(symbol->name);
}

static struct hm_error *add_symbol(struct candidates *candidates,
				   const struct image *image,
				   const struct image_symbol *symbol)
{
	bool defined = symbol->defined && !symbol->borrowed;
	struct candidate candidate = {
		.name = symbol->name,
		.version = symbol->version,
		.file = symbol->version_file,
		.kind = symbol->kind,
		.provided = defined,
		.required = !defined || symbol->interposable,
		.weak = symbol->weak,
		.default_version = defined && !symbol->hidden,
		.first_version = defined && symbol->version_index == 2,
		.interposable = defined && symbol->interposable,
		.outside = is_outside(symbol),
		.image = defined ? image : NULL,
		.address = symbol->address,
		.section = symbol->section,
		.ifunc = symbol->ifunc,
		.place = (uint32_t)(symbol - image->symbols.data),
	};
	if (!vector_push(&candidates->list, candidate))
		return error_nomem();
	return NULL;
}

static int compare_text(const char *a, const char *b)
{
	return !a || !b ? (a != NULL) - (b != NULL) : strcmp(a, b);
}

static int candidate_compare(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	int order = strcmp(left->name, right->name);
	if (!order)
		order = compare_text(left->version, right->version);
	/* A definition comes before references, a strong one before weak ones. */
	if (!order)
		order = right->provided - left->provided;
	return order ? order : left->weak - right->weak;
}

/* A later entry of the same name and version adds what it knows to the first. */
static void merge(struct candidate *first, const struct candidate *later)
{
	if (first->provided) {
		/* Within one link a reference is bound to the definition. */
		first->required |= later->required && later->interposable;
		return;
	}
	first->weak &= later->weak;
	if (first->kind == SYMBOL_UNKNOWN)
		first->kind = later->kind;
	first->outside |= later->outside;
}

static void merge_equal(struct candidates *candidates)
{
	size_t kept = 0;
	for (size_t i = 0; i < candidates->list.count; i++) {
		struct candidate *at = &candidates->list.data[i];
		struct candidate *last = kept ? &candidates->list.data[kept - 1] : NULL;
		if (last && strcmp(last->name, at->name) == 0 &&
		    compare_text(last->version, at->version) == 0)
			merge(last, at);
		else
			candidates->list.data[kept++] = *at;
	}
	candidates->list.count = kept;
}

struct hm_error *candidates_collect(const struct image *images, size_t count,
				    struct candidates *ret)
{
	struct candidates candidates = { 0 };
	struct hm_error *error = NULL;
	for (size_t i = 0; i < count && !error; i++)
		for (size_t s = 0; s < images[i].symbols.count && !error; s++)
			error = add_symbol(&candidates, &images[i],
					   &images[i].symbols.data[s]);
	if (error) {
		candidates_deinit(&candidates);
		return error;
	}
	if (candidates.list.count)
		qsort(candidates.list.data, candidates.list.count,
		      sizeof(struct candidate), candidate_compare);
	merge_equal(&candidates);
	*ret = candidates;
	return NULL;
}
