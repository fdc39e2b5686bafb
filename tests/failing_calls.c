// SPDX-License-Identifier: BSD-3-Clause
#define _GNU_SOURCE
#include "failing_calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define CALLER() __builtin_return_address(0)

enum fault_kind {
	FAULT_MALLOC,
	FAULT_OWN_MALLOC,
	FAULT_OPEN,
	FAULT_READ,
	FAULT_SHORT_READ,
	FAULT_WRITE,
	FAULT_SHORT_WRITE,
	FAULT_MMAP,
	FAULT_FSYNC,
	FAULT_RENAME,
	FAULT_KIND_COUNT,
};

static const char *const kind_names[FAULT_KIND_COUNT] = {
	"malloc", "own-malloc",	 "open", "read",  "short-read",
	"write",  "short-write", "mmap", "fsync", "rename",
};

static struct {
	bool on, fired, persistent;
	enum fault_kind kind;
	unsigned long number, seen;
} fault;

/* Whether this call, one of `kind`, is to fail. */
static bool fails(enum fault_kind kind)
{
	if (!fault.on || fault.kind != kind)
		return false;
	fault.seen++;
	if (fault.seen != fault.number &&
	    !(fault.persistent && fault.seen > fault.number))
		return false;
	fault.fired = true;
	return true;
}

static bool fails_with(enum fault_kind kind, int number)
{
	if (!fails(kind))
		return false;
	errno = number;
	return true;
}

EXPORT void faults_arm(const char *text)
{
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : 0;
	memset(&fault, 0, sizeof(fault));
	for (int kind = 0; colon && kind < FAULT_KIND_COUNT; kind++) {
		if (strlen(kind_names[kind]) != length ||
		    strncmp(kind_names[kind], text, length) != 0)
			continue;
		char *end;
		fault.kind = (enum fault_kind)kind;
		fault.number = strtoul(colon + 1, &end, 10);
		fault.persistent = *end == '+';
		fault.on = fault.number > 0;
		return;
	}
	fprintf(stderr, "no such fault: %s\n", text);
	abort();
}

EXPORT bool faults_disarm(void)
{
	fault.on = false;
	return fault.fired;
}

/* Code whose allocations are counted: the program's and libhallmark.so's. */
#define RANGES_MAX 8
static struct {
	uintptr_t start, end;
} ranges[RANGES_MAX];
static size_t range_count;

static int add_ranges(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	(void)context;
	if (*info->dlpi_name && !strstr(info->dlpi_name, "libhallmark"))
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum && range_count < RANGES_MAX; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X))
			continue;
		ranges[range_count].start = info->dlpi_addr + segment->p_vaddr;
		ranges[range_count].end = ranges[range_count].start + segment->p_memsz;
		range_count++;
	}
	return 0;
}

static bool is_ours(const void *caller)
{
	for (size_t i = 0; i < range_count; i++)
		if ((uintptr_t)caller >= ranges[i].start &&
		    (uintptr_t)caller < ranges[i].end)
			return true;
	return false;
}

static bool memory_fails(const void *caller)
{
	return fails_with(FAULT_MALLOC, ENOMEM) ||
	       (is_ours(caller) && fails_with(FAULT_OWN_MALLOC, ENOMEM));
}

/* Blocks that are alive, by address. */
#define BLOCKS (1u << 18)
#define GONE ((void *)1)
static void *blocks[BLOCKS];
static long live;

static void **find_block(void *block, bool free_too)
{
	size_t at = ((uintptr_t)block >> 4) * 2654435761u % BLOCKS;
	for (size_t i = 0; i < BLOCKS; i++, at = (at + 1) % BLOCKS)
		if (blocks[at] == block || (free_too && blocks[at] == GONE) ||
		    !blocks[at])
			return &blocks[at];
	abort();
}

static void *remember(void *block, const void *caller)
{
	if (block && is_ours(caller)) {
		*find_block(block, true) = block;
		live++;
	}
	return block;
}

static void forget(void *block)
{
	void **slot = find_block(block, false);
	if (!*slot)
		return;
	*slot = GONE;
	live--;
}

EXPORT long faults_live(void)
{
	return live;
}

