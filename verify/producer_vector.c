// SPDX-License-Identifier: BSD-3-Clause
#include "verify/producer_vector.h"

#include "base/error.h"
#include "base/text.h"

#include <elf.h>
#include <string.h>

#define SSE_BYTES 16
#define AVX_BYTES 32
#define AVX512_BYTES 64

/* -------------------------------------------------------------------- interface */

/* Structs within each other that hold a vector and nothing else; more are no C. */
#define DEPTH_MAX 16

static uint64_t vector_bytes(const struct graph *graph, uint32_t id)
{
	for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
		const struct type *type = graph_type(graph, id);
		bool wraps = (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) &&
			     type->count == 1;
		if (type->kind == TYPE_VECTOR)
			return type->size;
		if (!wraps)
			return 0;
		id = graph->members.data[type->first].type.id;
	}
	return 0;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

uint64_t graph_widest_vector(const struct graph *graph)
{
	uint64_t widest = 0;
	vector_for_each (type, &graph->types) {
		if (type->kind != TYPE_FUNCTION)
			continue;
		widest = larger(widest, vector_bytes(graph, type->target.id));
		for (uint32_t i = 0; i < type->count; i++) {
			uint32_t id = graph->params.data[type->first + i].id;
			widest = larger(widest, vector_bytes(graph, id));
		}
	}
	return widest > SSE_BYTES ? widest : 0;
}

/* ---------------------------------------------------------------------- options */

/* GCC 14, "x86 Options", -march: what each processor has. */
static const char *const avx512_processors[] = {
	"x86-64-v4",	  "knl",	   "knm",
	"skylake-avx512", "cannonlake",	   "icelake-client",
	"icelake-server", "cascadelake",   "cooperlake",
	"tigerlake",	  "rocketlake",	   "sapphirerapids",
	"emeraldrapids",  "graniterapids", "znver4",
	"znver5",
};
static const char *const avx_processors[] = {
	"x86-64-v3", "sandybridge", "corei7-avx", "ivybridge", "core-avx-i", "haswell",
	"core-avx2", "broadwell",   "skylake",	  "alderlake", "bdver1",     "bdver2",
	"bdver3",    "bdver4",	    "btver2",	  "znver1",    "znver2",     "znver3",
};
static const char *const sse_processors[] = {
	"x86-64",    "x86-64-v2", "nocona",	   "core2",    "nehalem",
	"corei7",    "westmere",  "atom",	   "bonnell",  "silvermont",
	"slm",	     "goldmont",  "goldmont-plus", "tremont",  "k8",
	"k8-sse3",   "opteron",	  "opteron-sse3",  "athlon64", "athlon64-sse3",
	"athlon-fx", "amdfam10",  "barcelona",	   "btver1",   "i386",
	"i486",	     "i586",	  "i686",	   "pentium4",
};

struct word {
	const char *text;
	size_t length;
};

static bool word_is(struct word word, const char *text)
{
	return strlen(text) == word.length && memcmp(word.text, text, word.length) == 0;
}

static bool word_starts(struct word word, const char *text)
{
	size_t length = strlen(text);
	return word.length >= length && memcmp(word.text, text, length) == 0;
}

static bool is_listed(struct word word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (word_is(word, list[i]))
			return true;
	return false;
}

#define IS_LISTED(word, list) is_listed(word, list, sizeof(list) / sizeof(*(list)))

static unsigned processor_bytes(struct word name)
{
	if (IS_LISTED(name, avx512_processors))
		return AVX512_BYTES;
	if (IS_LISTED(name, avx_processors))
		return AVX_BYTES;
	return IS_LISTED(name, sse_processors) ? SSE_BYTES : 0;
}

/* What an option makes of the bytes that there were. */
static unsigned option_bytes(struct word word, unsigned bytes)
{
	static const char *const with_avx[] = { "-mavx",  "-mavx2", "-mavxvnni", "-mfma",
						"-mfma4", "-mf16c", "-mxop" };
	if (word_is(word, "-mno-avx"))
		return SSE_BYTES;
	if (word_is(word, "-mno-avx512f"))
		return bytes > AVX_BYTES ? AVX_BYTES : bytes;
	if (word_starts(word, "-mavx512"))
		return AVX512_BYTES;
	if (IS_LISTED(word, with_avx))
		return bytes > AVX_BYTES ? bytes : AVX_BYTES;
	return bytes;
}

static bool next_word(const char **at, struct word *ret)
{
	*at += strspn(*at, " ");
	*ret = (struct word){ *at, strcspn(*at, " ") };
	*at += ret->length;
	return ret->length;
}

/* 0 if the text does not tell. GCC puts the processor anywhere, and it counts first. */
static unsigned recorded_bytes(const char *producer)
{
	static const char processor[] = "-march=";
	unsigned bytes = 0;
	struct word word;
	for (const char *at = producer; next_word(&at, &word);)
		if (word_starts(word, processor))
			bytes = processor_bytes(
				(struct word){ word.text + strlen(processor),
					       word.length - strlen(processor) });
	if (!bytes)
		return 0;
	for (const char *at = producer; next_word(&at, &word);)
		bytes = option_bytes(word, bytes);
	return bytes;
}

/* Assemblers pass nothing; link-time optimisation has no say beside the source's unit. */
static bool passes_nothing(const char *producer)
{
	return !producer || text_begins(producer, "GNU AS ") ||
	       text_begins(producer, "GNU GIMPLE ");
}

static const char *vectors_value(unsigned bytes)
{
	switch (bytes) {
	case SSE_BYTES:
		return "off";
	case AVX_BYTES:
		return "on";
	default:
		return "512";
	}
}

static const char *common_value(const struct dwarf_producer *producers, size_t count,
				uint64_t widest_bytes)
{
	const char *common = NULL;
	for (size_t i = 0; i < count; i++) {
		if (passes_nothing(producers[i].producer))
			continue;
		unsigned bytes = recorded_bytes(producers[i].producer);
		if (!bytes)
			return NULL;
		if (bytes > AVX_BYTES && widest_bytes <= AVX_BYTES)
			bytes = AVX_BYTES;
		const char *value = vectors_value(bytes);
		common = !common || common == value ? value : "mixed";
	}
	return common;
}

static bool add_option(struct toolchain *toolchain, const struct abi_option *option)
{
	if (!vector_push(&toolchain->options, *option))
		return false;
	struct abi_option *options = toolchain->options.data;
	size_t at = toolchain->options.count - 1;
	for (; at && strcmp(options[at - 1].name, option->name) > 0; at--)
		options[at] = options[at - 1];
	options[at] = *option;
	return true;
}

struct hm_error *producer_vectors(const struct dwarf_producer *producers, size_t count,
				  uint64_t widest_bytes, struct toolchain *ret)
{
	if (!widest_bytes || (ret->machine != EM_X86_64 && ret->machine != EM_386))
		return NULL;
	struct abi_option option = { OPTION_VECTORS,
				     common_value(producers, count, widest_bytes) };
	if (option.value && !add_option(ret, &option))
		return error_nomem();
	return NULL;
}
