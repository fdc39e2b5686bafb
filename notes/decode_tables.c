// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode_tables.h"

#include "base/error.h"
#include "notes/decode_digests.h"
#include "notes/decode_symbols.h"

#include <string.h>

/* A string that may be missing. No terminal should suffer from it. */
static struct hm_error *read_text(struct cursor *cursor, struct stamp *stamp,
				  const char **ret)
{
	uint64_t code;
	const uint8_t *bytes;
	TRY(cursor_uleb(cursor, &code));
	if (!code) {
		*ret = NULL;
		return NULL;
	}
	if (code - 1 > cursor_left(cursor))
		return cursor_error(cursor, "a string runs over the end");
	size_t length = (size_t)code - 1;
	TRY(cursor_bytes(cursor, length, &bytes));
	if (!stamp_text_is_plain((const char *)bytes, length))
		return cursor_error(cursor, "a string is not UTF-8 or has controls");
	const char *text = arena_copy(&stamp->arena, (const char *)bytes, length);
	if (!text)
		return error_nomem();
	*ret = text;
	return NULL;
}

static struct hm_error *read_needed_text(struct cursor *cursor, struct stamp *stamp,
					 const char **ret)
{
	const char *text;
	TRY(read_text(cursor, stamp, &text));
	if (!text)
		return cursor_error(cursor, "a string is missing");
	*ret = text;
	return NULL;
}

static struct hm_error *read_flag(struct cursor *cursor, bool *ret)
{
	uint8_t value;
	TRY(cursor_u8(cursor, &value));
	if (value > 1)
		return cursor_error(cursor, "%u is no truth value", value);
	*ret = value;
	return NULL;
}

static struct hm_error *decode_identity(struct cursor *cursor, struct stamp *stamp)
{
	TRY(cursor_u8(cursor, &stamp->role));
	if (stamp->role >= ROLE_COUNT)
		return cursor_error(cursor, "unknown role %u", stamp->role);
	TRY(read_needed_text(cursor, stamp, &stamp->package));
	if (!stamp_package_is_valid(stamp->package, strlen(stamp->package)))
		return cursor_error(cursor, "impossible package name");
	TRY(read_text(cursor, stamp, &stamp->package_version));
	TRY(read_text(cursor, stamp, &stamp->init));
	TRY(read_text(cursor, stamp, &stamp->fini));
	TRY(cursor_u8(cursor, &stamp->init_kind));
	TRY(cursor_u8(cursor, &stamp->fini_kind));
	if (stamp->init_kind >= ENTRY_KIND_COUNT || stamp->fini_kind >= ENTRY_KIND_COUNT)
		return cursor_error(cursor, "impossible kind of function");
	return record_end(cursor);
}

static bool policy_is_default(const struct policy *policy)
{
	return policy->toolchain == TOOLCHAIN_EXACT && !policy->deny_untyped &&
	       !policy->deny_warnings && !policy->accept.count;
}

static struct hm_error *decode_policy(struct cursor *cursor, struct stamp *stamp)
{
	struct policy *policy = &stamp->policy;
	uint64_t count;
	TRY(cursor_u8(cursor, &policy->toolchain));
	if (policy->toolchain >= TOOLCHAIN_POLICY_COUNT)
		return cursor_error(cursor, "unknown policy %u", policy->toolchain);
	TRY(read_flag(cursor, &policy->deny_untyped));
	TRY(read_flag(cursor, &policy->deny_warnings));
	TRY(cursor_uleb(cursor, &count));
	for (uint64_t i = 0; i < count; i++) {
		const char *pattern = NULL;
		TRY(read_needed_text(cursor, stamp, &pattern));
		if (!vector_push(&policy->accept, pattern))
			return error_nomem();
	}
	if (policy_is_default(policy))
		return cursor_error(cursor, "the default policy has no record");
	return record_end(cursor);
}

static struct hm_error *read_digest(struct cursor *cursor, struct digest *ret)
{
	const uint8_t *bytes;
	TRY(cursor_bytes(cursor, DIGEST_SIZE, &bytes));
	memcpy(ret->bytes, bytes, DIGEST_SIZE);
	return NULL;
}

static int compare_compilers(const struct compiler *a, const struct compiler *b)
{
	int families = strcmp(a->family, b->family);
	return families ? families : strcmp(a->version, b->version);
}

