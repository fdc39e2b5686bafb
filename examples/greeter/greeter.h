/* SPDX-License-Identifier: BSD-3-Clause */
#include <hallmark/interface.h>

struct config {
	int level;
	int limit;
};

int host_log(const struct config *config); /* the host's, for plugins */
HM_INTERFACE(host_log);

int greet(int limit); /* the plugin's, for the host */
HM_INTERFACE(greet);
