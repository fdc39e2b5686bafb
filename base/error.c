// SPDX-License-Identifier: BSD-3-Clause
#include "base/error.h"

#include "base/scope.h"

#include <string.h>

struct hm_error {
	enum hm_error_code code;
	char *message;
	char *path;
	char *package;
	const struct hm_finding *findings;
	size_t finding_count;
	void *owner;
	void (*release)(void *owner);
};

static char nomem_message[] = "out of memory";
static struct hm_error nomem = { .code = HM_ERR_NOMEM, .message = nomem_message };

struct hm_error *error_nomem(void)
{
	return &nomem;
}

struct hm_error *error_new_v(enum hm_error_code code, const char *format, va_list args)
{
	struct hm_error *error = calloc(1, sizeof(*error));
	if (!error)
		return &nomem;
	error->code = code;
	if (vasprintf(&error->message, format, args) < 0) {
		free(error);
		return &nomem;
	}
	return error;
}

struct hm_error *error_new(enum hm_error_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct hm_error *error = error_new_v(code, format, args);
	va_end(args);
	return error;
}

struct hm_error *error_errno(enum hm_error_code code, int error_number,
			     const char *format, ...)
{
	SCOPED_FREE char *text = NULL;
	va_list args;
	va_start(args, format);
	int length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0) {
		text = NULL;
		return &nomem;
	}
	char description[128];
	return error_new(code, "%s: %s", text,
			 strerror_r(error_number, description, sizeof(description)));
}

struct hm_error *error_prefix(struct hm_error *error, const char *format, ...)
{
	if (!error || error == &nomem)
		return error;
	SCOPED_FREE char *text = NULL;
	va_list args;
	va_start(args, format);
	int length = vasprintf(&text, format, args);
	va_end(args);
	char *joined;
	if (length < 0) {
		text = NULL;
		return error;
	}
	/* Out of memory here: the message without its prefix beats none. */
	if (asprintf(&joined, "%s%s", text, error->message) < 0)
		return error;
	free(error->message);
	error->message = joined;
	return error;
}

static struct hm_error *set_string(struct hm_error *error, char **field,
				   const char *value)
{
	if (!error || error == &nomem || !value)
		return error;
	char *copy = strdup(value);
	if (!copy)
		return error;
	free(*field);
	*field = copy;
	return error;
}

struct hm_error *error_set_path(struct hm_error *error, const char *path)
{
	return set_string(error, error ? &error->path : NULL, path);
}

struct hm_error *error_set_package(struct hm_error *error, const char *package)
{
	return set_string(error, error ? &error->package : NULL, package);
}

struct hm_error *error_set_findings(struct hm_error *error,
				    const struct hm_finding *findings, size_t count,
				    void *owner, void (*release)(void *owner))
{
	if (!error || error == &nomem) {
		release(owner);
		return error;
	}
	if (error->release)
		error->release(error->owner);
	error->findings = findings;
	error->finding_count = count;
	error->owner = owner;
	error->release = release;
	return error;
}

void hm_error_free(struct hm_error *error)
{
	if (!error || error == &nomem)
		return;
	if (error->release)
		error->release(error->owner);
	free(error->message);
	free(error->path);
	free(error->package);
	free(error);
}

enum hm_error_code hm_error_code(const struct hm_error *error)
{
	return error ? error->code : HM_OK;
}

const char *hm_error_message(const struct hm_error *error)
{
	return error ? error->message : "";
}

const char *hm_error_path(const struct hm_error *error)
{
	return error ? error->path : NULL;
}

const char *hm_error_package(const struct hm_error *error)
{
	return error ? error->package : NULL;
}

size_t hm_error_finding_count(const struct hm_error *error)
{
	return error ? error->finding_count : 0;
}

const struct hm_finding *hm_error_finding(const struct hm_error *error, size_t index)
{
	if (!error || index >= error->finding_count)
		return NULL;
	return &error->findings[index];
}

const char *hm_error_code_name(enum hm_error_code code)
{
	switch (code) {
#define NAME(code) \
	case code: \
		return #code
		NAME(HM_OK);
		NAME(HM_ERR_NOMEM);
		NAME(HM_ERR_ARGUMENT);
		NAME(HM_ERR_IO);
		NAME(HM_ERR_FORMAT);
		NAME(HM_ERR_NO_STAMP);
		NAME(HM_ERR_STAMP);
		NAME(HM_ERR_STAMP_VERSION);
		NAME(HM_ERR_HOST_NOT_STAMPED);
		NAME(HM_ERR_NO_DEBUG_INFO);
		NAME(HM_ERR_INCOMPATIBLE);
		NAME(HM_ERR_PACKAGE_LOADED);
		NAME(HM_ERR_DLOPEN);
		NAME(HM_ERR_SYMBOL);
		NAME(HM_ERR_TYPE);
		NAME(HM_ERR_INIT);
		NAME(HM_ERR_BUSY);
		NAME(HM_ERR_CYCLE);
		NAME(HM_ERR_CHANGED);
		NAME(HM_ERR_UNSUPPORTED);
#undef NAME
	}
	return "unknown error code";
}
