// SPDX-License-Identifier: BSD-3-Clause
#include "verify/library.h"

#include "base/error.h"
#include "base/index.h"
#include "base/scope.h"
#include "base/search.h"
#include "verify/library_dirs.h"

#include <string.h>

/* Large programs have a few hundred; a ring of hostile files must not fill the memory. */
#define LIBRARY_MAX 1024

/* Visits of a library for a question, in all: seconds at most, whatever the files are. */
#define VISIT_MAX (1u << 22)

/* Definitions of one name in one file that are looked at: one has one per version. */
#define VERSION_MAX 1024

#define CONFIG_FILE "/etc/ld.so.conf"

/* VER_NDX_GLOBAL plus one: the first version node, gABI symbol versioning. */
#define FIRST_NODE 2

enum library_state {
	LIBRARY_UNSOUGHT,
	LIBRARY_READ,
	LIBRARY_ABSENT,
};

/* A file that needs libraries: where those are looked for. Strings are the search's. */
struct requester {
	const char *runpath, *rpath; /* NULL if it has none */
	const char *origin;	     /* its folder, NULL if unknown */
	/* The file that it was loaded for, whose RPATH counts as well; NULL if none. */
	const struct requester *loader;
};

struct library {
	const char *name; /* as DT_NEEDED spells it */
	const struct requester *requester;
	enum library_state state;
	struct image image; /* LIBRARY_READ */
	/* Its defined symbols, sorted by name. */
	VECTOR(const struct image_symbol *) symbols;
	VECTOR(struct library *) needed;
	/* The last question that came by. */
	uint64_t question;
};

struct library_search {
	/* Each in the arena, so that it stays where it is. */
	VECTOR(struct library *) libraries;
	struct index names;
	/* More libraries than LIBRARY_MAX are needed. */
	bool cut;
	bool has_target, has_system;
	struct library_target target;
	struct library_dirs environment, system;
	/* The program, whose RPATH counts last; NULL if unknown. */
	const struct requester *program;
	/* What the question at hand has to visit. */
	VECTOR(struct library *) queue;
	uint64_t question;
	size_t visits;
	struct arena arena;
};

struct hm_error *library_search_create(struct library_search **ret)
{
	struct library_search *search = calloc(1, sizeof(*search));
	if (!search)
		return error_nomem();
	*ret = search;
	return NULL;
}

static void library_deinit(struct library *library)
{
	if (library->state == LIBRARY_READ)
		image_deinit(&library->image);
	vector_deinit(&library->symbols);
	vector_deinit(&library->needed);
}

void library_search_destroy(struct library_search *search)
{
	if (!search)
		return;
	vector_for_each (library, &search->libraries)
		library_deinit(*library);
	vector_deinit(&search->libraries);
	vector_deinit(&search->queue);
	index_deinit(&search->names);
	library_dirs_deinit(&search->environment);
	library_dirs_deinit(&search->system);
	arena_deinit(&search->arena);
	free(search);
}

static uint64_t name_hash(const char *name)
{
	return hash_bytes(index_key(), name, strlen(name));
}

/* ---- which libraries there are */

static bool library_matches(const void *context, uint32_t value, const void *key)
{
	const struct library_search *search = context;
	return strcmp(search->libraries.data[value]->name, key) == 0;
}

static struct library *find_library(const struct library_search *search, const char *name)
{
	uint32_t number = index_find(&search->names, name_hash(name), library_matches,
				     search, name);
	return number == INDEX_NONE ? NULL : search->libraries.data[number];
}

static struct hm_error *new_library(struct library_search *search, const char *name,
				    const struct requester *requester,
				    struct library **ret)
{
	struct library *library = arena_alloc(&search->arena, sizeof(*library));
	const char *copy = arena_copy(&search->arena, name, strlen(name));
	if (!library || !copy || !vector_reserve(&search->libraries, 1) ||
	    !index_add(&search->names, name_hash(name),
		       (uint32_t)search->libraries.count))
		return error_nomem();
	library->name = copy;
	library->requester = requester;
	search->libraries.data[search->libraries.count++] = library;
	*ret = library;
	return NULL;
}

/* The folder that $ORIGIN stands for; NULL where it cannot be known. */
static const char *origin_of(struct library_search *search, const char *path)
{
	SCOPED_FREE char *real = path ? realpath(path, NULL) : NULL;
	char *slash = real ? strrchr(real, '/') : NULL;
	if (!slash)
		return NULL;
	/* The root keeps its slash. */
	size_t length = slash == real ? 1 : (size_t)(slash - real);
	return arena_copy(&search->arena, real, length);
}

