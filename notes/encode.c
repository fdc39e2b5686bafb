// SPDX-License-Identifier: BSD-3-Clause
#include "notes/encode.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/decode.h"
#include "notes/encode_digests.h"
#include "notes/encode_types.h"
#include "notes/format.h"

#include <string.h>
#include <zlib.h>

struct record {
	uint16_t kind, flags;
	struct buffer body;
};

struct records {
	struct record list[RECORD_KIND_COUNT];
	size_t count;
};

static void records_deinit(struct records *records)
{
	for (size_t i = 0; i < records->count; i++)
		buffer_deinit(&records->list[i].body);
}

static struct buffer *record_add(struct records *records, enum record_kind kind)
{
	struct record *record = &records->list[records->count++];
	*record = (struct record){ .kind = kind, .flags = RECORD_MUST_UNDERSTAND };
	return &record->body;
}

/* A string that may be missing: its length plus 1, or 0. */
static void put_text(struct buffer *out, const char *text)
{
	if (!text) {
		buffer_uleb(out, 0);
		return;
	}
	size_t length = strlen(text);
	buffer_uleb(out, (uint64_t)length + 1);
	buffer_bytes(out, text, length);
}

static void encode_identity(const struct stamp *stamp, struct buffer *out)
{
	buffer_u8(out, stamp->role);
	put_text(out, stamp->package);
	put_text(out, stamp->package_version);
	put_text(out, stamp->init);
	put_text(out, stamp->fini);
	buffer_u8(out, (uint8_t)stamp_entry_kind(stamp, stamp->init));
	buffer_u8(out, (uint8_t)stamp_entry_kind(stamp, stamp->fini));
}

static void encode_policy(const struct policy *policy, struct buffer *out)
{
	buffer_u8(out, policy->toolchain);
	buffer_u8(out, policy->deny_untyped);
	buffer_u8(out, policy->deny_warnings);
	buffer_uleb(out, policy->accept.count);
	vector_for_each (pattern, &policy->accept)
		put_text(out, *pattern);
}

static bool policy_is_default(const struct policy *policy)
{
	return policy->toolchain == TOOLCHAIN_EXACT && !policy->deny_untyped &&
	       !policy->deny_warnings && !policy->accept.count;
}

static void encode_toolchain(const struct stamp *stamp, struct buffer *out)
{
	const struct toolchain *toolchain = &stamp->toolchain;
	buffer_bytes(out, stamp->toolchain_digest.bytes, DIGEST_SIZE);
	buffer_bytes(out, stamp->abi_digest.bytes, DIGEST_SIZE);
	buffer_u8(out, toolchain->elf_class);
	buffer_u8(out, toolchain->data);
	buffer_u8(out, toolchain->os_abi);
	buffer_u8(out, toolchain->arm_vfp_args);
	buffer_u16(out, toolchain->machine);
	buffer_u32(out, toolchain->e_flags);
	buffer_u32(out, toolchain->isa_needed);
	buffer_u32(out, toolchain->features);
	buffer_uleb(out, toolchain->compilers.count);
	vector_for_each (compiler, &toolchain->compilers) {
		put_text(out, compiler->family);
		put_text(out, compiler->version);
		put_text(out, compiler->language);
		put_text(out, compiler->optimisation);
	}
	buffer_uleb(out, toolchain->options.count);
	vector_for_each (option, &toolchain->options) {
		put_text(out, option->name);
		put_text(out, option->value);
	}
}

/* Distinct versions of a symbol table, sorted, and where each begins in the strings. */
struct version_list {
	VECTOR(const char *) names;
	VECTOR(uint32_t) offsets;
};

