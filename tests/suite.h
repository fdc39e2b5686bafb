/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

/*
 * A suite per module, in tests/test_<module>.c, listed in tests/suites.h. Each suite runs
 * in a process of its own, so that a crash costs one suite and not the others.
 */

struct test_case {
	const char *name;
	void (*run)(void);
};

struct test_suite {
	const char *name;
	/* The case with a NULL name ends them. */
	const struct test_case *cases;
	/* Run before and after all cases; 0 for success. NULL: nothing to do. */
	int (*init)(void);
	int (*cleanup)(void);
};

#endif
