/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

/* A command of the `hallmark` tool, and how its options are read. */

#include <getopt.h>

/* Exit statuses, the same for every command. */
enum status {
	/* Compatible, fresh, or done. */
	STATUS_OK = 0,
	/* Incompatible, or stale. */
	STATUS_INCOMPATIBLE = 1,
	/* Could not tell: usage, unreadable, no stamp. */
	STATUS_UNKNOWN = 2,
};

struct command_line;

struct command {
	const char *name;
	const char *summary;
	/* All that --help prints behind the usage lines; fits a screen with them. */
	const char *help;
	/* What stands behind "hallmark", one use a line. */
	const char *usage;
	const char *short_options;
	const struct option *long_options;
	enum status (*run)(struct command_line *line);
};

/* What a command is run with; argv[0] is the command's name. */
struct command_line {
	const struct command *command;
	int argc;
	char **argv;
	/* The exit status, once command_option() has returned OPTION_STOP. */
	enum status status;
};

enum option_result {
	/* Behind the last option: operands follow from command_operands(). */
	OPTION_END = -1,
	/* --help was answered, or a wrong option reported. */
	OPTION_STOP = -2,
};

/* Values of long options that have no letter start here. */
#define OPTION_LONG 256

/* Every table of long options ends with these. */
#define COMMAND_COMMON_OPTIONS                                                     \
	{ "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'V' }, \
	{                                                                          \
		NULL, 0, NULL, 0                                                   \
	}

/* The next option as getopt_long() gives it, else an enum option_result. */
int command_option(struct command_line *line);

/* The operands, NULL-terminated, and their number. */
char **command_operands(const struct command_line *line, int *ret_count);

/* Reports wrong usage on stderr. Returns STATUS_UNKNOWN. */
enum status command_misused(const struct command_line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

extern const struct command command_stamp, command_unstamp, command_show, command_verify,
	command_diff;

#endif
