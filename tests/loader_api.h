/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_LOADER_API_H
#define TESTS_LOADER_API_H

/* The interface between tests/loader_host.c and tests/loader_plugin.c. */

#include "hallmark/interface.h"

struct config {
	const char *name;
#ifndef OLD_API
	int mode;
#endif
	long limit;
};

/* What the host offers. */
int host_log(const struct config *config, const char *text);
HM_INTERFACE(host_log);

/* Opens a plugin and returns the error's code. */
int host_open(const char *path);
HM_INTERFACE(host_open);

/* Returns when as many threads as `count` have called it with that `place`. */
void host_meet(int place, int count);
HM_INTERFACE(host_meet);

extern int host_level;
HM_INTERFACE(host_level);

/* What plugins offer. */
#ifdef OTHER_ENTRY
long spell_check(long number);
#else
int spell_check(const struct config *config, const char *word);
#endif
HM_INTERFACE(spell_check);

extern int spell_count;
HM_INTERFACE(spell_count);

extern __thread int spell_depth;
HM_INTERFACE(spell_depth);

#endif
