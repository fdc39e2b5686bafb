// SPDX-License-Identifier: BSD-3-Clause

/*
 * What whole processes cost. Runs commands in turn, ROUNDS times each:
 *
 *	process ROUNDS COMMAND [ARGUMENT]... [--- COMMAND [ARGUMENT]...]...
 *
 * and prints for each the least processor time in microseconds and the most memory in
 * KiB. The least, since what else the machine does only ever adds to it. What commands
 * say is dropped; one that fails ends it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMANDS_MAX 8

struct command {
	char **words;
	int64_t least_us;
	long most_kib;
};

static int64_t in_us(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static _Noreturn void become(char **words)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		_exit(126);
	execvp(words[0], words);
	fprintf(stderr, "%s: %s\n", words[0], strerror(errno));
	_exit(127);
}

static bool run(struct command *command)
{
	pid_t child = fork();
	if (child == 0)
		become(command->words);
	int status;
	struct rusage usage;
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return false;
	int64_t taken_us = in_us(usage.ru_utime) + in_us(usage.ru_stime);
	if (!command->least_us || taken_us < command->least_us)
		command->least_us = taken_us;
	if (usage.ru_maxrss > command->most_kib)
		command->most_kib = usage.ru_maxrss;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(int argc, char **argv)
{
	struct command commands[COMMANDS_MAX] = { 0 };
	size_t count = 0;
	bool first = true;
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "---") == 0) {
			argv[i] = NULL;
			first = true;
		} else if (first) {
			if (count == COMMANDS_MAX)
				return 2;
			commands[count++].words = &argv[i];
			first = false;
		}
	}
	int rounds = argc > 2 ? atoi(argv[1]) : 0;
	if (rounds < 1)
		return 2;
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < count; i++)
			if (!run(&commands[i])) {
				fprintf(stderr, "%s failed\n", commands[i].words[0]);
				return 1;
			}
	for (size_t i = 0; i < count; i++)
		printf("%lld %ld\n", (long long)commands[i].least_us,
		       commands[i].most_kib);
	return 0;
}
