// SPDX-License-Identifier: BSD-3-Clause

/*
 * The way that hm_open() takes for most plugins, which reads little of the file and not
 * all of that with its checksum: whom it takes, the full reader and the full comparison
 * take as well.
 *
 * An input is a host's stamp, a plugin's stamp, and that plugin's file. The middle one is
 * there for files whose stamp was damaged but not made anew, which the quick way need not
 * notice where it does not read: what holds is said of the stamp that had been there.
 */

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "loader/quick.h"
#include "notes/decode.h"
#include "notes/encode.h"
#include "tests/quick_host.h"
#include "verify/hash.h"

#include <string.h>

struct input {
	const uint8_t *host, *whole, *file;
	size_t host_size, whole_size, file_size;
};

static bool take_apart(const uint8_t *data, size_t size, struct input *ret)
{
	ret->host = data;
	ret->host_size = target_stamp_size(data, size);
	ret->whole = data + ret->host_size;
	ret->whole_size = target_stamp_size(ret->whole, size - ret->host_size);
	ret->file = ret->whole + ret->whole_size;
	ret->file_size = size - ret->host_size - ret->whole_size;
	return ret->host_size && ret->whole_size && ret->file_size;
}

/* One input in many has another host than the one before: it is kept. */
static struct {
	struct buffer bytes;
	struct quick_host host;
	bool is_there;
} last;

static const struct quick_host *host_of(const struct input *input)
{
	if (last.bytes.size == input->host_size &&
	    memcmp(last.bytes.data, input->host, input->host_size) == 0)
		return last.is_there ? &last.host : NULL;
	if (last.is_there)
		quick_host_deinit(&last.host);
	last.bytes.size = 0;
	buffer_bytes(&last.bytes, input->host, input->host_size);
	SCOPED_ERROR struct hm_error *refused =
		quick_host_decode(input->host, input->host_size, &last.host);
	last.is_there = !refused;
	return refused ? NULL : &last.host;
}

/* The header and the directory, which have a checksum and all others in them. */
static size_t directory_size(const struct input *input)
{
	size_t size = 16 + (size_t)(input->whole[12] | input->whole[13] << 8) * 12 + 4;
	return size < input->whole_size ? size : input->whole_size;
}

/* The file with the whole stamp in place of the damaged one. Where there are several,
 * either way refuses them. */
