// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_search.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/dwarf_bytes.h"
#include "verify/dwarf_section.h"

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

/* Where distributions install debug information. */
#define SYSTEM_DIR "/usr/lib/debug"

void debug_file_close(struct debug_file *file)
{
	elf_end(file->elf);
	scope_close(&file->fd);
	free(file->path);
	*file = (struct debug_file){ .fd = -1 };
}

bool debug_file_open(const char *path, struct debug_file *ret)
{
	struct debug_file file = { .fd = open(path, O_RDONLY | O_CLOEXEC) };
	struct stat status;
	if (file.fd < 0)
		return false;
	if (fstat(file.fd, &status) == 0 && S_ISREG(status.st_mode))
		file.elf = elf_begin(file.fd, ELF_C_READ_MMAP, NULL);
	file.path = strdup(path);
	if (!file.path || !file.elf || elf_kind(file.elf) != ELF_K_ELF) {
		debug_file_close(&file);
		return false;
	}
	*ret = file;
	return true;
}

char *path_join(const char *dir, const char *name)
{
	if (name[0] == '/' || !*dir)
		return strdup(name);
	char *joined;
	return asprintf(&joined, "%s/%s", dir, name) < 0 ? NULL : joined;
}

char *path_directory(const char *path)
{
	char *resolved = realpath(path, NULL);
	if (!resolved)
		resolved = strdup(path);
	if (!resolved)
		return NULL;
	char *slash = strrchr(resolved, '/');
	if (!slash) {
		free(resolved);
		return strdup(".");
	}
	slash[slash == resolved] = '\0';
	return resolved;
}

static struct build_id build_id_of(Elf *elf)
{
	const void *bytes;
	ssize_t size = dwelf_elf_gnu_build_id(elf, &bytes);
	return size > 0 ? (struct build_id){ bytes, (size_t)size }
			: (struct build_id){ 0 };
}

bool debug_sup_read(Elf *elf, struct debug_sup *ret)
{
	struct section_bytes sup = elf_debug_section(elf, FLAVOUR_PLAIN, SECTION_SUP);
	GElf_Ehdr ehdr;
	if (!sup.size || !gelf_getehdr(elf, &ehdr))
		return false;
	struct byte_reader reader = { .at = sup.data,
				      .end = sup.data + sup.size,
				      .big = ehdr.e_ident[EI_DATA] == ELFDATA2MSB };
	reader_number(&reader, 2);
	ret->is_supplement = reader_number(&reader, 1);
	ret->name = reader_text(&reader);
	ret->id.size = reader_uleb(&reader);
	ret->id.bytes = reader.at;
	return reader_skip(&reader, ret->id.size);
}

/* By what others refer to the file. */
static struct build_id identity_of(Elf *elf)
{
	struct debug_sup sup;
	if (debug_sup_read(elf, &sup) && sup.is_supplement)
		return sup.id;
	return build_id_of(elf);
}

