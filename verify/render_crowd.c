// SPDX-License-Identifier: BSD-3-Clause
#include "verify/render_crowd.h"

#include "verify/words.h"

#include <string.h>

#define LINE_WIDTH 90
/* Nobody reads more; JSON and hm_error_finding() give them all. */
#define NAMES_SHOWN 200

size_t crowd_count(const struct report *report, const uint32_t *numbers, size_t count)
{
	const struct finding_remark *remarks = report->remarks.data;
	const char *reason = remarks[numbers[0]].reason;
	size_t alike = 0;
	while (reason && alike < count && remarks[numbers[alike]].reason &&
	       strcmp(reason, remarks[numbers[alike]].reason) == 0)
		alike++;
	return alike;
}

static void append_text(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

static void append(struct buffer *buffer, struct words text)
{
	append_text(buffer, text.text);
}

static void append_subjects(const struct report *report, const uint32_t *numbers,
			    size_t count, struct buffer *ret)
{
	size_t column = LINE_WIDTH;
	for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
		const char *subject = report->remarks.data[numbers[i]].subject;
		/* With the space in front of it and the comma behind. */
		bool fits = column + strlen(subject) + 3 <= LINE_WIDTH;
		append(ret, words("%s%s", i ? "," : "", fits ? " " : "\n    "));
		append_text(ret, subject);
		column = (fits ? column + 2 : 4) + strlen(subject);
	}
	if (count > NAMES_SHOWN)
		append(ret, words(",\n    and %zu more", count - NAMES_SHOWN));
}

void crowd_append(const struct report *report, const uint32_t *numbers, size_t count,
		  struct buffer *ret)
{
	append(ret, words("\n  %zu symbols", count));
	append_subjects(report, numbers, count, ret);
	append_text(ret, "\n    each ");
	append_text(ret, report->remarks.data[numbers[0]].reason);
	append(ret, words("  [%s]", report->findings.data[numbers[0]].rule));
}
