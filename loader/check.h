/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_CHECK_H
#define LOADER_CHECK_H

/* Whether a plugin may be loaded: the one verdict, against the host as it is now. */

#include "loader/dependency.h"
#include "loader/host.h"
#include "loader/plugin.h"
#include "loader/registry.h"
#include "verify/report.h"

/* Whom one plugin is checked against, as things are now. */
struct scope {
	const struct host *host;
	/*
	 * In the order in which the dynamic linker searches: the host's parties, the
	 * plugins that were opened globally, libraries that come with the plugin.
	 */
	VECTOR(struct party) parties;
	plugin_list globals;
	dependency_list dependencies;
	/* The host's policy and what the options add to it. */
	struct policy policy;
	struct policy accept;
	/* The plugin's file; NULL for one that is loaded already. */
	const struct image *image;
	/* Whom to ask about other libraries; made when the first question comes. */
	struct neighbours *neighbours;
};

/* Borrows the options. */
struct hm_error *scope_init(struct scope *scope, const struct hm_open_options *options);
void scope_deinit(struct scope *scope);

/* Whether the host looks up symbols of that name. */
bool scope_expects(const struct scope *scope, const char *name);

/* Fills the report; first with what the libraries of the plugin are found to be. */
struct hm_error *check_module(struct scope *scope, const struct module *module,
			      const struct hm_open_options *options,
			      struct report *report);

/*
 * NULL if the report accepts; else the error that says why, which takes the report.
 */
struct hm_error *check_verdict(const struct scope *scope, const struct module *module,
			       struct report **report);

#endif
