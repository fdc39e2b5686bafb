// SPDX-License-Identifier: BSD-3-Clause
#include <editor_plugin.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Fits: built against the headers that the editor is built from. */

const char *const plugin_title = "spell";

static const struct mistake {
	const char *wrong, *right;
} mistakes[] = {
	{ "definately", "definitely" },
	{ "occured", "occurred" },
	{ "recieve", "receive" },
	{ "seperate", "separate" },
	{ "teh", "the" },
};

__attribute__((constructor)) static void spell_construct(void)
{
	puts("spell: the constructor runs");
}

/* Named to the stamp with --init; declared for the compiler's sake only. */
int spell_init(void);

int spell_init(void)
{
	puts("spell: init runs");
	return 0;
}

static const struct mistake *spell_find(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		const struct mistake *mistake = &mistakes[i];

		if (strlen(mistake->wrong) == length &&
		    strncasecmp(mistake->wrong, word, length) == 0)
			return mistake;
	}
	return NULL;
}

static size_t spell_check_line(struct editor *editor, size_t number)
{
	const char *line = editor_line(editor, number);
	const char *word = line;
	size_t found = 0;

	while (*word) {
		const struct mistake *mistake;
		size_t length = 0;
		char message[80];

		while (isalpha((unsigned char)word[length]))
			length++;
		mistake = length ? spell_find(word, length) : NULL;
		if (mistake) {
			snprintf(message, sizeof(message), "\"%s\", not \"%.*s\"",
				 mistake->right, (int)length, word);
			editor_add_mark(editor,
					&(struct editor_mark){
						.line = number,
						.column = (size_t)(word - line) + 1,
						.length = length,
						.message = message,
					});
			found++;
		}
		word += length ? length : 1;
	}
	return found;
}

size_t plugin_check(struct editor *editor, size_t first, size_t last)
{
	size_t found = 0;

	for (size_t number = first; number <= last; number++)
		found += spell_check_line(editor, number);
	return found;
}
