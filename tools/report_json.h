/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_REPORT_JSON_H
#define TOOLS_REPORT_JSON_H

/* A report as JSON. All return NULL when memory runs out. */

#include "verify/report.h"

#include <jansson.h>

/* An object with "file", "verdict", "findings", counts and undecided symbols. */
json_t *report_json(const char *file, const struct report *report);

/* An object with "file", "verdict": "unknown", "error", and no findings. */
json_t *report_json_unknown(const char *file, const char *cause);

#endif
