// SPDX-License-Identifier: BSD-3-Clause
#include "notes/replacement.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>

/* A name that is taken is bad luck; so many in a row are something else. */
#define NAME_TRIES 100
#define COPY_SIZE 65536

static struct hm_error *io_error(const struct replacement *replacement, const char *what)
{
	return error_set_path(
		error_errno(HM_ERR_IO, errno, "%s: %s", replacement->target, what),
		replacement->target);
}

void replacement_end(struct replacement *replacement)
{
	if (replacement->fd >= 0)
		close(replacement->fd);
	if (replacement->temporary)
		unlink(replacement->temporary);
	free(replacement->temporary);
	free(replacement->target);
	*replacement = REPLACEMENT_NONE;
}

static char *join(const char *dir, const char *name)
{
	char *joined;
	return asprintf(&joined, "%s/%s", dir, name) < 0 ? NULL : joined;
}

/* The folder that a path lies in; to be freed. */
static char *folder_of(const char *path)
{
	SCOPED_FREE char *copy = strdup(path);
	return copy ? strdup(dirname(copy)) : NULL;
}

/* A path that is not there yet: its folder must be. */
static char *resolve_new(const char *path)
{
	SCOPED_FREE char *folder = folder_of(path);
	SCOPED_FREE char *copy = strdup(path);
	if (!folder || !copy)
		return NULL;
	SCOPED_FREE char *real = realpath(folder, NULL);
	return real ? join(real, basename(copy)) : NULL;
}

static struct hm_error *resolve(const char *path, char **ret)
{
	struct stat status;
	char *target = realpath(path, NULL);
	/* A dangling link is no place to write to: lstat() sees it. */
	if (!target && errno == ENOENT && lstat(path, &status) != 0)
		target = resolve_new(path);
	if (!target)
		return error_set_path(
			error_errno(HM_ERR_IO, errno, "%s: cannot be written", path),
			path);
	if (stat(target, &status) == 0 && !S_ISREG(status.st_mode)) {
		free(target);
		return error_set_path(error_new(HM_ERR_IO, "%s: is not a file", path),
				      path);
	}
	*ret = target;
	return NULL;
}

/* A name beside the target that nobody else will take. */
static char *temporary_name(const char *folder)
{
	uint64_t number;
	char *name;
	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		return NULL;
	if (asprintf(&name, "%s/.hallmark-%016llx", folder, (unsigned long long)number) <
	    0)
		return NULL;
	return name;
}

static int open_unnamed(const char *folder)
{
	/* The name is given to it by way of /proc. */
	if (access("/proc/self/fd", X_OK) != 0)
		return -1;
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
}

static struct hm_error *open_named(struct replacement *replacement, const char *folder)
{
	for (unsigned i = 0; i < NAME_TRIES; i++) {
		SCOPED_FREE char *name = temporary_name(folder);
		if (!name)
			return error_nomem();
		replacement->fd = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
		if (replacement->fd >= 0) {
			replacement->temporary = TAKE(name);
			return NULL;
		}
		if (errno != EEXIST)
			break;
	}
	return io_error(replacement, "its folder cannot be written");
}

static struct hm_error *open_new(struct replacement *replacement)
{
	SCOPED_FREE char *folder = folder_of(replacement->target);
	if (!folder)
		return error_nomem();
	replacement->fd = open_unnamed(folder);
	return replacement->fd >= 0 ? NULL : open_named(replacement, folder);
}

struct hm_error *replacement_begin(const char *path, struct replacement *ret)
{
	struct replacement replacement = REPLACEMENT_NONE;
	TRY(resolve(path, &replacement.target));
	struct hm_error *error = open_new(&replacement);
	if (error) {
		replacement_end(&replacement);
		return error;
	}
	*ret = replacement;
	return NULL;
}

/* Signatures over the old contents would only make the new file unusable. */
static bool is_signature(const char *name)
{
	return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0;
}

/* The value of an attribute, to be freed; NULL and its size 0 if there is none. */
static char *attribute_value(int fd, const char *name, ssize_t *ret_size)
{
	ssize_t size = fgetxattr(fd, name, NULL, 0);
	char *value = size >= 0 ? malloc((size_t)size + 1) : NULL;
	*ret_size = value ? fgetxattr(fd, name, value, (size_t)size) : -1;
	return value;
}

