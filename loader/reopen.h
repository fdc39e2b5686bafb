/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_REOPEN_H
#define LOADER_REOPEN_H

#include "loader/attempt.h"

/*
 * Whether a plugin that is open already serves this call: the file is still the one that
 * was loaded, and it passes what the options ask for beyond the host's policy. Offers its
 * symbols to others if they ask for that.
 */
struct hm_error *reopen_check(struct attempt *attempt);

#endif
