// SPDX-License-Identifier: BSD-3-Clause

/* The `hallmark` command: finds the command asked for and runs it. */

#include "tools/command.h"
#include "tools/text.h"
#include "tools/version.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
	&command_stamp, &command_unstamp, &command_show, &command_verify, &command_diff,
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_overview(FILE *out)
{
	fputs("Usage: hallmark COMMAND [OPTION]... FILE...\n"
	      "Checks that plugins fit their host before they are loaded.\n\nCommands:\n",
	      out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\nOptions:\n"
	      "  -h, --help      show this text; `hallmark COMMAND --help` tells more\n"
	      "  -V, --version   show the version\n\n"
	      "Exit status: 0 compatible or done, 1 incompatible, 2 could not tell.\n",
	      out);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	}
	return NULL;
}

static enum status refuse(const char *what, const char *word)
{
	fprintf(stderr, "hallmark: unknown %s '", what);
	text_print(stderr, word);
	fputs("'\nTry 'hallmark --help'.\n", stderr);
	return STATUS_UNKNOWN;
}

static enum status run_command(const struct command *command, int argc, char **argv,
			       char *program)
{
	struct command_line line = { .command = command, .argc = argc, .argv = argv };
	/* getopt_long() names argv[0] in its messages, and 0 makes it start afresh. */
	argv[0] = program;
	optind = 0;
	return command->run(&line);
}

/* `hallmark help [COMMAND]` is `hallmark [COMMAND] --help`. */
static enum status run_help(int argc, char **argv, char *program)
{
	static char help[] = "--help";
	if (argc < 2) {
		print_overview(stdout);
		return STATUS_OK;
	}
	const struct command *command = find_command(argv[1]);
	if (!command)
		return refuse("command", argv[1]);
	char *arguments[] = { program, help, NULL };
	return run_command(command, 2, arguments, program);
}

static enum status dispatch(int argc, char **argv)
{
	static char program[] = "hallmark";
	if (argc < 2) {
		print_overview(stderr);
		return STATUS_UNKNOWN;
	}
	const char *word = argv[1];
	if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
		print_overview(stdout);
		return STATUS_OK;
	}
	if (!strcmp(word, "--version") || !strcmp(word, "-V")) {
		version_print();
		return STATUS_OK;
	}
	if (!strcmp(word, "help"))
		return run_help(argc - 1, argv + 1, program);
	if (word[0] == '-')
		return refuse("option", word);
	const struct command *command = find_command(word);
	if (!command)
		return refuse("command", word);
	return run_command(command, argc - 1, argv + 1, program);
}

/*
 * A file opened later must not become standard output because that was closed. Opened the
 * wrong way round, so that using it is still the error that it would have been.
 */
static void occupy_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			exit(STATUS_UNKNOWN);
	}
}

/* A report that did not get through is none: the disk is full, it was closed. */
static enum status close_output(enum status status)
{
	int failed = ferror(stdout);
	errno = 0;
	if (!fclose(stdout) && !failed)
		return status;
	fprintf(stderr, "hallmark: standard output: %s\n",
		errno ? strerror(errno) : "cannot be written");
	return STATUS_UNKNOWN;
}

int main(int argc, char **argv)
{
	occupy_standard_streams();
	return close_output(dispatch(argc, argv));
}
