// SPDX-License-Identifier: BSD-3-Clause
#include "notes/plugin_note.h"

#include "base/error.h"
#include "notes/format.h"
#include "notes/image_notes.h"
#include "notes/image_reader.h"

#include <ctype.h>
#include <string.h>

/* What HM_PLUGIN() leaves: package, version, init, fini, each ended by a NUL. */
#define TEXT_COUNT 4

struct visit {
	const struct image *image;
	struct arena *arena;
	struct plugin_note *note;
};

/* How compilers spell "none" where they have expanded it: NULL, 0, nullptr. */
static bool means_none(const char *text)
{
	static const char *const words[] = {
		"", "0", "NULL", "nullptr", "__null", "((void *)0)", "((void*)0)",
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

static bool is_identifier(const char *text)
{
	if (isdigit((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr("_$.", *text) &&
		    !((unsigned char)*text & 0x80))
			return false;
	return true;
}

static struct hm_error *split(const struct visit *visit, const struct note *note,
			      const char *texts[TEXT_COUNT])
{
	const char *at = (const char *)note->desc, *end = at + note->desc_size;
	for (size_t i = 0; i < TEXT_COUNT; i++) {
		const char *stop = memchr(at, '\0', (size_t)(end - at));
		if (!stop)
			return image_error(visit->image, "damaged: what HM_PLUGIN() says "
							 "in it has no end");
		texts[i] = at;
		at = stop + 1;
	}
	return NULL;
}

static struct hm_error *keep(const struct visit *visit, const char *text,
			     const char **ret)
{
	if (means_none(text))
		return NULL;
	*ret = arena_copy(visit->arena, text, strlen(text));
	return *ret ? NULL : error_nomem();
}

static struct hm_error *keep_function(const struct visit *visit, const char *text,
				      const char **ret)
{
	if (means_none(text) || is_identifier(text))
		return keep(visit, text, ret);
	return error_new(HM_ERR_ARGUMENT,
			 "%s: HM_PLUGIN() names '%s', which is no name of a function",
			 visit->image->path, text);
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_note(const struct plugin_note *a, const struct plugin_note *b)
{
	return same(a->package, b->package) && same(a->version, b->version) &&
	       same(a->init, b->init) && same(a->fini, b->fini);
}

static struct hm_error *visit_note(void *context, const struct note_sight *sight)
{
	const struct visit *visit = context;
	const char *texts[TEXT_COUNT];
	struct plugin_note found = { 0 };
	if (!note_is(&sight->note, NOTE_OWNER, NOTE_TYPE_PLUGIN))
		return NULL;
	if (!sight->note.desc)
		return image_error(visit->image, "damaged: what HM_PLUGIN() says in it "
						 "runs over the end of the notes");
	TRY(split(visit, &sight->note, texts));
	TRY(keep(visit, texts[0], &found.package));
	TRY(keep(visit, texts[1], &found.version));
	TRY(keep_function(visit, texts[2], &found.init));
	TRY(keep_function(visit, texts[3], &found.fini));
	if (!found.package)
		return error_new(HM_ERR_ARGUMENT, "%s: HM_PLUGIN() names no package",
				 visit->image->path);
	if (visit->note->package && !same_note(visit->note, &found))
		return error_new(HM_ERR_ARGUMENT,
				 "%s: HM_PLUGIN() stands in two sources and says "
				 "different things; keep one",
				 visit->image->path);
	*visit->note = found;
	return NULL;
}

struct hm_error *plugin_note_read(const struct image *image, struct arena *arena,
				  struct plugin_note *note)
{
	struct visit visit = { image, arena, note };
	return image_visit_notes(image, visit_note, &visit);
}
