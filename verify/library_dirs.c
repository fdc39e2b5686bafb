// SPDX-License-Identifier: BSD-3-Clause
#include "verify/library_dirs.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"

#include <elf.h>
#include <glob.h>
#include <stdbool.h>
#include <string.h>

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

/* Real search paths have a dozen folders; a hostile RUNPATH could have a million. */
#define DIRS_MAX 512

/* Configuration files include a folder of others; a ring of them must end. */
#define INCLUDE_DEPTH_MAX 8

/* As of PATH_MAX: longer names cannot be opened. */
#define DIR_LENGTH_MAX 4096

struct platform {
	uint16_t machine;
	uint8_t elf_class, data;
	/* Debian's name for it, which stands in paths. */
	const char *triplet;
	/* What $PLATFORM stands for. */
	const char *name;
};

static const struct platform platforms[] = {
	{ EM_X86_64, ELFCLASS64, ELFDATA2LSB, "x86_64-linux-gnu", "x86_64" },
	{ EM_X86_64, ELFCLASS32, ELFDATA2LSB, "x86_64-linux-gnux32", "x86_64" },
	{ EM_386, ELFCLASS32, ELFDATA2LSB, "i386-linux-gnu", "i686" },
	{ EM_386, ELFCLASS32, ELFDATA2LSB, "i686-linux-gnu", "i386" },
	{ EM_AARCH64, ELFCLASS64, ELFDATA2LSB, "aarch64-linux-gnu", "aarch64" },
	{ EM_ARM, ELFCLASS32, ELFDATA2LSB, "arm-linux-gnueabihf", "v7l" },
	{ EM_ARM, ELFCLASS32, ELFDATA2LSB, "arm-linux-gnueabi", "v5l" },
	{ EM_S390, ELFCLASS64, ELFDATA2MSB, "s390x-linux-gnu", "s390x" },
	{ EM_RISCV, ELFCLASS64, ELFDATA2LSB, "riscv64-linux-gnu", "riscv64" },
	{ EM_PPC64, ELFCLASS64, ELFDATA2LSB, "powerpc64le-linux-gnu", "power8" },
	{ EM_PPC64, ELFCLASS64, ELFDATA2MSB, "powerpc64-linux-gnu", "power7" },
	{ EM_PPC, ELFCLASS32, ELFDATA2MSB, "powerpc-linux-gnu", "ppc" },
	{ EM_MIPS, ELFCLASS64, ELFDATA2LSB, "mips64el-linux-gnuabi64", "mips" },
	{ EM_MIPS, ELFCLASS32, ELFDATA2LSB, "mipsel-linux-gnu", "mips" },
	{ EM_LOONGARCH, ELFCLASS64, ELFDATA2LSB, "loongarch64-linux-gnu", "loongarch64" },
	{ EM_SPARCV9, ELFCLASS64, ELFDATA2MSB, "sparc64-linux-gnu", "sparcv9" },
	{ EM_ALPHA, ELFCLASS64, ELFDATA2LSB, "alpha-linux-gnu", "ev67" },
	{ EM_PARISC, ELFCLASS32, ELFDATA2MSB, "hppa-linux-gnu", "parisc" },
	{ EM_68K, ELFCLASS32, ELFDATA2MSB, "m68k-linux-gnu", "m68k" },
	{ EM_SH, ELFCLASS32, ELFDATA2LSB, "sh4-linux-gnu", "sh4" },
};

#define PLATFORM_COUNT (sizeof(platforms) / sizeof(platforms[0]))

static bool platform_fits(const struct platform *platform,
			  const struct library_target *target)
{
	return platform->machine == target->machine &&
	       platform->elf_class == target->elf_class && platform->data == target->data;
}

void library_dirs_deinit(struct library_dirs *dirs)
{
	vector_deinit(&dirs->list);
	arena_deinit(&dirs->arena);
}

