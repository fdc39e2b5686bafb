/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <string.h>

/* What stands behind the prefix; NULL if `text` does not begin with it. */
static inline const char *text_past(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);
	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static inline bool text_begins(const char *text, const char *prefix)
{
	return text_past(text, prefix);
}

#endif
