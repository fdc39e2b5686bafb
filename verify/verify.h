/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

/* The verdict: the one that `hallmark verify` prints and hm_open() obeys. */

#include "notes/image.h"
#include "notes/stamp.h"
#include "verify/report.h"

/* A file that takes part: its stamp, and what its dynamic section says. */
struct party {
	const char *name; /* for messages: the file's base name */
	const struct stamp *stamp;
	/* Borrowed; DT_SONAME, NULL if none, and DT_NEEDED. */
	const char *soname;
	const char *const *needed;
	size_t needed_count;
};

/*
 * Says whether a library that is not a party defines a symbol: 1 yes, 0 no, -1 cannot
 * tell. `library` is a DT_NEEDED name of the party at hand.
 */
typedef int library_defines_fn(void *context, const char *library, const char *symbol,
			       const char *version);

struct verify_request {
	/* In the order in which the dynamic linker searches: the host, then libraries. */
	const struct party *hosts;
	size_t host_count;
	const struct party *plugin;
	/* NULL: nobody can tell. verify/library.h has one that searches as ld.so does. */
	library_defines_fn *library_defines;
	void *context;
	/* What the plugin is held to; NULL: the policy in the stamp of hosts[0]. */
	const struct policy *policy;
	/*
	 * Names that this plugin must provide, beside those that the hosts' stamps expect
	 * of every plugin; where a stamp has the type of one, it is compared.
	 */
	const char *const *must_provide;
	size_t must_provide_count;
};

/*
 * Fills the report: package, toolchain, requires, expects. Where the plugin is for
 * another machine, class or byte order, that is said and no symbol is compared.
 */
struct hm_error *verify_plugin(const struct verify_request *request,
			       struct report *report);

/*
 * Whether everything built against `old` still runs with `new`: each symbol that `old`
 * provides is consumed with old's view of it. Hosts look plugins' symbols up by name and
 * get the default version; everybody else was linked, and asks for the version that `old`
 * had. No package or compiler policy applies.
 */
struct hm_error *verify_diff(const struct party *old, const struct party *new,
			     struct report *report);

#endif
