// SPDX-License-Identifier: BSD-3-Clause
#include "tools/freshness.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/encode.h"
#include "tools/json.h"
#include "tools/text.h"

#include <stdarg.h>
#include <string.h>

/* The stamp in the file, and the one derived just now. */
struct pair {
	const struct stamp *stored, *derived;
	/* Linked in: made from the objects of the link, start-up files not included. */
	bool linked;
};

void freshness_deinit(struct freshness *freshness)
{
	vector_for_each (line, &freshness->differences)
		free(*line);
	vector_deinit(&freshness->differences);
}

static struct hm_error *differs(struct freshness *freshness, const char *format, ...)
	PRINTF_LIKE(2, 3);

static struct hm_error *differs(struct freshness *freshness, const char *format, ...)
{
	char *line;
	va_list args;
	va_start(args, format);
	int length = vasprintf(&line, format, args);
	va_end(args);
	if (length < 0)
		return error_nomem();
	freshness->stale = true;
	if (vector_push(&freshness->differences, line))
		return NULL;
	free(line);
	return error_nomem();
}

static bool same_digest(const struct digest *a, const struct digest *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static const struct stamp_symbol *find(const stamp_symbols *list,
				       const struct stamp_symbol *symbol)
{
	return stamp_find(list->data, list->count, symbol->name, symbol->version);
}

/* The flags that derivation sees; the others come from options. */
static bool same_flags(const struct stamp_symbol *a, const struct stamp_symbol *b)
{
	return !((a->flags ^ b->flags) & SYMBOL_NORETURN);
}

/* A symbol of the stamp against what the file has now, if that knows a type of it. */
static struct hm_error *check_symbol(const struct stamp_symbol *stored,
				     const struct stamp_symbol *now, const char *what,
				     struct freshness *freshness)
{
	if (stored->type.id == TYPE_NONE && now->type.id == TYPE_NONE)
		return NULL;
	if (now->type.id == TYPE_NONE)
		return differs(freshness, "'%s', which it %s, has lost its type",
			       stored->name, what);
	if (stored->type.id == TYPE_NONE)
		return differs(freshness, "'%s', which it %s, has a type now",
			       stored->name, what);
	if (same_digest(&stored->digest, &now->digest) && same_flags(stored, now))
		return NULL;
	return differs(freshness, "'%s', which it %s, has another type now", stored->name,
		       what);
}

static struct hm_error *check_list(const stamp_symbols *stored,
				   const stamp_symbols *derived, const char *what,
				   struct freshness *freshness)
{
	vector_for_each (symbol, stored) {
		const struct stamp_symbol *now = find(derived, symbol);
		if (now)
			TRY(check_symbol(symbol, now, what, freshness));
		else
			TRY(differs(freshness, "it no longer %s '%s'", what,
				    symbol->name));
	}
	return NULL;
}

static struct hm_error *check_provides(const struct pair *pair,
				       struct freshness *freshness)
{
	vector_for_each (symbol, &pair->derived->provides)
		freshness->left_out += !find(&pair->stored->provides, symbol);
	return check_list(&pair->stored->provides, &pair->derived->provides, "provides",
			  freshness);
}

static struct hm_error *check_requires(const struct pair *pair,
				       struct freshness *freshness)
{
	vector_for_each (symbol, &pair->derived->requires) {
		if (!find(&pair->stored->requires, symbol))
			TRY(differs(freshness, "it requires '%s' now", symbol->name));
	}
	return check_list(&pair->stored->requires, &pair->derived->requires, "requires",
			  freshness);
}

/* The types of --expect are not in the stamp; those of HM_INTERFACE are found again. */
static struct hm_error *check_expects(const struct pair *pair,
				      struct freshness *freshness)
{
	vector_for_each (symbol, &pair->stored->expects) {
		const struct stamp_symbol *now = find(&pair->derived->expects, symbol);
		if (!now)
			freshness->unchecked++;
		else
			TRY(check_symbol(symbol, now, "expects", freshness));
	}
	vector_for_each (now, &pair->derived->expects) {
		if (!find(&pair->stored->expects, now))
			TRY(differs(freshness, "it expects '%s' now", now->name));
	}
	return NULL;
}

static struct hm_error *check_tags(const struct pair *pair, struct freshness *freshness)
{
	vector_for_each (tag, &pair->stored->tags) {
		const struct stamp_tag *now =
			stamp_find_tag(pair->derived, tag->kind, tag->tag);
		if (now && !same_digest(&tag->digest, &now->digest))
			TRY(differs(freshness, "%s %s has changed",
				    type_kind_name(tag->kind), tag->tag));
	}
	return NULL;
}

static struct hm_error *check_toolchain(const struct pair *pair,
					struct freshness *freshness)
{
	const struct stamp *stored = pair->stored, *derived = pair->derived;
	/* The link adds compilers of archives, and properties of start-up files. */
	if (pair->linked)
		return NULL;
	if (!same_digest(&stored->abi_digest, &derived->abi_digest))
		return differs(freshness, "its ABI settings are others now");
	if (!same_digest(&stored->toolchain_digest, &derived->toolchain_digest))
		return differs(freshness, "it was built by other compilers");
	return NULL;
}

/*
 * The last word where everything could be derived: the same bytes. Only for a section,
 * since a note object was made before the link added its share.
 */
static struct hm_error *check_bytes(const struct subject *subject,
				    const struct stamp *derived,
				    struct freshness *freshness)
{
	SCOPED(buffer_deinit) struct buffer now = { 0 };
	struct note_place place;
	TRY(stamp_encode(derived, &now));
	if (now.failed)
		return error_nomem();
	TRY(image_find_note(&subject->image, &place));
	SCOPED_FREE uint8_t *stored = place.desc;
	if (place.size == now.size && !memcmp(stored, now.data, now.size))
		return NULL;
	return differs(freshness, "its stamp would be other bytes now");
}

/* What the stamp tells of the options that made it. */
static struct derive_options options_of(const struct stamp *stamp, const char *debug_dir)
{
	return (struct derive_options){
		.role = stamp->role,
		.package = stamp->package,
		.package_version = stamp->package_version,
		.init = stamp->init,
		.fini = stamp->fini,
		.toolchain_policy = stamp->policy.toolchain,
		.deny_untyped = stamp->policy.deny_untyped,
		.deny_warnings = stamp->policy.deny_warnings,
		.accept = stamp->policy.accept.data,
		.accept_count = stamp->policy.accept.count,
		.debug_dir = debug_dir,
	};
}

static struct hm_error *compare(const struct pair *pair, struct freshness *freshness)
{
	TRY(check_toolchain(pair, freshness));
	TRY(check_tags(pair, freshness));
	TRY(check_provides(pair, freshness));
	TRY(check_requires(pair, freshness));
	return check_expects(pair, freshness);
}

static struct hm_error *is_linked(const struct subject *subject, bool *ret)
{
	struct note_place place;
	TRY(image_find_note(&subject->image, &place));
	free(place.desc);
	*ret = place.linked;
	return NULL;
}

struct hm_error *freshness_check(const struct subject *subject, const char *debug_dir,
				 struct freshness *ret)
{
	SCOPED(stamp_deinit) struct stamp derived = { 0 };
	const struct derive_options options = options_of(&subject->stamp, debug_dir);
	struct pair pair = { .stored = &subject->stamp, .derived = &derived };
	TRY(is_linked(subject, &pair.linked));
	struct hm_error *error = subject_derive(&subject->image, 1, &options, &derived);
	/* An init that the stamp names and the file has no more. */
	if (hm_error_code(error) == HM_ERR_ARGUMENT) {
		SCOPED_ERROR struct hm_error *cause = error;
		return differs(ret, "%s", hm_error_message(cause));
	}
	if (error)
		return error;
	TRY(compare(&pair, ret));
	if (ret->stale || pair.linked || ret->left_out || ret->unchecked)
		return NULL;
	return check_bytes(subject, &derived, ret);
}

void freshness_print(const char *file, const struct freshness *freshness)
{
	text_print(stdout, file);
	puts(freshness->stale ? ": the stamp is stale; stamp it again"
			      : ": the stamp is fresh");
	vector_for_each (line, &freshness->differences) {
		fputs("  ", stdout);
		text_print(stdout, *line);
		putchar('\n');
	}
	if (freshness->left_out)
		printf("  the stamp leaves out exported symbols: %zu\n",
		       freshness->left_out);
	if (freshness->unchecked)
		printf("  expected symbols whose type cannot be checked here: %zu\n",
		       freshness->unchecked);
}

json_t *freshness_json(const char *file, const struct freshness *freshness)
{
	SCOPED_JSON json_t *object = json_object();
	json_t *lines = json_array();
	bool done = json_put_text(object, "file", file) &&
		    json_put_bool(object, "stale", freshness->stale) &&
		    json_put_number(object, "left_out", freshness->left_out) &&
		    json_put_number(object, "unchecked", freshness->unchecked);
	vector_for_each (line, &freshness->differences)
		done = done && json_append(lines, json_text(*line));
	return json_put(object, "differences", lines) && done ? TAKE(object) : NULL;
}
