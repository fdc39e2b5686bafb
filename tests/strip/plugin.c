// SPDX-License-Identifier: BSD-3-Clause
#include "api.h"

/* Something of all that a tool could tear apart: thread-local, written, relocated. */
static _Thread_local int calls = 1;
static int greeted[1000];
static int (*const volatile steps[])(const struct config *config) = {
	host_log, host_log, host_log, host_log,
};
static const char *const volatile names[] = { "spell", "limit", "words", "quote" };

__attribute__((constructor)) static void start(void)
{
	greeted[0] = 3;
}

int greet(int limit)
{
	struct config config = { .level = greeted[0] + calls, .limit = limit };

	return names[config.level - 1][0] == 'q' ? steps[0](&config) : 1;
}
