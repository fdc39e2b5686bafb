// SPDX-License-Identifier: BSD-3-Clause
#include "loader/observer.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "loader/event_json.h"
#include "loader/state.h"

#include <fcntl.h>
#include <string.h>

#define REPORT_VARIABLE "HALLMARK_REPORT"

void hm_set_observer(hm_observer_fn *observer, void *context)
{
	state_lock();
	loader_state.observer = observer;
	loader_state.observer_context = context;
	state_unlock();
}

/* In a rejection the findings belong to the error, else to the report. */
static struct hm_event describe(const char *path, const struct attempt *attempt,
				const struct hm_error *error)
{
	const struct report *report = attempt->report;
	struct hm_event event = {
		.path = path,
		.package = hm_error_package(error),
		.verdict = "unknown",
		.error = error,
	};
	if (!error)
		event.package = attempt->plugin->module.stamp.package;
	else if (!event.package)
		event.package = attempt->module.stamp.package;
	if (hm_error_code(error) == HM_ERR_INCOMPATIBLE) {
		event.verdict = verdict_name(VERDICT_INCOMPATIBLE);
		event.findings = hm_error_finding(error, 0);
		event.finding_count = hm_error_finding_count(error);
	} else if (report && attempt->checked) {
		event.verdict = verdict_name(report_verdict(report));
		event.findings = report->findings.data;
		event.finding_count = report->findings.count;
		event.undecided = report->undecided.data;
		event.undecided_count = report->undecided.count;
	}
	return event;
}

static void write_all(int fd, const uint8_t *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);
		if (written <= 0)
			return;
		bytes += written;
		size -= (size_t)written;
	}
}

/* One write per line, appending, so that lines of several threads do not mix. */
static void write_line(const char *target, const struct hm_event *event)
{
	SCOPED(buffer_deinit) struct buffer line = { 0 };
	event_json(event, &line);
	buffer_u8(&line, '\n');
	if (line.failed)
		return;
	if (strcmp(target, "-") == 0) {
		write_all(STDERR_FILENO, line.data, line.size);
		return;
	}
	SCOPED_FD int fd =
		open(target, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	if (fd >= 0)
		write_all(fd, line.data, line.size);
}

static const char *report_target(void)
{
	const char *target = secure_getenv(REPORT_VARIABLE);
	return target && *target ? target : NULL;
}

bool observer_is_there(void)
{
	state_lock();
	bool there = loader_state.observer;
	state_unlock();
	return there || report_target();
}

void observer_tell(const char *path, const struct attempt *attempt,
		   const struct hm_error *error)
{
	if (!attempt->observed || (attempt->was_open && !error))
		return;
	state_lock();
	hm_observer_fn *observer = loader_state.observer;
	void *context = loader_state.observer_context;
	state_unlock();
	const char *target = report_target();
	if (!observer && !target)
		return;
	const struct hm_event event = describe(path, attempt, error);
	if (observer)
		observer(&event, context);
	if (target)
		write_line(target, &event);
}
