/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_LOAD_H
#define LOADER_LOAD_H

#include "hallmark/error.h"
#include "loader/module.h"
#include "loader/source.h"

/*
 * Calls of the dynamic linker. They run code of the plugin, may wait for the C library's
 * lock, and are never made with a lock of ours held.
 */

/*
 * Loads the file that was checked, and confirms that it was that one. `flags`: enum
 * hm_open_flag. HM_ERR_DLOPEN; HM_ERR_CHANGED, after unloading what was loaded.
 */
struct hm_error *module_load(struct module *module, const struct source *source,
			     unsigned flags);

/* Unloads it. Whether the C library has kept the object in memory. */
bool module_unload(struct module *module);

/* Offers the symbols of a loaded module to what is loaded later. HM_ERR_DLOPEN. */
struct hm_error *module_make_global(const struct module *module);

#endif
