// SPDX-License-Identifier: BSD-3-Clause
#include "buffer.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_clear(struct buffer *buffer)
{
	for (size_t i = 0; i < buffer->count; i++)
		free(buffer->lines[i]);
	free(buffer->lines);
	*buffer = (struct buffer){ 0 };
}

static bool buffer_grow(struct buffer *buffer)
{
	size_t capacity = buffer->capacity ? buffer->capacity * 2 : 64;
	char **lines;

	if (capacity > SIZE_MAX / sizeof(*lines)) {
		errno = ENOMEM;
		return false;
	}
	lines = realloc(buffer->lines, capacity * sizeof(*lines));
	if (!lines)
		return false;
	buffer->lines = lines;
	buffer->capacity = capacity;
	return true;
}

bool buffer_insert(struct buffer *buffer, size_t at, const char *text, size_t length)
{
	char *line;

	if (buffer->count == buffer->capacity && !buffer_grow(buffer))
		return false;
	line = strndup(text, length);
	if (!line)
		return false;
	memmove(&buffer->lines[at + 1], &buffer->lines[at],
		(buffer->count - at) * sizeof(*buffer->lines));
	buffer->lines[at] = line;
	buffer->count++;
	buffer->changed = true;
	return true;
}

void buffer_delete(struct buffer *buffer, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i++)
		free(buffer->lines[i]);
	memmove(&buffer->lines[first], &buffer->lines[last + 1],
		(buffer->count - last - 1) * sizeof(*buffer->lines));
	buffer->count -= last - first + 1;
	buffer->changed = true;
}

static bool buffer_read_stream(struct buffer *buffer, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	bool good = true;

	while (good && (length = getline(&line, &size, file)) >= 0) {
		if (line[length - 1] == '\n')
			length--;
		good = buffer_insert(buffer, buffer->count, line, (size_t)length);
	}
	free(line);
	return good && !ferror(file);
}

bool buffer_read(struct buffer *buffer, const char *path)
{
	struct buffer fresh = { 0 };
	FILE *file = fopen(path, "re");
	bool good;

	if (!file)
		return false;
	good = buffer_read_stream(&fresh, file);
	fclose(file);
	if (!good) {
		buffer_clear(&fresh);
		return false;
	}
	buffer_clear(buffer);
	fresh.changed = false;
	*buffer = fresh;
	return true;
}

bool buffer_write(struct buffer *buffer, const char *path)
{
	FILE *file = fopen(path, "we");

	if (!file)
		return false;
	for (size_t i = 0; i < buffer->count; i++)
		fprintf(file, "%s\n", buffer->lines[i]);
	if (fclose(file))
		return false;
	buffer->changed = false;
	return true;
}
