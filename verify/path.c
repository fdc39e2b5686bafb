// SPDX-License-Identifier: BSD-3-Clause
#include "verify/path.h"

#include "verify/words.h"

#include <string.h>

/* What is longer is cut in its middle: its beginning and its end tell most. Building the
 * text costs no more than this, however deep the types are nested. */
#define SHOWN_MAX 64

void paths_deinit(struct paths *paths)
{
	vector_deinit(&paths->steps);
}

bool paths_add(struct paths *paths, uint32_t previous, struct step step, uint32_t *ret)
{
	if (step.kind == STEP_HERE) {
		*ret = previous;
		return true;
	}
	uint32_t number = (uint32_t)paths->steps.count;
	const struct step *before =
		previous == STEP_NONE ? NULL : &paths->steps.data[previous];
	step.previous = previous;
	step.depth = before ? before->depth + 1 : 0;
	step.first = before ? before->first : number;
	step.second = step.depth > 1 ? before->second : number;
	if (!vector_push(&paths->steps, step))
		return false;
	*ret = number;
	return true;
}

static void append(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

static void append_step(const struct paths *paths, const struct step *step, bool last,
			struct buffer *ret)
{
	switch (step->kind) {
	case STEP_SYMBOL:
		append(ret, step->name);
		return;
	case STEP_PARAM:
		append(ret, words("(arg %u)", step->number).text);
		return;
	case STEP_RESULT:
		append(ret, "(result)");
		return;
	case STEP_TYPE:
		append(ret, " -> ");
		append(ret, words_node(paths->graph, step->number).text);
		return;
	case STEP_MEMBER:
		/* What is passed on the way stands alone, what is meant with its owner.
		 */
		append(ret, last ? "." : " -> ");
		append(ret, words("%s", step->name).text);
		return;
	case STEP_ELEMENT:
		append(ret, "[]");
		return;
	}
}

static bool is_tagged(const struct paths *paths, const struct step *step)
{
	return step->kind == STEP_TYPE && graph_type(paths->graph, step->number)->tag;
}

void paths_text(const struct paths *paths, uint32_t last, const char *member,
		struct buffer *ret, size_t *ret_place)
{
	uint32_t shown[SHOWN_MAX];
	size_t count = 0, owner = SIZE_MAX;
	const struct step *steps = paths->steps.data;
	uint32_t at = last;
	for (; at != STEP_NONE && count < SHOWN_MAX; at = steps[at].previous) {
		/* The last type on the path owns what follows it. */
		if (steps[at].kind == STEP_TYPE && owner == SIZE_MAX)
			owner = count;
		shown[count++] = at;
	}
	if (at != STEP_NONE) {
		append_step(paths, &steps[steps[at].first], false, ret);
		if (steps[at].depth > 0)
			append_step(paths, &steps[steps[at].second], false, ret);
		if (steps[at].depth > 1)
			append(ret, " -> ...");
	}
	*ret_place = 0;
	while (count-- > 0) {
		if (is_tagged(paths, &steps[shown[count]]))
			*ret_place = ret->size;
		append_step(paths, &steps[shown[count]], count < owner, ret);
	}
	if (member) {
		append(ret, ".");
		append(ret, words("%s", member).text);
	}
	buffer_u8(ret, '\0');
}

const char *path_member(const char *owner)
{
	for (const char *at = owner; *at; at++) {
		if (*at == '{') {
			at = strchr(at, '}');
			if (!at)
				return NULL;
		} else if (*at == '.') {
			return at;
		}
	}
	return NULL;
}