static void restore(const struct input *input, struct buffer *ret)
{
	size_t head = directory_size(input);
	buffer_bytes(ret, input->file, input->file_size);
	if (ret->failed)
		abort();
	uint8_t *end = ret->data + ret->size;
	uint8_t *at = memmem(ret->data, ret->size, input->whole, head);
	if (at && (size_t)(end - at) >= input->whole_size &&
	    !memmem(at + head, (size_t)(end - at) - head, input->whole, head))
		memcpy(at, input->whole, input->whole_size);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What is told of the file besides, and gone by when it is loaded. */
static void compare_facts(const struct glance *glance, const struct image *image)
{
	target_expect(same_text(glance->soname, image->soname), "the same DT_SONAME");
	target_expect(same_text(glance->runpath, image->runpath), "the same DT_RUNPATH");
	target_expect(glance->needed.count == image->needed.count, "as many DT_NEEDED");
	for (size_t i = 0; i < image->needed.count; i++)
		target_expect(same_text(glance->needed.data[i], image->needed.data[i]),
			      "the same DT_NEEDED");
	target_expect(glance->build_id_size == image->build_id_size &&
			      (!image->build_id_size ||
			       memcmp(glance->build_id, image->build_id,
				      image->build_id_size) == 0),
		      "the same build-id");
}

/* What is provided is looked up without another look at the file. */
static void compare_provided(const struct glance *glance, const struct stamp *stamp)
{
	const stamp_symbols *told = &glance->stamp.provides;
	target_expect(same_text(glance->stamp.package, stamp->package),
		      "the same package");
	target_expect(told->count == stamp->provides.count, "as many provided symbols");
	for (size_t i = 0; i < told->count; i++)
		target_expect(
			same_text(told->data[i].name, stamp->provides.data[i].name) &&
				told->data[i].kind == stamp->provides.data[i].kind,
			"the same provided symbols");
}

/* Whether hashing its types gives the hashes in it. Whoever writes others writes lies,
 * and a stamp is no proof against those. */
static bool is_honest(const uint8_t *desc, size_t size)
{
	SCOPED(buffer_deinit) struct buffer again = { 0 };
	struct stamp stamp;
	SCOPED_ERROR struct hm_error *error = stamp_decode(desc, size, &stamp);
	if (error)
		return false;
	error = hash_stamp(&stamp);
	if (!error)
		error = stamp_encode(&stamp, &again);
	stamp_deinit(&stamp);
	return !error && again.size == size && memcmp(again.data, desc, size) == 0;
}

static bool image_is_honest(const struct image *image)
{
	struct note_place place;
	SCOPED_ERROR struct hm_error *error = image_find_note(image, &place);
	target_expect(!error, "the full reader finds the stamp");
	bool honest = is_honest(place.desc, place.size);
	free(place.desc);
	return honest;
}

/* NULL, or what the full way has against it. */
static const char *find_objection(const struct quick_host *host,
				  const struct image *image, enum quick_word word,
				  const struct glance *glance)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct stamp stamp;
	SCOPED_ERROR struct hm_error *error = image_stamp(image, &stamp);
	if (error)
		return "the full reader takes the stamp";
	error = quick_host_compare(host, image, &stamp, &report);
	bool agrees = !error && !quick_host_objections(&report, word);
	if (agrees)
		compare_provided(glance, &stamp);
	stamp_deinit(&stamp);
	return agrees ? NULL : "the full comparison agrees";
}

/* The full reader takes a file without libraries for a kernel by the name of a section,
 * which is nothing to the dynamic linker. */
static bool may_be_kernel(const struct input *input)
{
	static const char *const marks[] = { ".modinfo", "__ksymtab" };
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (memmem(input->file, input->file_size, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static void hold(const struct input *input, const struct quick_host *host,
		 enum quick_word word, const struct glance *glance)
{
	SCOPED(buffer_deinit) struct buffer file = { 0 };
	struct image image;
	restore(input, &file);
	target_expect(target_image(file.data, file.size, &image),
		      "the full reader takes the file");
	compare_facts(glance, &image);
	const char *objection = find_objection(host, &image, word, glance);
	if (objection && image_is_honest(&image) &&
	    is_honest(input->host, input->host_size))
		target_expect(false, objection);
	image_deinit(&image);
}

static enum quick_word ask(const struct quick_host *host, const struct input *input,
			   bool may_go_by_faces, struct quick_answer *ret)
{
	SCOPED_FD int fd = target_file(input->file, input->file_size);
	const struct quick_request request = {
		.host = &host->host,
		.fd = fd,
		.file_size = input->file_size,
		.may_go_by_faces = may_go_by_faces,
	};
	if (fd < 0 || !quick_agrees(&request, ret))
		return QUICK_NOT_TOLD;
	return ret->by_face ? QUICK_BY_FACES : QUICK_BY_CLOSURES;
}

/* `done` has been held already. Returns what it says. */
static enum quick_word ask_and_hold(const struct input *input,
				    const struct quick_host *host, bool may_go_by_faces,
				    enum quick_word done)
{
	struct quick_answer answer;
	enum quick_word word = ask(host, input, may_go_by_faces, &answer);
	if (word == QUICK_NOT_TOLD)
		return word;
	target_expect(word != QUICK_BY_FACES || may_go_by_faces, "who may not does not");
	if (word != done && !may_be_kernel(input))
		hold(input, host, word, &answer.glance);
	glance_deinit(&answer.glance);
	return word;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input;
	const struct quick_host *host =
		take_apart(data, size, &input) ? host_of(&input) : NULL;
	if (host)
		ask_and_hold(&input, host, false,
			     ask_and_hold(&input, host, true, QUICK_NOT_TOLD));
	return 0;
}
