/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_MODULE_H
#define LOADER_MODULE_H

/* What a plugin's file says of itself, and, once loaded, where things are. */

#include "base/index.h"
#include "base/vector.h"
#include "hallmark/plugin.h"
#include "loader/mapped.h"
#include "notes/image.h"
#include "notes/stamp.h"
#include "verify/verify.h"

#include <stdbool.h>
#include <stdint.h>

/* A provided symbol, resolved. */
struct resolved {
	struct hm_symbol symbol;
	/* The host's stamp knows it, and it was compared with that when opening. */
	bool expected;
	/* Thread-local: the C library's number of the object, and the place in it. */
	size_t tls_module, tls_offset;
};

/*
 * What one attempt to open a file has made of it. Built by one thread; once the plugin is
 * ready it does not change any more and is read without a lock.
 */
struct module {
	struct stamp stamp;
	/* What is required and expected, tags and types have not been read: see
	 * plugin_whole_stamp(). */
	bool stamp_is_partial;
	/* Strings are the stamp's; `stamp` points at the one above once it stays put. */
	struct party party;
	char *toolchain;
	/* As dlopen returned it, and what it was given. */
	void *handle;
	char *linker_name;
	/* The object that was loaded. */
	struct mapped mapped;
	/* The sealed copy, kept open so that its name stays its own; else -1. */
	int sealed_fd;
	/* Sorted by name, then version, as stamp.provides; the index has one per name. */
	VECTOR(struct resolved) symbols;
	struct index by_name;
	/* NT_GNU_BUILD_ID of the file that was checked; empty if none. */
	const uint8_t *build_id;
	size_t build_id_size;
};

/*
 * Reads what there is to know before loading. HM_ERR_FORMAT: not a shared object, or
 * stamped as a host; HM_ERR_NO_STAMP, HM_ERR_STAMP, HM_ERR_STAMP_VERSION; HM_ERR_SYMBOL:
 * the stamp provides what the file does not define; HM_ERR_TYPE: the init function.
 */
struct hm_error *module_init(struct module *module, const struct image *image);
void module_deinit(struct module *module);

/*
 * The rest of it, once there is a stamp that fits the file: what outlives the image is
 * copied. Of the image neither symbols nor `elf` are looked at.
 */
struct hm_error *module_describe(struct module *module, const struct image *image);

/* The symbol of that name; of several versions the default one. NULL if none. */
const struct resolved *module_find(const struct module *module, const char *name);

/* Its address in the calling thread. */
struct hm_error *module_address(const struct module *module,
				const struct resolved *resolved, void **ret);

/* Whether the module requires a symbol that the other provides, or needs its file. */
bool module_uses(const struct module *module, const struct module *provider);

#endif
