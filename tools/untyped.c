// SPDX-License-Identifier: BSD-3-Clause
#include "tools/untyped.h"

#include "notes/runtime.h"
#include "tools/message.h"

#include <ctype.h>
#include <stddef.h>

/* C leaves these names to the compiler, its run-time and the linker: C17 7.1.3. */
static bool is_reserved(const char *name)
{
	return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1]));
}

static size_t warn_list(const char *file, const stamp_symbols *list, const char *what,
			bool skip_reserved)
{
	size_t count = 0;
	vector_for_each (symbol, list) {
		if (symbol->type.id != TYPE_NONE || symbol->flags & SYMBOL_OUTSIDE)
			continue;
		if (runtime_is_startup_symbol(symbol->name))
			continue;
		if (skip_reserved && is_reserved(symbol->name))
			continue;
		message_warning(file, "the type of '%s', which it %s, is not known",
				symbol->name, what);
		count++;
	}
	return count;
}

void untyped_warn(const char *file, const struct stamp *stamp, bool candidates)
{
	size_t count = warn_list(file, &stamp->provides, "provides", false) +
		       warn_list(file, &stamp->requires, "requires", candidates) +
		       warn_list(file, &stamp->expects, "expects", false);
	if (count)
		message_warning(file,
				"put HM_INTERFACE(symbol) behind the declaration in the "
				"public header, or compile with GCC and -g");
}
