// SPDX-License-Identifier: BSD-3-Clause
#include "verify/derive.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/derive_private.h"
#include "verify/hash.h"
#include "verify/producer.h"

#include <string.h>

/* Longer names serve nobody, and PATH_MAX bounds what can be a path. */
#define PACKAGE_MAX_BYTES 4095

static void deriving_deinit(struct deriving *deriving)
{
	candidates_deinit(&deriving->candidates);
	draft_destroy(deriving->draft);
	vector_deinit(&deriving->wants);
	dwarf_result_deinit(&deriving->result);
}

/* ---------------------------------------------------------------------- options */

/* Bytes of the UTF-8 sequence at `text` (RFC 3629, section 4), 0 if it is malformed. */
static size_t utf8_length(const unsigned char *text)
{
	static const struct {
		unsigned char low, high, second_low, second_high, length;
	} forms[] = {
		{ 0x00, 0x7f, 0x00, 0xff, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (text[0] < forms[i].low || text[0] > forms[i].high)
			continue;
		if (forms[i].length == 1)
			return 1;
		if (text[1] < forms[i].second_low || text[1] > forms[i].second_high)
			return 0;
		for (size_t at = 2; at < forms[i].length; at++)
			if ((text[at] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return 0;
}

struct hm_error *derive_check_package(const char *name)
{
	size_t length = strlen(name);
	if (!length)
		return error_new(HM_ERR_ARGUMENT, "the package name is empty");
	if (length > PACKAGE_MAX_BYTES)
		return error_new(HM_ERR_ARGUMENT,
				 "the package name has %zu bytes, more than %d", length,
				 PACKAGE_MAX_BYTES);
	for (size_t at = 0, step; at < length; at += step) {
		const unsigned char *text = (const unsigned char *)name + at;
		step = utf8_length(text);
		if (!step)
			return error_new(HM_ERR_ARGUMENT,
					 "the package name is not UTF-8 at byte %zu", at);
		/* C1 controls are U+0080 to U+009F. */
		bool control = text[0] < 0x20 || text[0] == 0x7f ||
			       (text[0] == 0xc2 && text[1] < 0xa0);
		if (control || text[0] == ' ')
			return error_new(HM_ERR_ARGUMENT,
					 "the package name has a %s at byte %zu",
					 control ? "control character" : "space", at);
	}
	return NULL;
}

static struct hm_error *copy_text(struct stamp *stamp, const char *text, const char **ret)
{
	if (!text)
		return NULL;
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
		TRY(copy_text(stamp, options->accept[i], &pattern));
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
	TRY(copy_text(stamp, options->package, &stamp->package));
	TRY(copy_text(stamp, options->package_version, &stamp->package_version));
	TRY(copy_text(stamp, options->init, &stamp->init));
	TRY(copy_text(stamp, options->fini, &stamp->fini));
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
		"that name",
		path, option, name);
}

static struct hm_error *check_types(const struct deriving *deriving,
				    const struct stamp *stamp)
{
	const char *first = NULL;
	size_t count = 0;
	vector_for_each (symbol, &stamp->provides)
		if (symbol->type.id == TYPE_NONE && !count++)
			first = symbol->name;
	vector_for_each (symbol, &stamp->requires)
		if (symbol->type.id == TYPE_NONE && !(symbol->flags & SYMBOL_OUTSIDE) &&
		    !count++)
			first = symbol->name;
	if (!count)
		return NULL;
	return error_new(HM_ERR_ARGUMENT,
			 "%s: the type of '%s' is unknown (%zu such symbols in all); put "
			 "HM_INTERFACE(%s) behind its declaration in the public header",
			 deriving->images[0].path, first, count, first);
}

/* -------------------------------------------------------------------- toolchain */

/* What a link makes of its objects: needs add up, features must be shared by all. */
static struct hm_error *merge_image(const struct image *image, struct toolchain *toolchain)
{
	struct toolchain other = { 0 };
	TRY(image_toolchain(image, &other));
	toolchain->isa_needed |= other.isa_needed;
	toolchain->features &= other.features;
	if (other.arm_vfp_args > toolchain->arm_vfp_args)
		toolchain->arm_vfp_args = other.arm_vfp_args;
	return NULL;
}

static struct hm_error *fill_toolchain(const struct deriving *deriving, struct stamp *stamp)
{
	TRY(image_toolchain(&deriving->images[0], &stamp->toolchain));
	for (size_t i = 1; i < deriving->image_count; i++)
		TRY(merge_image(&deriving->images[i], &stamp->toolchain));
	return producer_list(deriving->result.producers.data,
			     deriving->result.producers.count, &stamp->arena,
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
