// SPDX-License-Identifier: BSD-3-Clause
#include "command.h"
#include "session.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a command works on: lines counted from 1, and the rest of its line. */
struct call {
	size_t first, last;
	const char *argument;
};

static bool complain(const char *what)
{
	fprintf(stderr, "editor: %s\n", what);
	return true;
}

static bool command_print(struct editor *editor, const struct call *call)
{
	for (size_t i = call->first; i <= call->last; i++)
		printf("%s\n", editor->buffer.lines[i - 1]);
	editor->current = call->last;
	return true;
}

static bool command_number(struct editor *editor, const struct call *call)
{
	for (size_t i = call->first; i <= call->last; i++)
		printf("%zu\t%s\n", i, editor->buffer.lines[i - 1]);
	editor->current = call->last;
	return true;
}

static bool command_append(struct editor *editor, const struct call *call)
{
	const char *text = call->argument;

	if (!buffer_insert(&editor->buffer, call->last, text, strlen(text)))
		return complain(strerror(errno));
	editor->current = call->last + 1;
	return true;
}

static bool command_delete(struct editor *editor, const struct call *call)
{
	buffer_delete(&editor->buffer, call->first - 1, call->last - 1);
	editor->current = call->first;
	if (editor->current > editor->buffer.count)
		editor->current = editor->buffer.count;
	return true;
}

static bool command_write(struct editor *editor, const struct call *call)
{
	const char *path = *call->argument ? call->argument : editor->path;

	if (!path)
		return complain("no file name");
	if (!buffer_write(&editor->buffer, path))
		fprintf(stderr, "editor: %s: %s\n", path, strerror(errno));
	return true;
}

static bool command_check(struct editor *editor, const struct call *call)
{
	plugins_check(editor, call->first, call->last);
	return true;
}

static bool command_load(struct editor *editor, const struct call *call)
{
	plugins_open(&editor->plugins, call->argument);
	return true;
}

static bool command_plugins(struct editor *editor, const struct call *call)
{
	(void)call;
	plugins_list(&editor->plugins);
	return true;
}

static bool command_shell(struct editor *editor, const struct call *call)
{
	(void)editor;
	fflush(NULL);
	if (system(call->argument) < 0)
		return complain(strerror(errno));
	return true;
}

static bool command_quit(struct editor *editor, const struct call *call)
{
	(void)call;
	if (editor->buffer.changed)
		complain("the file was changed and not written");
	return false;
}

/* Which lines a command takes when none are given. */
enum range {
	RANGE_NONE,
	RANGE_CURRENT,
	/* The current line, or the place before the first one. */
	RANGE_PLACE,
	RANGE_ALL,
};

static const struct command {
	char letter;
	enum range range;
	bool (*run)(struct editor *editor, const struct call *call);
} commands[] = {
	{ 'p', RANGE_CURRENT, command_print }, { 'n', RANGE_CURRENT, command_number },
	{ 'a', RANGE_PLACE, command_append },  { 'd', RANGE_CURRENT, command_delete },
	{ 'w', RANGE_NONE, command_write },    { 'k', RANGE_ALL, command_check },
	{ 'L', RANGE_NONE, command_load },     { 'P', RANGE_NONE, command_plugins },
	{ '!', RANGE_NONE, command_shell },    { 'q', RANGE_NONE, command_quit },
};

static const struct command *command_find(char letter)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (commands[i].letter == letter)
			return &commands[i];
	return NULL;
}

/* One address: a number, "." or "$"; false if there is none. */
static bool read_address(const struct editor *editor, const char **at, size_t *ret)
{
	char *end;

	if (isdigit((unsigned char)**at)) {
		*ret = strtoul(*at, &end, 10);
		*at = end;
		return true;
	}
	if (**at != '.' && **at != '$')
		return false;
	*ret = **at == '.' ? editor->current : editor->buffer.count;
	(*at)++;
	return true;
}

static void read_range(const struct editor *editor, enum range range, struct call *call,
		       const char **at)
{
	bool whole = range == RANGE_ALL && editor->buffer.count > 0;

	call->first = whole ? 1 : editor->current;
	call->last = whole ? editor->buffer.count : editor->current;
	if (**at == ',') {
		call->first = 1;
		call->last = editor->buffer.count;
	} else if (read_address(editor, at, &call->first)) {
		call->last = call->first;
	}
	if (**at == ',') {
		(*at)++;
		call->last = editor->buffer.count;
		read_address(editor, at, &call->last);
	}
}

bool command_run(struct editor *editor, const char *line)
{
	const struct command *command;
	struct call call;
	size_t lowest;

	line += strspn(line, " \t");
	if (!*line)
		return true;
	command = command_find(line[strspn(line, "0123456789.$,")]);
	if (!command)
		return complain("unknown command");
	read_range(editor, command->range, &call, &line);
	if (*line != command->letter)
		return complain("bad address");
	call.argument = line + 1 + strspn(line + 1, " \t");

	lowest = command->range == RANGE_PLACE ? 0 : 1;
	if (command->range != RANGE_NONE &&
	    (call.first < lowest || call.last > editor->buffer.count ||
	     call.first > call.last))
		return complain("no such line");
	return command->run(editor, &call);
}
