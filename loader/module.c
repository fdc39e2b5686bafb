// SPDX-License-Identifier: BSD-3-Clause
#include "loader/module.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/binding.h"
#include "verify/boundary.h"
#include "verify/promises.h"

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
	return promises_check_entries(&module->stamp, image->path);
}

static struct hm_error *read_image(struct module *module, const struct image *image)
{
	TRY(check_role(image, &module->stamp));
	TRY(promises_check_symbols(&module->stamp, image));
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