static bool build_id_equal(struct build_id a, struct build_id b)
{
	return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

/* The checksum that .gnu_debuglink has: CRC-32 of the whole file. */
static bool checksum_fits(const struct debug_file *file, uint32_t wanted)
{
	SCOPED_FREE uint8_t *bytes = malloc(1 << 16);
	if (!bytes)
		return false;
	uLong checksum = crc32(0, NULL, 0);
	off_t at = 0;
	ssize_t got;
	while ((got = pread(file->fd, bytes, 1 << 16, at)) > 0) {
		checksum = crc32(checksum, bytes, (uInt)got);
		at += got;
	}
	return got == 0 && checksum == wanted;
}

/* What a candidate must be. */
struct search {
	/* The file looked for must have this build-id, if there is one. */
	struct build_id id;
	/* Without a build-id: the checksum, if there is one. */
	bool has_checksum;
	uint32_t checksum;
};

/* Takes the path. True if it is the file. */
static bool try_path(const struct search *search, char *path, struct debug_file *ret)
{
	SCOPED_FREE char *owned = path;
	struct debug_file file = { .fd = -1 };
	if (!owned || !debug_file_open(owned, &file))
		return false;
	struct build_id id = identity_of(file.elf);
	bool fits = search->id.size && id.size ? build_id_equal(search->id, id)
		    : search->has_checksum     ? checksum_fits(&file, search->checksum)
					       : !search->id.size;
	if (fits && section_set_has_info(file.elf, FLAVOUR_PLAIN)) {
		*ret = file;
		return true;
	}
	debug_file_close(&file);
	return false;
}

/* DIR/.build-id/ab/cdef.debug */
static char *build_id_path(const char *dir, struct build_id id)
{
	char hex[2 * 64 + 1];
	if (id.size < 2 || id.size > 64)
		return NULL;
	for (size_t i = 0; i < id.size; i++)
		snprintf(hex + 2 * i, 3, "%02x", id.bytes[i]);
	char *path;
	return asprintf(&path, "%s/.build-id/%.2s/%s.debug", dir, hex, hex + 2) < 0
		       ? NULL
		       : path;
}

static bool try_build_id(const struct search *search, const char *debug_dir,
			 struct debug_file *ret)
{
	if (debug_dir && try_path(search, build_id_path(debug_dir, search->id), ret))
		return true;
	return try_path(search, build_id_path(SYSTEM_DIR, search->id), ret);
}

/* PREFIX/dir/name, where `dir` is absolute. */
static char *path_below(const char *prefix, const char *dir, const char *name)
{
	char *path;
	return asprintf(&path, "%s/%s/%s", prefix, dir, name) < 0 ? NULL : path;
}

/* The order is that of GDB, "Debugging Information in Separate Files". */
static bool try_name(const struct search *search, const char *dir, const char *name,
		     const char *debug_dir, struct debug_file *ret)
{
	if (debug_dir && (try_path(search, path_join(debug_dir, name), ret) ||
			  try_path(search, path_below(debug_dir, dir, name), ret)))
		return true;
	return try_path(search, path_join(dir, name), ret) ||
	       try_path(search, path_below(dir, ".debug", name), ret) ||
	       try_path(search, path_below(SYSTEM_DIR, dir, name), ret);
}

struct hm_error *debug_search(const char *path, Elf *elf, const char *debug_dir,
			      struct debug_file *ret)
{
	GElf_Word checksum = 0;
	const char *name = dwelf_elf_gnu_debuglink(elf, &checksum);
	struct search search = { .id = build_id_of(elf),
				 .has_checksum = name != NULL,
				 .checksum = checksum };
	*ret = (struct debug_file){ .fd = -1 };
	if (search.id.size && try_build_id(&search, debug_dir, ret))
		return NULL;
	SCOPED_FREE char *dir = path_directory(path);
	if (!dir)
		return error_nomem();
	/* The name is a plain file name: no way out of the directories searched. */
	if (name && *name && !strchr(name, '/'))
		try_name(&search, dir, name, debug_dir, ret);
	return NULL;
}

struct hm_error *debug_search_supplement(const char *path, const char *name,
					 struct build_id id, const char *debug_dir,
					 struct debug_file *ret)
{
	struct search search = { .id = id };
	SCOPED_FREE char *dir = path_directory(path);
	*ret = (struct debug_file){ .fd = -1 };
	if (!dir)
		return error_nomem();
	if (id.size && try_build_id(&search, debug_dir, ret))
		return NULL;
	if (try_path(&search, path_join(dir, name), ret))
		return NULL;
	/* Packages move the files: the last part of the name below the debug directory.
	 */
	const char *slash = strrchr(name, '/');
	const char *last = slash ? slash + 1 : name;
	if (debug_dir && try_path(&search, path_join(debug_dir, last), ret))
		return NULL;
	char *below;
	if (asprintf(&below, "%s/.dwz/%s", SYSTEM_DIR, last) >= 0)
		try_path(&search, below, ret);
	return NULL;
}
