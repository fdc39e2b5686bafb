// SPDX-License-Identifier: BSD-3-Clause
#include <editor_plugin.h>

#include <stdio.h>
#include <string.h>

/*
 * Built against version 1 of editor.h. Nothing in the source shows it: loaded unchecked,
 * it would take wrap_column for line_limit and mark the wrong lines.
 */

const char *const plugin_title = "limit";

__attribute__((constructor)) static void limit_construct(void)
{
	puts("limit: the constructor runs");
}

size_t plugin_check(struct editor *editor, size_t first, size_t last)
{
	size_t limit = editor_get_config(editor)->line_limit;
	size_t found = 0;

	for (size_t number = first; number <= last; number++) {
		size_t length = strlen(editor_line(editor, number));
		struct editor_mark mark = {
			.line = number,
			.column = limit + 1,
			.message = "the line is too long",
		};

		if (length <= limit)
			continue;
		mark.length = length - limit;
		editor_add_mark(editor, &mark);
		found++;
	}
	return found;
}
