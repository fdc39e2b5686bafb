/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PRODUCER_OPTION_H
#define VERIFY_PRODUCER_OPTION_H

/* The options in a recorded command line that change how calls are made. */

#include "base/arena.h"
#include "notes/toolchain.h"

/* What units say about one option, so far. */
struct option_count {
	struct abi_option option;
	/* Of how many units, and whether they differ. */
	size_t units;
	bool differs;
};

struct option_tally {
	VECTOR(struct option_count) options;
	size_t units; /* that record options */
};

void option_tally_deinit(struct option_tally *tally);

/* Counts the options of one producer, which are separated by spaces. */
struct hm_error *option_tally_add(struct option_tally *tally, const char *options,
				  struct arena *arena);

/*
 * Adds to the record what all agree on. An option that one unit has and another one lacks
 * is "mixed" too: the other one was compiled with the default.
 */
struct hm_error *option_tally_finish(const struct option_tally *tally,
				     struct toolchain *ret);

#endif
