/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_INTERPOSER_H
#define LOADER_INTERPOSER_H

/*
 * Objects without a stamp that define what a plugin was compared with, and that the
 * dynamic linker asks first: preloaded libraries, for example. The plugin gets their
 * definition, of which no types are known. Reported as `untyped`.
 */

#include "loader/check.h"
#include "loader/mapped.h"

/* Before loading: objects that the process was started with. */
struct hm_error *interposers_predict(const struct scope *scope,
				     const struct module *module, struct report *report);

/*
 * After loading: goes through what the references of the object were bound to, and adds
 * those that lead to an object that took no part in the comparison.
 */
struct hm_error *interposers_confirm(const struct scope *scope,
				     const struct mapped *loaded, struct report *report);

#endif
