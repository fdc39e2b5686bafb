/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_LOADER_FIXTURE_H
#define TESTS_LOADER_FIXTURE_H

/*
 * Plugins and a host for them, compiled and stamped while the tests run. The host
 * (tests/loader_host.c) does what its command line says, in a process of its own.
 */

#include "tests/fixture.h"

#include <stdbool.h>

/* For the suite's init and cleanup: the host is built once. */
int loader_suite_init(void);
int loader_suite_cleanup(void);

/*
 * Compiles tests/loader_plugin.c to NAME.so in the fixture's folder, with further
 * compiler flags, and stamps it as the package example.org/NAME unless `unstamped`.
 * `stamp_flags` come last. Marks are left as NAME.constructor and so on.
 */
struct plugin_recipe {
	const char *name;
	const char *flags, *stamp_flags; /* NULL: none */
	bool unstamped;
};
bool plugin_build(const struct fixture *fixture, const struct plugin_recipe *recipe);

/* With further compiler flags only, and without anything special. */
bool plugin_build_with(const struct fixture *fixture, const char *name,
		       const char *flags);
bool plugin_build_plain(const struct fixture *fixture, const char *name);

/*
 * Runs the host in the folder with commands as the shell reads them. Returns its exit
 * status, and shows what it said if that is not 0.
 */
int host_run(const struct fixture *fixture, const char *commands);

/* The same with the environment or a wrapper in front: "LD_LIBRARY_PATH=x". */
int host_run_with(const struct fixture *fixture, const char *before,
		  const char *commands);

/* The absolute path of the host's program. */
const char *host_program(void);

#endif