static struct hm_error *read_compilers(struct cursor *cursor, struct stamp *stamp)
{
	struct toolchain *toolchain = &stamp->toolchain;
	uint64_t count;
	TRY(cursor_uleb(cursor, &count));
	for (uint64_t i = 0; i < count; i++) {
		struct compiler compiler;
		TRY(read_needed_text(cursor, stamp, &compiler.family));
		TRY(read_needed_text(cursor, stamp, &compiler.version));
		TRY(read_text(cursor, stamp, &compiler.language));
		TRY(read_text(cursor, stamp, &compiler.optimisation));
		if (i &&
		    compare_compilers(&toolchain->compilers.data[i - 1], &compiler) >= 0)
			return cursor_error(cursor, "compilers are not sorted");
		if (!vector_push(&toolchain->compilers, compiler))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *read_options(struct cursor *cursor, struct stamp *stamp)
{
	struct toolchain *toolchain = &stamp->toolchain;
	uint64_t count;
	TRY(cursor_uleb(cursor, &count));
	for (uint64_t i = 0; i < count; i++) {
		struct abi_option option;
		TRY(read_needed_text(cursor, stamp, &option.name));
		TRY(read_needed_text(cursor, stamp, &option.value));
		if (i && strcmp(toolchain->options.data[i - 1].name, option.name) >= 0)
			return cursor_error(cursor, "options are not sorted");
		if (!vector_push(&toolchain->options, option))
			return error_nomem();
	}
	return NULL;
}

static struct hm_error *decode_toolchain(struct cursor *cursor, struct stamp *stamp)
{
	struct toolchain *toolchain = &stamp->toolchain;
	TRY(read_digest(cursor, &stamp->toolchain_digest));
	TRY(read_digest(cursor, &stamp->abi_digest));
	TRY(cursor_u8(cursor, &toolchain->elf_class));
	TRY(cursor_u8(cursor, &toolchain->data));
	TRY(cursor_u8(cursor, &toolchain->os_abi));
	TRY(cursor_u8(cursor, &toolchain->arm_vfp_args));
	TRY(cursor_u16(cursor, &toolchain->machine));
	TRY(cursor_u32(cursor, &toolchain->e_flags));
	TRY(cursor_u32(cursor, &toolchain->isa_needed));
	TRY(cursor_u32(cursor, &toolchain->features));
	TRY(read_compilers(cursor, stamp));
	TRY(read_options(cursor, stamp));
	return record_end(cursor);
}

static struct hm_error *decode_provides(struct cursor *cursor, struct stamp *stamp)
{
	return decode_symbols(cursor, &stamp->arena, &stamp->provides);
}

static struct hm_error *decode_requires(struct cursor *cursor, struct stamp *stamp)
{
	return decode_symbols(cursor, &stamp->arena, &stamp->requires);
}

static struct hm_error *decode_expects(struct cursor *cursor, struct stamp *stamp)
{
	return decode_symbols(cursor, &stamp->arena, &stamp->expects);
}

static struct hm_error *decode_origin(struct cursor *cursor, struct stamp *stamp)
{
	struct stamp_origin *origin = &stamp->origin;
	uint64_t count;
	TRY(read_needed_text(cursor, stamp, &origin->file));
	TRY(read_text(cursor, stamp, &origin->soname));
	TRY(read_text(cursor, stamp, &origin->runpath));
	TRY(cursor_uleb(cursor, &count));
	for (uint64_t i = 0; i < count; i++) {
		const char *name = NULL;
		TRY(read_needed_text(cursor, stamp, &name));
		if (!vector_push(&origin->needed, name))
			return error_nomem();
	}
	vector_for_each (symbol, &stamp->requires)
		TRY(read_text(cursor, stamp, &symbol->file));
	return record_end(cursor);
}

static const struct {
	enum record_kind kind;
	struct hm_error *(*decode)(struct cursor *cursor, struct stamp *stamp);
	bool needed;
} tables[] = {
	{ RECORD_IDENTITY, decode_identity, true },
	{ RECORD_POLICY, decode_policy, false },
	{ RECORD_TOOLCHAIN, decode_toolchain, true },
	{ RECORD_PROVIDES, decode_provides, false },
	{ RECORD_REQUIRES, decode_requires, false },
	{ RECORD_EXPECTS, decode_expects, false },
	{ RECORD_TAGS, decode_tags, false },
	/* Behind the required symbols, to which it adds. */
	{ RECORD_ORIGIN, decode_origin, false },
	{ RECORD_CLOSURES, decode_closures, false },
};

struct hm_error *decode_tables(const struct directory *directory, struct stamp *stamp)
{
	stamp->checksum = directory->crc;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct cursor cursor;
		if (directory_has(directory, tables[i].kind)) {
			TRY(directory_open(directory, tables[i].kind, &cursor));
			TRY(tables[i].decode(&cursor, stamp));
		} else if (tables[i].needed) {
			return error_new(HM_ERR_STAMP, "the stamp lacks its record %d",
					 tables[i].kind);
		}
	}
	return NULL;
}
