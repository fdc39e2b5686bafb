// SPDX-License-Identifier: BSD-3-Clause
#include "session.h"

#include <stdio.h>

/* The functions that plugins call: see editor.h. */

size_t editor_line_count(const struct editor *editor)
{
	return editor->buffer.count;
}

const char *editor_line(const struct editor *editor, size_t number)
{
	if (number == 0 || number > editor->buffer.count)
		return NULL;
	return editor->buffer.lines[number - 1];
}

const struct editor_config *editor_get_config(const struct editor *editor)
{
	return &editor->config;
}

void editor_add_mark(struct editor *editor, const struct editor_mark *mark)
{
	const char *line = editor_line(editor, mark->line);

	if (!line)
		return;
	printf("%zu:%zu: %s: %s\n", mark->line, mark->column,
	       editor->speaker ? editor->speaker : "editor", mark->message);
}
