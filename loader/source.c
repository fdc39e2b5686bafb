// SPDX-License-Identifier: BSD-3-Clause
#include "loader/source.h"

#include "base/error.h"
#include "base/scope.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

struct file_identity file_identity(const struct stat *status)
{
	return (struct file_identity){
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = status->st_size,
		.modified = status->st_mtim,
		.changed = status->st_ctim,
	};
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_nsec == b->tv_nsec && a->tv_sec == b->tv_sec;
}

bool identity_same_content(const struct file_identity *a, const struct file_identity *b)
{
	return identity_same_file(a, b) && a->size == b->size &&
	       same_time(&a->modified, &b->modified);
}

bool identity_untouched(const struct file_identity *a, const struct file_identity *b)
{
	return identity_same_content(a, b) && same_time(&a->changed, &b->changed);
}

static struct hm_error *check_kind(const char *path, const struct stat *status)
{
	if (S_ISREG(status->st_mode))
		return NULL;
	return error_new(HM_ERR_IO, "%s: %s, not a plugin file", path,
			 S_ISDIR(status->st_mode) ? "is a directory"
						  : "is a special file");
}

/* O_NONBLOCK: a FIFO must not hang the host. */
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

/* Whether it is absolute, and no part of it is empty, "." or "..". */
static bool is_clean(const char *path)
{
	if (path[0] != '/')
		return false;
	for (const char *part = path + 1;; part++) {
		size_t length = strcspn(part, "/");
		if (!length || strncmp(part, ".", length) == 0 ||
		    (length == 2 && strncmp(part, "..", length) == 0))
			return false;
		part += length;
		if (!*part)
			return true;
	}
}

/*
 * Opens a path that has no symbolic link in it: then it need not be resolved, which takes
 * a system call for each part of it. -1 if it has one, or if the system cannot tell.
 */
static int open_without_links(const char *path)
{
#if defined(SYS_openat2) && defined(RESOLVE_NO_SYMLINKS)
	struct open_how how = { .flags = OPEN_FLAGS, .resolve = RESOLVE_NO_SYMLINKS };
	if (is_clean(path))
		return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
#else
	(void)path;
#endif
	return -1;
}

static struct hm_error *open_resolved(const char *path, int *ret_fd, char **ret_path)
{
	int fd = open_without_links(path);
	SCOPED_FREE char *resolved = fd >= 0 ? strdup(path) : realpath(path, NULL);
	if (fd < 0 && resolved)
		fd = open(resolved, OPEN_FLAGS);
	if (fd < 0)
		return error_errno(HM_ERR_IO, errno, "%s: cannot be opened", path);
	if (!resolved) {
		close(fd);
		return error_nomem();
	}
	*ret_fd = fd;
	*ret_path = TAKE(resolved);
	return NULL;
}

struct hm_error *source_open(const char *path, struct source *ret)
{
	SCOPED_FREE char *resolved = NULL;
	SCOPED_FD int fd = -1;
	TRY(open_resolved(path, &fd, &resolved));
	struct stat status;
	if (fstat(fd, &status) != 0)
		return error_errno(HM_ERR_IO, errno, "%s: cannot be examined", path);
	TRY(check_kind(path, &status));
	*ret = (struct source){
		.path = TAKE(resolved),
		.fd = TAKE_FD(fd),
		.identity = file_identity(&status),
		.checked = file_identity(&status),
	};
	return NULL;
}

void source_deinit(struct source *source)
{
	free(source->path);
	if (source->fd >= 0)
		close(source->fd);
	*source = (struct source){ .fd = -1 };
}

char *source_linker_name(const struct source *source)
{
	char *name;
	if (!source->sealed)
		return strdup(source->path);
	/* glibc takes an equal name for the same object: it stays true as long as the
	 * descriptor is kept open. */
	return asprintf(&name, "/proc/self/fd/%d", source->fd) < 0 ? NULL : name;
}
