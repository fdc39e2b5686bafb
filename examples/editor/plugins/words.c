// SPDX-License-Identifier: BSD-3-Clause
#include <editor.h>

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * The author wrote the entry point from memory and left out editor_plugin.h, which would
 * have told the compiler: the editor passes three arguments, this takes one.
 */

extern const char *const plugin_title;
size_t plugin_check(struct editor *editor);

const char *const plugin_title = "words";

__attribute__((constructor)) static void words_construct(void)
{
	puts("words: the constructor runs");
}

static size_t words_count(const char *line)
{
	size_t count = 0;
	bool inside = false;

	for (; *line; line++) {
		bool letter = isalnum((unsigned char)*line);

		count += letter && !inside;
		inside = letter;
	}
	return count;
}

size_t plugin_check(struct editor *editor)
{
	size_t total = 0;
	char message[40];

	for (size_t number = 1; number <= editor_line_count(editor); number++)
		total += words_count(editor_line(editor, number));
	snprintf(message, sizeof(message), "%zu words", total);
	editor_add_mark(editor, &(struct editor_mark){
					.line = 1,
					.column = 1,
					.message = message,
				});
	return 1;
}
