/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

/*
 * Building JSON with jansson. The json_put_*() take a value and add it to an object;
 * false when memory runs out, which makes chains of them with && end. Text from files
 * that is not UTF-8 comes out with its wrong bytes as "\xNN".
 */

#include "notes/stamp.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline void scope_json(json_t **json)
{
	json_decref(*json);
}

#define SCOPED_JSON SCOPED(scope_json)

/* Takes `value`; false if that is NULL. */
bool json_put(json_t *object, const char *key, json_t *value);
bool json_append(json_t *array, json_t *value);

bool json_put_text(json_t *object, const char *key, const char *text);
/* Nothing where `text` is NULL. */
bool json_put_known(json_t *object, const char *key, const char *text);
/* Values above INT64_MAX come out as text, since JSON readers would round them. */
bool json_put_number(json_t *object, const char *key, uint64_t number);
bool json_put_bool(json_t *object, const char *key, bool value);
bool json_put_digest(json_t *object, const char *key, const struct digest *digest);

json_t *json_text(const char *text);
json_t *json_text_sized(const char *text, size_t length);

/* Prints a value, which is taken, to stdout. HM_ERR_NOMEM if it is NULL. */
struct hm_error *json_print(json_t *value);

#endif
