/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_TYPENAME_H
#define VERIFY_TYPENAME_H

/* Types in words, in C's own syntax: "const struct config *", "int (*)(void *, ...)". */

#include "base/buffer.h"
#include "notes/graph.h"

/* Appends the name of a type; bounded in length and depth. Not NUL-terminated. */
void typename_append(struct buffer *buffer, const struct graph *graph,
		     struct type_ref ref);

/* Appends a declaration of `name`: "int host_log(const struct config *)". */
void typename_declare(struct buffer *buffer, const struct graph *graph,
		      struct type_ref ref, const char *name);

#endif
