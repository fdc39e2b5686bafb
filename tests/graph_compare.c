// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_compare.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "tests/graph_build.h"
#include "verify/compare.h"
#include "verify/hash.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static void need(bool condition)
{
	if (!condition) {
		fputs("graph_compare: out of memory\n", stderr);
		exit(99);
	}
}

static int text_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *sorted_findings(const struct report *report)
{
	size_t count = report->findings.count;
	char **words = calloc(count + 1, sizeof(*words));
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	need(words);
	for (size_t i = 0; i < count; i++)
		need(asprintf(&words[i], "%s:%s",
			      severity_name(report->findings.data[i].severity),
			      report->findings.data[i].rule) >= 0);
	qsort(words, count, sizeof(*words), text_compare);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_u8(&text, ' ');
		buffer_bytes(&text, words[i], strlen(words[i]));
		free(words[i]);
	}
	free(words);
	buffer_u8(&text, '\0');
	need(!text.failed);
	return (char *)TAKE(text.data);
}

static void compare_all(const struct stamp *consumer, const struct stamp *provider,
			struct report *report)
{
	struct comparison *comparison = NULL;
	need(!comparison_create(consumer, provider, "provider.so", report, &comparison));
	vector_for_each (want, &consumer->provides) {
		vector_for_each (have, &provider->provides) {
			if (strcmp(want->name, have->name) != 0)
				continue;
			SCOPED_ERROR struct hm_error *error =
				comparison_symbol(comparison, want, have);
			CU_ASSERT_PTR_NULL(error);
			if (error)
				printf("# %s\n", hm_error_message(error));
		}
	}
	comparison_destroy(comparison);
}

char *graph_compare_stamps(const struct stamp *consumer, const struct stamp *provider,
			   struct report *report)
{
	SCOPED(report_deinit) struct report own = { 0 };
	compare_all(consumer, provider, report ? report : &own);
	return sorted_findings(report ? report : &own);
}

char *graph_compare(const char *consumer, const char *provider, struct report *report)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, consumer);
	graph_build(&have, provider);
	return graph_compare_stamps(&want, &have, report);
}

static void check_case(const struct graph_case *at, const struct stamp *want,
		       const struct stamp *have, const char *how)
{
	SCOPED_FREE char *found = graph_compare_stamps(want, have, NULL);
	bool same = strcmp(found, at->expected) == 0;
	CU_ASSERT(same);
	if (!same)
		printf("# %s, %s: found \"%s\", expected \"%s\"\n", at->name, how, found,
		       at->expected);
}

/* Hashes only save work: with them and without them the findings are the same. */
void graph_check_cases(const struct graph_case *cases)
{
	for (; cases->consumer; cases++) {
		SCOPED(stamp_deinit) struct stamp want, have;
		graph_build(&want, cases->consumer);
		graph_build(&have, cases->provider);
		check_case(cases, &want, &have, "without hashes");
		CU_ASSERT_PTR_NULL(hash_stamp(&want));
		CU_ASSERT_PTR_NULL(hash_stamp(&have));
		check_case(cases, &want, &have, "with hashes");
	}
}
