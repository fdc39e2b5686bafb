/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PRODUCER_OPTION_H
#define VERIFY_PRODUCER_OPTION_H

/* The options in a recorded command line that change how calls are made. */

#include "base/arena.h"
#include "notes/toolchain.h"

/* What units say about one option, so far. */
struct option_count {
	struct abi_option option;
	/* Of how many units, how many of those are exhaustive; whether they differ. */
	size_t units, exhaustive;
	bool differs;
};

struct option_tally {
	VECTOR(struct option_count) options;
	size_t units; /* that record options */
	/* Those of them that record each one given, so that others have their default. */
	size_t exhaustive;
	/* Units that record none were seen. */
	bool silent;
};

void option_tally_deinit(struct option_tally *tally);

/*
 * Counts the options of one producer, which are separated by spaces; NULL if it records
 * none. GCC always names the processor that it compiles for: a text of its own that does
 * so is exhaustive.
 */
struct hm_error *option_tally_add(struct option_tally *tally, const char *options,
				  bool gcc, struct arena *arena);

/*
 * Adds to the record what all agree on. An option that one unit has and another one lacks
 * is "mixed" too, unless it says the default that the other one was compiled with. The
 * machine must be in the record.
 */
struct hm_error *option_tally_finish(const struct option_tally *tally,
				     struct toolchain *ret);

#endif
