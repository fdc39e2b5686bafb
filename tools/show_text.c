// SPDX-License-Identifier: BSD-3-Clause
#include "tools/show_text.h"

#include "base/error.h"
#include "base/scope.h"
#include "tools/text.h"
#include "tools/toolchain_text.h"
#include "verify/layout.h"
#include "verify/typename.h"

#include <inttypes.h>

static void print_field(const char *name, const char *text)
{
	if (!text)
		return;
	printf("  %-11s ", name);
	text_print(stdout, text);
	putchar('\n');
}

static void print_policy(const struct policy *policy)
{
	bool abi = policy->toolchain == TOOLCHAIN_ABI;
	printf("  accepts     %s",
	       abi ? "plugins of the same ABI" : "plugins of the same compilers");
	if (policy->deny_untyped)
		fputs("; nothing untyped", stdout);
	if (policy->deny_warnings)
		fputs("; no warnings", stdout);
	vector_for_each (pattern, &policy->accept) {
		fputs(pattern == policy->accept.data ? "; packages " : ", ", stdout);
		text_print(stdout, *pattern);
	}
	putchar('\n');
}

static struct hm_error *print_declaration(const struct graph *graph, struct type_ref type,
					  const char *name)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	typename_declare(&text, graph, type, name);
	buffer_u8(&text, '\0');
	if (text.failed)
		return error_nomem();
	text_print(stdout, (const char *)text.data);
	return NULL;
}

static void print_marks(const struct stamp_symbol *symbol)
{
	static const struct {
		unsigned flag;
		const char *word;
	} marks[] = {
		{ SYMBOL_WEAK, "weak" },
		{ SYMBOL_NORETURN, "does not return" },
		{ SYMBOL_OPTIONAL, "optional" },
		{ SYMBOL_INTERPOSABLE, "its own, may be interposed" },
	};
	const char *before = "  (";
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!(symbol->flags & marks[i].flag))
			continue;
		printf("%s%s", before, marks[i].word);
		before = ", ";
	}
	if (before[0] == ',')
		putchar(')');
}

static void print_version(const struct stamp_symbol *symbol)
{
	if (!symbol->version)
		return;
	fputs(symbol->flags & SYMBOL_DEFAULT ? "@@" : "@", stdout);
	text_print(stdout, symbol->version);
}

static struct hm_error *print_symbol(const struct graph *graph,
				     const struct stamp_symbol *symbol)
{
	fputs("  ", stdout);
	if (symbol->kind == SYMBOL_TLS)
		fputs("_Thread_local ", stdout);
	if (symbol->type.id == TYPE_NONE)
		text_print(stdout, symbol->name);
	else
		TRY(print_declaration(graph, symbol->type, symbol->name));
	print_version(symbol);
	if (symbol->type.id == TYPE_NONE)
		fputs(": untyped", stdout);
	print_marks(symbol);
	putchar('\n');
	return NULL;
}

static struct hm_error *print_symbols(const char *what, const struct graph *graph,
				      const stamp_symbols *symbols)
{
	size_t outside = 0;
	vector_for_each (symbol, symbols)
		outside += (symbol->flags & SYMBOL_OUTSIDE) != 0;
	if (symbols->count - outside)
		printf("\n%s (%zu):\n", what, symbols->count - outside);
	vector_for_each (symbol, symbols) {
		if (!(symbol->flags & SYMBOL_OUTSIDE))
			TRY(print_symbol(graph, symbol));
	}
	if (outside)
		printf("\nOf the C library and run-time, not part of the boundary: %zu\n",
		       outside);
	return NULL;
}

static void print_tag(const struct graph *graph, const struct stamp_tag *tag)
{
	const struct type *type = graph_type(graph, tag->type);
	printf("  %s ", type_kind_name(tag->kind));
	text_print(stdout, tag->tag);
	if (type->flags & TYPE_OPAQUE) {
		puts(": opaque");
		return;
	}
	printf(": %" PRIu64 " bytes", type->size);
	struct type_ref ref = { .id = tag->type };
	if (tag->kind != TYPE_ENUM)
		printf(", aligned to %" PRIu64, graph_align(graph, ref));
	putchar('\n');
}

static void print_tags(const struct stamp *stamp)
{
	if (stamp->tags.count)
		printf("\nTypes by tag (%zu):\n", stamp->tags.count);
	vector_for_each (tag, &stamp->tags)
		print_tag(&stamp->graph, tag);
}

struct hm_error *show_text(const struct subject *subject, const char *form)
{
	const struct stamp *stamp = &subject->stamp;
	text_print(stdout, subject->path);
	putchar('\n');
	print_field("stamp", form);
	print_field("role", stamp_role_name(stamp->role));
	print_field("package", stamp->package);
	print_field("version", stamp->package_version);
	print_field("init", stamp->init);
	print_field("fini", stamp->fini);
	if (stamp->role == ROLE_HOST)
		print_policy(&stamp->policy);
	toolchain_text_print(stamp);
	TRY(print_symbols("Provides", &stamp->graph, &stamp->provides));
	TRY(print_symbols("Requires", &stamp->graph, &stamp->requires));
	TRY(print_symbols("Expects", &stamp->graph, &stamp->expects));
	print_tags(stamp);
	return NULL;
}
