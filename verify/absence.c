// SPDX-License-Identifier: BSD-3-Clause
#include "verify/absence.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/typename.h"

#include <string.h>

/* Of the versions that a name has, so many are listed. */
#define VERSIONS_SHOWN 4

static void append(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

static void append_versioned(struct buffer *buffer, const struct stamp_symbol *symbol,
			     bool is_default)
{
	append(buffer, symbol->name);
	if (!symbol->version)
		return;
	append(buffer, is_default ? "@@" : "@");
	append(buffer, symbol->version);
}

/* The declaration that the consumer was compiled with, as far as it is known. */
static void append_declaration(struct buffer *buffer, const struct absence *absence)
{
	const struct stamp_symbol *symbol = absence->symbol;
	if (symbol->type.id != TYPE_NONE)
		typename_declare(buffer, &absence->consumer->graph, symbol->type,
				 symbol->name);
	else
		append(buffer, symbol->name);
	if (symbol->version) {
		append(buffer, " in version ");
		append(buffer, symbol->version);
	}
}

/* "is not provided by editor" */
static void append_absence(struct buffer *buffer, const struct absence *absence)
{
	const char *first =
		absence->provider_count ? absence->providers[0].name : "any host";
	bool several = absence->provider_count > 1;
	append(buffer, absence->remedy == REMEDY_KEEP ? "is no longer provided by "
		       : several		      ? "is provided neither by "
						      : "is not provided by ");
	append(buffer, first);
	if (several)
		append(buffer, " nor by its libraries");
}

static const char *nearest_name(const struct absence *absence)
{
	for (size_t i = 0; i < absence->provider_count; i++) {
		const char *name = spelling_nearest(
			absence->spelling, &absence->providers[i].stamp->provides,
			absence->symbol->name);
		if (name)
			return name;
	}
	return NULL;
}

static void append_nearest(struct buffer *buffer, const char *nearest)
{
	if (!nearest)
		return;
	append(buffer, " (did you mean ");
	append(buffer, nearest);
	append(buffer, "?)");
}

/* Its name as C has it, if a provider has that. */
static const char *plain_name(const struct absence *absence)
{
	for (size_t i = 0; i < absence->provider_count; i++) {
		const char *name = spelling_unmangled(
			&absence->providers[i].stamp->provides, absence->symbol->name);
		if (name)
			return name;
	}
	return NULL;
}

static const char *remedy_text(const struct absence *absence)
{
	if (absence->symbol->flags & SYMBOL_WEAK)
		return "; the reference is weak, its address will be NULL";
	switch (absence->remedy) {
	case REMEDY_EXPORT_HOST:
		if (absence->provider_count &&
		    absence->providers[0].stamp->role != ROLE_LIBRARY)
			return "; if the host defines it, link the host with -rdynamic "
			       "or export it, and stamp it again; if a library does, "
			       "link the host with that (--as-needed drops what only "
			       "plugins use); if another plugin does, open that first "
			       "with HM_OPEN_GLOBAL, and name it with --host to verify";
		return "; if the library defines it, export it and stamp the library "
		       "again";
	case REMEDY_DEFINE_ENTRY:
		return ", but the host expects it of its plugins; define it with default "
		       "visibility and stamp the plugin again";
	case REMEDY_KEEP:
		break;
	}
	return "";
}

struct texts {
	struct buffer expected, actual, message, subject, reason;
};

static void append_missing(struct texts *texts, const struct absence *absence)
{
	const char *nearest = plain_name(absence), *remedy = remedy_text(absence);
	if (nearest)
		remedy = "; declare it in extern \"C\"";
	else
		nearest = nearest_name(absence);
	append_versioned(&texts->message, absence->symbol, false);
	append(&texts->message, " ");
	append_absence(&texts->message, absence);
	append_nearest(&texts->message, nearest);
	append(&texts->message, remedy);
	if (absence->symbol->flags & SYMBOL_WEAK)
		return;
	append_versioned(&texts->subject, absence->symbol, false);
	append_nearest(&texts->subject, nearest);
	append_absence(&texts->reason, absence);
	append(&texts->reason, remedy);
}

static void texts_deinit(struct texts *texts)
{
	buffer_deinit(&texts->expected);
	buffer_deinit(&texts->actual);
	buffer_deinit(&texts->message);
	buffer_deinit(&texts->subject);
	buffer_deinit(&texts->reason);
}

/* An empty buffer is no text. */
static bool end_text(struct buffer *buffer, const char **ret)
{
	if (buffer->size)
		buffer_u8(buffer, 0);
	*ret = (const char *)buffer->data;
	return !buffer->failed;
}

static struct hm_error *add(struct texts *texts, struct finding_draft *draft,
			    struct report *report)
{
	if (!end_text(&texts->expected, &draft->expected) ||
	    !end_text(&texts->actual, &draft->actual) ||
	    !end_text(&texts->message, &draft->message) ||
	    !end_text(&texts->subject, &draft->remark.subject) ||
	    !end_text(&texts->reason, &draft->remark.reason))
		return error_nomem();
	return report_add(report, draft);
}

struct hm_error *absence_add_missing(const struct absence *absence, struct report *report)
{
	SCOPED(texts_deinit) struct texts texts = { 0 };
	append_declaration(&texts.expected, absence);
	append(&texts.actual, "not provided");
	append_missing(&texts, absence);
	struct finding_draft draft = {
		.rule = RULE_SYMBOL_MISSING,
		.severity = absence->symbol->flags & SYMBOL_WEAK ? HM_NOTE : HM_BREAK,
		.symbol = absence->symbol->name,
		.path = absence->symbol->name,
		.provider = absence->provider_count ? absence->providers[0].name : NULL,
	};
	return add(&texts, &draft, report);
}

static void append_others(struct buffer *buffer, struct definitions others)
{
	for (size_t i = 0; i < others.count; i++) {
		const struct stamp_symbol *symbol = &others.first[i];
		if (i)
			append(buffer, ", ");
		if (i == VERSIONS_SHOWN) {
			append(buffer, "...");
			break;
		}
		append_versioned(buffer, symbol, symbol->flags & SYMBOL_DEFAULT);
		if (!symbol->version)
			append(buffer, " without a version");
	}
}

static void append_version_message(struct buffer *buffer, const struct absence *absence,
				   const struct party *provider,
				   struct definitions others)
{
	const struct stamp_symbol *symbol = absence->symbol;
	append_versioned(buffer, symbol, false);
	append(buffer, !symbol->version			? " has no default version in "
		       : absence->remedy == REMEDY_KEEP ? " is no longer provided by "
							: " is not provided by ");
	append(buffer, provider->name);
	append(buffer, ", which has ");
	append_others(buffer, others);
}

struct hm_error *absence_add_version(const struct absence *absence,
				     const struct party *provider,
				     struct definitions others, struct report *report)
{
	SCOPED(texts_deinit) struct texts texts = { 0 };
	append_versioned(&texts.expected, absence->symbol, false);
	if (!absence->symbol->version)
		append(&texts.expected, " without a version");
	append_others(&texts.actual, others);
	append_version_message(&texts.message, absence, provider, others);
	struct finding_draft draft = {
		.rule = RULE_SYMBOL_VERSION,
		.severity = HM_BREAK,
		.symbol = absence->symbol->name,
		.path = absence->symbol->name,
		.provider = provider->name,
	};
	return add(&texts, &draft, report);
}
