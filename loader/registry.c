// SPDX-License-Identifier: BSD-3-Clause
#include "loader/registry.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/failure.h"
#include "loader/state.h"
#include "loader/waiting.h"

#include <string.h>

static void reference_unlocked(struct hm_plugin *plugin)
{
	plugin->references++;
}

static void unreference_unlocked(struct hm_plugin *plugin)
{
	if (--plugin->references)
		return;
	module_deinit(&plugin->module);
	if (plugin->whole)
		stamp_deinit(plugin->whole);
	free(plugin->whole);
	vector_deinit(&plugin->depends);
	hm_error_free(plugin->failure);
	free(plugin->package);
	free(plugin->path);
	free(plugin);
}

static void list_remove(plugin_list *list, const struct hm_plugin *plugin)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (list->data[i] != plugin)
			list->data[kept++] = list->data[i];
	list->count = kept;
}

/* Takes it out of the registry, or leaves it there as a mark that its file is in use. */
static void leave_unlocked(struct hm_plugin *plugin, bool lingers)
{
	list_remove(&loader_state.globals, plugin);
	plugin->owner = NULL;
	plugin->state = lingers ? PLUGIN_LINGERING : PLUGIN_GONE;
	if (!lingers) {
		list_remove(&loader_state.plugins, plugin);
		unreference_unlocked(plugin);
	}
	pthread_cond_broadcast(&loader_state.changed);
}

/* The entry of the same file; else one whose path names another file now. */
static struct hm_plugin *find_unlocked(const struct claim_request *request)
{
	struct hm_plugin *other = NULL;
	vector_for_each (at, &loader_state.plugins) {
		struct hm_plugin *plugin = *at;
		if (plugin->state == PLUGIN_GONE)
			continue;
		if (identity_same_file(&plugin->identity, request->identity))
			return plugin;
		if (strcmp(plugin->path, request->path) == 0)
			other = plugin;
	}
	return other;
}

static struct hm_error *add_unlocked(const struct claim_request *request,
				     struct hm_plugin **ret)
{
	if (!vector_reserve(&loader_state.plugins, 1))
		return error_nomem();
	struct hm_plugin *plugin = calloc(1, sizeof(*plugin));
	if (!plugin)
		return error_nomem();
	plugin->path = strdup(request->path);
	if (!plugin->path) {
		free(plugin);
		return error_nomem();
	}
	plugin->identity = *request->identity;
	plugin->state = PLUGIN_OPENING;
	plugin->owner = opener_self();
	plugin->options_hash = request->options_hash;
	plugin->module.sealed_fd = -1;
	/* One for the list, one for the caller. */
	plugin->references = 2;
	vector_push(&loader_state.plugins, plugin);
	*ret = plugin;
	return NULL;
}

static struct hm_error *replaced_error_unlocked(const struct hm_plugin *plugin)
{
	return error_set_package(
		error_new(
			HM_ERR_PACKAGE_LOADED,
			"%s: this file is another one than the one of that name that is "
			"loaded (package %s), which %s; restart the program to load "
			"the new file",
			plugin->path, plugin->package ? plugin->package : "unknown",
			plugin->state == PLUGIN_LINGERING
				? "the C library could not unload"
				: "stays in use"),
		plugin->package);
}

/* Another thread is at work on it. */
static struct hm_error *claim_moving_unlocked(const struct claim_request *request,
					      struct hm_plugin *plugin,
					      enum claim *ret_how)
{
	enum wait_outcome outcome;
	bool same_file = identity_same_file(&plugin->identity, request->identity);
	TRY(wait_unlocked(plugin, same_file, &outcome));
	if (outcome == WAIT_TAKE_OVER) {
		/* The former owner may have loaded it: see registry_lose(). */
		plugin->dependents++;
		plugin->owner = opener_self();
		plugin->options_hash = request->options_hash;
		pthread_cond_broadcast(&loader_state.changed);
		reference_unlocked(plugin);
		*ret_how = CLAIM_OWNED;
		return NULL;
	}
	*ret_how = CLAIM_AGAIN;
	if (same_file && plugin->failure && plugin->options_hash == request->options_hash)
		return failure_copy(plugin->failure);
	return NULL;
}

