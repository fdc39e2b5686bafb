// SPDX-License-Identifier: BSD-3-Clause
#include "loader/entry.h"

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
