// SPDX-License-Identifier: BSD-3-Clause
#include "tools/command.h"

#include "base/scope.h"
#include "tools/message.h"
#include "tools/version.h"

#include <stdarg.h>
#include <string.h>

static void print_usage(const struct command *command)
{
	const char *lead = "Usage:";
	for (const char *at = command->usage; *at; lead = "      ") {
		size_t length = strcspn(at, "\n");
		printf("%s hallmark %.*s\n", lead, (int)length, at);
		at += length + (at[length] == '\n');
	}
}

static enum status print_help(const struct command *command)
{
	print_usage(command);
	printf("%s", command->help);
	return STATUS_OK;
}

int command_option(struct command_line *line)
{
	const struct command *command = line->command;
	int option = getopt_long(line->argc, line->argv, command->short_options,
				 command->long_options, NULL);
	switch (option) {
	case 'h':
		line->status = print_help(command);
		return OPTION_STOP;
	case 'V':
		version_print();
		line->status = STATUS_OK;
		return OPTION_STOP;
	case '?':
		fprintf(stderr, "Try 'hallmark %s --help'.\n", command->name);
		line->status = STATUS_UNKNOWN;
		return OPTION_STOP;
	default:
		return option;
	}
}

char **command_operands(const struct command_line *line, int *ret_count)
{
	*ret_count = line->argc - optind;
	return line->argv + optind;
}

enum status command_misused(const struct command_line *line, const char *format, ...)
{
	SCOPED_FREE char *text = NULL;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	message_plain(text ? text : format);
	fprintf(stderr, "Try 'hallmark %s --help'.\n", line->command->name);
	return STATUS_UNKNOWN;
}