static void version_list_deinit(struct version_list *versions)
{
	vector_deinit(&versions->names);
	vector_deinit(&versions->offsets);
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct hm_error *version_list_init(const stamp_symbols *symbols, uint32_t offset,
					  struct version_list *versions)
{
	vector_for_each (symbol, symbols)
		if (symbol->version && !vector_push(&versions->names, symbol->version))
			return error_nomem();
	if (!versions->names.count)
		return NULL;
	qsort(versions->names.data, versions->names.count, sizeof(const char *),
	      compare_text);
	size_t kept = 0;
	for (size_t i = 0; i < versions->names.count; i++) {
		const char *name = versions->names.data[i];
		if (kept && strcmp(versions->names.data[kept - 1], name) == 0)
			continue;
		versions->names.data[kept++] = name;
		if (!vector_push(&versions->offsets, offset))
			return error_nomem();
		offset += (uint32_t)strlen(name) + 1;
	}
	versions->names.count = kept;
	return NULL;
}

static uint32_t version_offset(const struct version_list *versions, const char *version)
{
	if (!version)
		return 0;
	const char **found =
		bsearch(&version, versions->names.data, versions->names.count,
			sizeof(version), compare_text);
	return versions->offsets.data[found - versions->names.data];
}

/* Whether the name is the one of the symbol before it, which then is not repeated. */
static bool name_is_repeated(const stamp_symbols *symbols, size_t i)
{
	return i && strcmp(symbols->data[i - 1].name, symbols->data[i].name) == 0;
}

static size_t names_size(const stamp_symbols *symbols)
{
	size_t size = 0;
	for (size_t i = 0; i < symbols->count; i++)
		if (!name_is_repeated(symbols, i))
			size += strlen(symbols->data[i].name) + 1;
	return size;
}

static void encode_symbol_entries(const stamp_symbols *symbols,
				  const struct version_list *versions, struct buffer *out)
{
	uint32_t name = 0, next = 0;
	for (size_t i = 0; i < symbols->count; i++) {
		const struct stamp_symbol *symbol = &symbols->data[i];
		if (!name_is_repeated(symbols, i)) {
			name = next;
			next += (uint32_t)strlen(symbol->name) + 1;
		}
		bool typed = symbol->type.id != TYPE_NONE;
		buffer_u32(out, name);
		buffer_u32(out, version_offset(versions, symbol->version));
		buffer_u32(out, typed ? symbol->type.id + 1 : 0);
		buffer_u8(out, symbol->kind);
		buffer_u8(out, symbol->flags);
		buffer_u8(out, typed ? symbol->type.quals : 0);
		buffer_u8(out, typed ? symbol->type.align : 0);
	}
}

static struct hm_error *encode_symbols(const stamp_symbols *symbols, struct buffer *out)
{
	size_t names = names_size(symbols);
	/* Offsets have 32 bits; what comes near that is refused as a whole. */
	if (names > FORMAT_SIZE_MAX)
		return error_new(HM_ERR_ARGUMENT,
				 "symbol names take %zu bytes; a stamp "
				 "holds at most %u",
				 names, FORMAT_SIZE_MAX);
	SCOPED(version_list_deinit) struct version_list versions = { 0 };
	TRY(version_list_init(symbols, (uint32_t)names, &versions));
	buffer_u32(out, (uint32_t)symbols->count);
	encode_symbol_entries(symbols, &versions, out);
	vector_for_each (symbol, symbols)
		if (symbol->type.id != TYPE_NONE)
			buffer_bytes(out, symbol->digest.bytes, DIGEST_SIZE);
	for (size_t i = 0; i < symbols->count; i++)
		if (!name_is_repeated(symbols, i))
			buffer_bytes(out, symbols->data[i].name,
				     strlen(symbols->data[i].name) + 1);
	vector_for_each (version, &versions.names)
		buffer_bytes(out, *version, strlen(*version) + 1);
	return NULL;
}

static void encode_tags(const struct stamp *stamp, struct buffer *out)
{
	uint32_t counts[TYPE_KIND_COUNT] = { 0 }, name = 0;
	vector_for_each (tag, &stamp->tags)
		if (tag->kind < TYPE_KIND_COUNT)
			counts[tag->kind]++;
	buffer_u32(out, counts[TYPE_STRUCT]);
	buffer_u32(out, counts[TYPE_UNION]);
	buffer_u32(out, counts[TYPE_ENUM]);
	vector_for_each (tag, &stamp->tags) {
		buffer_u32(out, name);
		buffer_u32(out, tag->type);
		name += (uint32_t)strlen(tag->tag) + 1;
	}
	vector_for_each (tag, &stamp->tags)
		buffer_bytes(out, tag->tag, strlen(tag->tag) + 1);
}

/* The files that versions are expected in are the symbol table's to tell, elsewhere. */
static void encode_origin(const struct stamp *stamp, struct buffer *out)
{
	const struct stamp_origin *origin = &stamp->origin;
	put_text(out, origin->file);
	put_text(out, origin->soname);
	put_text(out, origin->runpath);
	buffer_uleb(out, origin->needed.count);
	vector_for_each (name, &origin->needed)
		put_text(out, *name);
	vector_for_each (symbol, &stamp->requires)
		put_text(out, symbol->file);
}

static struct hm_error *encode_symbol_records(const struct stamp *stamp,
					      struct records *records)
{
	if (stamp->provides.count)
		TRY(encode_symbols(&stamp->provides,
				   record_add(records, RECORD_PROVIDES)));
	if (stamp->requires.count)
		TRY(encode_symbols(&stamp->requires,
				   record_add(records, RECORD_REQUIRES)));
	if (stamp->expects.count)
		TRY(encode_symbols(&stamp->expects, record_add(records, RECORD_EXPECTS)));
	return NULL;
}

static struct hm_error *encode_digest_records(const struct stamp *stamp,
					      struct records *records)
{
	tag_keys keys = { 0 };
	if (!tag_keys_collect(stamp, &keys))
		return error_nomem();
	if (keys.count)
		encode_tag_sums(stamp, &keys, record_add(records, RECORD_TAG_SUMS));
	struct hm_error *error = NULL;
	if (stamp_has_closures(stamp))
		error = encode_closures(stamp, record_add(records, RECORD_CLOSURES));
	if (keys.count)
		encode_tag_keys(stamp, &keys, record_add(records, RECORD_TAG_KEYS));
	vector_deinit(&keys);
	return error;
}

static struct hm_error *encode_records(const struct stamp *stamp, struct records *records)
{
	encode_identity(stamp, record_add(records, RECORD_IDENTITY));
	if (!policy_is_default(&stamp->policy))
		encode_policy(&stamp->policy, record_add(records, RECORD_POLICY));
	encode_toolchain(stamp, record_add(records, RECORD_TOOLCHAIN));
	TRY(encode_symbol_records(stamp, records));
	if (stamp->tags.count)
		encode_tags(stamp, record_add(records, RECORD_TAGS));
	/* void alone is in every graph. */
	if (stamp->graph.types.count > 1)
		TRY(encode_types(stamp, record_add(records, RECORD_TYPES)));
	if (stamp->origin.file)
		encode_origin(stamp, record_add(records, RECORD_ORIGIN));
	return encode_digest_records(stamp, records);
}

static uint32_t checksum(const void *bytes, size_t size)
{
	return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, size);
}

