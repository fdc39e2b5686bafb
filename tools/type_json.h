/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_TYPE_JSON_H
#define TOOLS_TYPE_JSON_H

/* The type table of a stamp as JSON. NULL when memory runs out. */

#include "notes/graph.h"

#include <jansson.h>

/* An array of types; types refer to each other by their place in it. */
json_t *types_json(const struct graph *graph);

/*
 * An edge: {"type": NUMBER, "name": "const char *"}, with "qualifiers" and "alignment"
 * (in bytes) where they are not empty.
 */
json_t *type_ref_json(const struct graph *graph, struct type_ref ref);

#endif
