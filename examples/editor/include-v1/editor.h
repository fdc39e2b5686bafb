/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EDITOR_H
#define EDITOR_H

/* What the editor gives to its plugins. Version 1, as plugin authors may still have it.
 */

#include <hallmark/interface.h>

#include <stddef.h>

#define EDITOR_HEADER_VERSION 1

/* One open file. Plugins never see inside. */
struct editor;

/* Settings of the user; columns count from 1. */
struct editor_config {
	const char *language;
	size_t tab_width;
	/* The longest line that is no fault. */
	size_t line_limit;
};

/* A place in the text that the user should look at. */
struct editor_mark {
	size_t line;   /* from 1 */
	size_t column; /* from 1 */
	size_t length; /* in bytes */
	const char *message;
};

size_t editor_line_count(const struct editor *editor);
HM_INTERFACE(editor_line_count);

/* Line `number`, counted from 1, without its newline; NULL if there is none. */
const char *editor_line(const struct editor *editor, size_t number);
HM_INTERFACE(editor_line);

const struct editor_config *editor_get_config(const struct editor *editor);
HM_INTERFACE(editor_get_config);

/* Shows a mark to the user. The message is read during the call only. */
void editor_add_mark(struct editor *editor, const struct editor_mark *mark);
HM_INTERFACE(editor_add_mark);

#endif
