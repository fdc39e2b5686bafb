/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_TOOLCHAIN_COMPARE_H
#define VERIFY_TOOLCHAIN_COMPARE_H

/* The findings `toolchain-exact` and `toolchain-abi`, in words of both sides. */

#include "notes/stamp.h"
#include "verify/report.h"

struct toolchain_side {
	/* What the message calls it: "plugin", "host", "old", "new". */
	const char *label;
	const struct stamp *stamp;
	/* For the finding. */
	const char *name;
};

/*
 * Another machine, class or byte order: a break whatever the policy, and `ret` is false,
 * since comparing types would only say the same again for every pointer.
 */
struct hm_error *toolchain_compare_machine(const struct toolchain_side *consumer,
					   const struct toolchain_side *provider,
					   struct report *report, bool *ret);

/*
 * What else can break a call: flags of the ELF header, and options known on both sides,
 * given or by default.
 */
struct hm_error *toolchain_compare_abi(const struct toolchain_side *consumer,
				       const struct toolchain_side *provider,
				       struct report *report);

/* Policy exact: the same set of compilers. */
struct hm_error *toolchain_compare_exact(const struct toolchain_side *consumer,
					 const struct toolchain_side *provider,
					 struct report *report);

#endif
