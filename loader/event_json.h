/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_EVENT_JSON_H
#define LOADER_EVENT_JSON_H

#include "base/buffer.h"
#include "hallmark/plugin.h"

/* Appends an event as one line of JSON, without a newline. Bytes that are no UTF-8 become
 * U+FFFD. */
void event_json(const struct hm_event *event, struct buffer *ret);

#endif
