// SPDX-License-Identifier: BSD-3-Clause
#include <editor_plugin.h>

#include <stdio.h>
#include <string.h>

/* Would fit, but its build never stamps it. */

const char *const plugin_title = "blanks";

__attribute__((constructor)) static void blanks_construct(void)
{
	puts("blanks: the constructor runs");
}

size_t plugin_check(struct editor *editor, size_t first, size_t last)
{
	size_t found = 0;

	for (size_t number = first; number <= last; number++) {
		const char *line = editor_line(editor, number);
		size_t length = strlen(line), end = length;
		struct editor_mark mark = {
			.line = number,
			.message = "blanks at the end of the line",
		};

		while (end > 0 && strchr(" \t", line[end - 1]))
			end--;
		if (end == length)
			continue;
		mark.column = end + 1;
		mark.length = length - end;
		editor_add_mark(editor, &mark);
		found++;
	}
	return found;
}
