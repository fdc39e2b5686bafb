// SPDX-License-Identifier: BSD-3-Clause
#include "loader/neighbours.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/mapped.h"
#include "verify/library.h"

#include <string.h>

struct neighbours {
	mapped_list loaded;
	/* By number in `loaded`: asked in the present question. */
	bool *asked;
	const struct image *image;
	/* Made when a library is asked for that is not loaded. */
	struct library_search *files;
};

void neighbours_destroy(struct neighbours *neighbours)
{
	if (!neighbours)
		return;
	library_search_destroy(neighbours->files);
	mapped_list_deinit(&neighbours->loaded);
	free(neighbours->asked);
	free(neighbours);
}

static void scope_neighbours(struct neighbours **neighbours)
{
	neighbours_destroy(*neighbours);
}

struct hm_error *neighbours_create(const struct image *image, struct neighbours **ret)
{
	SCOPED(scope_neighbours)
	struct neighbours *neighbours = calloc(1, sizeof(*neighbours));
	if (!neighbours)
		return error_nomem();
	TRY(mapped_all(&neighbours->loaded));
	neighbours->asked =
		calloc(neighbours->loaded.count + 1, sizeof(*neighbours->asked));
	if (!neighbours->asked)
		return error_nomem();
	neighbours->image = image;
	*ret = TAKE(neighbours);
	return NULL;
}

/* The program is the first object. */
static struct hm_error *fill_search(const struct neighbours *neighbours,
				    struct library_search *search)
{
	if (neighbours->loaded.count)
		TRY(library_search_program(search, neighbours->loaded.data[0].rpath,
					   "/proc/self/exe"));
	return library_search_add(search, neighbours->image);
}

/* NULL where it cannot be made. */
static struct library_search *file_search(struct neighbours *neighbours)
{
	if (neighbours->files || !neighbours->image)
		return neighbours->files;
	SCOPED_ERROR struct hm_error *error = library_search_create(&neighbours->files);
	if (error)
		return NULL;
	SCOPED_ERROR struct hm_error *unread = fill_search(neighbours, neighbours->files);
	return unread ? NULL : neighbours->files;
}

static int ask_file(struct neighbours *neighbours, const char *library,
		    const char *symbol, const char *version)
{
	struct library_search *files = file_search(neighbours);
	return files ? library_search_defines(files, library, symbol, version) : -1;
}

const struct image *neighbours_file(struct neighbours *neighbours, const char *library)
{
	vector_for_each (object, &neighbours->loaded)
		if (mapped_is(object, library))
			return NULL;
	struct library_search *files = file_search(neighbours);
	return files ? library_search_image(files, library) : NULL;
}

static int ask(struct neighbours *neighbours, const char *library, const char *symbol,
	       const char *version);

/* What a library needs in turn is searched with it. */
static int ask_loaded(struct neighbours *neighbours, const struct mapped *object,
		      const char *symbol, const char *version)
{
	if (mapped_defines(object, symbol, version))
		return 1;
	int answer = 0;
	vector_for_each (needed, &object->needed) {
		int other = ask(neighbours, *needed, symbol, version);
		if (other > 0)
			return 1;
		if (other < 0)
			answer = -1;
	}
	return answer;
}

static int ask(struct neighbours *neighbours, const char *library, const char *symbol,
	       const char *version)
{
	for (size_t i = 0; i < neighbours->loaded.count; i++) {
		const struct mapped *object = &neighbours->loaded.data[i];
		if (!mapped_is(object, library))
			continue;
		if (neighbours->asked[i])
			return 0;
		neighbours->asked[i] = true;
		return ask_loaded(neighbours, object, symbol, version);
	}
	return ask_file(neighbours, library, symbol, version);
}

int neighbours_define(struct neighbours *neighbours, const char *library,
		      const char *symbol, const char *version)
{
	memset(neighbours->asked, 0,
	       neighbours->loaded.count * sizeof(*neighbours->asked));
	return ask(neighbours, library, symbol, version);
}
