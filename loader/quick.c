// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/digest_set.h"
#include "loader/failure.h"
#include "loader/glance.h"
#include "loader/host_index.h"
#include "notes/runtime.h"
#include "verify/binding.h"

#include <elf.h>
#include <string.h>

#define VERSION_INDEX 0x7fff
/* Indices below are no versions: local, and global without one. */
#define VERSION_FIRST 2

struct quick {
	struct attempt *attempt;
	const struct host *host;
	struct glance glance;
	struct digest_set required;
	/* By number in the stamp's provides: the file defines it. */
	bool *defined;
};

static void quick_deinit(struct quick *quick)
{
	glance_deinit(&quick->glance);
	digest_set_deinit(&quick->required);
	free(quick->defined);
}

static bool is_visible(const ElfW(Sym) * symbol)
{
	unsigned binding = symbol->st_info >> 4, type = symbol->st_info & 15;
	unsigned visibility = symbol->st_other & 3;
	return (binding == STB_GLOBAL || binding == STB_WEAK ||
		binding == STB_GNU_UNIQUE) &&
	       visibility != STV_HIDDEN && visibility != STV_INTERNAL &&
	       type != STT_SECTION && type != STT_FILE;
}

/* Of the C library or the compiler's run-time, or of what the host agrees about. */
static bool check_undefined(const struct quick *quick, const char *name, unsigned version)
{
	const struct glance *glance = &quick->glance;
	if (version >= VERSION_FIRST)
		return version < glance->runtime_versions.count &&
		       glance->runtime_versions.data[version];
	const struct host_entry *entry = host_index_find(&quick->host->index, name);
	if (entry && digest_set_has(&quick->required, &entry->closure))
		return true;
	return runtime_is_startup_symbol(name);
}

static uint8_t symbol_kind(const ElfW(Sym) * symbol)
{
	switch (symbol->st_info & 15) {
	case STT_FUNC:
	case STT_GNU_IFUNC:
		return SYMBOL_FUNCTION;
	case STT_OBJECT:
	case STT_COMMON:
		return SYMBOL_OBJECT;
	case STT_TLS:
		return SYMBOL_TLS;
	}
	return SYMBOL_UNKNOWN;
}

/* Not one that the host defines as well, which would come first. */
static bool check_defined(struct quick *quick, const ElfW(Sym) * symbol, const char *name)
{
	stamp_symbols *provides = &quick->glance.stamp.provides;
	struct definitions found = definitions_find(provides, name);
	if (host_index_find(&quick->host->index, name))
		return false;
	if (!found.count)
		return true;
	size_t number = (size_t)(found.first - provides->data);
	struct stamp_symbol *entry = &provides->data[number];
	if (found.count > 1 || entry->version || entry->kind != symbol_kind(symbol))
		return false;
	quick->defined[number] = true;
	entry->flags |= SYMBOL_DEFAULT;
	return true;
}

static bool check_symbols(struct quick *quick)
{
	const struct glance *glance = &quick->glance;
	for (size_t i = 1; i < glance->symbol_count; i++) {
		const ElfW(Sym) *symbol = &glance->symbols[i];
		if (!is_visible(symbol))
			continue;
		unsigned version =
			glance->versions ? glance->versions[i] & VERSION_INDEX : 1;
		const char *name = glance_string(glance, symbol->st_name);
		if (!name || !*name)
			return false;
		if (symbol->st_shndx == SHN_UNDEF ? !check_undefined(quick, name, version)
						  : !check_defined(quick, symbol, name))
			return false;
	}
	for (size_t i = 0; i < glance->stamp.provides.count; i++)
		if (!quick->defined[i])
			return false;
	return true;
}

static bool digest_equal(const struct digest *a, const struct digest *b)
{
	static const struct digest none = { { 0 } };
	return memcmp(a, b, sizeof(*a)) == 0 && memcmp(a, &none, sizeof(none)) != 0;
}

