/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HALLMARK_ERROR_H
#define HALLMARK_ERROR_H

/*
 * Errors of the library, and the findings that a rejected plugin comes with.
 *
 * Every function that can fail returns a `struct hm_error *`: NULL for success, else an
 * object that the caller owns and releases with hm_error_free(). Strings that the
 * accessors return are borrowed from the object and live as long as it does. The
 * accessors may be called from any thread as long as nobody frees the object meanwhile.
 */

#include <stddef.h>

/* Marks what the library exports; all else in it is hidden. */
#ifndef HM_API
#define HM_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum hm_error_code {
	HM_OK = 0,
	/* Memory ran out; nothing was changed. */
	HM_ERR_NOMEM,
	/* An argument is not usable: NULL, an unknown flag, an empty name. */
	HM_ERR_ARGUMENT,
	/* The file is missing, unreadable, a directory, or could not be written. */
	HM_ERR_IO,
	/* The file is not ELF, is damaged, or is of a kind that cannot be used here. */
	HM_ERR_FORMAT,
	/* The file has no stamp. */
	HM_ERR_NO_STAMP,
	/* The stamp is malformed: its checksum or its structure is wrong. */
	HM_ERR_STAMP,
	/* The stamp was written by a newer version of Hallmark than this one can read. */
	HM_ERR_STAMP_VERSION,
	/* The running host, or the host file given, has no stamp to compare with. */
	HM_ERR_HOST_NOT_STAMPED,
	/* The file has no debug information to derive types from. */
	HM_ERR_NO_DEBUG_INFO,
	/* The plugin does not fit the host; hm_error_finding() lists the reasons. */
	HM_ERR_INCOMPATIBLE,
	/* The package is loaded already: from another file, or an older state of this. */
	HM_ERR_PACKAGE_LOADED,
	/* The dynamic linker refused the file after it had been accepted by us; from
	 * hm_close(): it keeps the object in memory. */
	HM_ERR_DLOPEN,
	/* No symbol of that name, or only in the stamp and not in the file. */
	HM_ERR_SYMBOL,
	/* No function that can be init or fini; or its type is unknown to the host. */
	HM_ERR_TYPE,
	/* The plugin's init function reported failure. */
	HM_ERR_INIT,
	/* Another thread is opening the plugin and cannot be waited for from here. */
	HM_ERR_BUSY,
	/* The plugin is being opened by its own init, or by a ring of them. */
	HM_ERR_CYCLE,
	/* The file was replaced between check and load; code of it may have run. */
	HM_ERR_CHANGED,
	/* This build of the library, or the system, cannot do what was asked. */
	HM_ERR_UNSUPPORTED,
};

/* How much a finding weighs. Only a break rejects. */
enum hm_severity {
	HM_NOTE = 1,
	HM_WARNING,
	HM_BREAK,
};

/*
 * One difference between what a consumer was compiled for and what a provider has.
 * `rule` is a stable identifier, listed in doc/rules.md. `expected` is the consumer's
 * side and `actual` the provider's, both in words with units. Strings may be empty, never
 * NULL. Borrowed from the error or report that it was taken from.
 */
struct hm_finding {
	const char *rule;
	enum hm_severity severity;
	const char *symbol;
	const char *path;
	const char *expected;
	const char *actual;
	const char *provider;
	const char *message;
};

struct hm_error;

/* HM_OK if `error` is NULL. */
HM_API enum hm_error_code hm_error_code(const struct hm_error *error);

/* The name of a code as written above, "HM_ERR_IO" for example; static. */
HM_API const char *hm_error_code_name(enum hm_error_code code);

/*
 * What happened, why, and what to do, for people: one line, or several for
 * HM_ERR_INCOMPATIBLE, without a newline at the end. "" for NULL.
 */
HM_API const char *hm_error_message(const struct hm_error *error);

/* The file concerned, as the caller spelled it; NULL if there is none. */
HM_API const char *hm_error_path(const struct hm_error *error);

/* The full package name that the file claims; NULL if unknown. */
HM_API const char *hm_error_package(const struct hm_error *error);

/* How many findings there are: more than 0 only for HM_ERR_INCOMPATIBLE. */
HM_API size_t hm_error_finding_count(const struct hm_error *error);

/* Finding number `index`, counted from 0; NULL behind the last. */
HM_API const struct hm_finding *hm_error_finding(const struct hm_error *error,
						 size_t index);

/* Releases an error and all that was borrowed from it. NULL is allowed. */
HM_API void hm_error_free(struct hm_error *error);

#ifdef __cplusplus
}
#endif

#endif
