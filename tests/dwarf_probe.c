// SPDX-License-Identifier: BSD-3-Clause
#include "tests/dwarf_probe.h"

#include "base/buffer.h"
#include "base/error.h"
#include "verify/typename.h"

#include <fcntl.h>
#include <gelf.h>
#include <string.h>

#define TEXT_MAX 4096

struct probe probe_new(void)
{
	return (struct probe){ 0 };
}

void probe_end(struct probe *probe)
{
	vector_deinit(&probe->wants);
	draft_destroy(probe->draft);
	dwarf_result_deinit(&probe->result);
	hm_error_free(probe->error);
	graph_deinit(&probe->graph);
	free(probe->types);
	arena_deinit(&probe->arena);
}

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "probe: %s\n", what);
	exit(99);
}

static char *keep(struct probe *probe, const char *text)
{
	char *copy = arena_copy(&probe->arena, text, strlen(text));
	if (!copy)
		give_up("out of memory");
	return copy;
}

static void push(struct probe *probe, struct dwarf_want want)
{
	if (!vector_push(&probe->wants, want))
		give_up("out of memory");
}

void probe_want(struct probe *probe, enum want_kind kind, const char *name)
{
	push(probe, (struct dwarf_want){ .kind = kind, .name = name });
}

static void want_symbols(struct probe *probe, Elf *elf, Elf_Scn *scn,
			 const GElf_Shdr *header, bool relocatable)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;
	for (size_t i = 1; i < count; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) ||
		    GELF_ST_BIND(symbol.st_info) == STB_LOCAL)
			continue;
		const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
		struct dwarf_want want = {
			.kind = WANT_SYMBOL,
			.name = keep(probe, name ? name : ""),
			.defined = symbol.st_shndx != SHN_UNDEF,
			.address = symbol.st_value,
			.section = relocatable ? symbol.st_shndx : 0,
			.ifunc = GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC,
		};
		push(probe, want);
	}
}

static void want_all(struct probe *probe, Elf *elf)
{
	GElf_Ehdr ehdr;
	Elf_Scn *scn = NULL;
	if (!gelf_getehdr(elf, &ehdr))
		return;
	bool relocatable = ehdr.e_type == ET_REL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		if (gelf_getshdr(scn, &header) &&
		    header.sh_type == (relocatable ? SHT_SYMTAB : SHT_DYNSYM))
			want_symbols(probe, elf, scn, &header, relocatable);
	}
}

static void unify(struct probe *probe)
{
	size_t sightings = probe->result.sightings.count;
	size_t count = sightings + probe->result.markers.count;
	struct draft_ref *roots = calloc(count + 1, sizeof(*roots));
	probe->types = calloc(count + 1, sizeof(*probe->types));
	if (!roots || !probe->types)
		give_up("out of memory");
	probe->marker_types = probe->types + sightings;
	for (size_t i = 0; i < sightings; i++)
		roots[i] = probe->result.sightings.data[i].type;
	for (size_t i = sightings; i < count; i++)
		roots[i] = probe->result.markers.data[i - sightings].type;
	probe->error =
		draft_unify(probe->draft, roots, count, &probe->graph, probe->types);
	free(roots);
}

void probe_read(struct probe *probe, const struct fixture *fixture, const char *name)
{
	SCOPED_FREE char *path = fixture_path(fixture, name);
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	elf_version(EV_CURRENT);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf || draft_create(&probe->draft))
		give_up(path);
	if (!probe->wants.count)
		want_all(probe, elf);
	struct dwarf_options options = { .debug_dir = probe->debug_dir };
	probe->error = dwarf_read(path, elf, &options, probe->wants.data,
				  probe->wants.count, probe->draft, &probe->result);
	elf_end(elf);
	if (!probe->error)
		unify(probe);
}

const char *probe_outcome(struct probe *probe)
{
	char text[TEXT_MAX];
	if (!probe->error)
		return "ok";
	snprintf(text, sizeof(text), "%s: %s",
		 hm_error_code_name(hm_error_code(probe->error)),
		 hm_error_message(probe->error));
	return keep(probe, text);
}

/* Texts that are joined in their own order, each once. */
struct texts {
	VECTOR(const char *) list;
};

