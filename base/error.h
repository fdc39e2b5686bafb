/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/*
 * Making error objects. A function that can fail returns one, NULL for success; its out
 * parameter comes last, is called `ret`, and is written only on success.
 */

#include "hallmark/error.h"

#include <stdarg.h>

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define NEVER_NULL __attribute__((returns_nonnull))

/* Returns early if `call` fails. */
#define TRY(call)                                     \
	do {                                          \
		struct hm_error *try_error_ = (call); \
		if (try_error_)                       \
			return try_error_;            \
	} while (0)

/* Never NULL: when memory runs out they return error_nomem(). */
struct hm_error *error_new(enum hm_error_code code, const char *format, ...)
	PRINTF_LIKE(2, 3) NEVER_NULL;
struct hm_error *error_new_v(enum hm_error_code code, const char *format, va_list args)
	PRINTF_LIKE(2, 0) NEVER_NULL;

/* As error_new(), with ": " and the description of `error_number` behind the message. */
struct hm_error *error_errno(enum hm_error_code code, int error_number,
			     const char *format, ...) PRINTF_LIKE(3, 4) NEVER_NULL;

/* A static object: no allocation, and freeing it does nothing. */
struct hm_error *error_nomem(void) NEVER_NULL;

/* Puts text in front of the message. Returns `error`, which may be NULL. */
struct hm_error *error_prefix(struct hm_error *error, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* Copy the string; NULL leaves it as it is. Return `error`, which may be NULL. */
struct hm_error *error_set_path(struct hm_error *error, const char *path);
struct hm_error *error_set_package(struct hm_error *error, const char *package);

/*
 * Hangs the findings on the error, in place of others. `findings` points into `owner`,
 * which is taken and given to `release` when the error is freed.
 */
struct hm_error *error_set_findings(struct hm_error *error,
				    const struct hm_finding *findings, size_t count,
				    void *owner, void (*release)(void *owner));

static inline void scope_error(struct hm_error **error)
{
	hm_error_free(*error);
}

#define SCOPED_ERROR SCOPED(scope_error)

#endif
