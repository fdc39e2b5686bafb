/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

/*
 * A folder of its own for one test: files are written and compiled in it while the test
 * runs, and all of it is removed with the guard.
 *
 *	SCOPED_FIXTURE struct fixture fixture = fixture_new();
 *	CU_ASSERT(fixture_compile(&fixture, "gcc -shared", "a.so", "int a;"));
 *	SCOPED_FREE char *path = fixture_path(&fixture, "a.so");
 */

#include "base/scope.h"

#include <stdbool.h>
#include <stddef.h>

struct fixture {
	/* An absolute path. Exits if it cannot be made: nothing could be tested. */
	char *dir;
};

struct fixture fixture_new(void);
void fixture_remove(struct fixture *fixture);

#define SCOPED_FIXTURE SCOPED(fixture_remove)

/* DIR/name, to be freed. */
char *fixture_path(const struct fixture *fixture, const char *name);

/* Writes a file. False, and a line on stderr, where that fails; so do the following. */
bool fixture_write(const struct fixture *fixture, const char *name, const void *bytes,
		   size_t size);

/* Reads a whole file, to be freed; NULL if it cannot be read. A NUL stands behind it. */
char *fixture_read(const struct fixture *fixture, const char *name, size_t *ret_size);

/*
 * Runs a shell command in the folder and returns its exit status, 128 plus the signal
 * for a crash. What it prints goes to the file `log`.
 */
int fixture_run(const struct fixture *fixture, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Compiles the C source `text` to `output`: "COMPILER -o OUTPUT OUTPUT.c -I.", with the
 * project's include directory. `compiler` is a command with its flags, "gcc -g -shared
 * -fPIC"; libraries may follow a '|' in it: "gcc -g | -ldl".
 */
bool fixture_compile(const struct fixture *fixture, const char *compiler,
		     const char *output, const char *text);

/* Whether a program of that name can be found: tests skip what needs others. */
bool fixture_has_program(const char *name);

/* The compiler that Hallmark itself is built with, or the one in $CC. */
const char *fixture_cc(void);

/* Absolute paths of the source and the build tree, without a slash at the end. */
const char *fixture_source_dir(void);
const char *fixture_build_dir(void);

/* The `hallmark` command. */
const char *fixture_hallmark(void);

/* What a program needs to use the library that was built: "-fsanitize=thread", or "". */
const char *fixture_sanitize(void);

#endif
