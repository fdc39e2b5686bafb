// SPDX-License-Identifier: BSD-3-Clause
#include "loader/waiting.h"

#include "base/error.h"
#include "loader/state.h"

#include <errno.h>
#include <time.h>

/*
 * A constructor that was started by a plain dlopen() holds the C library's lock without
 * our knowing. If the thread at work on the plugin stands still this long, it may be
 * waiting for that lock, so the waiting thread helps itself.
 */
#define PATIENCE_MILLISECONDS 500

static __thread struct opener self;

struct opener *opener_self(void)
{
	return &self;
}

bool plugin_is_moving_unlocked(const struct hm_plugin *plugin)
{
	return plugin->state == PLUGIN_OPENING || plugin->state == PLUGIN_INIT ||
	       plugin->state == PLUGIN_CLOSING;
}

/* Whether waiting for the plugin would mean waiting for the calling thread itself. */
static bool closes_ring_unlocked(const struct hm_plugin *plugin)
{
	while (plugin && plugin_is_moving_unlocked(plugin)) {
		if (plugin->owner == &self)
			return true;
		/* Ends: no thread has ever begun to wait where this found a ring. */
		plugin = plugin->owner->waits_for;
	}
	return false;
}

static struct hm_error *cycle_error_unlocked(const struct hm_plugin *plugin)
{
	if (plugin->owner == &self)
		return error_new(HM_ERR_CYCLE,
				 "%s: is being %s by this very thread: its own "
				 "constructor, init or fini function asks for it",
				 plugin->path,
				 plugin->state == PLUGIN_CLOSING ? "closed" : "opened");
	return error_new(HM_ERR_CYCLE,
			 "%s: is being opened by another thread, whose plugin waits for "
			 "one that this thread is opening",
			 plugin->path);
}

static struct timespec patience_from_now(void)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += PATIENCE_MILLISECONDS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	return until;
}

/* False: nothing happened for so long that the owner may be stuck. */
static bool wait_for_change_unlocked(const struct hm_plugin *plugin)
{
	const struct opener *owner = plugin->owner;
	enum plugin_state seen = plugin->state;
	struct timespec until = patience_from_now();
	while (plugin->owner == owner && plugin->state == seen)
		if (pthread_cond_timedwait(&loader_state.changed, &loader_state.lock,
					   &until) == ETIMEDOUT)
			return plugin->owner != owner || plugin->state != seen;
	return true;
}

struct hm_error *wait_unlocked(struct hm_plugin *plugin, bool may_take_over,
			       enum wait_outcome *ret)
{
	enum wait_outcome outcome = WAIT_DONE;
	if (closes_ring_unlocked(plugin))
		return cycle_error_unlocked(plugin);
	bool can_take_over = may_take_over && plugin->state == PLUGIN_OPENING;
	if (self.in_linker && !can_take_over)
		return error_new(HM_ERR_BUSY,
				 "%s: is being %s by another thread, which cannot be "
				 "waited for from a constructor or destructor",
				 plugin->path,
				 plugin->state == PLUGIN_CLOSING ? "closed" : "opened");
	self.waits_for = plugin;
	while (plugin_is_moving_unlocked(plugin) && outcome == WAIT_DONE) {
		can_take_over = may_take_over && plugin->state == PLUGIN_OPENING;
		if (can_take_over && self.in_linker)
			outcome = WAIT_TAKE_OVER;
		else if (!wait_for_change_unlocked(plugin) && can_take_over)
			outcome = WAIT_TAKE_OVER;
	}
	self.waits_for = NULL;
	*ret = outcome;
	return NULL;
}

void waiting_abandon_others_unlocked(void)
{
	vector_for_each (at, &loader_state.plugins)
		if (plugin_is_moving_unlocked(*at) && (*at)->owner != &self)
			(*at)->state = PLUGIN_GONE;
}
