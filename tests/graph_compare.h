/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_GRAPH_COMPARE_H
#define TESTS_GRAPH_COMPARE_H

/* Comparisons of type graphs that graph_build.h makes of texts. */

#include "notes/stamp.h"
#include "verify/report.h"

/*
 * Compares every symbol that both texts declare and returns the findings as sorted words,
 * "break:size note:opaque"; "" if there are none. The caller frees them. `report` may be
 * NULL; else it is added to, and the caller releases it.
 */
char *graph_compare(const char *consumer, const char *provider, struct report *report);

/* The same on stamps. */
char *graph_compare_stamps(const struct stamp *consumer, const struct stamp *provider,
			   struct report *report);

/* Rows of a table of such comparisons, ended by one without a consumer. */
struct graph_case {
	const char *name;
	const char *consumer, *provider;
	const char *expected;
};

/* Checks all of them, with hashes and without; prints what was found where it differs. */
void graph_check_cases(const struct graph_case *cases);

#endif
