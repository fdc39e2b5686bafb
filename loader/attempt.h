/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_ATTEMPT_H
#define LOADER_ATTEMPT_H

/* One attempt of one thread to open a file that it has claimed. */

#include "loader/check.h"
#include "loader/plugin.h"
#include "loader/source.h"

struct attempt {
	const struct hm_open_options *options; /* borrowed */
	struct source source;
	struct hm_plugin *plugin;
	/* Somebody wants to be told what comes of it, with all findings. */
	bool observed;
	/* It was open when the call came. */
	bool was_open;
	struct image image;
	bool image_open;
	struct scope scope;
	struct module module;
	/* Its plugins are those that this one depends on. */
	plugin_list depends;
	/* NULL once an error has taken it. */
	struct report *report;
	/* The comparison has been made to its end. */
	bool checked;
	/* The C library has kept the object of a failed attempt. */
	bool lingers;
};

struct attempt attempt_with(const struct hm_open_options *options);

/*
 * Reads, checks and loads: all that comes before init. On failure nothing is loaded any
 * more, as far as the C library allows.
 */
struct hm_error *attempt_load(struct attempt *attempt);

void attempt_deinit(struct attempt *attempt);

#endif
