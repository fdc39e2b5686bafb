// SPDX-License-Identifier: BSD-3-Clause
#include "tools/subject.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/detached.h"
#include "notes/plugin_note.h"
#include "tools/progress.h"

#include <string.h>
#include <sys/stat.h>

const char *subject_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Length of a base name without the suffixes that tell the kind of file. */
static size_t stem_length(const char *name)
{
	static const char *const endings[] = { ".o", ".ko" };
	size_t length = strlen(name);
	for (const char *at = name; (at = strstr(at + 1, ".so"));) {
		if (at[3] == '\0' || at[3] == '.')
			return (size_t)(at - name);
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t ending = strlen(endings[i]);
		if (length > ending && !strcmp(name + length - ending, endings[i]))
			return length - ending;
	}
	return length;
}

bool subject_same_file(const char *path, const char *other)
{
	struct stat a, b;
	return !stat(path, &a) && !stat(other, &b) && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

struct hm_error *subject_check_output(const char *input, const char *option,
				      const char *output)
{
	if (!subject_same_file(input, output))
		return NULL;
	return error_new(HM_ERR_ARGUMENT,
			 "is both read and, as %s, written; name another file", option);
}

enum stamp_role subject_role(const struct image *image)
{
	return image->type == IMAGE_EXECUTABLE ? ROLE_HOST : ROLE_PLUGIN;
}

struct hm_error *subject_derive(const struct image *images, size_t count,
				const struct derive_options *options, struct stamp *ret)
{
	progress_begin("reading debug information", images[0].path);
	struct hm_error *error = derive_stamp(images, count, options, ret);
	progress_end();
	return error;
}

static const char *either(const char *given, const char *otherwise)
{
	return given ? given : otherwise;
}

struct hm_error *subject_fill(const struct image *images, size_t count,
			      const char *named_after, struct arena *arena,
			      struct derive_options *options)
{
	struct plugin_note note = { 0 };
	/* A plugin that is part of a program does not speak for that. */
	for (size_t i = 0; i < count && options->role != ROLE_HOST; i++)
		TRY(plugin_note_read(&images[i], arena, &note));
	const char *name = subject_base_name(named_after);
	if (!options->package && !note.package)
		note.package = arena_copy(arena, name, *name ? stem_length(name) : 0);
	options->package = either(options->package, note.package);
	options->package_version = either(options->package_version, note.version);
	options->init = either(options->init, note.init);
	options->fini = either(options->fini, note.fini);
	return options->package ? NULL : error_nomem();
}

static struct hm_error *derive(struct subject *subject,
			       const struct subject_options *options)
{
	unsigned role = options->role;
	if (role >= ROLE_COUNT)
		role = subject_role(&subject->image);
	SCOPED(arena_deinit) struct arena arena = { 0 };
	struct derive_options wanted = {
		.role = (uint8_t)role,
		.debug_dir = options->debug_dir,
	};
	TRY(subject_fill(&subject->image, 1, subject->path, &arena, &wanted));
	TRY(subject_derive(&subject->image, 1, &wanted, &subject->stamp));
	subject->stamped = subject->derived = true;
	return NULL;
}

static struct hm_error *read_stamp(struct subject *subject)
{
	TRY(image_stamp(&subject->image, &subject->stamp));
	subject->stamped = true;
	return detached_adopt(&subject->stamp, &subject->image);
}

struct hm_error *subject_open(struct subject *subject, const char *path,
			      const struct subject_options *options)
{
	subject->path = path;
	TRY(image_open(path, &subject->image));
	subject->opened = true;
	if (options->source == SUBJECT_DERIVED)
		return derive(subject, options);
	struct hm_error *error = read_stamp(subject);
	if (hm_error_code(error) != HM_ERR_NO_STAMP || options->source != SUBJECT_EITHER)
		return error;
	hm_error_free(error);
	return derive(subject, options);
}

void subject_deinit(struct subject *subject)
{
	if (subject->stamped)
		stamp_deinit(&subject->stamp);
	if (subject->opened)
		image_deinit(&subject->image);
}

const char *subject_name(const struct subject *subject)
{
	const char *origin = subject->stamp.origin.file;
	return origin ? origin : subject_base_name(subject->path);
}

struct party subject_party(const struct subject *subject)
{
	return (struct party){
		.name = subject_name(subject),
		.stamp = &subject->stamp,
		.soname = subject->image.soname,
		.needed = subject->image.needed.data,
		.needed_count = subject->image.needed.count,
	};
}
