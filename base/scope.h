/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_SCOPE_H
#define BASE_SCOPE_H

/* Scope guards: what a local variable owns is released when it goes out of scope. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCOPED(release) __attribute__((cleanup(release)))

/* Hands on what a guarded pointer owns: the guard then releases nothing. */
#define TAKE(pointer)                                   \
	({                                              \
		__typeof__(pointer) taken_ = (pointer); \
		(pointer) = NULL;                       \
		taken_;                                 \
	})

/* The same for a file descriptor. */
#define TAKE_FD(fd)                \
	({                         \
		int taken_ = (fd); \
		(fd) = -1;         \
		taken_;            \
	})

/* `pointer` is the address of a pointer of any type: see vector_grow(). */
static inline void scope_free(void *pointer)
{
	void *memory;
	memcpy(&memory, pointer, sizeof(memory));
	free(memory);
}

/* A guard runs behind the return statement: the caller's errno outlives it. */
static inline void scope_close(int *fd)
{
	int saved = errno;
	if (*fd >= 0)
		close(*fd);
	errno = saved;
}

static inline void scope_fclose(FILE **file)
{
	int saved = errno;
	if (*file)
		fclose(*file);
	errno = saved;
}

#define SCOPED_FREE SCOPED(scope_free)
#define SCOPED_FD SCOPED(scope_close)
#define SCOPED_FILE SCOPED(scope_fclose)

#endif
