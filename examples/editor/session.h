/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SESSION_H
#define SESSION_H

/* One run of the editor: a file and its settings, and the plugins that were asked for. */

#include "buffer.h"
#include "plugins.h"

#include <editor.h>

struct editor {
	struct buffer buffer;
	struct editor_config config;
	struct plugins plugins;
	const char *path; /* NULL: no file yet */
	size_t current;	  /* the line that commands mean by default; 0: no line */
	/* Whose marks come in now; NULL: nobody's. */
	const char *speaker;
};

#endif
