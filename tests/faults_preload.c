// SPDX-License-Identifier: BSD-3-Clause

/*
 * Preloaded into the tool by tests/faults.sh: something happens at system call number
 * FAULT_AT of those that read, write or name files. FAULT says what: "kill", or the
 * number of the error that the call fails with. FAULT_NO_TMPFILE: files without a name
 * are not to be had. At the end, FAULT_COUNT is the file that gets the number of calls.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static int number(const char *name)
{
	const char *text = getenv(name);
	return text ? atoi(text) : 0;
}

/* Whether this call is to fail; errno says how. */
static int fault(void)
{
	const char *what = getenv("FAULT");
	if (++calls != number("FAULT_AT") || !what)
		return 0;
	if (strcmp(what, "kill") == 0)
		raise(SIGKILL);
	errno = atoi(what);
	return 1;
}

__attribute__((destructor)) static void tell_count(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;
	if (!out)
		return;
	fprintf(out, "%d\n", calls);
	fclose(out);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRAP(result, name, parameters, arguments)           \
	result name parameters                              \
	{                                                   \
		return fault() ? -1 : REAL(name) arguments; \
	}

static int open_by(int (*real)(const char *, int, ...), const char *path, int flags,
		   mode_t mode)
{
	if (getenv("FAULT_NO_TMPFILE") && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return fault() ? -1 : real(path, flags, mode);
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE
		       ? va_arg(arguments, mode_t)
		       : 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_by(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_by(REAL(open64), path, flags, mode);
}

WRAP(ssize_t, pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
WRAP(ssize_t, pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))
WRAP(ssize_t, pwrite, (int fd, const void *from, size_t size, off_t at),
     (fd, from, size, at))
WRAP(ssize_t, pwrite64, (int fd, const void *from, size_t size, off64_t at),
     (fd, from, size, at))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, fchown, (int fd, uid_t owner, gid_t group), (fd, owner, group))
WRAP(int, linkat, (int from, const char *old, int to, const char *new, int flags),
     (from, old, to, new, flags))
WRAP(int, rename, (const char *old, const char *new), (old, new))
