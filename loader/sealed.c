// SPDX-License-Identifier: BSD-3-Clause
#include "loader/source.h"

#include "base/error.h"
#include "base/scope.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#ifdef MFD_ALLOW_SEALING

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

static int create_memory_file(const char *name)
{
	unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	/* Kernels since 6.3 want to be told that it will be executed; older ones refuse
	 * the flag. */
	int fd = memfd_create(name, flags | MFD_EXEC);
	return fd < 0 && errno == EINVAL ? memfd_create(name, flags) : fd;
}

static struct hm_error *write_all(int fd, const char *bytes, size_t size,
				  const char *path)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return error_errno(HM_ERR_IO, errno, "%s: no private copy", path);
		bytes += written;
		size -= (size_t)written;
	}
	return NULL;
}

/* At most `size` bytes: a file that someone keeps appending to would never end. */
static struct hm_error *copy_bytes(int from, int to, off_t size, const char *path)
{
	const off_t step = 65536;
	SCOPED_FREE char *bytes = malloc((size_t)step);
	if (!bytes)
		return error_nomem();
	for (off_t offset = 0; offset < size;) {
		off_t left = size - offset;
		ssize_t got =
			pread(from, bytes, (size_t)(left < step ? left : step), offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_errno(HM_ERR_IO, errno, "%s: cannot be read", path);
		if (got == 0)
			return NULL;
		TRY(write_all(to, bytes, (size_t)got, path));
		offset += got;
	}
	return NULL;
}

struct hm_error *source_seal(struct source *source)
{
	const char *base = strrchr(source->path, '/');
	SCOPED_FD int fd = create_memory_file(base ? base + 1 : source->path);
	if (fd < 0 && errno == EINVAL)
		/* A name of more than 249 bytes. */
		fd = create_memory_file("plugin");
	if (fd < 0)
		return error_errno(HM_ERR_UNSUPPORTED, errno,
				   "%s: HM_OPEN_SEALED: the system has no sealed files",
				   source->path);
	TRY(copy_bytes(source->fd, fd, source->identity.size, source->path));
	if (fcntl(fd, F_ADD_SEALS, SEALS) != 0)
		return error_errno(HM_ERR_UNSUPPORTED, errno,
				   "%s: HM_OPEN_SEALED: the copy cannot be sealed",
				   source->path);
	if (access("/proc/self/fd", X_OK) != 0)
		return error_errno(HM_ERR_UNSUPPORTED, errno,
				   "%s: HM_OPEN_SEALED needs /proc", source->path);
	struct stat status;
	if (fstat(fd, &status) != 0)
		return error_errno(HM_ERR_IO, errno, "%s: no private copy", source->path);
	close(source->fd);
	source->fd = TAKE_FD(fd);
	source->checked = file_identity(&status);
	source->sealed = true;
	return NULL;
}

#else

struct hm_error *source_seal(struct source *source)
{
	return error_new(HM_ERR_UNSUPPORTED,
			 "%s: HM_OPEN_SEALED: this system has no sealed files",
			 source->path);
}

#endif
