/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_MESSAGE_H
#define TOOLS_MESSAGE_H

/* Messages on stderr: one line each, "hallmark: FILE: cause". */

#include "hallmark/error.h"

void message_plain(const char *text);

/* Reports an error that concerns `file`. Takes the error. */
void message_error(const char *file, struct hm_error *error);

void message_warning(const char *file, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * "FILE: cause", without a newline, as message_error() prints it. Owned by the caller;
 * NULL when memory runs out.
 */
char *message_text(const char *file, const struct hm_error *error);

#endif
