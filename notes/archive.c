// SPDX-License-Identifier: BSD-3-Clause
#include "notes/archive.h"

#include "base/error.h"
#include "base/scope.h"

#include <ar.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define THIN_MAGIC "!<thin>\n"

/* BSD: the name stands in front of the contents, and this many bytes long. */
#define BSD_NAME "#1/"

/* Names are paths, in thin archives at least. */
#define NAME_MAX_SIZE 4096

struct archive {
	const char *path;
	int fd;
	bool thin;
	uint64_t size;
	/* The table of names that do not fit a header; NULL if it has not come by. */
	char *names;
	size_t names_size;
};

static void archive_deinit(struct archive *archive)
{
	if (archive->fd >= 0)
		close(archive->fd);
	free(archive->names);
}

static struct hm_error *damaged(const struct archive *archive, uint64_t offset,
				const char *what)
{
	return error_set_path(error_new(HM_ERR_FORMAT,
					"%s: damaged archive: the member at offset %llu "
					"%s",
					archive->path, (unsigned long long)offset, what),
			      archive->path);
}

static struct hm_error *io_error(const char *path, const char *what)
{
	return error_set_path(error_errno(HM_ERR_IO, errno, "%s: %s", path, what), path);
}

static struct hm_error *read_at(const struct archive *archive, uint64_t offset,
				void *bytes, size_t size)
{
	uint8_t *at = bytes;
	while (size) {
		ssize_t done = pread(archive->fd, at, size, (off_t)offset);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return io_error(archive->path, "cannot be read");
		if (!done)
			return damaged(archive, offset, "is cut short");
		at += done;
		offset += (uint64_t)done;
		size -= (size_t)done;
	}
	return NULL;
}

/* What a header says, decoded. */
struct entry {
	/* Of the header. */
	uint64_t offset;
	/* Of the contents, or in a thin archive of the file. */
	uint64_t start, size;
	char field[sizeof(((struct ar_hdr *)0)->ar_name) + 1];
	char name[NAME_MAX_SIZE];
};

/* Decimal digits, then spaces; false for anything else. */
static bool read_number(const char *text, size_t width, uint64_t *ret)
{
	uint64_t value = 0;
	size_t i = 0;
	for (; i < width && text[i] >= '0' && text[i] <= '9'; i++)
		value = value * 10 + (uint64_t)(text[i] - '0');
	bool any = i > 0;
	while (i < width && text[i] == ' ')
		i++;
	*ret = value;
	return any && i == width;
}

/* The archive's own: symbol tables, and the names that are too long for a header. */
static bool is_table(const struct entry *entry)
{
	return strncmp(entry->field, "/ ", 2) == 0 ||
	       strncmp(entry->field, "/SYM64/ ", 8) == 0 ||
	       strncmp(entry->field, "// ", 3) == 0;
}

static struct hm_error *read_entry(const struct archive *archive, uint64_t offset,
				   struct entry *ret)
{
	struct ar_hdr header;
	struct entry *entry = ret;
	if (archive->size - offset < sizeof(header))
		return damaged(archive, offset, "is cut short");
	TRY(read_at(archive, offset, &header, sizeof(header)));
	if (memcmp(header.ar_fmag, ARFMAG, 2) != 0 ||
	    !read_number(header.ar_size, sizeof(header.ar_size), &entry->size))
		return damaged(archive, offset, "has no header");
	entry->offset = offset;
	entry->start = offset + sizeof(header);
	memcpy(entry->field, header.ar_name, sizeof(header.ar_name));
	entry->field[sizeof(header.ar_name)] = '\0';
	bool elsewhere = archive->thin && !is_table(entry);
	if (!elsewhere && entry->size > archive->size - entry->start)
		return damaged(archive, offset, "runs over the end");
	return NULL;
}

static struct hm_error *set_name(const struct archive *archive, struct entry *entry,
				 const char *name, size_t length)
{
	if (!length || length >= sizeof(entry->name) || memchr(name, '\0', length))
		return damaged(archive, entry->offset, "has an impossible name");
	memcpy(entry->name, name, length);
	entry->name[length] = '\0';
	return NULL;
}

/* "/123": where in the table of long names; each ends by "/\n", since paths have '/'. */
static struct hm_error *long_name(const struct archive *archive, struct entry *entry)
{
	uint64_t offset;
	if (strchr(entry->field, ':'))
		return error_set_path(
			error_new(HM_ERR_FORMAT,
				  "%s: a thin archive with archives in it; name those "
				  "themselves",
				  archive->path),
			archive->path);
	if (!read_number(entry->field + 1, strlen(entry->field + 1), &offset) ||
	    offset >= archive->names_size)
		return damaged(archive, entry->offset, "has no name");
	const char *name = archive->names + offset;
	const char *end = memchr(name, '\n', archive->names_size - offset);
	if (!end || end == name || end[-1] != '/')
		return damaged(archive, entry->offset, "has a name without an end");
	return set_name(archive, entry, name, (size_t)(end - 1 - name));
}