static struct hm_error *inherit_attribute(const struct replacement *replacement,
					  int source_fd, const char *name)
{
	ssize_t size, old_size;
	SCOPED_FREE char *value = attribute_value(source_fd, name, &size);
	SCOPED_FREE char *old = attribute_value(replacement->fd, name, &old_size);
	if (!value || size < 0 || is_signature(name))
		return NULL;
	/* Labels that the system gives to every file may not be set, nor need they. */
	if (old && size == old_size && memcmp(old, value, (size_t)size) == 0)
		return NULL;
	if (fsetxattr(replacement->fd, name, value, (size_t)size, 0) != 0)
		return io_error(replacement, "its extended attributes cannot be kept");
	return NULL;
}

static struct hm_error *inherit_attributes(const struct replacement *replacement,
					   int source_fd)
{
	ssize_t size = flistxattr(source_fd, NULL, 0);
	/* File systems without attributes have nothing to keep. */
	if (size <= 0)
		return NULL;
	SCOPED_FREE char *names = malloc((size_t)size);
	if (!names)
		return error_nomem();
	size = flistxattr(source_fd, names, (size_t)size);
	for (ssize_t at = 0; at < size; at += (ssize_t)strlen(names + at) + 1)
		TRY(inherit_attribute(replacement, source_fd, names + at));
	return NULL;
}

struct hm_error *replacement_inherit(const struct replacement *replacement, int source_fd)
{
	struct stat source, made;
	if (fstat(source_fd, &source) != 0 || fstat(replacement->fd, &made) != 0)
		return io_error(replacement, "cannot be examined");
	if ((source.st_uid != made.st_uid || source.st_gid != made.st_gid) &&
	    fchown(replacement->fd, source.st_uid, source.st_gid) != 0)
		return io_error(replacement, "its owner cannot be kept");
	/* After the owner: changing that takes the set-user-ID bit away. */
	if (fchmod(replacement->fd, source.st_mode & 07777) != 0)
		return io_error(replacement, "its mode cannot be kept");
	return inherit_attributes(replacement, source_fd);
}

struct hm_error *replacement_write(const struct replacement *replacement, uint64_t offset,
				   const void *bytes, size_t size)
{
	const uint8_t *at = bytes;
	while (size) {
		ssize_t done = pwrite(replacement->fd, at, size, (off_t)offset);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return io_error(replacement, "cannot be written");
		at += done;
		offset += (uint64_t)done;
		size -= (size_t)done;
	}
	return NULL;
}

struct hm_error *replacement_copy(const struct replacement *replacement, int source_fd,
				  uint64_t size)
{
	SCOPED_FREE uint8_t *bytes = malloc(COPY_SIZE);
	if (!bytes)
		return error_nomem();
	for (uint64_t offset = 0; offset < size;) {
		uint64_t left = size - offset;
		ssize_t done = pread(source_fd, bytes,
				     left < COPY_SIZE ? left : COPY_SIZE, (off_t)offset);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return io_error(replacement, "the old file cannot be read");
		if (!done)
			return error_new(HM_ERR_IO,
					 "%s: the old file was cut short "
					 "meanwhile; try again",
					 replacement->target);
		TRY(replacement_write(replacement, offset, bytes, (size_t)done));
		offset += (uint64_t)done;
	}
	return NULL;
}

/* rename() needs a name to rename. */
static struct hm_error *give_name(struct replacement *replacement)
{
	SCOPED_FREE char *folder = folder_of(replacement->target);
	char self[64];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", replacement->fd);
	for (unsigned i = 0; folder && i < NAME_TRIES; i++) {
		SCOPED_FREE char *name = temporary_name(folder);
		if (!name)
			return error_nomem();
		if (linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
			replacement->temporary = TAKE(name);
			return NULL;
		}
		if (errno != EEXIST)
			break;
	}
	return folder ? io_error(replacement, "its folder cannot be written")
		      : error_nomem();
}

/* Makes the new name outlast a crash; where folders cannot be synced nothing is lost. */
static void sync_folder(const struct replacement *replacement)
{
	SCOPED_FREE char *folder = folder_of(replacement->target);
	SCOPED_FD int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (fd >= 0)
		fsync(fd);
}

struct hm_error *replacement_commit(struct replacement *replacement)
{
	if (fsync(replacement->fd) != 0)
		return io_error(replacement, "cannot be written");
	if (!replacement->temporary)
		TRY(give_name(replacement));
	if (rename(replacement->temporary, replacement->target) != 0)
		return io_error(replacement, "cannot be replaced");
	free(TAKE(replacement->temporary));
	sync_folder(replacement);
	return NULL;
}
