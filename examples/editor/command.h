/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COMMAND_H
#define COMMAND_H

/* The commands of the editor, after the manner of ed(1): "3,5d", "$p", "a some text". */

#include <stdbool.h>

struct editor;

/* Runs one line of input; false: it was the last one (q). */
bool command_run(struct editor *editor, const char *line);

#endif