static void encode_directory(const struct records *records, size_t size,
			     struct buffer *out)
{
	size_t start = out->size;
	buffer_bytes(out, FORMAT_MAGIC, FORMAT_MAGIC_SIZE);
	buffer_u16(out, FORMAT_VERSION);
	buffer_u16(out, FORMAT_REVISION);
	buffer_u32(out, (uint32_t)size);
	buffer_u16(out, (uint16_t)records->count);
	buffer_u16(out, 0);
	for (size_t i = 0; i < records->count; i++) {
		const struct record *record = &records->list[i];
		buffer_u16(out, record->kind);
		buffer_u16(out, record->flags);
		buffer_u32(out, (uint32_t)record->body.size);
		buffer_u32(out, checksum(record->body.data, record->body.size));
	}
	if (!out->failed)
		buffer_u32(out, checksum(out->data + start, out->size - start));
}

static size_t aligned(size_t size, size_t alignment)
{
	return (size + alignment - 1) & ~(alignment - 1);
}

/* Pads the bodies, so that their checksums cover the padding; the size of all. */
static size_t finish_records(struct records *records)
{
	size_t size = FORMAT_HEADER_SIZE + FORMAT_CRC_SIZE;
	for (size_t i = 0; i < records->count; i++) {
		buffer_align(&records->list[i].body, FORMAT_RECORD_ALIGNMENT);
		size += FORMAT_RECORD_SIZE + records->list[i].body.size;
	}
	return aligned(size, FORMAT_SIZE_ALIGNMENT);
}

static struct hm_error *join_records(struct records *records, struct buffer *ret)
{
	size_t size = finish_records(records), start = ret->size;
	if (size > FORMAT_SIZE_MAX)
		return error_new(HM_ERR_ARGUMENT,
				 "the stamp would take %zu bytes; at "
				 "most %u are read",
				 size, FORMAT_SIZE_MAX);
	encode_directory(records, size, ret);
	for (size_t i = 0; i < records->count; i++) {
		ret->failed |= records->list[i].body.failed;
		buffer_bytes(ret, records->list[i].body.data, records->list[i].body.size);
	}
	while (!ret->failed && ret->size - start < size)
		buffer_u8(ret, 0);
	return ret->failed ? error_nomem() : NULL;
}

/* What nobody can read must not be written: whatever the decoder refuses is an error
 * here, too. */
static struct hm_error *check_readable(const struct buffer *bytes, size_t start)
{
	struct stamp stamp;
	struct hm_error *error =
		stamp_decode(bytes->data + start, bytes->size - start, &stamp);
	if (error)
		return error_prefix(error, "the stamp would not be readable: ");
	stamp_deinit(&stamp);
	return NULL;
}

struct hm_error *stamp_encode(const struct stamp *stamp, struct buffer *ret)
{
	SCOPED(records_deinit) struct records records = { 0 };
	size_t start = ret->size;
	TRY(encode_records(stamp, &records));
	TRY(join_records(&records, ret));
	return check_readable(ret, start);
}
