/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_ABSENCE_H
#define VERIFY_ABSENCE_H

/* The findings about symbols that nobody provides, or not in the version asked for. */

#include "verify/binding.h"
#include "verify/spelling.h"
#include "verify/verify.h"

enum absence_remedy {
	/* The provider is a host: -rdynamic. */
	REMEDY_EXPORT_HOST,
	/* The provider is a plugin that has to define an entry point. */
	REMEDY_DEFINE_ENTRY,
	/* The provider is the new build of a file. */
	REMEDY_KEEP,
};

struct absence {
	/* Whose stamp the symbol is of: for its type in words. */
	const struct stamp *consumer;
	const struct stamp_symbol *symbol;
	/* Who should provide it, and where similar names are looked for. */
	const struct party *providers;
	size_t provider_count;
	enum absence_remedy remedy;
	struct spelling *spelling;
};

/* `symbol-missing`: nobody has the name. A note for a weak reference. */
struct hm_error *absence_add_missing(const struct absence *absence,
				     struct report *report);

/* `symbol-version`: `provider` has the name, but as `others` only. */
struct hm_error *absence_add_version(const struct absence *absence,
				     const struct party *provider,
				     struct definitions others, struct report *report);

#endif
