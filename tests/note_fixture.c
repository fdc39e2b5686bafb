// SPDX-License-Identifier: BSD-3-Clause
#include "tests/note_fixture.h"

#include "base/error.h"
#include "tests/stamp_build.h"

#include <CUnit/CUnit.h>
#include <dirent.h>
#include <link.h>
#include <string.h>

enum hm_error_code fixture_open(const struct fixture *fixture, const char *name,
				struct image *ret)
{
	SCOPED_FREE char *path = fixture_path(fixture, name);
	SCOPED_ERROR struct hm_error *error = image_open(path, ret);
	return hm_error_code(error);
}

enum hm_error_code fixture_open_code(const struct fixture *fixture, const char *name,
				     const char *text)
{
	struct image image;
	SCOPED_FREE char *path = fixture_path(fixture, name);
	SCOPED_ERROR struct hm_error *error = image_open(path, &image);
	if (!error)
		image_deinit(&image);
	/* Every message names the file. */
	if (error && text &&
	    (!strstr(hm_error_message(error), text) ||
	     !strstr(hm_error_message(error), name))) {
		fprintf(stderr, "%s: no '%s'\n", hm_error_message(error), text);
		return HM_ERR_UNSUPPORTED;
	}
	return hm_error_code(error);
}

/* What fixtures are compiled for is what the tests were compiled for. */
static void fill_machine(struct stamp *stamp)
{
	struct image image;
	struct hm_error *error = image_open("/proc/self/exe", &image);
	if (!error) {
		error = image_toolchain(&image, &stamp->toolchain);
		image_deinit(&image);
	}
	CU_ASSERT_PTR_NULL(error);
	hm_error_free(error);
}

struct buffer fixture_stamp(const char *const *provides, size_t count)
{
	struct stamp stamp;
	hm_error_free(stamp_init(&stamp));
	fill_machine(&stamp);
	stamp.package = "example.org/spell";
	for (size_t i = 0; i < count; i++) {
		struct stamp_symbol symbol = { .name = provides[i],
					       .kind = SYMBOL_FUNCTION,
					       .type.id = TYPE_NONE };
		(void)vector_push(&stamp.provides, symbol);
	}
	struct buffer bytes = stamp_bytes(&stamp);
	stamp_deinit(&stamp);
	return bytes;
}

enum hm_error_code fixture_put(const struct fixture *fixture, const char *name,
			       const struct buffer *bytes,
			       const struct put_options *options)
{
	struct image image;
	enum hm_error_code code = fixture_open(fixture, name, &image);
	if (code)
		return code;
	SCOPED_ERROR struct hm_error *error =
		note_put(&image, bytes->data, bytes->size, options);
	image_deinit(&image);
	return hm_error_code(error);
}

enum hm_error_code fixture_remove_note(const struct fixture *fixture, const char *name,
				       const struct put_options *options)
{
	struct image image;
	enum hm_error_code code = fixture_open(fixture, name, &image);
	if (code)
		return code;
	SCOPED_ERROR struct hm_error *error = note_remove(&image, options);
	image_deinit(&image);
	return hm_error_code(error);
}

enum hm_error_code fixture_note_object(const struct fixture *fixture, const char *output,
				       const char *input, const struct buffer *bytes)
{
	struct image image;
	SCOPED_FREE char *path = fixture_path(fixture, output);
	enum hm_error_code code = fixture_open(fixture, input, &image);
	if (code)
		return code;
	SCOPED_ERROR struct hm_error *error =
		note_write_object(path, &image, 1, bytes->data, bytes->size);
	image_deinit(&image);
	return hm_error_code(error);
}

enum hm_error_code fixture_read_stamp(const struct fixture *fixture, const char *name,
				      struct stamp *ret)
{
	struct image image;
	enum hm_error_code code = fixture_open(fixture, name, &image);
	if (code)
		return code;
	SCOPED_ERROR struct hm_error *error = image_stamp(&image, ret);
	image_deinit(&image);
	return hm_error_code(error);
}

enum hm_error_code fixture_stamp_code(const struct fixture *fixture, const char *name)
{
	struct stamp stamp;
	enum hm_error_code code = fixture_read_stamp(fixture, name, &stamp);
	if (!code)
		stamp_deinit(&stamp);
	return code;
}

bool fixture_same(const struct fixture *fixture, const char *a, const char *b)
{
	size_t first_size, second_size;
	SCOPED_FREE char *first = fixture_read(fixture, a, &first_size);
	SCOPED_FREE char *second = fixture_read(fixture, b, &second_size);
	return first && second && first_size == second_size &&
	       memcmp(first, second, first_size) == 0;
}

void fixture_hide_sections(char *bytes)
{
	ElfW(Ehdr) header;
	memcpy(&header, bytes, sizeof(header));
	header.e_shoff = header.e_shnum = header.e_shstrndx = header.e_shentsize = 0;
	memcpy(bytes, &header, sizeof(header));
}

size_t fixture_file_count(const struct fixture *fixture)
{
	size_t count = 0;
	DIR *dir = opendir(fixture->dir);
	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

const struct image_symbol *fixture_symbol(const struct image *image, const char *name,
					  const char *version)
{
	vector_for_each (symbol, &image->symbols) {
		bool same_version =
			version ? symbol->version && strcmp(symbol->version, version) == 0
				: !symbol->version;
		if (strcmp(symbol->name, name) == 0 && same_version)
			return symbol;
	}
	return NULL;
}
