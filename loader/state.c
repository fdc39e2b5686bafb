// SPDX-License-Identifier: BSD-3-Clause
#include "loader/state.h"

#include "loader/waiting.h"

struct loader_state loader_state = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

static void init_condition(void)
{
	pthread_condattr_t attributes;
	if (pthread_condattr_init(&attributes) != 0)
		return;
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&loader_state.changed, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void before_fork(void)
{
	pthread_mutex_lock(&loader_state.lock);
}

static void after_fork_in_parent(void)
{
	pthread_mutex_unlock(&loader_state.lock);
}

/* The threads that were at work on other entries do not exist in the child. */
static void after_fork_in_child(void)
{
	waiting_abandon_others_unlocked();
	init_condition();
	pthread_mutex_unlock(&loader_state.lock);
}

static void prepare(void)
{
	init_condition();
	pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}

void state_lock(void)
{
	pthread_once(&prepared, prepare);
	pthread_mutex_lock(&loader_state.lock);
}

void state_unlock(void)
{
	pthread_mutex_unlock(&loader_state.lock);
}
