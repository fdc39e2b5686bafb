// SPDX-License-Identifier: BSD-3-Clause
#include "verify/render_crowd.h"

#include "base/index.h"
#include "verify/words.h"

#include <string.h>

#define LINE_WIDTH 90
/* Nobody reads more; JSON and hm_error_finding() give them all. */
#define NAMES_SHOWN 200

struct part {
	const char *text;
	size_t length;
};

/* "f@V1" " is not provided by host" " (did you mean g?)" "; if the host defines it" */
struct sentence {
	struct part name, absence, hint, remedy;
};

static struct sentence parse(const char *message)
{
	static const char hint[] = " (did you mean ";
	size_t name = strcspn(message, " ");
	const char *absence = message + name, *end = message + strlen(message);
	const char *remedy = strstr(absence, "; ") ?: end;
	const char *found = strstr(absence, hint);
	if (!found || found > remedy)
		found = remedy;
	return (struct sentence){
		.name = { message, name },
		.absence = { absence, (size_t)(found - absence) },
		.hint = { found, (size_t)(remedy - found) },
		.remedy = { remedy, (size_t)(end - remedy) },
	};
}

static bool part_equal(struct part a, struct part b)
{
	return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

bool crowd_may_have(const struct hm_finding *finding)
{
	return finding->severity == HM_BREAK &&
	       strcmp(finding->rule, rule_id(RULE_SYMBOL_MISSING)) == 0;
}

bool crowd_has_both(const struct hm_finding *a, const struct hm_finding *b)
{
	if (!crowd_may_have(a) || !crowd_may_have(b))
		return false;
	struct sentence left = parse(a->message), right = parse(b->message);
	return part_equal(left.absence, right.absence) &&
	       part_equal(left.remedy, right.remedy);
}

uint64_t crowd_hash(const struct hm_finding *finding)
{
	struct sentence sentence = parse(finding->message);
	uint64_t hash =
		hash_bytes(index_key(), sentence.absence.text, sentence.absence.length);
	return hash_bytes(hash, sentence.remedy.text, sentence.remedy.length);
}

size_t crowd_count(const struct report *report, const uint32_t *numbers, size_t count)
{
	const struct hm_finding *findings = report->findings.data;
	size_t alike = 0;
	while (alike < count &&
	       crowd_has_both(&findings[numbers[0]], &findings[numbers[alike]]))
		alike++;
	return alike;
}

static void append(struct buffer *buffer, struct words text)
{
	buffer_bytes(buffer, text.text, strlen(text.text));
}

static void append_part(struct buffer *buffer, struct part part)
{
	buffer_bytes(buffer, part.text, part.length);
}

/* The names with what each may have been meant for, in lines. */
static void append_names(const struct report *report, const uint32_t *numbers,
			 size_t count, struct buffer *ret)
{
	size_t column = LINE_WIDTH;
	for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
		struct sentence sentence =
			parse(report->findings.data[numbers[i]].message);
		size_t length = sentence.name.length + sentence.hint.length;
		/* With the space in front of it and the comma behind. */
		bool fits = column + length + 3 <= LINE_WIDTH;
		append(ret, words("%s%s", i ? "," : "", fits ? " " : "\n    "));
		append_part(ret, sentence.name);
		append_part(ret, sentence.hint);
		column = (fits ? column + 2 : 4) + length;
	}
	if (count > NAMES_SHOWN)
		append(ret, words(",\n    and %zu more", count - NAMES_SHOWN));
}

void crowd_append(const struct report *report, const uint32_t *numbers, size_t count,
		  struct buffer *ret)
{
	const struct hm_finding *first = &report->findings.data[numbers[0]];
	struct sentence sentence = parse(first->message);
	append(ret, words("\n  %zu symbols", count));
	append_names(report, numbers, count, ret);
	append(ret, words("\n    each"));
	append_part(ret, sentence.absence);
	append_part(ret, sentence.remedy);
	append(ret, words("  [%s]", first->rule));
}