static struct hm_error *add(struct library_dirs *dirs, const char *path, size_t length)
{
	if (dirs->list.count >= DIRS_MAX || length >= DIR_LENGTH_MAX)
		return NULL;
	/* An empty element is the working directory. */
	const char *copy = length ? arena_copy(&dirs->arena, path, length) : ".";
	if (!copy || !vector_push(&dirs->list, copy))
		return error_nomem();
	return NULL;
}

static struct hm_error *add_joined(struct library_dirs *dirs, const char *start,
				   const char *middle, const char *end)
{
	SCOPED_FREE char *path = NULL;
	int length = asprintf(&path, "%s%s%s", start, middle, end);
	if (length < 0) {
		path = NULL;
		return error_nomem();
	}
	return add(dirs, path, (size_t)length);
}

/* Values of the tokens in one expansion of a path. */
struct tokens {
	const char *origin, *lib, *platform;
};

struct token {
	const char *name;
	const char *value;
};

/* The token that stands at `text`, "$LIB" or "${LIB}"; its length goes to `length`. */
static const struct token *match_token(const struct token *tokens, size_t count,
				       const char *text, size_t left, size_t *length)
{
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(tokens[i].name);
		bool braced = left > 1 && text[1] == '{';
		size_t total = size + (braced ? 3 : 1);
		if (total > left ||
		    memcmp(text + total - size - braced, tokens[i].name, size) != 0)
			continue;
		if (braced && text[total - 1] != '}')
			continue;
		*length = total;
		return &tokens[i];
	}
	return NULL;
}

/* Adds one element; one with a token that has no value names no folder. */
static struct hm_error *add_expanded(struct library_dirs *dirs, const char *element,
				     size_t length, const struct tokens *values)
{
	const struct token tokens[] = {
		{ "ORIGIN", values->origin },
		{ "LIB", values->lib },
		{ "PLATFORM", values->platform },
	};
	SCOPED(buffer_deinit) struct buffer path = { 0 };
	for (size_t at = 0; at < length;) {
		size_t size = 1;
		const struct token *token = NULL;
		if (element[at] == '$')
			token = match_token(tokens, 3, element + at, length - at, &size);
		if (token && !token->value)
			return NULL;
		if (token)
			buffer_bytes(&path, token->value, strlen(token->value));
		else
			buffer_u8(&path, (uint8_t)element[at]);
		at += size;
		if (path.size >= DIR_LENGTH_MAX)
			return NULL;
	}
	if (path.failed)
		return error_nomem();
	return add(dirs, (const char *)path.data, path.size);
}

static bool has_token(const char *element, size_t length)
{
	return memchr(element, '$', length) != NULL;
}

/* One element with each value that $LIB and $PLATFORM may have for the target. */
static struct hm_error *add_element(struct library_dirs *dirs, const char *element,
				    size_t length, const char *origin,
				    const struct library_target *target)
{
	if (!has_token(element, length))
		return add(dirs, element, length);
	struct tokens tokens = { .origin = origin };
	for (size_t i = 0; i < PLATFORM_COUNT; i++) {
		if (!platform_fits(&platforms[i], target))
			continue;
		SCOPED_FREE char *lib = NULL;
		if (asprintf(&lib, "lib/%s", platforms[i].triplet) < 0) {
			lib = NULL;
			return error_nomem();
		}
		tokens.platform = platforms[i].name;
		tokens.lib = lib;
		TRY(add_expanded(dirs, element, length, &tokens));
	}
	tokens.lib = target->elf_class == ELFCLASS64 ? "lib64" : "lib32";
	TRY(add_expanded(dirs, element, length, &tokens));
	tokens.lib = "lib";
	return add_expanded(dirs, element, length, &tokens);
}

struct hm_error *library_dirs_add_runpath(struct library_dirs *dirs, const char *runpath,
					  const char *origin,
					  const struct library_target *target)
{
	for (const char *at = runpath; dirs->list.count < DIRS_MAX;) {
		size_t length = strcspn(at, ":");
		TRY(add_element(dirs, at, length, origin, target));
		if (!at[length])
			break;
		at += length + 1;
	}
	return NULL;
}

