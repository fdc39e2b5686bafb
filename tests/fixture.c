// SPDX-License-Identifier: BSD-3-Clause
#include "tests/fixture.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

/* Set by the Makefile; by hand, the suite runs from the source tree. */
#ifndef TEST_SOURCE_DIR
#define TEST_SOURCE_DIR "."
#endif
#ifndef TEST_BUILD_DIR
#define TEST_BUILD_DIR "."
#endif
#ifndef TEST_CC
#define TEST_CC "cc"
#endif

static const char *environment_or(const char *name, const char *fallback)
{
	const char *value = getenv(name);
	return value && *value ? value : fallback;
}

static _Noreturn void give_up(const char *what)
{
	perror(what);
	exit(99);
}

static char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *format_arguments(const char *format, va_list args)
{
	char *text;
	if (vasprintf(&text, format, args) < 0)
		give_up("fixture");
	return text;
}

static char *format_text(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = format_arguments(format, args);
	va_end(args);
	return text;
}

struct fixture fixture_new(void)
{
	char *dir =
		format_text("%s/hallmark-test-XXXXXX", environment_or("TMPDIR", "/tmp"));
	if (!mkdtemp(dir))
		give_up(dir);
	return (struct fixture){ dir };
}

void fixture_remove(struct fixture *fixture)
{
	if (!fixture->dir)
		return;
	SCOPED_FREE char *command = format_text("chmod -R u+rwX '%s'; rm -rf '%s'",
						fixture->dir, fixture->dir);
	if (system(command) != 0)
		fprintf(stderr, "%s: not removed\n", fixture->dir);
	free(fixture->dir);
	fixture->dir = NULL;
}

char *fixture_path(const struct fixture *fixture, const char *name)
{
	return format_text("%s/%s", fixture->dir, name);
}

bool fixture_write(const struct fixture *fixture, const char *name, const void *bytes,
		   size_t size)
{
	SCOPED_FREE char *path = fixture_path(fixture, name);
	FILE *file = fopen(path, "we");
	if (!file) {
		perror(path);
		return false;
	}
	size_t written = fwrite(bytes, 1, size, file);
	if (fclose(file) != 0 || written != size) {
		perror(path);
		return false;
	}
	return true;
}

char *fixture_read(const struct fixture *fixture, const char *name, size_t *ret_size)
{
	SCOPED_FREE char *path = fixture_path(fixture, name);
	SCOPED_FILE FILE *file = fopen(path, "re");
	if (!file)
		return NULL;
	SCOPED_FREE char *bytes = NULL;
	size_t size = 0, step = 65536, got;
	do {
		char *grown = realloc(bytes, size + step + 1);
		if (!grown)
			give_up(path);
		bytes = grown;
		got = fread(bytes + size, 1, step, file);
		size += got;
	} while (got == step);
	bytes[size] = '\0';
	*ret_size = size;
	return TAKE(bytes);
}

int fixture_run(const struct fixture *fixture, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	SCOPED_FREE char *command = format_arguments(format, args);
	va_end(args);
	SCOPED_FREE char *line =
		format_text("cd '%s' && { %s\n} >log 2>&1", fixture->dir, command);
	int status = system(line);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return 128 + (WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static void show_log(const struct fixture *fixture, const char *what)
{
	size_t size;
	SCOPED_FREE char *log = fixture_read(fixture, "log", &size);
	fprintf(stderr, "%s failed:\n%s", what, log ? log : "");
}

bool fixture_compile(const struct fixture *fixture, const char *compiler,
		     const char *output, const char *text)
{
	SCOPED_FREE char *source = format_text("%s.c", output);
	if (!fixture_write(fixture, source, text, strlen(text)))
		return false;
	const char *bar = strchr(compiler, '|');
	int command_length = (int)(bar ? (size_t)(bar - compiler) : strlen(compiler));
	if (fixture_run(fixture, "%.*s -I. -I'%s/include' -o '%s' '%s' %s",
			command_length, compiler, fixture_source_dir(), output, source,
			bar ? bar + 1 : "") == 0)
		return true;
	show_log(fixture, compiler);
	return false;
}

bool fixture_has_program(const char *name)
{
	SCOPED_FREE char *command = format_text("command -v '%s' >/dev/null 2>&1", name);
	return system(command) == 0;
}

const char *fixture_cc(void)
{
	return environment_or("CC", TEST_CC);
}

const char *fixture_source_dir(void)
{
	return environment_or("TEST_SOURCE_DIR", TEST_SOURCE_DIR);
}

const char *fixture_build_dir(void)
{
	return environment_or("TEST_BUILD_DIR", TEST_BUILD_DIR);
}

const char *fixture_hallmark(void)
{
	return environment_or("HALLMARK", TEST_BUILD_DIR "/hallmark");
}

const char *fixture_sanitize(void)
{
	return environment_or("TEST_SANITIZE", "");
}