static bool copy_text(struct library_search *search, const char *text, const char **ret)
{
	*ret = text ? arena_copy(&search->arena, text, strlen(text)) : NULL;
	return *ret || !text;
}

static struct hm_error *new_requester(struct library_search *search,
				      const struct requester *model, const char *path,
				      const struct requester **ret)
{
	struct requester *requester = arena_alloc(&search->arena, sizeof(*requester));
	if (!requester)
		return error_nomem();
	*requester = *model;
	requester->origin = origin_of(search, path);
	if (!copy_text(search, model->runpath, &requester->runpath) ||
	    !copy_text(search, model->rpath, &requester->rpath))
		return error_nomem();
	*ret = requester;
	return NULL;
}

struct hm_error *library_search_program(struct library_search *search, const char *rpath,
					const char *path)
{
	const struct requester model = { .rpath = rpath };
	return new_requester(search, &model, path, &search->program);
}

/* Takes up what an image needs; `user` is its library, NULL for a file of the caller. */
static struct hm_error *add_needed(struct library_search *search,
				   const struct image *image, struct library *user)
{
	const struct requester model = {
		.runpath = image->runpath,
		.rpath = image->rpath,
		.loader = user ? user->requester : NULL,
	};
	const struct requester *requester;
	TRY(new_requester(search, &model, image->path, &requester));
	if (image->type == IMAGE_EXECUTABLE && !search->program)
		search->program = requester;
	vector_for_each (name, &image->needed) {
		struct library *library = find_library(search, *name);
		if (!library && search->libraries.count >= LIBRARY_MAX) {
			search->cut = true;
			return NULL;
		}
		if (!library)
			TRY(new_library(search, *name, requester, &library));
		if (user && !vector_push(&user->needed, library))
			return error_nomem();
	}
	return NULL;
}

static bool image_fits(const struct library_search *search, const struct image *image)
{
	return image->elf_class == search->target.elf_class &&
	       image->data == search->target.data &&
	       image->machine == search->target.machine;
}

struct hm_error *library_search_add(struct library_search *search,
				    const struct image *image)
{
	if (!search->has_target)
		search->target = (struct library_target){
			.elf_class = image->elf_class,
			.data = image->data,
			.machine = image->machine,
		};
	search->has_target = true;
	return image_fits(search, image) ? add_needed(search, image, NULL) : NULL;
}

/* ---- finding and reading one */

static int compare_names(const void *a, const void *b)
{
	const struct image_symbol *const *left = a, *const *right = b;
	return strcmp((*left)->name, (*right)->name);
}

static struct hm_error *sort_symbols(struct library *library)
{
	vector_for_each (symbol, &library->image.symbols)
		if (symbol->defined && !vector_push(&library->symbols, symbol))
			return error_nomem();
	if (library->symbols.count)
		qsort(library->symbols.data, library->symbols.count,
		      sizeof(*library->symbols.data), compare_names);
	return NULL;
}

/* Reads a candidate, unless it is none: missing, not ELF, for another machine. */
static struct hm_error *try_file(struct library_search *search, struct library *library,
				 const char *path)
{
	if (access(path, R_OK) != 0)
		return NULL;
	struct hm_error *error = image_open(path, &library->image);
	if (error) {
		/* The dynamic linker, too, goes on to the next folder. */
		hm_error_free(error);
		return NULL;
	}
	if (!image_fits(search, &library->image)) {
		image_deinit(&library->image);
		return NULL;
	}
	library->state = LIBRARY_READ;
	TRY(sort_symbols(library));
	return add_needed(search, &library->image, library);
}

static struct hm_error *try_dirs(struct library_search *search, struct library *library,
				 const struct library_dirs *dirs)
{
	vector_for_each (dir, &dirs->list) {
		if (library->state == LIBRARY_READ)
			break;
		SCOPED_FREE char *path = NULL;
		if (asprintf(&path, "%s/%s", *dir, library->name) < 0) {
			path = NULL;
			return error_nomem();
		}
		TRY(try_file(search, library, path));
	}
	return NULL;
}

static struct hm_error *read_system_dirs(struct library_search *search)
{
	if (search->has_system)
		return NULL;
	search->has_system = true;
	TRY(library_dirs_add_environment(&search->environment));
	TRY(library_dirs_add_config(&search->system, CONFIG_FILE));
	return library_dirs_add_default(&search->system, &search->target);
}

