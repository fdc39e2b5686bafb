// SPDX-License-Identifier: BSD-3-Clause
#include "loader/event_json.h"

#include <stdio.h>
#include <string.h>

/* A writer of its own: the host is not to need a JSON library for a line of log. */

static void append(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

/* The length of the UTF-8 sequence at `text`, RFC 3629 section 4; 0 if it is none. */
static size_t utf8_length(const unsigned char *text)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length = text[0] < 0x80 ? 1 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
	if ((text[0] >= 0x80 && text[0] < 0xc2) || text[0] > 0xf4)
		return 0;
	if (text[0] == 0xe0)
		low = 0xa0;
	else if (text[0] == 0xed)
		high = 0x9f;
	else if (text[0] == 0xf0)
		low = 0x90;
	else if (text[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < length; i++) {
		if (text[i] < low || text[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return length;
}

static void append_escaped(struct buffer *buffer, unsigned char byte)
{
	char escape[8];
	switch (byte) {
	case '"':
		append(buffer, "\\\"");
		return;
	case '\\':
		append(buffer, "\\\\");
		return;
	case '\n':
		append(buffer, "\\n");
		return;
	case '\t':
		append(buffer, "\\t");
		return;
	default:
		snprintf(escape, sizeof(escape), "\\u%04x", byte);
		append(buffer, escape);
	}
}

static void append_string(struct buffer *buffer, const char *text)
{
	if (!text) {
		append(buffer, "null");
		return;
	}
	const unsigned char *at = (const unsigned char *)text;
	append(buffer, "\"");
	while (*at) {
		size_t length = utf8_length(at);
		if (!length)
			append(buffer, "\\ufffd");
		else if (*at < 0x20 || *at == '"' || *at == '\\' || *at == 0x7f)
			append_escaped(buffer, *at);
		else
			buffer_bytes(buffer, at, length);
		at += length ? length : 1;
	}
	append(buffer, "\"");
}

static void append_member(struct buffer *buffer, const char *name, const char *value)
{
	append(buffer, ", \"");
	append(buffer, name);
	append(buffer, "\": ");
	append_string(buffer, value);
}

static const char *const severities[] = {
	[HM_NOTE] = "note",
	[HM_WARNING] = "warning",
	[HM_BREAK] = "break",
};

static void append_finding(struct buffer *buffer, const struct hm_finding *finding)
{
	append(buffer, "{\"rule\": ");
	append_string(buffer, finding->rule);
	append_member(buffer, "severity", severities[finding->severity]);
	append_member(buffer, "symbol", finding->symbol);
	append_member(buffer, "path", finding->path);
	append_member(buffer, "expected", finding->expected);
	append_member(buffer, "actual", finding->actual);
	append_member(buffer, "provider", finding->provider);
	append_member(buffer, "message", finding->message);
	append(buffer, "}");
}

void event_json(const struct hm_event *event, struct buffer *ret)
{
	append(ret, "{\"file\": ");
	append_string(ret, event->path);
	append_member(ret, "package", event->package);
	append_member(ret, "verdict", event->verdict);
	append(ret, event->error ? ", \"opened\": false" : ", \"opened\": true");
	append(ret, ", \"findings\": [");
	for (size_t i = 0; i < event->finding_count; i++) {
		append(ret, i ? ", " : "");
		append_finding(ret, &event->findings[i]);
	}
	append(ret, "], \"undecided\": [");
	for (size_t i = 0; i < event->undecided_count; i++) {
		append(ret, i ? ", " : "");
		append_string(ret, event->undecided[i]);
	}
	append(ret, "]");
	if (event->error) {
		append_member(ret, "code",
			      hm_error_code_name(hm_error_code(event->error)));
		append_member(ret, "error", hm_error_message(event->error));
	}
	append(ret, "}");
}
