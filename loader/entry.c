// SPDX-License-Identifier: BSD-3-Clause
#include "loader/entry.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/binding.h"
#include "verify/typename.h"

static const struct stamp_symbol *find_entry(const struct module *module,
					     const char *name)
{
	return definitions_bind(definitions_find(&module->stamp.provides, name),
				REFERENCE_LOOKUP, NULL, false);
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
				  const char *what, const char *name, uint8_t kind)
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
	if (kind == ENTRY_NONE)
		return type_error(module, path, what, symbol);
	return NULL;
}

struct hm_error *entry_check(const struct module *module, const char *path)
{
	TRY(check_one(module, path, "init", module->stamp.init, module->stamp.init_kind));
	return check_one(module, path, "fini", module->stamp.fini,
			 module->stamp.fini_kind);
}

/* What the function returns; 0 if there is none or it returns nothing. */
static int call_entry(const struct module *module, const char *name, uint8_t kind)
{
	const struct resolved *resolved = name ? module_find(module, name) : NULL;
	if (!resolved)
		return 0;
	if (kind == ENTRY_INT)
		return ((int (*)(void))resolved->symbol.address)();
	((void (*)(void))resolved->symbol.address)();
	return 0;
}

int entry_init(const struct module *module)
{
	return call_entry(module, module->stamp.init, module->stamp.init_kind);
}

void entry_fini(const struct module *module)
{
	call_entry(module, module->stamp.fini, module->stamp.fini_kind);
}
