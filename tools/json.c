// SPDX-License-Identifier: BSD-3-Clause
#include "tools/json.h"

#include "base/error.h"
#include "base/scope.h"
#include "tools/digest_text.h"
#include "tools/text.h"

#include <inttypes.h>
#include <string.h>

bool json_put(json_t *object, const char *key, json_t *value)
{
	return !json_object_set_new(object, key, value);
}

bool json_append(json_t *array, json_t *value)
{
	return !json_array_append_new(array, value);
}

json_t *json_text_sized(const char *text, size_t length)
{
	SCOPED(buffer_deinit) struct buffer safe = { 0 };
	text_append(&safe, text, length, TEXT_CONTROLS);
	if (safe.failed)
		return NULL;
	return json_stringn(safe.size ? (char *)safe.data : "", safe.size);
}

json_t *json_text(const char *text)
{
	return json_text_sized(text, strlen(text));
}

bool json_put_text(json_t *object, const char *key, const char *text)
{
	return json_put(object, key, json_text(text));
}

bool json_put_known(json_t *object, const char *key, const char *text)
{
	return !text || json_put_text(object, key, text);
}

bool json_put_number(json_t *object, const char *key, uint64_t number)
{
	char text[24];
	if (number <= INT64_MAX)
		return json_put(object, key, json_integer((json_int_t)number));
	snprintf(text, sizeof(text), "%" PRIu64, number);
	return json_put_text(object, key, text);
}

bool json_put_bool(json_t *object, const char *key, bool value)
{
	return json_put(object, key, json_boolean(value));
}

bool json_put_digest(json_t *object, const char *key, const struct digest *digest)
{
	char text[DIGEST_TEXT_SIZE];
	digest_text(digest, text);
	return json_put_text(object, key, text);
}

struct hm_error *json_print(json_t *value)
{
	SCOPED_JSON json_t *owned = value;
	if (!owned)
		return error_nomem();
	/* What cannot be written is told when the stream is closed. */
	if (json_dumpf(owned, stdout, JSON_INDENT(2)) && !ferror(stdout))
		return error_nomem();
	putchar('\n');
	return NULL;
}