static struct hm_error *try_path(struct library_search *search, struct library *library,
				 const char *path, const char *origin)
{
	SCOPED(library_dirs_deinit) struct library_dirs dirs = { 0 };
	if (!path || library->state == LIBRARY_READ)
		return NULL;
	TRY(library_dirs_add_runpath(&dirs, path, origin, &search->target));
	return try_dirs(search, library, &dirs);
}

/* Those of the file, of what it was loaded for, and of the program; none of them if the
 * file has a RUNPATH. */
static struct hm_error *try_rpaths(struct library_search *search, struct library *library)
{
	const struct requester *requester = library->requester;
	if (requester->runpath)
		return NULL;
	for (; requester; requester = requester->loader)
		TRY(try_path(search, library, requester->rpath, requester->origin));
	if (search->program)
		TRY(try_path(search, library, search->program->rpath,
			     search->program->origin));
	return NULL;
}

/* In the order of ld.so(8). */
static struct hm_error *seek_by_name(struct library_search *search,
				     struct library *library)
{
	const struct requester *requester = library->requester;
	TRY(read_system_dirs(search));
	TRY(try_rpaths(search, library));
	TRY(try_dirs(search, library, &search->environment));
	TRY(try_path(search, library, requester->runpath, requester->origin));
	return try_dirs(search, library, &search->system);
}

static struct hm_error *seek_anywhere(struct library_search *search,
				      struct library *library)
{
	if (strchr(library->name, '/'))
		return try_file(search, library, library->name);
	return seek_by_name(search, library);
}

static struct hm_error *seek(struct library_search *search, struct library *library)
{
	if (library->state != LIBRARY_UNSOUGHT)
		return NULL;
	struct hm_error *error = seek_anywhere(search, library);
	/* Read by halves, it would deny symbols that it has. */
	if (error && library->state == LIBRARY_READ)
		image_deinit(&library->image);
	if (error || library->state == LIBRARY_UNSOUGHT)
		library->state = LIBRARY_ABSENT;
	return error;
}

const struct image *library_search_image(struct library_search *search, const char *name)
{
	struct library *library = find_library(search, name);
	if (!library)
		return NULL;
	hm_error_free(seek(search, library));
	return library->state == LIBRARY_READ ? &library->image : NULL;
}

/* ---- answering */

struct wanted {
	const char *name, *version;
};

/* As verify/binding.h has it, but any definition will do: there are no types to tell. */
static bool symbol_serves(const struct image_symbol *symbol, const char *version)
{
	if (version)
		return !symbol->version || strcmp(symbol->version, version) == 0;
	return !symbol->hidden || symbol->version_index <= FIRST_NODE;
}

static size_t first_of_name(const struct library *library, const char *name)
{
	return search_first(library->symbols.count, at,
			    strcmp(library->symbols.data[at]->name, name) < 0);
}

static bool defines(const struct library *library, const struct wanted *wanted)
{
	size_t first = first_of_name(library, wanted->name);
	for (size_t i = first; i < library->symbols.count; i++) {
		const struct image_symbol *symbol = library->symbols.data[i];
		if (strcmp(symbol->name, wanted->name) != 0 || i - first == VERSION_MAX)
			break;
		if (symbol_serves(symbol, wanted->version))
			return true;
	}
	return false;
}

static struct hm_error *visit_later(struct library_search *search,
				    struct library *library)
{
	if (library->question == search->question)
		return NULL;
	library->question = search->question;
	return vector_push(&search->queue, library) ? NULL : error_nomem();
}

static struct hm_error *ask(struct library_search *search, struct library *first,
			    const struct wanted *wanted, int *ret)
{
	int answer = search->cut ? -1 : 0;
	search->question++;
	search->queue.count = 0;
	TRY(visit_later(search, first));
	for (size_t at = 0; at < search->queue.count; at++) {
		struct library *library = search->queue.data[at];
		if (search->visits++ < VISIT_MAX)
			TRY(seek(search, library));
		if (library->state != LIBRARY_READ || search->visits > VISIT_MAX) {
			answer = -1;
			continue;
		}
		if (defines(library, wanted)) {
			*ret = 1;
			return NULL;
		}
		vector_for_each (needed, &library->needed)
			TRY(visit_later(search, *needed));
	}
	*ret = answer;
	return NULL;
}

int library_search_defines(void *context, const char *library, const char *symbol,
			   const char *version)
{
	struct library_search *search = context;
	struct library *first = find_library(search, library);
	struct wanted wanted = { .name = symbol, .version = version };
	int answer = -1;
	struct hm_error *error = first ? ask(search, first, &wanted, &answer) : NULL;
	hm_error_free(error);
	return error ? -1 : answer;
}
