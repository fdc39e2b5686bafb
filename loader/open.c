// SPDX-License-Identifier: BSD-3-Clause
#include "hallmark/plugin.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/attempt.h"
#include "loader/close.h"
#include "loader/entry.h"
#include "loader/load.h"
#include "loader/observer.h"
#include "loader/options.h"
#include "loader/registry.h"
#include "loader/reopen.h"

#include <errno.h>
#include <pthread.h>

/* The work was taken over by another thread: its result counts, not ours. */
static void give_way(struct attempt *attempt)
{
	registry_lose(attempt->plugin);
	/* Only now: until the other thread has its own, ours keeps the object. */
	module_unload(&attempt->module);
	plugin_drop(attempt->plugin);
}

static struct hm_error *fail_init(struct hm_plugin *plugin, int number)
{
	bool lingers = module_unload(&plugin->module);
	struct hm_error *error = error_new(
		HM_ERR_INIT, "%s: its init function %s failed and returned %d; %s",
		plugin->path, plugin->module.stamp.init, number,
		lingers ? "the C library keeps the object in memory" : "it was unloaded");
	error_set_package(error, plugin->module.stamp.package);
	registry_fail(plugin, error, lingers);
	return error;
}

/* From the claim to the result. `ret_again`: another thread has taken over. */
static struct hm_error *open_claimed(struct attempt *attempt, bool *ret_again)
{
	struct hm_plugin *plugin = attempt->plugin;
	unsigned flags = attempt->options->flags;
	SCOPED_ERROR struct hm_error *error = attempt_load(attempt);
	*ret_again = error ? !registry_fail(plugin, error, attempt->lingers)
			   : !registry_begin_init(plugin, &attempt->module, flags);
	if (*ret_again) {
		give_way(attempt);
		return NULL;
	}
	if (error)
		return TAKE(error);
	int number = entry_init(&plugin->module);
	if (number)
		return fail_init(plugin, number);
	registry_publish(plugin, &attempt->depends, flags);
	return NULL;
}

static struct hm_error *reopen(struct attempt *attempt)
{
	struct hm_error *error = reopen_check(attempt);
	if (!error)
		registry_settle(attempt->plugin, attempt->options->flags);
	else
		plugin_unclaim(attempt->plugin);
	return error;
}

/* One round: another thread may have changed things meanwhile, then there is another. */
static struct hm_error *open_once(const char *path, struct attempt *attempt,
				  bool *ret_again)
{
	enum claim how = CLAIM_AGAIN;
	TRY(source_open(path, &attempt->source));
	const struct claim_request request = {
		.path = attempt->source.path,
		.identity = &attempt->source.identity,
		.options_hash = options_hash(attempt->options),
	};
	TRY(registry_claim(&request, &how, &attempt->plugin));
	attempt->was_open = how == CLAIM_READY;
	*ret_again = how == CLAIM_AGAIN;
	if (*ret_again)
		return NULL;
	return attempt->was_open ? reopen(attempt) : open_claimed(attempt, ret_again);
}

static struct hm_error *open_path(const char *path, const struct hm_open_options *options,
				  struct hm_plugin **ret)
{
	for (bool again = true; again;) {
		SCOPED(attempt_deinit)
		struct attempt attempt = attempt_with(options);
		attempt.observed = observer_is_there();
		struct hm_error *error = open_once(path, &attempt, &again);
		again = again && !error;
		if (!again)
			observer_tell(path, &attempt, error);
		if (error)
			return error_set_path(error, path);
		*ret = attempt.plugin;
	}
	return NULL;
}

struct hm_error *hm_open(const char *path, const struct hm_open_options *options,
			 struct hm_plugin **ret)
{
	if (!path || !*path || !ret)
		return error_new(HM_ERR_ARGUMENT, "hm_open: %s",
				 ret ? "the path is empty" : "no place for the handle");
	struct hm_open_options full;
	TRY(options_read(options, &full));
	int saved_errno = errno, saved_cancel;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &saved_cancel);
	struct hm_plugin *plugin = NULL;
	struct hm_error *error = open_path(path, &full, &plugin);
	if (!error)
		*ret = plugin;
	pthread_setcancelstate(saved_cancel, NULL);
	errno = saved_errno;
	return error;
}
