/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_TEXT_H
#define TOOLS_TEXT_H

/*
 * Text from files, made safe to show: names in an ELF file may hold anything, escape
 * sequences of the terminal included. What is not printable UTF-8 comes out as "\xNN".
 */

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Bytes of the UTF-8 character at the start of `text`; 0 if it is not well-formed. */
size_t text_character(const char *text, size_t length);

enum text_kept {
	/* Newlines and tabs are escaped as well. */
	TEXT_ONE_LINE,
	/* They stand as they are. */
	TEXT_LINES,
	/* All controls stand as they are; only what is not UTF-8 is escaped. */
	TEXT_CONTROLS,
};

/* Appends the safe form. */
void text_append(struct buffer *buffer, const char *text, size_t length,
		 enum text_kept kept);

/* Prints the safe form of a string, on one line. */
void text_print(FILE *out, const char *text);

/* Prints the safe form of several lines, with a newline at the end. */
void text_print_lines(FILE *out, const char *text, size_t length);

#endif
