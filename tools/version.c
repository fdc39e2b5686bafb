// SPDX-License-Identifier: BSD-3-Clause
#include "tools/version.h"

#include <stdio.h>

/* From config.h, which the build includes ahead of every source. */
#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "(unknown version)"
#endif

void version_print(void)
{
	printf("hallmark %s\nLicence: BSD-3-Clause\n", PACKAGE_VERSION);
}
