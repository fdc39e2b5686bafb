/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_STATE_H
#define LOADER_STATE_H

/*
 * All state that threads share, behind one lock. The lock is never held over a call into
 * the dynamic linker, whose own lock may be held by a thread that waits for ours, nor
 * while code of a plugin or a callback runs. Functions that end in _unlocked take no
 * lock: the caller holds it.
 */

#include "loader/registry.h"

#include <pthread.h>

struct host;

struct loader_state {
	pthread_mutex_t lock;
	/* Some entry has another state or another owner. */
	pthread_cond_t changed;
	/* In the order claimed; each holds a reference. */
	plugin_list plugins;
	/* In the order in which the dynamic linker searches them. */
	plugin_list globals;
	/* Set once. */
	struct host *host;
	hm_observer_fn *observer;
	void *observer_context;
};

extern struct loader_state loader_state;

void state_lock(void);
void state_unlock(void);

#endif
