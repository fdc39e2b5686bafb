/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_SHOW_JSON_H
#define TOOLS_SHOW_JSON_H

#include "tools/subject.h"

#include <jansson.h>

/* All of a stamp. `form`: where it stands, in words. NULL when memory runs out. */
json_t *show_json(const struct subject *subject, const char *form);

#endif
