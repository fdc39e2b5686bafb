/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_OPTIONS_H
#define LOADER_OPTIONS_H

#include "hallmark/plugin.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Makes a full struct of the caller's: a smaller one is filled up with zeros, NULL means
 * all zeros. HM_ERR_ARGUMENT: unknown flags, a larger struct with something in its tail.
 */
struct hm_error *options_read(const struct hm_open_options *options,
			      struct hm_open_options *ret);

/* Equal for options that ask for the same: two threads then share one result. */
uint64_t options_hash(const struct hm_open_options *options);

/* Whether they ask for more than the host's own policy does. */
bool options_tighten(const struct hm_open_options *options);

#endif
