// SPDX-License-Identifier: BSD-3-Clause
#include <editor_plugin.h>

#include <stdio.h>

/* Its types fit, but it belongs to another program: example.org/mailer/quote. */

const char *const plugin_title = "quote";

__attribute__((constructor)) static void quote_construct(void)
{
	puts("quote: the constructor runs");
}

size_t plugin_check(struct editor *editor, size_t first, size_t last)
{
	size_t found = 0;

	for (size_t number = first; number <= last; number++) {
		const char *line = editor_line(editor, number);
		struct editor_mark mark = {
			.line = number,
			.column = 1,
			.length = 1,
			.message = "a quoted line",
		};

		if (line[0] != '>')
			continue;
		editor_add_mark(editor, &mark);
		found++;
	}
	return found;
}