static struct hm_error *claim_unlocked(const struct claim_request *request,
				       enum claim *ret_how, struct hm_plugin **ret)
{
	struct hm_plugin *plugin = find_unlocked(request);
	if (plugin && plugin_is_moving_unlocked(plugin)) {
		reference_unlocked(plugin);
		struct hm_error *error = claim_moving_unlocked(request, plugin, ret_how);
		if (!error && *ret_how == CLAIM_OWNED)
			*ret = plugin;
		unreference_unlocked(plugin);
		return error;
	}
	if (plugin && !identity_same_file(&plugin->identity, request->identity))
		return replaced_error_unlocked(plugin);
	if (plugin && plugin->state == PLUGIN_READY) {
		plugin->opens++;
		reference_unlocked(plugin);
		*ret_how = CLAIM_READY;
		*ret = plugin;
		return NULL;
	}
	if (plugin)
		/* Lingering: the same file may be opened again. */
		leave_unlocked(plugin, false);
	TRY(add_unlocked(request, ret));
	*ret_how = CLAIM_OWNED;
	return NULL;
}

struct hm_error *registry_claim(const struct claim_request *request, enum claim *ret_how,
				struct hm_plugin **ret)
{
	state_lock();
	struct hm_error *error = claim_unlocked(request, ret_how, ret);
	state_unlock();
	return error;
}

static struct hm_plugin *find_package_unlocked(const struct hm_plugin *not_this,
					       const char *package)
{
	vector_for_each (at, &loader_state.plugins) {
		struct hm_plugin *plugin = *at;
		if (plugin != not_this && plugin->package &&
		    plugin->state != PLUGIN_GONE && strcmp(plugin->package, package) == 0)
			return plugin;
	}
	return NULL;
}

static struct hm_error *package_error_unlocked(const struct hm_plugin *plugin,
					       const struct hm_plugin *holder)
{
	return error_set_package(
		error_new(HM_ERR_PACKAGE_LOADED,
			  "%s: its package %s is %s from another file, %s", plugin->path,
			  holder->package,
			  plugin_is_moving_unlocked(holder) ? "being loaded" : "loaded",
			  holder->path),
		holder->package);
}

static struct hm_error *claim_package_unlocked(struct hm_plugin *plugin,
					       const char *package)
{
	struct hm_plugin *holder;
	while ((holder = find_package_unlocked(plugin, package))) {
		if (!plugin_is_moving_unlocked(holder))
			return package_error_unlocked(plugin, holder);
		enum wait_outcome outcome;
		reference_unlocked(holder);
		SCOPED_ERROR struct hm_error *stuck =
			wait_unlocked(holder, false, &outcome);
		struct hm_error *error =
			stuck ? package_error_unlocked(plugin, holder) : NULL;
		unreference_unlocked(holder);
		if (error)
			return error;
	}
	char *copy = strdup(package);
	if (!copy)
		return error_nomem();
	free(plugin->package);
	plugin->package = copy;
	return NULL;
}

struct hm_error *registry_claim_package(struct hm_plugin *plugin, const char *package)
{
	state_lock();
	struct hm_error *error = claim_package_unlocked(plugin, package);
	state_unlock();
	return error;
}

bool registry_begin_init(struct hm_plugin *plugin, struct module *module, unsigned flags)
{
	state_lock();
	bool owned = plugin->owner == opener_self();
	if (owned) {
		plugin->module = *module;
		*module = (struct module){ .sealed_fd = -1 };
		plugin->module.party.stamp = &plugin->module.stamp;
		plugin->state = PLUGIN_INIT;
		/* Its init may open plugins that need it. */
		plugin->global = flags & HM_OPEN_GLOBAL &&
				 vector_push(&loader_state.globals, plugin);
		pthread_cond_broadcast(&loader_state.changed);
	}
	state_unlock();
	return owned;
}

static void settle_unlocked(struct hm_plugin *plugin, unsigned flags)
{
	if (!(flags & HM_OPEN_CLOSABLE))
		plugin->permanent = true;
}

void registry_settle(struct hm_plugin *plugin, unsigned flags)
{
	state_lock();
	settle_unlocked(plugin, flags);
	state_unlock();
}

