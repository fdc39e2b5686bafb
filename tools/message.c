// SPDX-License-Identifier: BSD-3-Clause
#include "tools/message.h"

#include "base/error.h"
#include "base/scope.h"
#include "tools/progress.h"
#include "tools/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void message_plain(const char *text)
{
	progress_clear();
	fputs("hallmark: ", stderr);
	text_print(stderr, text);
	putc('\n', stderr);
}

/* The message without the file's name, where it starts with that by itself. */
static const char *behind_file(const char *message, const char *file)
{
	size_t length = strlen(file);
	if (strncmp(message, file, length) != 0)
		return message;
	const char *behind = message + length;
	behind += *behind == ':';
	return *behind == ' ' ? behind + 1 : message;
}

static void flatten(char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			*text = ' ';
	}
}

char *message_text(const char *file, const struct hm_error *error)
{
	const char *path = hm_error_path(error) ? hm_error_path(error) : file;
	const char *message = hm_error_message(error);
	char *text;
	const char *shown = path && !*path ? "''" : path;
	int length = path ? asprintf(&text, "%s: %s", shown, behind_file(message, path))
			  : asprintf(&text, "%s", message);
	if (length < 0)
		return NULL;
	flatten(text);
	return text;
}

void message_error(const char *file, struct hm_error *error)
{
	SCOPED_FREE char *text = message_text(file, error);
	message_plain(text ? text : hm_error_message(error));
	hm_error_free(error);
}

void message_warning(const char *file, const char *format, ...)
{
	SCOPED_FREE char *text = NULL;
	SCOPED_FREE char *line = NULL;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (text && asprintf(&line, "%s: warning: %s", file, text) < 0)
		line = NULL;
	message_plain(line ? line : format);
}