EXPORT int faults_descriptors(void)
{
	int count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

__attribute__((constructor)) static void start(void)
{
	dl_iterate_phdr(add_ranges, NULL);
	const char *text = getenv("FAULT");
	if (text)
		faults_arm(text);
}

__attribute__((destructor)) static void finish(void)
{
	bool fired = faults_disarm();
	const char *path = getenv("FAULT_REPORT");
	FILE *file = path ? fopen(path, "we") : NULL;
	if (!file)
		return;
	fprintf(file, "%d %ld %d\n", fired, live, faults_descriptors() - 1);
	fclose(file);
}

/* The C library's own: dlsym() would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

EXPORT void *malloc(size_t size)
{
	if (memory_fails(CALLER()))
		return NULL;
	return remember(__libc_malloc(size), CALLER());
}

EXPORT void *calloc(size_t count, size_t size)
{
	if (memory_fails(CALLER()))
		return NULL;
	return remember(__libc_calloc(count, size), CALLER());
}

EXPORT void *realloc(void *block, size_t size)
{
	if (memory_fails(CALLER()))
		return NULL;
	void *grown = __libc_realloc(block, size);
	if (block && (grown || !size))
		forget(block);
	return remember(grown, CALLER());
}

EXPORT void free(void *block)
{
	if (block)
		forget(block);
	__libc_free(block);
}

static char *copy_text(const char *text, size_t length, const void *caller)
{
	if (memory_fails(caller))
		return NULL;
	char *copy = __libc_malloc(length + 1);
	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return remember(copy, caller);
}

EXPORT char *strdup(const char *text)
{
	return copy_text(text, strlen(text), CALLER());
}

EXPORT char *strndup(const char *text, size_t size)
{
	return copy_text(text, strnlen(text, size), CALLER());
}

/* The function of that name behind this library. */
#define NEXT(name)                     \
	static __typeof__(name) *next; \
	if (!next)                     \
	next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define OPEN_MODE(flags, mode)                   \
	mode_t mode = 0;                         \
	if ((flags) & (O_CREAT | __O_TMPFILE)) { \
		va_list args;                    \
		va_start(args, flags);           \
		mode = va_arg(args, mode_t);     \
		va_end(args);                    \
	}

EXPORT int open(const char *path, int flags, ...)
{
	NEXT(open);
	OPEN_MODE(flags, mode);
	return fails_with(FAULT_OPEN, EMFILE) ? -1 : next(path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
	NEXT(open64);
	OPEN_MODE(flags, mode);
	return fails_with(FAULT_OPEN, EMFILE) ? -1 : next(path, flags, mode);
}

EXPORT int openat(int folder, const char *path, int flags, ...)
{
	NEXT(openat);
	OPEN_MODE(flags, mode);
	return fails_with(FAULT_OPEN, EMFILE) ? -1 : next(folder, path, flags, mode);
}

static size_t shortened(enum fault_kind kind, size_t size)
{
	return size > 1 && fails(kind) ? size / 2 : size;
}

EXPORT ssize_t read(int fd, void *bytes, size_t size)
{
	NEXT(read);
	if (fails_with(FAULT_READ, EIO))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_READ, size));
}

EXPORT ssize_t pread(int fd, void *bytes, size_t size, off_t offset)
{
	NEXT(pread);
	if (fails_with(FAULT_READ, EIO))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_READ, size), offset);
}

EXPORT ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset)
{
	NEXT(pread64);
	if (fails_with(FAULT_READ, EIO))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_READ, size), offset);
}

EXPORT ssize_t write(int fd, const void *bytes, size_t size)
{
	NEXT(write);
	if (fails_with(FAULT_WRITE, ENOSPC))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_WRITE, size));
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	NEXT(pwrite);
	if (fails_with(FAULT_WRITE, ENOSPC))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_WRITE, size), offset);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	NEXT(pwrite64);
	if (fails_with(FAULT_WRITE, ENOSPC))
		return -1;
	return next(fd, bytes, shortened(FAULT_SHORT_WRITE, size), offset);
}

EXPORT void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	NEXT(mmap);
	if (fails_with(FAULT_MMAP, ENOMEM))
		return MAP_FAILED;
	return next(at, size, protection, flags, fd, offset);
}

EXPORT void *mmap64(void *at, size_t size, int protection, int flags, int fd,
		    off64_t offset)
{
	NEXT(mmap64);
	if (fails_with(FAULT_MMAP, ENOMEM))
		return MAP_FAILED;
	return next(at, size, protection, flags, fd, offset);
}

EXPORT int fsync(int fd)
{
	NEXT(fsync);
	return fails_with(FAULT_FSYNC, EIO) ? -1 : next(fd);
}

EXPORT int rename(const char *from, const char *to)
{
	NEXT(rename);
	return fails_with(FAULT_RENAME, EACCES) ? -1 : next(from, to);
}
