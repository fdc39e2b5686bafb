// SPDX-License-Identifier: BSD-3-Clause
#include "command.h"
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void usage(FILE *stream)
{
	fputs("usage: editor [-l LIMIT] [-p PLUGIN]... [FILE]\n"
	      "Reads commands: [FIRST[,LAST]] then p n a d w k q, L PLUGIN, P, "
	      "!COMMAND\n",
	      stream);
}

static bool parse(struct editor *editor, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "hl:p:")) != -1) {
		switch (option) {
		case 'h':
			usage(stdout);
			exit(EXIT_SUCCESS);
		case 'l':
			editor->config.line_limit = strtoul(optarg, NULL, 10);
			break;
		case 'p':
			plugins_open(&editor->plugins, optarg);
			break;
		default:
			return false;
		}
	}
	editor->path = argv[optind];
	return argc - optind <= 1;
}

static bool load(struct editor *editor)
{
	/* A file that is not there yet is one that will be written. */
	if (!editor->path || buffer_read(&editor->buffer, editor->path) ||
	    errno == ENOENT) {
		editor->current = editor->buffer.count;
		return true;
	}
	fprintf(stderr, "editor: %s: %s\n", editor->path, strerror(errno));
	return false;
}

static void run(struct editor *editor)
{
	char *line = NULL;
	size_t size = 0;
	bool more = true;

	while (more && getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		more = command_run(editor, line);
	}
	free(line);
}

int main(int argc, char **argv)
{
	struct editor editor = {
		.config =
			{
				.language = "en",
				.tab_width = 8,
				.wrap_column = 72,
				.line_limit = 90,
			},
	};
	int status = EXIT_FAILURE;

	/* Output of plugins and complaints shall come in the order of events. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!parse(&editor, argc, argv)) {
		usage(stderr);
	} else if (load(&editor)) {
		run(&editor);
		status = EXIT_SUCCESS;
	}
	plugins_clear(&editor.plugins);
	buffer_clear(&editor.buffer);
	return status;
}
