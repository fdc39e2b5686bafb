// SPDX-License-Identifier: BSD-3-Clause
#include "loader/options.h"

#include "base/error.h"
#include "base/index.h"

#include <string.h>

#define POLICY_FLAGS \
	(HM_OPEN_TOOLCHAIN_EXACT | HM_OPEN_DENY_UNTYPED | HM_OPEN_DENY_WARNINGS)
#define KNOWN_FLAGS \
	(HM_OPEN_LAZY | HM_OPEN_GLOBAL | HM_OPEN_SEALED | HM_OPEN_CLOSABLE | POLICY_FLAGS)

/* The struct of a version far ahead; what is larger is no struct of ours. */
#define LARGEST_OPTIONS 4096

static bool all_zero(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static struct hm_error *check_names(const char *what, const char *const *names,
				    size_t count)
{
	if (count && !names)
		return error_new(HM_ERR_ARGUMENT, "options: %s is NULL, its count is %zu",
				 what, count);
	for (size_t i = 0; i < count; i++)
		if (!names[i] || !*names[i])
			return error_new(HM_ERR_ARGUMENT, "options: %s[%zu] is empty",
					 what, i);
	return NULL;
}

struct hm_error *options_read(const struct hm_open_options *options,
			      struct hm_open_options *ret)
{
	struct hm_open_options full = { 0 };
	if (options) {
		size_t size = options->size;
		if (size < sizeof(options->size) || size > LARGEST_OPTIONS)
			return error_new(
				HM_ERR_ARGUMENT,
				"options: size is %zu; initialise the struct with "
				"HM_OPEN_OPTIONS()",
				size);
		if (size > sizeof(full) &&
		    !all_zero((const unsigned char *)options + sizeof(full),
			      size - sizeof(full)))
			return error_new(
				HM_ERR_ARGUMENT,
				"options: set what this version of the library does "
				"not know; the program needs a newer libhallmark");
		memcpy(&full, options, size < sizeof(full) ? size : sizeof(full));
	}
	if (full.flags & ~(unsigned)KNOWN_FLAGS)
		return error_new(HM_ERR_ARGUMENT, "options: unknown flags 0x%x",
				 full.flags & ~(unsigned)KNOWN_FLAGS);
	TRY(check_names("entry_points", full.entry_points, full.entry_point_count));
	TRY(check_names("accept", full.accept, full.accept_count));
	full.size = sizeof(full);
	*ret = full;
	return NULL;
}

static uint64_t hash_names(uint64_t hash, const char *const *names, size_t count)
{
	hash = hash_mix(hash, count);
	for (size_t i = 0; i < count; i++)
		hash = hash_bytes(hash, names[i], strlen(names[i]));
	return hash;
}

uint64_t options_hash(const struct hm_open_options *options)
{
	uint64_t hash = hash_mix(0, options->flags);
	hash = hash_names(hash, options->entry_points, options->entry_point_count);
	return hash_names(hash, options->accept, options->accept_count);
}

bool options_tighten(const struct hm_open_options *options)
{
	return options->flags & POLICY_FLAGS || options->entry_point_count ||
	       options->accept_count;
}
