// SPDX-License-Identifier: BSD-3-Clause
#include "loader/module.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "loader/entry.h"
#include "verify/binding.h"
#include "verify/boundary.h"

#include <string.h>

void module_deinit(struct module *module)
{
	stamp_deinit(&module->stamp);
	vector_deinit(&module->symbols);
	index_deinit(&module->by_name);
	free(module->toolchain);
	free(module->linker_name);
	mapped_deinit(&module->mapped);
	if (module->sealed_fd >= 0)
		close(module->sealed_fd);
	*module = (struct module){ .sealed_fd = -1 };
}

static uint64_t name_hash(const char *name)
{
	return hash_bytes(0, name, strlen(name));
}

static bool copy_text(struct arena *arena, const char *text, const char **ret)
{
	if (text)
		*ret = arena_copy(arena, text, strlen(text));
	return !text || *ret;
}

/* What outlives the image goes where the stamp's strings are. */
static struct hm_error *copy_party(const struct image *image, struct module *module)
{
	struct arena *arena = &module->stamp.arena;
	const char *path = image->path, *slash = strrchr(path, '/');
	size_t count = image->needed.count;
	const char **needed = arena_alloc(arena, count * sizeof(*needed));
	if (!needed || !copy_text(arena, slash ? slash + 1 : path, &module->party.name) ||
	    !copy_text(arena, image->soname, &module->party.soname))
		return error_nomem();
	for (size_t i = 0; i < count; i++)
		if (!copy_text(arena, image->needed.data[i], &needed[i]))
			return error_nomem();
	module->party.needed = needed;
	module->party.needed_count = count;
	return NULL;
}

static struct hm_error *describe_toolchain(struct module *module)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	vector_for_each (compiler, &module->stamp.toolchain.compilers) {
		if (text.size)
			buffer_bytes(&text, ", ", 2);
		buffer_bytes(&text, compiler->family, strlen(compiler->family));
		buffer_bytes(&text, " ", 1);
		buffer_bytes(&text, compiler->version, strlen(compiler->version));
	}
	if (!text.size)
		buffer_bytes(&text, "unknown", 7);
	buffer_u8(&text, 0);
	if (text.failed)
		return error_nomem();
	module->toolchain = (char *)TAKE(text.data);
	return NULL;
}

static struct hm_error *check_role(const struct image *image, const struct stamp *stamp)
{
	if (stamp->role == ROLE_HOST)
		return error_new(HM_ERR_FORMAT,
				 "%s: is stamped as a host; stamp it with --role plugin",
				 image->path);
	return NULL;
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
static struct hm_error *check_provides(const struct image *image,
				       const struct stamp *stamp)
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

static struct hm_error *copy_build_id(const struct image *image, struct module *module)
{
	module->build_id_size = image->build_id_size;
	module->build_id = (const uint8_t *)arena_copy(&module->stamp.arena,
						       (const char *)image->build_id,
						       image->build_id_size);
	return module->build_id ? NULL : error_nomem();
}

struct hm_error *module_describe(struct module *module, const struct image *image)
{
	TRY(copy_party(image, module));
	TRY(copy_build_id(image, module));
	TRY(describe_toolchain(module));
	return entry_check(module, image->path);
}

static struct hm_error *read_image(struct module *module, const struct image *image)
{
	TRY(check_role(image, &module->stamp));
	TRY(check_provides(image, &module->stamp));
	return module_describe(module, image);
}

struct hm_error *module_init(struct module *module, const struct image *image)
{
	/* First, since a stamp is no remedy for it. */
	if (image->type != IMAGE_SHARED)
		return error_new(HM_ERR_FORMAT,
				 "%s: is no shared object; link it with -shared",
				 image->path);
	struct module read = { .sealed_fd = -1 };
	TRY(image_stamp(image, &read.stamp));
	struct hm_error *error = read_image(&read, image);
	if (error) {
		error_set_package(error, read.stamp.package);
		module_deinit(&read);
		return error;
	}
	*module = read;
	return NULL;
}

bool module_uses(const struct module *module, const struct module *provider)
{
	for (size_t i = 0; i < module->party.needed_count; i++)
		if (party_is_file(&provider->party, module->party.needed[i]))
			return true;
	struct symbol_walk walk = symbol_walk_start(&provider->stamp.provides);
	vector_for_each (symbol, &module->stamp.requires)
		if (symbol_walk_find(&walk, symbol->name).count)
			return true;
	return false;
}
