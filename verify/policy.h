/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_POLICY_H
#define VERIFY_POLICY_H

/* What a host accepts: packages by name, and how much findings weigh. */

#include "verify/verify.h"

/* The finding `package`, unless one of the policy's patterns fits. */
struct hm_error *policy_check_package(const struct policy *policy,
				      const struct party *plugin, const char *host,
				      struct report *report);

/*
 * Raises the findings from number `first` on to what the policy makes of them. Returns
 * whether one of them is a break then.
 */
bool policy_raise(const struct policy *policy, struct report *report, size_t first);

/* Whether the policy makes a break of a finding that weighs so much; 0: no finding. */
bool policy_breaks(const struct policy *policy, enum hm_severity severity);

#endif
