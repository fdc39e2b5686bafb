/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_FAILURE_H
#define LOADER_FAILURE_H

/* Errors of an open: made of a report, and copied for the threads that shared it. */

#include "base/scope.h"
#include "hallmark/error.h"
#include "verify/report.h"

/* A copy that owns all that it refers to. Never NULL unless `error` is. */
struct hm_error *failure_copy(const struct hm_error *error);

struct hm_error *report_create(struct report **ret);
/* Takes void so that an error object can own a report. */
void report_destroy(void *owner);

static inline void scope_report(struct report **report)
{
	report_destroy(*report);
}

#define SCOPED_REPORT SCOPED(scope_report)

#endif
