// SPDX-License-Identifier: BSD-3-Clause
#include "tests/sample.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

static void must(int done)
{
	if (done)
		return;
	fputs("sample: out of memory\n", stderr);
	exit(1);
}

static uint32_t add_type(struct graph *graph, const struct type *type)
{
	uint32_t id = TYPE_NONE;
	must(graph_add(graph, type, &id) == NULL);
	return id;
}

/* int (parameter) */
static void add_function(struct graph *graph, uint32_t result, uint32_t parameter)
{
	struct type_ref ref = { .id = parameter };
	must(vector_push(&graph->params, ref));
	struct type function = {
		.kind = TYPE_FUNCTION,
		.target = { .id = result },
		.first = (uint32_t)graph->params.count - 1,
		.count = 1,
	};
	add_type(graph, &function);
}

static void add_types(struct graph *graph)
{
	struct type type = { .kind = TYPE_BASE, .encoding = BASE_SIGNED, .size = 4 };
	uint32_t int_type = add_type(graph, &type);
	add_function(graph, int_type, int_type);
	type.size = 8;
	uint32_t long_type = add_type(graph, &type);
	add_function(graph, int_type, long_type);
}

void sample_init(struct sample *sample, const char *name, enum stamp_role role)
{
	*sample = (struct sample){ .name = name };
	struct stamp *stamp = &sample->stamp;
	must(stamp_init(stamp) == NULL);
	add_types(&stamp->graph);
	stamp->role = role;
	char package[64];
	int length = snprintf(package, sizeof(package), "example.org/%s", name);
	stamp->package = arena_copy(&stamp->arena, package, (size_t)length);
	must(stamp->package != NULL);
	stamp->toolchain.elf_class = ELFCLASS64;
	stamp->toolchain.data = ELFDATA2LSB;
	stamp->toolchain.machine = EM_X86_64;
	sample_compiler(sample, "GCC", "12.2.0");
}

void sample_deinit(struct sample *sample)
{
	stamp_deinit(&sample->stamp);
}

struct stamp_symbol *sample_add(stamp_symbols *symbols, const char *name,
				const char *version, unsigned flags,
				enum sample_type type)
{
	struct stamp_symbol symbol = {
		.name = name,
		.version = version,
		.kind = SYMBOL_FUNCTION,
		.flags = (uint8_t)flags,
		.type = { .id = TYPE_NONE },
	};
	if (type != UNTYPED) {
		symbol.type.id = (uint32_t)type;
		/* Any bytes will do that are the same for the same type only. */
		symbol.digest.bytes[0] = (uint8_t)type;
	}
	must(vector_reserve(symbols, 1));
	size_t at = symbols->count++;
	for (; at > 0 && stamp_symbol_compare(&symbol, &symbols->data[at - 1]) < 0; at--)
		symbols->data[at] = symbols->data[at - 1];
	symbols->data[at] = symbol;
	return &symbols->data[at];
}

void sample_require(struct sample *sample, const char *name, const char *version,
		    const char *file, unsigned flags, enum sample_type type)
{
	sample_add(&sample->stamp.requires, name, version, flags, type)->file = file;
}

void sample_need(struct sample *sample, const char *library)
{
	must(sample->needed_count < sizeof(sample->needed) / sizeof(sample->needed[0]));
	sample->needed[sample->needed_count++] = library;
}

void sample_compiler(struct sample *sample, const char *family, const char *version)
{
	struct compiler compiler = { .family = family, .version = version };
	must(vector_push(&sample->stamp.toolchain.compilers, compiler));
}

void sample_option(struct sample *sample, const char *name, const char *value)
{
	struct abi_option option = { .name = name, .value = value };
	must(vector_push(&sample->stamp.toolchain.options, option));
}

struct party sample_party(const struct sample *sample)
{
	return (struct party){
		.name = sample->name,
		.stamp = &sample->stamp,
		.soname = sample->soname,
		.needed = sample->needed,
		.needed_count = sample->needed_count,
	};
}

const struct hm_finding *sample_finding(const struct report *report, enum rule rule)
{
	for (size_t i = 0; i < report->findings.count; i++)
		if (strcmp(report->findings.data[i].rule, rule_id(rule)) == 0)
			return &report->findings.data[i];
	return NULL;
}
