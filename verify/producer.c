// SPDX-License-Identifier: BSD-3-Clause
#include "verify/producer.h"

#include "base/error.h"
#include "base/text.h"
#include "verify/producer_option.h"

#include <ctype.h>
#include <string.h>

/* More than any program was put together with; each is compared with all others. */
#define COMPILERS_MAX 1024

/* A part of a producer's text. */
struct span {
	const char *text;
	size_t length;
};

/* What one producer's text says; spans of length 0 were not found. */
struct producer_facts {
	struct span family, version, language, optimisation;
	/* Where recorded options start; NULL if none are recorded. */
	const char *options;
	bool assembler;
	bool gcc;
	/* Of link-time optimisation: the source has a unit of its own. */
	bool link_time;
};

struct language_name {
	unsigned code;
	const char *name;
};

/* DW_LANG_*: table 7.17 of DWARF 5, and what dwarfstd.org assigned since. */
static const struct language_name language_names[] = {
	{ 0x01, "C89" },	 { 0x02, "C" },		{ 0x03, "Ada83" },
	{ 0x04, "C++" },	 { 0x07, "Fortran77" }, { 0x08, "Fortran90" },
	{ 0x09, "Pascal83" },	 { 0x0a, "Modula2" },	{ 0x0b, "Java" },
	{ 0x0c, "C99" },	 { 0x0d, "Ada95" },	{ 0x0e, "Fortran95" },
	{ 0x10, "ObjC" },	 { 0x11, "ObjC++" },	{ 0x12, "UPC" },
	{ 0x13, "D" },		 { 0x14, "Python" },	{ 0x15, "OpenCL" },
	{ 0x16, "Go" },		 { 0x17, "Modula3" },	{ 0x18, "Haskell" },
	{ 0x19, "C++03" },	 { 0x1a, "C++11" },	{ 0x1b, "OCaml" },
	{ 0x1c, "Rust" },	 { 0x1d, "C11" },	{ 0x1e, "Swift" },
	{ 0x1f, "Julia" },	 { 0x21, "C++14" },	{ 0x22, "Fortran2003" },
	{ 0x23, "Fortran2008" }, { 0x27, "Zig" },	{ 0x2a, "C++17" },
	{ 0x2b, "C++20" },	 { 0x2c, "C17" },	{ 0x2d, "Fortran2018" },
	{ 0x2e, "Ada2005" },	 { 0x2f, "Ada2012" },	{ 0x3a, "C++23" },
	{ 0x3e, "C23" },
};

#define LANGUAGE_ASSEMBLY 0x31
#define LANGUAGE_MIPS_ASSEMBLER 0x8001

static const char *language_name(unsigned code)
{
	for (size_t i = 0; i < sizeof(language_names) / sizeof(language_names[0]); i++)
		if (language_names[i].code == code)
			return language_names[i].name;
	return NULL;
}

static const char *skip_spaces(const char *text)
{
	while (*text == ' ')
		text++;
	return text;
}

/* The next word of a text, and where the text goes on behind it. */
static struct span take_word(const char **text)
{
	const char *start = skip_spaces(*text);
	size_t length = strcspn(start, " ");
	*text = skip_spaces(start + length);
	return (struct span){ start, length };
}

static bool span_is(struct span span, const char *text)
{
	return strlen(text) == span.length && memcmp(span.text, text, span.length) == 0;
}

/* Options start at the first word with a '-'; in front of them may be a program's path.
 */
static const char *find_options(const char *text)
{
	const char *options = strstr(text, " -");
	return options ? options + 1 : NULL;
}

/* The last one counts, as it does for the compiler. */
static struct span find_optimisation(const char *options)
{
	struct span found = { 0 };
	for (const char *at = options; at && *at;) {
		struct span word = take_word(&at);
		if (word.length >= 2 && memcmp(word.text, "-O", 2) == 0)
			found = word;
	}
	return found;
}

/* Up to the options or the end, without spaces behind it. */
static struct span up_to(const char *start, const char *end)
{
	size_t length = end && end > start ? (size_t)(end - start) : strlen(start);
	while (length && start[length - 1] == ' ')
		length--;
	return (struct span){ start, length };
}

/* "GNU C17 12.2.0 -mtune=generic ...", "GNU C++14 13.0.1 20230401 (experimental)". */
static void read_gcc(const char *text, struct producer_facts *facts)
{
	facts->gcc = true;
	facts->family = (struct span){ "GCC", 3 };
	facts->language = take_word(&text);
	/* "GNU AS 2.40": from binutils. */
	facts->assembler = span_is(facts->language, "AS");
	facts->version = up_to(text, facts->options);
	/* Link-time optimisation no longer knows; the source's own unit does. */
	facts->link_time = span_is(facts->language, "GIMPLE");
	if (facts->link_time)
		facts->language.length = 0;
}

/*
 * "Debian clang version 14.0.6", and for builds between releases in brackets where the
 * source came from; -grecord-command-line adds the whole command.
 */