static void add_text(struct texts *texts, const char *text)
{
	vector_for_each (known, &texts->list)
		if (strcmp(*known, text) == 0)
			return;
	if (!vector_push(&texts->list, text))
		give_up("out of memory");
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *join(struct probe *probe, struct texts *texts, const char *between)
{
	struct buffer buffer = { 0 };
	if (texts->list.count)
		qsort(texts->list.data, texts->list.count, sizeof(char *), compare_texts);
	vector_for_each (text, &texts->list) {
		if (buffer.size)
			buffer_bytes(&buffer, between, strlen(between));
		buffer_bytes(&buffer, *text, strlen(*text));
	}
	buffer_u8(&buffer, 0);
	const char *joined = keep(probe, (const char *)buffer.data);
	buffer_deinit(&buffer);
	vector_deinit(&texts->list);
	return joined;
}

static const char *declare(struct probe *probe, struct type_ref type, const char *name,
			   bool noreturn)
{
	struct buffer buffer = { 0 };
	if (noreturn)
		buffer_bytes(&buffer, "noreturn ", 9);
	typename_declare(&buffer, &probe->graph, type, name);
	if (type.align) {
		char text[32];
		int length = snprintf(text, sizeof(text), " aligned %llu",
				      1ull << (type.align - 1));
		buffer_bytes(&buffer, text, (size_t)length);
	}
	buffer_u8(&buffer, 0);
	const char *text = keep(probe, (const char *)buffer.data);
	buffer_deinit(&buffer);
	return text;
}

static const struct dwarf_want *want_of(const struct probe *probe,
					const struct dwarf_sighting *sighting)
{
	return &probe->wants.data[sighting->want];
}

static int best_rank(const struct probe *probe, const char *name)
{
	int best = -1;
	vector_for_each (sighting, &probe->result.sightings)
		if (strcmp(want_of(probe, sighting)->name, name) == 0 &&
		    (best < 0 || (int)sighting->rank < best))
			best = (int)sighting->rank;
	return best;
}

const char *probe_rank(struct probe *probe, const char *name)
{
	static const char *const names[] = { "none", "definition", "address",
					     "declaration" };
	return names[best_rank(probe, name) + 1];
}

const char *probe_symbol(struct probe *probe, const char *name)
{
	struct texts texts = { 0 };
	bool asked = false;
	int best = best_rank(probe, name);
	vector_for_each (want, &probe->wants)
		asked |= strcmp(want->name, name) == 0;
	for (size_t i = 0; i < probe->result.sightings.count; i++) {
		const struct dwarf_sighting *sighting = &probe->result.sightings.data[i];
		if (strcmp(want_of(probe, sighting)->name, name) == 0 &&
		    (int)sighting->rank == best)
			add_text(&texts, declare(probe, probe->types[i], name,
						 sighting->noreturn));
	}
	if (!texts.list.count)
		return asked ? "untyped" : "not asked";
	return join(probe, &texts, " | ");
}

const char *probe_marker(struct probe *probe, const char *name)
{
	struct texts texts = { 0 };
	for (size_t i = 0; i < probe->result.markers.count; i++)
		if (strcmp(probe->result.markers.data[i].name, name) == 0)
			add_text(&texts,
				 declare(probe, probe->marker_types[i], name, false));
	return texts.list.count ? join(probe, &texts, " | ") : "unmarked";
}

static void append(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void append(struct buffer *buffer, const char *format, ...)
{
	char text[TEXT_MAX];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	buffer_bytes(buffer, text, (size_t)length);
}

static void append_member(struct probe *probe, struct buffer *buffer,
			  const struct member *member)
{
	append(buffer, "%s @%llu",
	       declare(probe, member->type, member->name ? member->name : "", false),
	       (unsigned long long)member->offset_bits);
	if (member->size_bits)
		append(buffer, ":%u", member->size_bits);
}

static const char *describe(struct probe *probe, const struct type *type)
{
	struct buffer buffer = { 0 };
	append(&buffer, "size %llu%s", (unsigned long long)type->size,
	       type->kind == TYPE_ENUM && type->flags & TYPE_SIGNED ? " signed" : "");
	if (type->align)
		append(&buffer, " aligned %llu", 1ull << (type->align - 1));
	for (uint32_t i = 0; i < type->count; i++) {
		append(&buffer, i ? "; " : ": ");
		if (type->kind == TYPE_ENUM)
			append(&buffer, "%s = %lld",
			       probe->graph.enumerators.data[type->first + i].name,
			       (long long)probe->graph.enumerators.data[type->first + i]
				       .value);
		else
			append_member(probe, &buffer,
				      &probe->graph.members.data[type->first + i]);
	}
	buffer_u8(&buffer, 0);
	const char *text = keep(probe, (const char *)buffer.data);
	buffer_deinit(&buffer);
	return text;
}

static const char *tag_name(struct probe *probe, const struct type *type)
{
	char text[TEXT_MAX];
	snprintf(text, sizeof(text), "%s %s", type_kind_name(type->kind),
		 type->tag ? type->tag : "");
	return keep(probe, text);
}

const char *probe_body(struct probe *probe, const char *tag)
{
	const char *found = "absent";
	size_t bodies = 0;
	vector_for_each (type, &probe->graph.types) {
		if (!type_is_tagged_kind(type->kind) ||
		    strcmp(tag_name(probe, type), tag) != 0)
			continue;
		if (type->flags & TYPE_OPAQUE) {
			if (!bodies)
				found = "opaque";
			continue;
		}
		found = describe(probe, type);
		bodies++;
	}
	return bodies > 1 ? "several" : found;
}

const char *probe_everything(struct probe *probe)
{
	struct texts texts = { 0 };
	for (size_t i = 0; i < probe->wants.count; i++) {
		char text[TEXT_MAX];
		const char *name = probe->wants.data[i].name;
		/* Start-up files and linkers bring symbols of their own. */
		if (name[0] == '_')
			continue;
		snprintf(text, sizeof(text), "%s [%s]", probe_symbol(probe, name),
			 probe_rank(probe, name));
		add_text(&texts, keep(probe, text));
	}
	vector_for_each (type, &probe->graph.types) {
		char text[TEXT_MAX];
		if (!type_is_tagged_kind(type->kind))
			continue;
		snprintf(text, sizeof(text), "%s: %s", tag_name(probe, type),
			 type->flags & TYPE_OPAQUE ? "opaque" : describe(probe, type));
		add_text(&texts, keep(probe, text));
	}
	return join(probe, &texts, "\n");
}
