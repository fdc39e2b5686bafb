/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_REPORT_TEXT_H
#define TOOLS_REPORT_TEXT_H

/* A report as text on stdout. */

#include "tools/subject.h"
#include "verify/report.h"

struct hm_error *report_text_verify(const struct subject *plugin,
				    const struct subject *host,
				    const struct report *report);

struct hm_error *report_text_diff(const struct subject *old, const struct subject *new,
				  const struct report *report);

#endif
