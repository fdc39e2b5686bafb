/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_RENDER_H
#define VERIFY_RENDER_H

/* A report as text for people: what hm_error_message() and `hallmark verify` show. */

#include "base/buffer.h"
#include "verify/report.h"

struct render_options {
	/* "spell.so (example.org/editor/spell)", "this host (example.org/editor)". */
	const char *plugin, *host;
	/* Breaks only; else warnings and notes as well. */
	bool breaks_only;
	/* Two builds of one file: `plugin` is the old one, `host` the new one. */
	bool diff;
};

/*
 * Headline, findings grouped by symbol and path, a last line that counts and says what to
 * do. No newline at the end; not NUL-terminated.
 */
struct hm_error *render_report(const struct report *report,
			       const struct render_options *options, struct buffer *ret);

#endif
