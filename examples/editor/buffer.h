/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BUFFER_H
#define BUFFER_H

/* The text of one file, line by line. Lines are numbered from 0 here. */

#include <stdbool.h>
#include <stddef.h>

struct buffer {
	char **lines; /* without their newlines */
	size_t count, capacity;
	/* Differs from what was last read or written. */
	bool changed;
};

/* A zeroed buffer is empty. */
void buffer_clear(struct buffer *buffer);

/* These return false, with errno set, when they fail; the buffer is as before then. */
bool buffer_insert(struct buffer *buffer, size_t at, const char *text, size_t length);
bool buffer_read(struct buffer *buffer, const char *path);
bool buffer_write(struct buffer *buffer, const char *path);

void buffer_delete(struct buffer *buffer, size_t first, size_t last);

#endif
