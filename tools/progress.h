/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

/*
 * A line on stderr that tells what takes long and for how many seconds it has, shown when
 * stderr is a terminal and a second has passed.
 */

/* `what` must live until progress_end(). */
void progress_begin(const char *what, const char *file);
void progress_end(void);

/* Takes the line off the terminal, so that a message can be printed. */
void progress_clear(void);

#endif
