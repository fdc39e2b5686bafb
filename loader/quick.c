// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"
#include "loader/failure.h"
#include "loader/glance.h"
#include "loader/quick_tags.h"
#include "notes/runtime.h"
#include "verify/binding.h"

#include <elf.h>
#include <string.h>

#define VERSION_INDEX 0x7fff
/* Indices below are no versions: local, and global without one. */
#define VERSION_FIRST 2

struct quick {
	const struct quick_request *request;
	const struct host *host;
	struct glance glance;
	/* Of the next undefined symbol that has a type. */
	size_t next;
	/* A closure was not found: faces are asked for, and tags have to agree. */
	bool by_face;
	/* By number in the stamp's provides: the file defines it. */
	bool *defined;
};

static void quick_deinit(struct quick *quick)
{
	glance_deinit(&quick->glance);
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

/* What is opaque on one side only is a note: whoever wants it told gets it in full. */
static bool turn_to_faces(struct quick *quick)
{
	quick->by_face = quick->request->may_go_by_faces && glance_faces(&quick->glance);
	return quick->by_face;
}

/* What the host has of the required symbol that comes next, as that was compiled. */
static const struct host_digest *find_agreed(struct quick *quick)
{
	const struct host_index *index = &quick->host->index;
	const struct glance *glance = &quick->glance;
	if (!quick->by_face) {
		const struct host_digest *found = host_digests_find(
			&index->closures, &glance->required[quick->next]);
		if (found || !turn_to_faces(quick))
			return found;
	}
	return host_digests_find(&index->faces, &glance->required_faces[quick->next]);
}

static bool is_named(const struct glance *glance, const ElfW(Sym) * symbol,
		     const struct host_digest *found)
{
	size_t offset = symbol->st_name, size = found->name_length + 1;
	return offset < glance->strings_size && size <= glance->strings_size - offset &&
	       text_same(glance->strings + offset, found->name, size);
}

static unsigned version_of(const struct glance *glance, size_t number)
{
	return glance->versions ? glance->versions[number] & VERSION_INDEX : 1;
}

/* As a compiler refers to what another object has to define. */
static bool is_plain_reference(const ElfW(Sym) * symbol)
{
	return symbol->st_shndx == SHN_UNDEF && symbol->st_other == STV_DEFAULT &&
	       symbol->st_info == ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE);
}

/*
 * Passes over what nearly all symbols of a plugin are: those that it requires, and the
 * host agrees about. Returns the number of the next one.
 */
static size_t pass_agreed(struct quick *quick, size_t number)
{
	const struct glance *glance = &quick->glance;
	const struct host_index *index = &quick->host->index;
	const struct host_digests *host =
		quick->by_face ? &index->faces : &index->closures;
	const struct digest *wanted =
		quick->by_face ? glance->required_faces : glance->required;
	size_t next = quick->next;
	for (; number < glance->symbol_count && next < glance->required_count; number++) {
		const ElfW(Sym) *symbol = &glance->symbols[number];
		if (!is_plain_reference(symbol) ||
		    version_of(glance, number) >= VERSION_FIRST)
			break;
		const struct host_digest *found = host_digests_find(host, &wanted[next]);
		if (!found || !is_named(glance, symbol, found))
			break;
		next++;
	}
	quick->next = next;
	return number;
}