/* Whatever the host looks up is what it takes it for. */
static bool check_expected(const struct quick *quick)
{
	const stamp_symbols *provides = &quick->glance.stamp.provides;
	vector_for_each (party, &quick->host->parties)
		vector_for_each (symbol, &party->stamp->expects) {
			struct definitions found =
				definitions_find(provides, symbol->name);
			if (found.count &&
			    !digest_equal(&found.first->closure, &symbol->closure))
				return false;
		}
	return true;
}

static bool started_with(const struct host *host, const char *name)
{
	vector_for_each (object, &host->objects)
		if (mapped_is(object, name))
			return true;
	return false;
}

static bool check_libraries(const struct quick *quick)
{
	vector_for_each (needed, &quick->glance.needed)
		if (!started_with(quick->host, *needed))
			return false;
	return true;
}

static bool check_machine(const struct glance *glance)
{
	const struct toolchain *toolchain = &glance->stamp.toolchain;
	const ElfW(Ehdr) *header = glance->header;
	return toolchain->elf_class == header->e_ident[EI_CLASS] &&
	       toolchain->data == header->e_ident[EI_DATA] &&
	       toolchain->machine == header->e_machine;
}

static bool read_and_check(struct quick *quick)
{
	const struct source *source = &quick->attempt->source;
	struct glance *glance = &quick->glance;
	if (!glance_init(glance, source->fd, (uint64_t)source->identity.size) ||
	    !check_machine(glance) || !check_libraries(quick) || !check_expected(quick))
		return false;
	quick->defined =
		calloc(glance->stamp.provides.count + 1, sizeof(*quick->defined));
	return quick->defined &&
	       digest_set_init(&quick->required, glance->required,
			       glance->required_count) &&
	       check_symbols(quick);
}

static struct hm_error *make_module(struct quick *quick)
{
	struct glance *glance = &quick->glance;
	struct module *module = &quick->attempt->module;
	const struct image image = {
		.path = quick->attempt->source.path,
		.type = IMAGE_SHARED,
		.soname = glance->soname,
		.needed = { glance->needed.data, glance->needed.count, 0 },
		.build_id = glance->build_id,
		.build_id_size = glance->build_id_size,
	};
	module->stamp = glance->stamp;
	module->stamp_is_partial = true;
	glance->has_stamp = false;
	return module_describe(module, &image);
}

/* Package, toolchain and entry points are judged as ever; any finding is one too many. */
static struct hm_error *judge(struct quick *quick)
{
	struct attempt *attempt = quick->attempt;
	TRY(make_module(quick));
	TRY(report_create(&attempt->report));
	TRY(scope_init(&attempt->scope, attempt->options));
	if (attempt->scope.globals.count)
		return error_new(HM_ERR_INCOMPATIBLE, "plugins that are global");
	TRY(check_module(&attempt->scope, &attempt->module, attempt->options,
			 attempt->report));
	if (attempt->report->findings.count || attempt->report->undecided.count)
		return error_new(HM_ERR_INCOMPATIBLE, "findings");
	return NULL;
}

/* As if nothing had been done. */
static void start_again(struct attempt *attempt)
{
	module_deinit(&attempt->module);
	report_destroy(TAKE(attempt->report));
	scope_deinit(&attempt->scope);
	attempt->scope = (struct scope){ 0 };
}

bool quick_check(struct attempt *attempt)
{
	SCOPED(quick_deinit) struct quick quick = { .attempt = attempt };
	/* A sealed copy may not need $ORIGIN, and global plugins are compared with. */
	if (attempt->options->flags & (HM_OPEN_SEALED | HM_OPEN_GLOBAL))
		return false;
	SCOPED_ERROR struct hm_error *error = host_get(&quick.host);
	if (error || quick.host->first_unstamped_matters || !read_and_check(&quick))
		return false;
	error = judge(&quick);
	if (error)
		start_again(attempt);
	else
		attempt->checked = true;
	return !error;
}
