// SPDX-License-Identifier: BSD-3-Clause
#include "tools/progress.h"

#include "base/scope.h"
#include "tools/text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* Wide enough for a terminal's line; a longer one would not be erased as a whole. */
#define LINE_MAX_BYTES 72

static char line[LINE_MAX_BYTES];
static size_t line_length;
static volatile sig_atomic_t seconds, shown;

static void write_all(const char *text, size_t length)
{
	/* Progress that cannot be shown is no reason to fail. */
	if (write(STDERR_FILENO, text, length) < 0)
		return;
}

/* Runs in a signal handler: write() only. */
static void show(int number)
{
	int saved = errno;
	char digits[12];
	size_t at = sizeof(digits);
	(void)number;
	seconds = seconds + 1;
	shown = 1;
	for (unsigned left = (unsigned)seconds; left && at; left /= 10)
		digits[--at] = (char)('0' + left % 10);
	write_all(line, line_length);
	write_all(digits + at, sizeof(digits) - at);
	write_all(" s", 2);
	errno = saved;
}

static void tick_every(long interval_seconds)
{
	struct itimerval timer = {
		.it_interval.tv_sec = interval_seconds,
		.it_value.tv_sec = interval_seconds,
	};
	setitimer(ITIMER_REAL, &timer, NULL);
}

void progress_begin(const char *what, const char *file)
{
	if (!isatty(STDERR_FILENO))
		return;
	SCOPED(buffer_deinit) struct buffer safe = { 0 };
	text_append(&safe, file, strlen(file), TEXT_ONE_LINE);
	buffer_u8(&safe, '\0');
	if (safe.failed)
		return;
	snprintf(line, sizeof(line), "\rhallmark: %s, %s: ", what, (char *)safe.data);
	line_length = strlen(line);
	seconds = 0;
	/* Restarted: a read of ours must not fail because a second has passed. */
	struct sigaction action = { .sa_handler = show, .sa_flags = SA_RESTART };
	if (!sigaction(SIGALRM, &action, NULL))
		tick_every(1);
}

void progress_clear(void)
{
	static const char erase[] = "\r\033[K";
	if (!shown)
		return;
	shown = 0;
	write_all(erase, sizeof(erase) - 1);
}

void progress_end(void)
{
	if (!line_length)
		return;
	tick_every(0);
	line_length = 0;
	progress_clear();
}