/* Of the C library or the compiler's run-time, or of what the host agrees about. */
static bool check_undefined(struct quick *quick, const ElfW(Sym) * symbol,
			    unsigned version)
{
	const struct glance *glance = &quick->glance;
	if (version >= VERSION_FIRST)
		return version < glance->runtime_versions.count &&
		       glance->runtime_versions.data[version];
	if (quick->next < glance->required_count) {
		const struct host_digest *found = find_agreed(quick);
		if (found && is_named(glance, symbol, found)) {
			quick->next++;
			return true;
		}
	}
	const char *name = glance_string(glance, symbol->st_name);
	return name && runtime_is_startup_symbol(name);
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
static bool check_defined(struct quick *quick, const ElfW(Sym) * symbol)
{
	stamp_symbols *provides = &quick->glance.stamp.provides;
	const char *name = glance_string(&quick->glance, symbol->st_name);
	if (!name || !*name)
		return false;
	struct definitions found = definitions_find(provides, name);
	if (host_index_has(&quick->host->index, name))
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
	for (size_t i = 1; (i = pass_agreed(quick, i)) < glance->symbol_count; i++) {
		const ElfW(Sym) *symbol = &glance->symbols[i];
		if (!is_visible(symbol))
			continue;
		unsigned version = version_of(glance, i);
		if (symbol->st_shndx == SHN_UNDEF
			    ? !check_undefined(quick, symbol, version)
			    : !check_defined(quick, symbol))
			return false;
	}
	for (size_t i = 0; i < glance->stamp.provides.count; i++)
		if (!quick->defined[i])
			return false;
	return true;
}

/*
 * The symbol that the host looks up is what it takes it for. Where only the face is, the
 * host's closure goes into our copy of the stamp, so that the comparison behind us does
 * not look for types that have not been read.
 */
static bool check_expectation(struct quick *quick, const struct stamp_symbol *expected)
{
	const stamp_symbols *provides = &quick->glance.stamp.provides;
	struct definitions found = definitions_find(provides, expected->name);
	if (!found.count)
		return expected->flags & SYMBOL_OPTIONAL;
	struct stamp_symbol *symbol = &provides->data[found.first - provides->data];
	if (digest_equal(&symbol->closure, &expected->closure))
		return true;
	if ((!quick->by_face && !turn_to_faces(quick)) ||
	    !digest_equal(&symbol->face, &expected->face))
		return false;
	symbol->closure = expected->closure;
	/* Once: another host that expects something else has to be asked in full. */
	symbol->face = (struct digest){ { 0 } };
	return true;
}

static bool check_expected(struct quick *quick)
{
	vector_for_each (party, &quick->host->parties)
		vector_for_each (symbol, &party->stamp->expects)
			if (!check_expectation(quick, symbol))
				return false;
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
	struct glance *glance = &quick->glance;
	if (!glance_init(glance, quick->request->fd, quick->request->file_size) ||
	    !check_machine(glance) || !check_libraries(quick) || !check_expected(quick))
		return false;
	quick->defined =
		calloc(glance->stamp.provides.count + 1, sizeof(*quick->defined));
	return quick->defined && check_symbols(quick) &&
	       (!quick->by_face || quick_tags_agree(glance, &quick->host->index.tags));
}

bool quick_agrees(const struct quick_request *request, struct quick_answer *ret)
{
	SCOPED(quick_deinit)
	struct quick quick = { .request = request, .host = request->host };
	if (quick.host->first_unstamped_matters || !read_and_check(&quick))
		return false;
	*ret = (struct quick_answer){ quick.glance, quick.by_face };
	quick.glance = (struct glance){ 0 };
	return true;
}

static void quick_answer_deinit(struct quick_answer *answer)
{
	glance_deinit(&answer->glance);
}

static struct hm_error *make_module(struct attempt *attempt, struct glance *glance)
{
	struct module *module = &attempt->module;
	const struct image image = {
		.path = attempt->source.path,
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
static struct hm_error *judge(struct attempt *attempt, struct glance *glance)
{
	TRY(make_module(attempt, glance));
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
	SCOPED(quick_answer_deinit) struct quick_answer answer = { 0 };
	struct quick_request request = {
		.fd = attempt->source.fd,
		.file_size = (uint64_t)attempt->source.identity.size,
		.may_go_by_faces = !attempt->observed,
	};
	/* A sealed copy may not need $ORIGIN, and global plugins are compared with. */
	if (attempt->options->flags & (HM_OPEN_SEALED | HM_OPEN_GLOBAL))
		return false;
	SCOPED_ERROR struct hm_error *error = host_get(&request.host);
	if (error || !quick_agrees(&request, &answer))
		return false;
	error = judge(attempt, &answer.glance);
	if (error)
		start_again(attempt);
	else
		attempt->checked = true;
	return !error;
}
