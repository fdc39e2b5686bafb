// SPDX-License-Identifier: BSD-3-Clause
#include "tests/stamp_build.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/decode.h"
#include "notes/encode.h"
#include "tests/graph_build.h"

#include <string.h>

const char stamp_build_text[] =
	"enum mode { MODE_OFF, MODE_ON, MODE_AUTO = 100, MODE_LAST = -1 };"
	"struct editor;"
	"union value { int number; double real; char text[16]; };"
	"struct config { int level; unsigned low : 3; unsigned high : 5; union value "
	"value; struct { int line; int column; }; struct config *next; enum mode mode; "
	"int (*log)(struct editor *editor, const char *format, ...); };"
	"int host_log(const struct config *config, struct editor *editor);"
	"volatile int host_flags[4];"
	"const char *const *host_names(long double x, unsigned char c, struct config "
	"c2);";

static void number_digest(struct digest *digest, uint8_t *next)
{
	memset(digest->bytes, (*next)++, DIGEST_SIZE);
}

static void add_compiler(struct stamp *stamp, const char *family, const char *version)
{
	struct compiler compiler = { family, version, "C17", "-O2" };
	(void)vector_push(&stamp->toolchain.compilers, compiler);
}

static void fill_toolchain(struct stamp *stamp)
{
	struct toolchain *toolchain = &stamp->toolchain;
	struct abi_option option = { "-mabi", "sysv" };
	toolchain->elf_class = 2;
	toolchain->data = 1;
	toolchain->machine = 62;
	toolchain->isa_needed = 3;
	add_compiler(stamp, "GCC", "12.2.0");
	add_compiler(stamp, "clang", "14.0.6");
	(void)vector_push(&toolchain->options, option);
}

static int tag_compare(const void *a, const void *b)
{
	const struct stamp_tag *left = a, *right = b;
	return left->kind != right->kind ? left->kind - right->kind
					 : strcmp(left->tag, right->tag);
}

/* A tag with two bodies stands for neither. */
static bool has_other_body(const struct stamp *stamp, uint32_t id)
{
	const struct type *type = graph_type(&stamp->graph, id);
	for (uint32_t i = 0; i < stamp->graph.types.count; i++) {
		const struct type *other = graph_type(&stamp->graph, i);
		if (i != id && other->kind == type->kind && other->tag == type->tag)
			return true;
	}
	return false;
}

static void fill_tags(struct stamp *stamp, uint8_t *next)
{
	for (uint32_t id = 0; id < stamp->graph.types.count; id++) {
		const struct type *type = graph_type(&stamp->graph, id);
		struct stamp_tag tag = { .kind = type->kind, .type = id };
		if (!type_is_tagged_kind(type->kind) || type->flags & TYPE_OPAQUE ||
		    !type->tag || has_other_body(stamp, id))
			continue;
		tag.tag = type->tag;
		number_digest(&tag.digest, next);
		(void)vector_push(&stamp->tags, tag);
	}
	if (stamp->tags.count)
		qsort(stamp->tags.data, stamp->tags.count, sizeof(*stamp->tags.data),
		      tag_compare);
}

static void fill_symbols(struct stamp *stamp, uint8_t *next)
{
	struct stamp_symbol printer = { .name = "printf",
					.version = "GLIBC_2.2.5",
					.kind = SYMBOL_FUNCTION,
					.flags = SYMBOL_OUTSIDE,
					.type.id = TYPE_NONE };
	/* Whatever list they came in, they become one that is provided. */
	stamp_symbols *lists[] = { &stamp->requires, &stamp->expects };
	for (size_t i = 0; i < 2; i++) {
		vector_for_each (symbol, lists[i])
			(void)vector_push(&stamp->provides, *symbol);
		lists[i]->count = 0;
	}
	if (stamp->provides.count)
		qsort(stamp->provides.data, stamp->provides.count,
		      sizeof(*stamp->provides.data), stamp_symbol_compare);
	vector_for_each (symbol, &stamp->provides) {
		number_digest(&symbol->digest, next);
		number_digest(&symbol->closure, next);
		number_digest(&symbol->face, next);
	}
	if (stamp->provides.count)
		(void)vector_push(&stamp->expects, stamp->provides.data[0]);
	/* Required as well, in the other order. */
	vector_for_each (symbol, &stamp->provides) {
		struct stamp_symbol own = *symbol;
		own.flags = SYMBOL_INTERPOSABLE;
		own.place = (uint32_t)(stamp->provides.count - stamp->requires.count);
		(void)vector_push(&stamp->requires, own);
	}
	(void)vector_push(&stamp->requires, printer);
	printer.version = "GLIBC_2.34";
	(void)vector_push(&stamp->requires, printer);
	qsort(stamp->requires.data, stamp->requires.count, sizeof(*stamp->requires.data),
	      stamp_symbol_compare);
}

static void fill_origin(struct stamp *stamp)
{
	stamp->origin.file = "editor";
	stamp->origin.runpath = "/opt/editor/lib";
	(void)vector_push(&stamp->origin.needed, "libeditor.so.1");
	(void)vector_push(&stamp->origin.needed, "libc.so.6");
	stamp->requires.data[1].file = "libc.so.6";
}

void stamp_build(struct stamp *stamp, const char *text)
{
	uint8_t next = 1;
	graph_build(stamp, text);
	stamp->role = ROLE_HOST;
	stamp->package = "example.org/editor";
	stamp->package_version = "1.2";
	stamp->init = "start";
	stamp->fini = NULL;
	stamp->policy.deny_untyped = true;
	(void)vector_push(&stamp->policy.accept, "example.org/*");
	stamp->toolchain.compilers.count = 0;
	fill_toolchain(stamp);
	number_digest(&stamp->toolchain_digest, &next);
	number_digest(&stamp->abi_digest, &next);
	fill_symbols(stamp, &next);
	fill_origin(stamp);
	fill_tags(stamp, &next);
}

struct buffer stamp_bytes(const struct stamp *stamp)
{
	struct buffer bytes = { 0 };
	SCOPED_ERROR struct hm_error *error = stamp_encode(stamp, &bytes);
	if (error) {
		fprintf(stderr, "%s\n", hm_error_message(error));
		exit(1);
	}
	return bytes;
}

enum hm_error_code stamp_decode_code(const uint8_t *bytes, size_t size)
{
	struct stamp stamp;
	SCOPED_ERROR struct hm_error *error = stamp_decode(bytes, size, &stamp);
	if (!error)
		stamp_deinit(&stamp);
	return hm_error_code(error);
}
