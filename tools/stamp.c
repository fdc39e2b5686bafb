// SPDX-License-Identifier: BSD-3-Clause

/* hallmark stamp: writes a stamp into a file, or a note object for the link. */

#include "base/error.h"
#include "base/scope.h"
#include "notes/archive.h"
#include "notes/encode.h"
#include "notes/put.h"
#include "tools/command.h"
#include "tools/message.h"
#include "tools/report_text.h"
#include "tools/stamp_request.h"
#include "tools/subject.h"
#include "tools/untyped.h"

#include <fnmatch.h>
#include <sys/resource.h>

/* The images of one request. */
struct images {
	VECTOR(struct image) list;
};

static void images_deinit(struct images *images)
{
	vector_for_each (image, &images->list)
		image_deinit(image);
	vector_deinit(&images->list);
}

static struct hm_error *images_add(struct images *images, const char *path)
{
	if (!vector_reserve(&images->list, 1))
		return error_nomem();
	TRY(image_open(path, &images->list.data[images->list.count]));
	images->list.count++;
	return NULL;
}

static struct hm_error *check_object(const struct image *image)
{
	if (image->type == IMAGE_RELOCATABLE)
		return NULL;
	return error_set_path(error_new(HM_ERR_FORMAT,
					"is linked already; --object takes the objects "
					"of a link, a linked file is stamped without "
					"--object"),
			      image->path);
}

static struct hm_error *add_member(void *context, struct archive_member *member)
{
	struct images *images = context;
	struct image *image;
	if (!vector_reserve(&images->list, 1))
		return error_nomem();
	image = &images->list.data[images->list.count];
	if (member->path)
		TRY(image_open(member->path, image));
	else
		TRY(image_open_memory(member->bytes, member->size, member->name, image));
	member->bytes = NULL;
	images->list.count++;
	return check_object(image);
}

static struct hm_error *add_object(struct images *images, const char *path)
{
	if (archive_is(path))
		return archive_visit(path, add_member, images);
	TRY(images_add(images, path));
	return check_object(&images->list.data[images->list.count - 1]);
}

