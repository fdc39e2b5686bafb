/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_WAITING_H
#define LOADER_WAITING_H

/*
 * Waiting for another thread's work on a plugin, without ever waiting in a ring.
 *
 * Before a thread waits it walks who waits for whom: the thread that would close a ring
 * gets HM_ERR_CYCLE. A thread inside dlopen or dlclose holds the C library's own lock,
 * which the other thread may need; so it does not wait but takes the work over, or, where
 * that is too late because init runs, gets HM_ERR_BUSY.
 */

#include "loader/plugin.h"

/* What a thread is doing in the library. */
struct opener {
	/* Under the lock. */
	struct hm_plugin *waits_for;
	/* How many of its calls into the dynamic linker have not returned. Its own. */
	unsigned in_linker;
};

/* The calling thread's. */
struct opener *opener_self(void);

enum wait_outcome {
	/* Nobody is at work on it any more. */
	WAIT_DONE,
	/* The calling thread is to take the work over. */
	WAIT_TAKE_OVER,
};

/*
 * The caller holds the lock, which is given up while it waits, and a reference to the
 * plugin. HM_ERR_CYCLE, HM_ERR_BUSY.
 */
struct hm_error *wait_unlocked(struct hm_plugin *plugin, bool may_take_over,
			       enum wait_outcome *ret);

/* Whether a thread is at work on it. */
bool plugin_is_moving_unlocked(const struct hm_plugin *plugin);

/* In a child after fork: forgets the work of all threads but the calling one. */
void waiting_abandon_others_unlocked(void);

#endif
