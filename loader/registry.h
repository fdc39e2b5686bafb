/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_REGISTRY_H
#define LOADER_REGISTRY_H

/*
 * Which plugins there are, and which thread is at work on which.
 *
 * A thread that wants to open a file claims its entry. If another thread is at work on
 * that, it waits for the result, or takes the work over: see loader/waiting.h. Who has
 * claimed an entry ends with registry_publish(), registry_fail() or, if the work was
 * taken over meanwhile, registry_lose().
 */

#include "loader/plugin.h"

#include <stdbool.h>
#include <stdint.h>

struct claim_request {
	/* As source_open() found them. */
	const char *path;
	const struct file_identity *identity;
	uint64_t options_hash;
};

enum claim {
	/*
	 * It is open; the call counts as one more that opened it. To be followed by
	 * registry_settle() or registry_begin_close().
	 */
	CLAIM_READY,
	/* The calling thread is to open it. */
	CLAIM_OWNED,
	/* Something has changed meanwhile: look at the path again. */
	CLAIM_AGAIN,
};

/*
 * Finds or makes the entry of a file, waiting if need be. `ret` is written unless
 * CLAIM_AGAIN. HM_ERR_CYCLE, HM_ERR_BUSY; HM_ERR_PACKAGE_LOADED: the path names another
 * file than the one that is loaded from it; or the failure of the thread waited for.
 */
struct hm_error *registry_claim(const struct claim_request *request, enum claim *ret_how,
				struct hm_plugin **ret);

/*
 * Claims a package name for a plugin about to be loaded; waits while another file of that
 * package is. HM_ERR_PACKAGE_LOADED names it.
 */
struct hm_error *registry_claim_package(struct hm_plugin *plugin, const char *package);

/*
 * The last moment before init: moves the module into the plugin, and with HM_OPEN_GLOBAL
 * offers it to others. False if another thread has taken over; then nothing is moved.
 */
bool registry_begin_init(struct hm_plugin *plugin, struct module *module, unsigned flags);

/* It is open; waiting threads go on. Takes what `depends` holds. */
void registry_publish(struct hm_plugin *plugin, plugin_list *depends, unsigned flags);

/* The call that found it open goes through: without HM_OPEN_CLOSABLE it stays. */
void registry_settle(struct hm_plugin *plugin, unsigned flags);

/*
 * It failed; waiting threads get a copy of `error`. Gives up the caller's reference.
 * `lingers`: the C library has kept the object in memory. False if another thread has
 * taken over: then nothing is done.
 */
bool registry_fail(struct hm_plugin *plugin, const struct hm_error *error, bool lingers);

/*
 * Waits until the thread that took over is through. The caller counts as a dependent, so
 * that nobody closes the plugin while it still has a handle of its own; it ends with
 * registry_drop_dependent().
 */
void registry_lose(struct hm_plugin *plugin);

/*
 * Counts one call that opened it less. True: the caller is to close it. HM_ERR_ARGUMENT:
 * it stays; or it has not been opened as often.
 */
struct hm_error *registry_begin_close(struct hm_plugin *plugin, bool *ret);

/* Takes back what CLAIM_READY counted. True: the caller is to close it. */
bool registry_unclaim(struct hm_plugin *plugin);

/* The same for a dependent; gives up a reference unless the answer is true. */
bool registry_drop_dependent(struct hm_plugin *plugin);

/* It is closed. Gives up the caller's reference. */
void registry_end_close(struct hm_plugin *plugin, bool lingers);

/* Offers a plugin that is open to others from now on, as its whole stamp has it. */
struct hm_error *registry_make_global(struct hm_plugin *plugin,
				      const struct stamp *stamp);

/*
 * The plugins that offer their symbols to others, in the order in which they came to do
 * so; and all that are open. The caller becomes a dependent of each.
 */
struct hm_error *registry_globals(plugin_list *ret);
struct hm_error *registry_ready(plugin_list *ret);

#endif
