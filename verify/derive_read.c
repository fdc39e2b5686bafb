// SPDX-License-Identifier: BSD-3-Clause
#include "verify/derive_private.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/base_name.h"

static struct hm_error *make_wants(struct deriving *deriving)
{
	vector_for_each (candidate, &deriving->candidates.list) {
		struct dwarf_want want = {
			.kind = WANT_SYMBOL,
			.name = candidate->name,
			.ifunc = candidate->ifunc,
		};
		if (!vector_push(&deriving->wants, want))
			return error_nomem();
	}
	for (size_t i = 0; i < deriving->options->expect_count; i++) {
		const struct derive_expect *expect = &deriving->options->expects[i];
		struct dwarf_want symbol = { .kind = WANT_SYMBOL, .name = expect->name };
		struct dwarf_want type = {
			.kind = WANT_TYPE,
			.name = base_name(expect->type ? expect->type : expect->name),
		};
		if (!vector_push(&deriving->wants, symbol) ||
		    !vector_push(&deriving->wants, type))
			return error_nomem();
	}
	return NULL;
}

/* A symbol has a place only in the image that defines it. */
static void place_wants(struct deriving *deriving, const struct image *image)
{
	for (size_t i = 0; i < deriving->candidates.list.count; i++) {
		const struct candidate *candidate = &deriving->candidates.list.data[i];
		struct dwarf_want *want = &deriving->wants.data[i];
		want->defined = candidate->image == image;
		want->address = want->defined ? candidate->address : 0;
		want->section = want->defined ? candidate->section : 0;
	}
}

/*
 * Objects of one link may lack debug information (assembler sources do), as long as one
 * has it: their symbols are untyped, which is said of each by name.
 */
struct hm_error *derive_read(struct deriving *deriving)
{
	struct dwarf_options options = { .debug_dir = deriving->options->debug_dir };
	SCOPED_ERROR struct hm_error *lacking = NULL;
	bool any = false;
	TRY(make_wants(deriving));
	for (size_t i = 0; i < deriving->image_count; i++) {
		const struct image *image = &deriving->images[i];
		options.in_memory = image->bytes != NULL;
		place_wants(deriving, image);
		struct hm_error *error = dwarf_read(
			image->path, image->elf, &options, deriving->wants.data,
			deriving->wants.count, deriving->draft, &deriving->result);
		if (!error) {
			any = true;
		} else if (hm_error_code(error) != HM_ERR_NO_DEBUG_INFO) {
			return error;
		} else if (lacking) {
			hm_error_free(error);
		} else {
			lacking = error;
		}
	}
	return any ? NULL : TAKE(lacking);
}
