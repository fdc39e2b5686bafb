// SPDX-License-Identifier: BSD-3-Clause
#include "tools/untyped.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/runtime.h"
#include "tools/message.h"
#include "verify/library.h"

#include <ctype.h>

static void scope_search(struct library_search **search)
{
	library_search_destroy(*search);
}

/* C leaves these names to the compiler, its run-time and the linker: C17 7.1.3. */
static bool is_reserved(const char *name)
{
	return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1]));
}

/* What every link adds, by the names that they have where the GNU C library is used. */
static const char *runtime[] = { "libc.so.6", "libm.so.6", "libgcc_s.so.1" };

#define RUNTIME_COUNT (sizeof(runtime) / sizeof(runtime[0]))

/* NULL: nobody can be asked, and all names are warned about. */
static struct library_search *search_for(const struct image *object)
{
	SCOPED(scope_search) struct library_search *search = NULL;
	SCOPED_ERROR struct hm_error *error = library_search_create(&search);
	if (error)
		return NULL;
	/* An object needs no library yet; what it will be linked to needs these. */
	struct image linked = *object;
	linked.needed.data = runtime;
	linked.needed.count = linked.needed.capacity = RUNTIME_COUNT;
	error = library_search_add(search, &linked);
	return error ? NULL : TAKE(search);
}

static bool is_of_runtime(struct library_search *search, const char *name)
{
	if (!search)
		return false;
	if (is_reserved(name))
		return true;
	for (size_t i = 0; i < RUNTIME_COUNT; i++) {
		if (library_search_defines(search, runtime[i], name, NULL) == 1)
			return true;
	}
	return false;
}

/* `search`: of the undefined symbols of an object, else NULL. */
static size_t warn_list(const char *file, const stamp_symbols *list, const char *what,
			struct library_search *search)
{
	size_t count = 0;
	vector_for_each (symbol, list) {
		if (symbol->type.id != TYPE_NONE || symbol->flags & SYMBOL_OUTSIDE)
			continue;
		if (runtime_is_startup_symbol(symbol->name) ||
		    runtime_is_compiler_made(symbol->name))
			continue;
		if (is_of_runtime(search, symbol->name))
			continue;
		message_warning(file, "the type of '%s', which it %s, is not known",
				symbol->name, what);
		count++;
	}
	return count;
}

void untyped_warn(const char *file, const struct stamp *stamp, const struct image *object)
{
	SCOPED(scope_search) struct library_search *search = NULL;
	if (object)
		search = search_for(object);
	size_t count = warn_list(file, &stamp->provides, "provides", NULL) +
		       warn_list(file, &stamp->requires, "requires", search) +
		       warn_list(file, &stamp->expects, "expects", NULL);
	if (count)
		message_warning(file,
				"put HM_INTERFACE(symbol) behind the declaration in the "
				"public header, or compile with GCC and -g");
}