/* Every object stays open until the stamp is written, and a link may have thousands. */
static void allow_many_files(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * Objects come before members of archives, of which the link takes only some: what is
 * taken from the first that has it is taken from what is in the link.
 */
static struct hm_error *add_objects(struct images *images, char **files,
				    const char *output, const char **culprit)
{
	allow_many_files();
	for (unsigned archives = 0; archives < 2; archives++) {
		for (char **file = files; *file; file++) {
			*culprit = *file;
			if (archive_is(*file) != archives)
				continue;
			TRY(subject_check_output(*file, "--object", output));
			TRY(add_object(images, *file));
		}
	}
	if (images->list.count)
		return NULL;
	return error_new(HM_ERR_FORMAT, "is an empty archive; a note object needs the "
					"objects that it is linked with");
}

/* What the source says of itself must not be passed over unseen. */
static struct hm_error *check_readable(const struct images *images,
				       const struct stamp_request *request)
{
	vector_for_each (image, &images->list)
		if (image->sealed_assembler && !request->derive.package)
			return error_set_path(
				error_new(HM_ERR_ARGUMENT,
					  "%s: an object of gcc -flto, which keeps from "
					  "sight what HM_PLUGIN() may say in it; name "
					  "the package by --package, or add "
					  "-ffat-lto-objects",
					  image->path),
				image->path);
	return NULL;
}

/* Derives the stamp with what was not given filled in, and warns about it. */
static struct hm_error *derive(const struct stamp_request *request,
			       const struct images *images, const char *named_after,
			       struct stamp *ret)
{
	SCOPED(arena_deinit) struct arena arena = { 0 };
	struct derive_options wanted = request->derive;
	if (!request->role_given)
		wanted.role = (uint8_t)subject_role(&images->list.data[0]);
	TRY(subject_fill(images->list.data, images->list.count, named_after, &arena,
			 &wanted));
	return subject_derive(images->list.data, images->list.count, &wanted, ret);
}

/* The loader checks what it calls; that it will not should not come as a surprise. */
static void warn_entry(const char *file, const struct stamp *stamp, const char *what,
		       const char *name)
{
	if (name && stamp_entry_kind(stamp, name) == ENTRY_NONE)
		message_warning(file,
				"hm_open() will refuse it: %s must be int %s(void) or "
				"void %s(void)",
				what, name, name);
}

static bool provides_match(const struct stamp *stamp, const char *pattern)
{
	vector_for_each (symbol, &stamp->provides)
		if (fnmatch(pattern, symbol->name, 0) == 0)
			return true;
	return false;
}

static void warn_exports(const char *file, const struct stamp *stamp,
			 const struct derive_options *options)
{
	for (size_t i = 0; i < options->export_count; i++)
		if (!provides_match(stamp, options->exports[i]))
			message_warning(file, "it exports no symbol like '%s'",
					options->exports[i]);
}

static void warn(const struct stamp_request *request, const struct images *images,
		 const char *file, const struct stamp *stamp)
{
	if (request->host_option && stamp->role != ROLE_HOST)
		message_warning(file, "%s counts in the stamp of a host only",
				request->host_option);
	warn_entry(file, stamp, "init", stamp->init);
	warn_entry(file, stamp, "fini", stamp->fini);
	warn_exports(file, stamp, &request->derive);
	untyped_warn(file, stamp, request->object ? &images->list.data[0] : NULL);
}

static struct hm_error *write_stamp(const struct stamp_request *request,
				    const struct images *images,
				    const struct stamp *stamp)
{
	SCOPED(buffer_deinit) struct buffer note = { 0 };
	TRY(stamp_encode(stamp, &note));
	if (note.failed)
		return error_nomem();
	if (request->object)
		return note_write_object(request->object, images->list.data,
					 images->list.count, note.data, note.size);
	return note_put(&images->list.data[0], note.data, note.size, &request->put);
}

/*
 * An object's libraries are not known before the link, so that what no host defines is
 * undecided; and not reported, since every call of a library would be.
 */
static struct hm_error *verify_object(const struct hosts *hosts, struct subject *plugin,
				      struct report *report)
{
	static const char *unknown[] = { "" };
	plugin->image.needed.data = unknown;
	plugin->image.needed.count = plugin->image.needed.capacity = 1;
	TRY(hosts_verify(hosts, plugin, report));
	report->undecided.count = 0;
	return NULL;
}

/* What the author has to know; says nothing where nothing differs. */
static struct hm_error *check_against(const struct stamp_request *request,
				      const struct subject *plugin, enum status *ret)
{
	SCOPED(report_deinit) struct report report = { 0 };
	const struct hosts *hosts = &request->against;
	/* Borrows all that it has. */
	struct subject copy = *plugin;
	if (request->object)
		TRY(verify_object(hosts, &copy, &report));
	else
		TRY(hosts_verify(hosts, &copy, &report));
	if (report_verdict(&report) == VERDICT_INCOMPATIBLE)
		*ret = STATUS_INCOMPATIBLE;
	if (!report.findings.count && !report.undecided.count)
		return NULL;
	return report_text_verify(plugin, &hosts->subjects.data[0], &report);
}

static struct hm_error *stamp_images(struct stamp_request *request,
				     const struct images *images, const char **file,
				     enum status *ret)
{
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	const struct subject_options options = { .source = SUBJECT_STAMPED };
	const char *name = *file;
	TRY(derive(request, images, name, &stamp));
	TRY(hosts_open(&request->against, &options, file));
	*file = name;
	if (request->against.subjects.count) {
		const struct subject plugin = {
			.path = name,
			.image = images->list.data[0],
			.stamp = stamp,
		};
		TRY(check_against(request, &plugin, ret));
	}
	if (*ret == STATUS_OK)
		TRY(write_stamp(request, images, &stamp));
	warn(request, images, name, &stamp);
	return NULL;
}

/* On failure `culprit` is the file that an error concerns. */
static struct hm_error *stamp_files(struct stamp_request *request, char **files,
				    const char **culprit, enum status *ret)
{
	SCOPED(images_deinit) struct images images = { 0 };
	if (request->derive.package)
		TRY(derive_check_package(request->derive.package));
	if (request->object) {
		TRY(add_objects(&images, files, request->object, culprit));
		TRY(check_readable(&images, request));
	} else {
		TRY(images_add(&images, files[0]));
	}
	*culprit = request->object ? request->object : files[0];
	return stamp_images(request, &images, culprit, ret);
}

static enum status run_request(struct command_line *line, struct stamp_request *request)
{
	int count;
	char **files = command_operands(line, &count);
	if (count == 0)
		return command_misused(line, "stamp: which file?");
	if (count > 1 && !request->object)
		return command_misused(line, "stamp: one file at a time; several are "
					     "taken with --object only");
	if (request->object && request->put.output)
		return command_misused(line, "stamp: --object names the output; -o "
					     "does not go with it");
	const char *culprit = files[0];
	enum status status = STATUS_OK;
	struct hm_error *error = stamp_files(request, files, &culprit, &status);
	if (!error)
		return status;
	message_error(culprit, error);
	return STATUS_UNKNOWN;
}

static enum status run(struct command_line *line)
{
	SCOPED(stamp_request_deinit) struct stamp_request request = { 0 };
	int option;
	while ((option = command_option(line)) >= 0) {
		SCOPED_ERROR struct hm_error *error =
			stamp_request_option(&request, option, optarg);
		if (error)
			return command_misused(line, "%s", hm_error_message(error));
	}
	if (option == OPTION_STOP)
		return line->status;
	stamp_request_finish(&request);
	return run_request(line, &request);
}

static const char help[] =
	"\n"
	"Puts a stamp, made from debug information, into FILE, which may be stripped\n"
	"then; or, with --object, into a note object for the link of the FILE.o.\n"
	"  --package NAME          full name, example.org/editor/spell; else as FILE's\n"
	"  --package-version V     version of the package\n"
	"  --role ROLE             host, plugin or library; else by the kind of file\n"
	"  --init SYM, --fini SYM  functions to run once loaded, and before unloading\n"
	"  --export GLOB           provide only symbols that match (may repeat)\n"
	"  --require-types         a symbol of the boundary without a type is an error\n"
	"  --against HOST          stamp only what fits HOST, or its stamp (may repeat)\n"
	"  --debug-dir DIR         look here first for separate debug files\n"
	"  -o, --output OUT        write OUT and leave FILE alone\n"
	"  --object OUT.o          write a note object to be linked\n"
	"  --force                 in place although FILE has several hard links\n"
	"  -h, --help, -V, --version\n"
	"For a host:\n"
	"  --expect NAME[=TYPE]    plugins must provide NAME of this type (may repeat)\n"
	"  --expect-optional NAME[=TYPE]   as above, but a plugin may lack it\n"
	"  --toolchain exact|abi   plugins of the same compilers, or of the same ABI\n"
	"  --accept GLOB           accept only packages that match (may repeat)\n"
	"  --deny untyped|warnings reject what is only warned about (may repeat)\n";

const struct command command_stamp = {
	.name = "stamp",
	.summary = "write a stamp into a plugin, host or library",
	.usage = "stamp [OPTION]... FILE\nstamp --object OUT.o [OPTION]... FILE.o...",
	.help = help,
	.short_options = "ho:V",
	.long_options = stamp_long_options,
	.run = run,
};