void registry_publish(struct hm_plugin *plugin, plugin_list *depends, unsigned flags)
{
	state_lock();
	plugin->state = PLUGIN_READY;
	plugin->owner = NULL;
	/* The caller's reference becomes that of the open handle. */
	plugin->opens++;
	plugin->depends = *depends;
	*depends = (plugin_list){ 0 };
	settle_unlocked(plugin, flags);
	pthread_cond_broadcast(&loader_state.changed);
	state_unlock();
}

bool registry_fail(struct hm_plugin *plugin, const struct hm_error *error, bool lingers)
{
	state_lock();
	bool owned = plugin->owner == opener_self();
	if (owned) {
		plugin->failure = failure_copy(error);
		leave_unlocked(plugin, lingers);
		unreference_unlocked(plugin);
	}
	state_unlock();
	return owned;
}

void registry_lose(struct hm_plugin *plugin)
{
	enum wait_outcome outcome;
	state_lock();
	/* Where it cannot wait it goes on: only the C library's count is at stake. */
	if (plugin_is_moving_unlocked(plugin))
		hm_error_free(wait_unlocked(plugin, false, &outcome));
	state_unlock();
}

/* The last user has gone: whoever finds that out closes it. */
static bool take_close_unlocked(struct hm_plugin *plugin)
{
	if (plugin->opens || plugin->dependents || plugin->permanent ||
	    plugin->state != PLUGIN_READY)
		return false;
	plugin->state = PLUGIN_CLOSING;
	plugin->owner = opener_self();
	list_remove(&loader_state.globals, plugin);
	pthread_cond_broadcast(&loader_state.changed);
	return true;
}

static struct hm_error *begin_close_unlocked(struct hm_plugin *plugin, bool *ret)
{
	if (plugin->permanent)
		return error_new(HM_ERR_ARGUMENT,
				 "%s: stays loaded, since it was opened without "
				 "HM_OPEN_CLOSABLE",
				 plugin->path);
	if (!plugin->opens || plugin->state != PLUGIN_READY)
		return error_new(HM_ERR_ARGUMENT,
				 "%s: has been closed as often as it was opened",
				 plugin->path);
	plugin->opens--;
	*ret = take_close_unlocked(plugin);
	if (!*ret)
		unreference_unlocked(plugin);
	return NULL;
}

struct hm_error *registry_begin_close(struct hm_plugin *plugin, bool *ret)
{
	state_lock();
	struct hm_error *error = begin_close_unlocked(plugin, ret);
	state_unlock();
	return error;
}

bool registry_unclaim(struct hm_plugin *plugin)
{
	state_lock();
	plugin->opens--;
	bool close = take_close_unlocked(plugin);
	if (!close)
		unreference_unlocked(plugin);
	state_unlock();
	return close;
}

bool registry_drop_dependent(struct hm_plugin *plugin)
{
	state_lock();
	plugin->dependents--;
	bool close = take_close_unlocked(plugin);
	if (!close)
		unreference_unlocked(plugin);
	state_unlock();
	return close;
}

void registry_end_close(struct hm_plugin *plugin, bool lingers)
{
	state_lock();
	leave_unlocked(plugin, lingers);
	unreference_unlocked(plugin);
	state_unlock();
}

struct hm_error *registry_make_global(struct hm_plugin *plugin, const struct stamp *stamp)
{
	struct hm_error *error = NULL;
	state_lock();
	plugin->module.party.stamp = stamp;
	if (!plugin->global && !vector_push(&loader_state.globals, plugin))
		error = error_nomem();
	else
		plugin->global = true;
	state_unlock();
	return error;
}

static struct hm_error *snapshot_unlocked(const plugin_list *list, plugin_list *ret)
{
	if (!vector_reserve(ret, list->count))
		return error_nomem();
	vector_for_each (at, list) {
		if ((*at)->state != PLUGIN_READY && list == &loader_state.plugins)
			continue;
		(*at)->dependents++;
		reference_unlocked(*at);
		vector_push(ret, *at);
	}
	return NULL;
}

struct hm_error *registry_globals(plugin_list *ret)
{
	state_lock();
	struct hm_error *error = snapshot_unlocked(&loader_state.globals, ret);
	state_unlock();
	return error;
}

struct hm_error *registry_ready(plugin_list *ret)
{
	state_lock();
	struct hm_error *error = snapshot_unlocked(&loader_state.plugins, ret);
	state_unlock();
	return error;
}
