/* SPDX-License-Identifier: BSD-3-Clause */

/* The interface between host.c and plugin.c here; NEW is the header after a change. */

#include <hallmark/interface.h>

struct config {
	int level;
#ifdef NEW
	int mode;
#endif
	int limit;
};

int host_log(const struct config *config);
HM_INTERFACE(host_log);

int greet(int limit);
HM_INTERFACE(greet);
