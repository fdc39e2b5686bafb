/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_PLUGIN_H
#define LOADER_PLUGIN_H

/* A plugin's entry in the registry. */

#include "base/vector.h"
#include "hallmark/plugin.h"
#include "loader/module.h"
#include "loader/source.h"

#include <stdbool.h>
#include <stdint.h>

struct opener;

typedef VECTOR(struct hm_plugin *) plugin_list;

enum plugin_state {
	/* Being read, compared, loaded: another thread may take that over. */
	PLUGIN_OPENING,
	/* Its init function runs; `module` is filled in. */
	PLUGIN_INIT,
	PLUGIN_READY,
	/* Its fini function runs, or it is being unloaded. */
	PLUGIN_CLOSING,
	/* Closed or failed, but the C library keeps the object in memory. */
	PLUGIN_LINGERING,
	/* Not in the registry any more. */
	PLUGIN_GONE,
};

struct hm_plugin {
	/* Constant. */
	char *path;
	struct file_identity identity;
	/* The rest of this block: under the registry's lock. */
	enum plugin_state state;
	/* The thread at work on it; NULL if none. */
	struct opener *owner;
	/* Claimed right before loading, so that one package is loaded from one file. */
	char *package;
	/* Calls of hm_open() not yet given back; plugins and calls that depend on it. */
	size_t opens, dependents;
	/* Pointers to this struct: keeps the memory, not the object. */
	size_t references;
	/* Opened once without HM_OPEN_CLOSABLE. */
	bool permanent;
	bool global;
	/* Why it failed, for those that wait, and what the owner had been asked for. */
	struct hm_error *failure;
	uint64_t options_hash;
	/* Global plugins that this one requires symbols from: a dependent of each. */
	plugin_list depends;

	/* The whole stamp, where the module's is partial and somebody has asked for it:
	 * under the registry's lock until it is set. See loader/whole.h. */
	struct stamp *whole;

	struct module module;
};

#endif
