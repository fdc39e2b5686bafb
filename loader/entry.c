// SPDX-License-Identifier: BSD-3-Clause
#include "loader/entry.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/binding.h"
#include "verify/typename.h"

enum entry_kind {
	ENTRY_VOID,
	ENTRY_INT,
	ENTRY_UNFIT,
};

static const struct stamp_symbol *find_entry(const struct module *module,
					     const char *name)
{
	return definitions_bind(definitions_find(&module->stamp.provides, name),
				REFERENCE_LOOKUP, NULL, false);
}

static enum entry_kind entry_kind(const struct module *module,
				  const struct stamp_symbol *symbol)
{
	const struct graph *graph = &module->stamp.graph;
	if (symbol->type.id == TYPE_NONE)
		return ENTRY_UNFIT;
	const struct type *function = graph_type(graph, symbol->type.id);
	if (function->kind != TYPE_FUNCTION || function->count ||
	    function->flags & TYPE_VARIADIC)
		return ENTRY_UNFIT;
	const struct type *result = graph_type(graph, function->target.id);
	if (result->kind == TYPE_VOID)
		return ENTRY_VOID;
	if (result->kind == TYPE_BASE && result->encoding == BASE_SIGNED &&
	    result->size == sizeof(int))
		return ENTRY_INT;
	return ENTRY_UNFIT;
}

static struct hm_error *type_error(const struct module *module, const char *path,
				   const char *what, const struct stamp_symbol *symbol)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	if (symbol->type.id != TYPE_NONE)
		typename_declare(&text, &module->stamp.graph, symbol->type, symbol->name);
	if (text.failed)
		return error_nomem();
	if (!text.size)
		return error_new(
			HM_ERR_TYPE,
			"%s: the type of its %s function %s is not known; it must "
			"be int %s(void) or void %s(void): compile it with -g and "
			"stamp it again",
			path, what, symbol->name, symbol->name, symbol->name);
	return error_new(HM_ERR_TYPE,
			 "%s: its %s function is %.*s, but must be int %s(void) or void "
			 "%s(void)",
			 path, what, (int)text.size, (const char *)text.data,
			 symbol->name, symbol->name);
}

static struct hm_error *check_one(const struct module *module, const char *path,
				  const char *what, const char *name)
{
	if (!name)
		return NULL;
	const struct stamp_symbol *symbol = find_entry(module, name);
	if (!symbol)
		return error_new(
			HM_ERR_SYMBOL,
			"%s: the stamp names %s as its %s function, but the file "
			"does not export it; stamp the file again",
			path, name, what);
	if (entry_kind(module, symbol) == ENTRY_UNFIT)
		return type_error(module, path, what, symbol);
	return NULL;
}

struct hm_error *entry_check(const struct module *module, const char *path)
{
	TRY(check_one(module, path, "init", module->stamp.init));
	return check_one(module, path, "fini", module->stamp.fini);
}

/* What the function returns; 0 if there is none or it returns nothing. */
static int call_entry(const struct module *module, const char *name)
{
	const struct resolved *resolved = name ? module_find(module, name) : NULL;
	const struct stamp_symbol *symbol = resolved ? find_entry(module, name) : NULL;
	if (!symbol)
		return 0;
	if (entry_kind(module, symbol) == ENTRY_INT)
		return ((int (*)(void))resolved->symbol.address)();
	((void (*)(void))resolved->symbol.address)();
	return 0;
}

int entry_init(const struct module *module)
{
	return call_entry(module, module->stamp.init);
}

void entry_fini(const struct module *module)
{
	call_entry(module, module->stamp.fini);
}
