// SPDX-License-Identifier: BSD-3-Clause
#include "greeter.h"

int greet(int limit)
{
	struct config config = { .level = 1, .limit = limit };

	return host_log(&config);
}
