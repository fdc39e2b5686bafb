// SPDX-License-Identifier: BSD-3-Clause
#include "verify/boundary.h"

#include "base/error.h"
#include "notes/runtime.h"

#include <string.h>

/*
 * Large programs need a few hundred libraries. Together with the number of undefined
 * symbols this bounds the time that a hostile file can take; what is above is undecided.
 */
#define LIBRARY_MAX 1024
#define QUESTION_MAX (1u << 20)

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

bool party_is_file(const struct party *party, const char *file)
{
	/* Linked without a SONAME, a library is needed by the name it was given by. */
	if (party->soname)
		return strcmp(party->soname, file) == 0;
	return strcmp(party->name, base_name(file)) == 0;
}

static bool is_host(const struct verify_request *request, const char *file)
{
	for (size_t i = 0; i < request->host_count; i++)
		if (party_is_file(&request->hosts[i], file))
			return true;
	return false;
}

static bool needs(const struct party *party, const char *library)
{
	for (size_t i = 0; i < party->needed_count; i++)
		if (strcmp(party->needed[i], library) == 0)
			return true;
	return false;
}

/*
 * A library that the plugin was linked with and whose symbols all have versions defines
 * nothing that the plugin asks for without one: it need not be found to say so.
 */
static bool is_irrelevant(const struct verify_request *request, const char *library)
{
	return runtime_is_versioned_library(library) && needs(request->plugin, library);
}

static bool is_listed(const struct boundary *boundary, const char *library)
{
	for (size_t i = 0; i < boundary->libraries.count; i++)
		if (strcmp(boundary->libraries.data[i], library) == 0)
			return true;
	return false;
}

static struct hm_error *add_libraries(struct boundary *boundary,
				      const struct party *party)
{
	const struct verify_request *request = boundary->request;
	for (size_t i = 0; i < party->needed_count; i++) {
		const char *library = party->needed[i];
		if (is_host(request, library) || is_irrelevant(request, library) ||
		    is_listed(boundary, library))
			continue;
		if (boundary->libraries.count == LIBRARY_MAX) {
			boundary->libraries_cut = true;
			break;
		}
		if (!vector_push(&boundary->libraries, library))
			return error_nomem();
	}
	return NULL;
}

struct hm_error *boundary_init(struct boundary *boundary,
			       const struct verify_request *request)
{
	*boundary = (struct boundary){
		.request = request,
		.questions_left = QUESTION_MAX,
	};
	/* One more than there are hosts, so that none is no special case. */
	boundary->walks = calloc(request->host_count + 1, sizeof(*boundary->walks));
	if (!boundary->walks)
		return error_nomem();
	for (size_t i = 0; i < request->host_count; i++)
		boundary->walks[i] =
			symbol_walk_start(&request->hosts[i].stamp->provides);
	for (size_t i = 0; i < request->host_count; i++)
		TRY(add_libraries(boundary, &request->hosts[i]));
	return add_libraries(boundary, request->plugin);
}

void boundary_deinit(struct boundary *boundary)
{
	free(boundary->walks);
	vector_deinit(&boundary->libraries);
	boundary->walks = NULL;
}

static bool is_runtime_file(struct boundary *boundary, const char *file)
{
	if (!boundary->last_file || strcmp(boundary->last_file, file) != 0) {
		boundary->last_file = file;
		boundary->last_is_runtime =
			runtime_is_library(file) && !is_host(boundary->request, file);
	}
	return boundary->last_is_runtime;
}

static bool is_outside(struct boundary *boundary, const struct stamp_symbol *required)
{
	if (required->flags & SYMBOL_OUTSIDE)
		return true;
	if (required->file && is_runtime_file(boundary, required->file))
		return true;
	return runtime_is_startup_symbol(required->name);
}

/* The first host that has a fitting definition, else the first that has the name. */
static void search_hosts(struct boundary *boundary, const struct stamp_symbol *required,
			 struct binding *ret)
{
	const struct verify_request *request = boundary->request;
	for (size_t i = 0; i < request->host_count; i++) {
		struct definitions definitions =
			symbol_walk_find(&boundary->walks[i], required->name);
		if (!definitions.count)
			continue;
		bool strict = required->file &&
			      party_is_file(&request->hosts[i], required->file);
		ret->symbol = definitions_bind(definitions, REFERENCE_LINKED,
					       required->version, strict);
		if (ret->symbol) {
			ret->place = BOUNDARY_BOUND;
			ret->host = i;
			return;
		}
		if (ret->place == BOUNDARY_OTHER_VERSION)
			continue;
		ret->place = BOUNDARY_OTHER_VERSION;
		ret->host = i;
		ret->others = definitions;
	}
}

