// SPDX-License-Identifier: BSD-3-Clause
#include "verify/derive.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/runtime.h"
#include "verify/derive_private.h"
#include "verify/hash.h"
#include "verify/producer.h"
#include "verify/producer_vector.h"

#include <stdio.h>
#include <string.h>

static void deriving_deinit(struct deriving *deriving)
{
	candidates_deinit(&deriving->candidates);
	draft_destroy(deriving->draft);
	vector_deinit(&deriving->wants);
	dwarf_result_deinit(&deriving->result);
}

/* ---------------------------------------------------------------------- options */

struct hm_error *derive_check_package(const char *name)
{
	size_t length = strlen(name);
	if (stamp_package_is_valid(name, length))
		return NULL;
	if (!length)
		return error_new(HM_ERR_ARGUMENT, "the package name is empty");
	if (length > FORMAT_PACKAGE_MAX)
		return error_new(HM_ERR_ARGUMENT,
				 "the package name has %zu bytes, at most %d are allowed",
				 length, FORMAT_PACKAGE_MAX);
	const char *space = strchr(name, ' ');
	if (space)
		return error_new(HM_ERR_ARGUMENT,
				 "the package name has a space at byte %zu",
				 (size_t)(space - name));
	return error_new(HM_ERR_ARGUMENT,
			 "the package name has control characters, or is not UTF-8");
}

static struct hm_error *copy_text(struct stamp *stamp, const char *what, const char *text,
				  const char **ret)
{
	if (!text)
		return NULL;
	if (!*text || !stamp_text_is_plain(text, strlen(text)))
		return error_new(
			HM_ERR_ARGUMENT,
			"the %s is empty, has control characters, or is not UTF-8", what);
	*ret = arena_copy(&stamp->arena, text, strlen(text));
	return *ret ? NULL : error_nomem();
}

static struct hm_error *copy_policy(const struct derive_options *options,
				    struct stamp *stamp)
{
	stamp->policy.toolchain = options->toolchain_policy;
	stamp->policy.deny_untyped = options->deny_untyped;
	stamp->policy.deny_warnings = options->deny_warnings;
	for (size_t i = 0; i < options->accept_count; i++) {
		const char *pattern = NULL;
		TRY(copy_text(stamp, "pattern of accepted packages", options->accept[i],
			      &pattern));
		if (!vector_push(&stamp->policy.accept, pattern))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *copy_options(const struct derive_options *options,
				     struct stamp *stamp)
{
	TRY(derive_check_package(options->package));
	stamp->role = options->role;
	TRY(copy_text(stamp, "package name", options->package, &stamp->package));
	TRY(copy_text(stamp, "package version", options->package_version,
		      &stamp->package_version));
	TRY(copy_text(stamp, "name of init", options->init, &stamp->init));
	TRY(copy_text(stamp, "name of fini", options->fini, &stamp->fini));
	return copy_policy(options, stamp);
}

/* ----------------------------------------------------------------------- checks */

static struct hm_error *check_function(const struct deriving *deriving,
				       const char *option, const char *name)
{
	if (!name)
		return NULL;
	const char *path = deriving->images[0].path;
	vector_for_each (candidate, &deriving->candidates.list) {
		if (!candidate->provided || strcmp(candidate->name, name) != 0)
			continue;
		if (candidate->kind == SYMBOL_OBJECT || candidate->kind == SYMBOL_TLS)
			return error_new(HM_ERR_ARGUMENT, "%s: %s '%s' is no function",
					 path, option, name);
		return NULL;
	}
	return error_new(
		HM_ERR_ARGUMENT,
		"%s: %s '%s' is not defined, or not exported: no dynamic symbol has "
		"that name (in C++ it has to be extern \"C\")",
		path, option, name);
}

static bool lacks_type(const struct stamp_symbol *symbol)
{
	return symbol->type.id == TYPE_NONE && !(symbol->flags & SYMBOL_OUTSIDE) &&
	       !runtime_is_compiler_made(symbol->name);
}

static struct hm_error *check_types(const struct deriving *deriving,
				    const struct stamp *stamp)
{
	const stamp_symbols *const lists[] = {
		&stamp->provides,
		&stamp->requires,
		&stamp->expects,
	};
	const char *first = NULL;
	size_t count = 0;
	for (size_t list = 0; list < sizeof(lists) / sizeof(lists[0]); list++)
		vector_for_each (symbol, lists[list])
			if (lacks_type(symbol) && !count++)
				first = symbol->name;
	if (!count)
		return NULL;
	SCOPED_FREE char *more = NULL;
	if (count > 1 && asprintf(&more, " (and of %zu more)", count - 1) < 0)
		return error_nomem();
	return error_new(HM_ERR_ARGUMENT,
			 "%s: the type of '%s' is unknown%s; put HM_INTERFACE(%s) "
			 "behind its declaration in the public header",
			 deriving->images[0].path, first, more ? more : "", first);
}

/* -------------------------------------------------------------------- toolchain */

/* What a link makes of its objects: needs add up, features must be shared by all. */
static struct hm_error *merge_image(const struct image *image,
				    struct toolchain *toolchain)
{
	struct toolchain other = { 0 };
	TRY(image_toolchain(image, &other));
	toolchain->isa_needed |= other.isa_needed;
	toolchain->features &= other.features;
	if (other.arm_vfp_args > toolchain->arm_vfp_args)
		toolchain->arm_vfp_args = other.arm_vfp_args;
	return NULL;
}

static struct hm_error *fill_toolchain(const struct deriving *deriving,
				       struct stamp *stamp)
{
	TRY(image_toolchain(&deriving->images[0], &stamp->toolchain));
	for (size_t i = 1; i < deriving->image_count; i++)
		TRY(merge_image(&deriving->images[i], &stamp->toolchain));
	const struct dwarf_producer *producers = deriving->result.producers.data;
	size_t count = deriving->result.producers.count;
	TRY(producer_list(producers, count, &stamp->arena, &stamp->toolchain));
	return producer_vectors(producers, count, graph_widest_vector(&stamp->graph),
				&stamp->toolchain);
}

static struct hm_error *derive(struct deriving *deriving, struct stamp *stamp)
{
	const struct derive_options *options = deriving->options;
	TRY(copy_options(options, stamp));
	TRY(candidates_collect(deriving->images, deriving->image_count,
			       &deriving->candidates));
	TRY(check_function(deriving, "init", options->init));
	TRY(check_function(deriving, "fini", options->fini));
	TRY(draft_create(&deriving->draft));
	TRY(derive_read(deriving));
	TRY(derive_symbols(deriving, stamp));
	if (options->require_types)
		TRY(check_types(deriving, stamp));
	TRY(fill_toolchain(deriving, stamp));
	TRY(hash_toolchain(stamp));
	return hash_stamp(stamp);
}

struct hm_error *derive_stamp(const struct image *images, size_t count,
			      const struct derive_options *options, struct stamp *ret)
{
	SCOPED(deriving_deinit)
	struct deriving deriving = {
		.images = images,
		.image_count = count,
		.options = options,
	};
	struct stamp stamp;
	TRY(stamp_init(&stamp));
	struct hm_error *error = derive(&deriving, &stamp);
	if (error) {
		stamp_deinit(&stamp);
		return error;
	}
	*ret = stamp;
	return NULL;
}
