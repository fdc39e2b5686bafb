// SPDX-License-Identifier: BSD-3-Clause
#include "loader/failure.h"

#include "base/arena.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

struct finding_copies {
	struct arena arena;
	struct hm_finding findings[];
};

static void copies_destroy(void *owner)
{
	struct finding_copies *copies = owner;
	arena_deinit(&copies->arena);
	free(copies);
}

static bool copy_text(struct arena *arena, const char **text)
{
	*text = arena_copy(arena, *text, strlen(*text));
	return *text;
}

static bool copy_finding(struct arena *arena, struct hm_finding *finding)
{
	const char **texts[] = { &finding->rule,     &finding->symbol, &finding->path,
				 &finding->expected, &finding->actual, &finding->provider,
				 &finding->message };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!copy_text(arena, texts[i]))
			return false;
	return true;
}

static struct finding_copies *copy_findings(const struct hm_error *error, size_t count)
{
	struct finding_copies *copies =
		calloc(1, sizeof(*copies) + count * sizeof(copies->findings[0]));
	for (size_t i = 0; copies && i < count; i++) {
		copies->findings[i] = *hm_error_finding(error, i);
		if (!copy_finding(&copies->arena, &copies->findings[i])) {
			copies_destroy(copies);
			return NULL;
		}
	}
	return copies;
}

struct hm_error *failure_copy(const struct hm_error *error)
{
	if (!error || error == error_nomem())
		return (struct hm_error *)error;
	struct hm_error *copy =
		error_new(hm_error_code(error), "%s", hm_error_message(error));
	error_set_path(copy, hm_error_path(error));
	error_set_package(copy, hm_error_package(error));
	size_t count = hm_error_finding_count(error);
	if (!count)
		return copy;
	/* Out of memory here: the message says it all once more. */
	struct finding_copies *copies = copy_findings(error, count);
	if (!copies)
		return copy;
	return error_set_findings(copy, copies->findings, count, copies, copies_destroy);
}

struct hm_error *report_create(struct report **ret)
{
	struct report *report = calloc(1, sizeof(*report));
	if (!report)
		return error_nomem();
	*ret = report;
	return NULL;
}

void report_destroy(void *owner)
{
	struct report *report = owner;
	if (!report)
		return;
	report_deinit(report);
	free(report);
}