static void read_clang(const char *version, struct producer_facts *facts)
{
	facts->family = (struct span){ "clang", 5 };
	const char *at = version;
	facts->version = take_word(&at);
	const char *end = *at == '(' ? strchr(at, ')') : NULL;
	if (end)
		facts->version.length = (size_t)(end + 1 - facts->version.text);
}

/* "clang LLVM (rustc version 1.70.0 (90c541806 2023-05-31))". */
static void read_rustc(const char *version, struct producer_facts *facts)
{
	facts->family = (struct span){ "rustc", 5 };
	facts->version = (struct span){ version, strcspn(version, " )") };
}

/* Whoever else: the first word, and the first one that looks like a version. */
static void read_other(const char *text, struct producer_facts *facts)
{
	facts->family = take_word(&text);
	facts->version = up_to(text, facts->options);
	for (const char *at = text; *at && *at != '-';) {
		struct span word = take_word(&at);
		const char *dot = memchr(word.text, '.', word.length);
		if (dot && dot > word.text && isdigit((unsigned char)dot[-1])) {
			facts->version = word;
			break;
		}
	}
	facts->assembler =
		span_is(facts->family, "NASM") || span_is(facts->family, "yasm");
}

static const char *behind_mark(const char *text, const char *mark)
{
	const char *found = strstr(text, mark);
	return found ? found + strlen(mark) : NULL;
}

static struct producer_facts read_producer(const struct dwarf_producer *producer)
{
	struct producer_facts facts = { 0 };
	const char *text = producer->producer, *version;
	facts.options = find_options(text);
	if ((version = text_past(text, "GNU ")))
		read_gcc(version, &facts);
	else if ((version = behind_mark(text, "rustc version ")))
		read_rustc(version, &facts);
	else if ((version = behind_mark(text, "clang version ")))
		read_clang(version, &facts);
	else
		read_other(text, &facts);
	facts.optimisation = find_optimisation(facts.options);
	facts.assembler |= producer->language == LANGUAGE_ASSEMBLY ||
			   producer->language == LANGUAGE_MIPS_ASSEMBLER;
	const char *language = language_name(producer->language);
	if (!facts.language.length && language && !strstr(text, " GIMPLE "))
		facts.language = (struct span){ language, strlen(language) };
	return facts;
}

static struct hm_error *copy_span(struct arena *arena, struct span span, const char **ret)
{
	*ret = NULL;
	if (!span.length)
		return NULL;
	*ret = arena_copy(arena, span.text, span.length);
	return *ret ? NULL : error_nomem();
}

/* The lower of two texts, so that the order of units does not matter; NULL is no text. */
static const char *lower(const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return strcmp(a, b) <= 0 ? a : b;
}

static struct hm_error *add_compiler(struct toolchain *toolchain,
				     const struct compiler *compiler)
{
	vector_for_each (known, &toolchain->compilers) {
		if (strcmp(known->family, compiler->family) != 0 ||
		    strcmp(known->version, compiler->version) != 0)
			continue;
		known->language = lower(known->language, compiler->language);
		known->optimisation = lower(known->optimisation, compiler->optimisation);
		return NULL;
	}
	if (toolchain->compilers.count == COMPILERS_MAX)
		return error_new(HM_ERR_FORMAT,
				 "debug information is damaged: it names more than %d "
				 "compilers",
				 COMPILERS_MAX);
	return vector_push(&toolchain->compilers, *compiler) ? NULL : error_nomem();
}

static struct hm_error *add_producer(const struct producer_facts *facts,
				     struct arena *arena, struct toolchain *toolchain)
{
	struct compiler compiler = { 0 };
	TRY(copy_span(arena, facts->family, &compiler.family));
	TRY(copy_span(arena, facts->version, &compiler.version));
	TRY(copy_span(arena, facts->language, &compiler.language));
	TRY(copy_span(arena, facts->optimisation, &compiler.optimisation));
	if (!compiler.family)
		return NULL;
	if (!compiler.version)
		compiler.version = "unknown";
	return add_compiler(toolchain, &compiler);
}

static int compare_compilers(const void *a, const void *b)
{
	const struct compiler *left = a, *right = b;
	int order = strcmp(left->family, right->family);
	return order ? order : strcmp(left->version, right->version);
}

struct hm_error *producer_list(const struct dwarf_producer *producers, size_t count,
			       struct arena *arena, struct toolchain *ret)
{
	struct option_tally tally = { 0 };
	struct hm_error *error = NULL;
	for (size_t i = 0; i < count && !error; i++) {
		if (!producers[i].producer)
			continue;
		struct producer_facts facts = read_producer(&producers[i]);
		if (facts.assembler)
			continue;
		error = add_producer(&facts, arena, ret);
		if (!error && !facts.link_time)
			error = option_tally_add(&tally, facts.options, facts.gcc, arena);
	}
	if (!error)
		error = option_tally_finish(&tally, ret);
	option_tally_deinit(&tally);
	if (ret->compilers.count)
		qsort(ret->compilers.data, ret->compilers.count,
		      sizeof(*ret->compilers.data), compare_compilers);
	return error;
}