static struct hm_error *bsd_name(const struct archive *archive, struct entry *entry)
{
	uint64_t length;
	char name[NAME_MAX_SIZE];
	const char *digits = entry->field + strlen(BSD_NAME);
	if (archive->thin || !read_number(digits, strlen(digits), &length) ||
	    length >= sizeof(name) || length > entry->size)
		return damaged(archive, entry->offset, "has an impossible name");
	TRY(read_at(archive, entry->start, name, (size_t)length));
	entry->start += length;
	entry->size -= length;
	return set_name(archive, entry, name, strnlen(name, (size_t)length));
}

static struct hm_error *short_name(const struct archive *archive, struct entry *entry)
{
	const char *slash = strchr(entry->field, '/');
	size_t length = slash ? (size_t)(slash - entry->field) : strlen(entry->field);
	while (!slash && length && entry->field[length - 1] == ' ')
		length--;
	return set_name(archive, entry, entry->field, length);
}

static struct hm_error *read_name(const struct archive *archive, struct entry *entry)
{
	if (strncmp(entry->field, BSD_NAME, strlen(BSD_NAME)) == 0)
		return bsd_name(archive, entry);
	if (entry->field[0] == '/')
		return long_name(archive, entry);
	return short_name(archive, entry);
}

static struct hm_error *read_names(struct archive *archive, const struct entry *entry)
{
	if (archive->names)
		return damaged(archive, entry->offset, "is a second table of names");
	archive->names = malloc((size_t)entry->size + 1);
	if (!archive->names)
		return error_nomem();
	archive->names_size = (size_t)entry->size;
	return read_at(archive, entry->start, archive->names, archive->names_size);
}

/* Paths of a thin archive are relative to its folder. */
static char *member_path(const struct archive *archive, const char *name)
{
	const char *slash = strrchr(archive->path, '/');
	char *path;
	int folder = slash && name[0] != '/' ? (int)(slash + 1 - archive->path) : 0;
	return asprintf(&path, "%.*s%s", folder, archive->path, name) < 0 ? NULL : path;
}

static struct hm_error *visit_member(const struct archive *archive,
				     const struct entry *entry, archive_visit_fn *visit,
				     void *context)
{
	SCOPED_FREE char *name = NULL;
	SCOPED_FREE char *path = archive->thin ? member_path(archive, entry->name) : NULL;
	/* One byte more: an empty member is one, too. */
	SCOPED_FREE uint8_t *bytes = archive->thin ? NULL : malloc(entry->size + 1);
	if (asprintf(&name, "%s(%s)", archive->path, entry->name) < 0)
		name = NULL;
	if (!name || (!path && !bytes))
		return error_nomem();
	if (bytes)
		TRY(read_at(archive, entry->start, bytes, (size_t)entry->size));
	struct archive_member member = { name, path, bytes, (size_t)entry->size };
	struct hm_error *error = visit(context, &member);
	bytes = member.bytes;
	return error;
}

static struct hm_error *visit_entry(struct archive *archive, struct entry *entry,
				    archive_visit_fn *visit, void *context)
{
	if (strncmp(entry->field, "//", 2) == 0)
		return read_names(archive, entry);
	if (is_table(entry))
		return NULL;
	TRY(read_name(archive, entry));
	/* What ranlib(1) of the BSDs calls its table. */
	if (strncmp(entry->name, "__.SYMDEF", 9) == 0)
		return NULL;
	return visit_member(archive, entry, visit, context);
}

static struct hm_error *visit_all(struct archive *archive, archive_visit_fn *visit,
				  void *context)
{
	SCOPED_FREE struct entry *entry = malloc(sizeof(*entry));
	if (!entry)
		return error_nomem();
	for (uint64_t offset = SARMAG; offset < archive->size;) {
		TRY(read_entry(archive, offset, entry));
		offset = entry->start;
		if (!archive->thin || is_table(entry))
			offset += entry->size;
		/* Headers stand at even places. */
		offset += offset & 1;
		TRY(visit_entry(archive, entry, visit, context));
	}
	return NULL;
}

static bool read_magic(int fd, bool *ret_thin)
{
	char magic[SARMAG];
	if (pread(fd, magic, sizeof(magic), 0) != (ssize_t)sizeof(magic))
		return false;
	*ret_thin = memcmp(magic, THIN_MAGIC, SARMAG) == 0;
	return *ret_thin || memcmp(magic, ARMAG, SARMAG) == 0;
}

/* A pipe without a writer must not make us wait. */
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

bool archive_is(const char *path)
{
	SCOPED_FD int fd = open(path, OPEN_FLAGS);
	bool thin;
	return fd >= 0 && read_magic(fd, &thin);
}

struct hm_error *archive_visit(const char *path, archive_visit_fn *visit, void *context)
{
	SCOPED(archive_deinit)
	struct archive archive = { .path = path, .fd = open(path, OPEN_FLAGS) };
	struct stat status;
	if (archive.fd < 0)
		return io_error(path, "cannot be opened");
	if (fstat(archive.fd, &status) != 0)
		return io_error(path, "cannot be examined");
	archive.size = (uint64_t)status.st_size;
	if (!S_ISREG(status.st_mode) || !read_magic(archive.fd, &archive.thin))
		return error_set_path(error_new(HM_ERR_FORMAT, "%s: no archive", path),
				      path);
	return visit_all(&archive, visit, context);
}