struct hm_error *library_dirs_add_environment(struct library_dirs *dirs)
{
	const char *at = secure_getenv("LD_LIBRARY_PATH");
	while (at && *at && dirs->list.count < DIRS_MAX) {
		size_t length = strcspn(at, ":;");
		TRY(add(dirs, at, length));
		at += length + (at[length] != '\0');
	}
	return NULL;
}

struct hm_error *library_dirs_add_default(struct library_dirs *dirs,
					  const struct library_target *target)
{
	for (size_t i = 0; i < PLATFORM_COUNT; i++) {
		if (!platform_fits(&platforms[i], target))
			continue;
		TRY(add_joined(dirs, "/lib/", platforms[i].triplet, ""));
		TRY(add_joined(dirs, "/usr/lib/", platforms[i].triplet, ""));
		TRY(add_joined(dirs, "/usr/", platforms[i].triplet, "/lib"));
	}
	const char *bits = target->elf_class == ELFCLASS64 ? "64" : "32";
	TRY(add_joined(dirs, "/lib", bits, ""));
	TRY(add_joined(dirs, "/usr/lib", bits, ""));
	TRY(add_joined(dirs, "/lib", "", ""));
	return add_joined(dirs, "/usr/lib", "", "");
}

/* ---- /etc/ld.so.conf: ldconfig(8) */

static struct hm_error *read_config(struct library_dirs *dirs, const char *path,
				    unsigned depth);

static void scope_glob(glob_t *found)
{
	globfree(found);
}

static struct hm_error *include_pattern(struct library_dirs *dirs, const char *pattern,
					unsigned depth)
{
	SCOPED(scope_glob) glob_t found = { 0 };
	if (glob(pattern, 0, NULL, &found) != 0)
		return NULL;
	for (size_t i = 0; i < found.gl_pathc && dirs->list.count < DIRS_MAX; i++)
		TRY(read_config(dirs, found.gl_pathv[i], depth + 1));
	return NULL;
}

/* Relative patterns are meant from the folder of the file that they stand in. */
static struct hm_error *include(struct library_dirs *dirs, const char *pattern,
				const char *from, unsigned depth)
{
	const char *slash = strrchr(from, '/');
	if (pattern[0] == '/' || !slash)
		return include_pattern(dirs, pattern, depth);
	SCOPED_FREE char *absolute = NULL;
	if (asprintf(&absolute, "%.*s/%s", (int)(slash - from), from, pattern) < 0) {
		absolute = NULL;
		return error_nomem();
	}
	return include_pattern(dirs, absolute, depth);
}

static struct hm_error *read_line(struct library_dirs *dirs, char *line, const char *path,
				  unsigned depth)
{
	static const char blanks[] = " \t\r\n";
	line[strcspn(line, "#")] = '\0';
	char *rest = NULL;
	char *word = strtok_r(line, blanks, &rest);
	if (!word)
		return NULL;
	if (strcmp(word, "include") == 0) {
		while ((word = strtok_r(NULL, blanks, &rest)))
			TRY(include(dirs, word, path, depth));
		return NULL;
	}
	/* A folder; behind '=' older files name its kind of libraries. */
	if (word[0] == '/')
		return add(dirs, word, strcspn(word, "="));
	return NULL;
}

static struct hm_error *read_config(struct library_dirs *dirs, const char *path,
				    unsigned depth)
{
	if (depth > INCLUDE_DEPTH_MAX)
		return NULL;
	SCOPED_FILE FILE *file = fopen(path, "re");
	if (!file)
		return NULL;
	SCOPED_FREE char *line = NULL;
	size_t capacity = 0;
	while (dirs->list.count < DIRS_MAX && getline(&line, &capacity, file) >= 0)
		TRY(read_line(dirs, line, path, depth));
	return NULL;
}

struct hm_error *library_dirs_add_config(struct library_dirs *dirs, const char *path)
{
	return read_config(dirs, path, 0);
}