enum answer {
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_UNKNOWN,
};

static enum answer ask_library(struct boundary *boundary, const char *library,
			       const struct stamp_symbol *required)
{
	const struct verify_request *request = boundary->request;
	if (!request->library_defines || !boundary->questions_left)
		return ANSWER_UNKNOWN;
	boundary->questions_left--;
	int defines = request->library_defines(request->context, library, required->name,
					       required->version);
	if (defines == 0)
		return ANSWER_NO;
	return defines > 0 ? ANSWER_YES : ANSWER_UNKNOWN;
}

/* `ret_library`: who answered yes. */
static enum answer search_libraries(struct boundary *boundary,
				    const struct stamp_symbol *required,
				    const char **ret_library)
{
	enum answer answer = boundary->libraries_cut ? ANSWER_UNKNOWN : ANSWER_NO;
	for (size_t i = 0; i < boundary->libraries.count; i++) {
		enum answer one =
			ask_library(boundary, boundary->libraries.data[i], required);
		if (one == ANSWER_YES) {
			*ret_library = boundary->libraries.data[i];
			return ANSWER_YES;
		}
		if (one == ANSWER_UNKNOWN)
			answer = ANSWER_UNKNOWN;
	}
	return answer;
}

static bool same_version(const struct stamp_symbol *a, const struct stamp_symbol *b)
{
	if (!a->version || !b->version)
		return a->version == b->version;
	return strcmp(a->version, b->version) == 0;
}

/* The host's own reference to the name, if it is to the same version and has a type. */
static const struct stamp_symbol *find_reference(const struct party *host,
						 const struct stamp_symbol *required)
{
	struct definitions references =
		definitions_find(&host->stamp->requires, required->name);
	for (size_t i = 0; i < references.count; i++) {
		const struct stamp_symbol *symbol = &references.first[i];
		if (!(symbol->flags & SYMBOL_OUTSIDE) && symbol->type.id != TYPE_NONE &&
		    same_version(symbol, required))
			return symbol;
	}
	return NULL;
}

/*
 * A library defines the symbol. If a host uses that library as well, both were compiled
 * against the one definition that both get, so their views of it must agree.
 */
static void place_in_library(const struct boundary *boundary, const char *library,
			     const struct stamp_symbol *required, struct binding *ret)
{
	const struct verify_request *request = boundary->request;
	*ret = (struct binding){ .place = BOUNDARY_OUTSIDE };
	if (runtime_is_library(library))
		return;
	for (size_t i = 0; i < request->host_count; i++) {
		if (!needs(&request->hosts[i], library))
			continue;
		ret->symbol = find_reference(&request->hosts[i], required);
		if (ret->symbol) {
			ret->place = BOUNDARY_BOUND;
			ret->host = i;
			return;
		}
		/* Versions are the library's own promise; without them nobody gave one.
		 */
		if (!required->version)
			ret->place = BOUNDARY_UNDECIDED;
	}
}

/* What becomes of a symbol that no host has: who else could have it. */
static void search_elsewhere(struct boundary *boundary,
			     const struct stamp_symbol *required, struct binding *ret)
{
	if (required->flags & SYMBOL_INTERPOSABLE) {
		*ret = (struct binding){ .place = BOUNDARY_OWN };
		return;
	}
	/* Verneed says where it comes from, and the dynamic linker checks that. */
	if (required->file) {
		if (!is_host(boundary->request, required->file))
			place_in_library(boundary, required->file, required, ret);
		return;
	}
	const char *library = NULL;
	switch (search_libraries(boundary, required, &library)) {
	case ANSWER_YES:
		place_in_library(boundary, library, required, ret);
		break;
	case ANSWER_UNKNOWN:
		*ret = (struct binding){ .place = BOUNDARY_UNDECIDED };
		break;
	case ANSWER_NO:
		break;
	}
}

void boundary_place(struct boundary *boundary, const struct stamp_symbol *required,
		    struct binding *ret)
{
	*ret = (struct binding){ .place = BOUNDARY_OUTSIDE };
	if (is_outside(boundary, required))
		return;
	ret->place = BOUNDARY_MISSING;
	search_hosts(boundary, required, ret);
	if (ret->place != BOUNDARY_BOUND)
		search_elsewhere(boundary, required, ret);
}
