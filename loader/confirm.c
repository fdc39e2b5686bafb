// SPDX-License-Identifier: BSD-3-Clause
#include "loader/confirm.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/mapped.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

/* What the kernel says of the file behind a mapping: "fd:00 1234". */
struct backing {
	char text[64];
};

/* The fields of a line of /proc/self/maps: range, mode, offset, device, inode, name. */
static bool backing_of_line(const char *line, uintptr_t address, struct backing *ret)
{
	unsigned long start, end;
	char device[32];
	unsigned long long inode;
	if (sscanf(line, "%lx-%lx %*s %*s %31s %llu", &start, &end, device, &inode) != 4)
		return false;
	if (address < start || address >= end)
		return false;
	snprintf(ret->text, sizeof(ret->text), "%s %llu", device, inode);
	return true;
}

/* The files behind two addresses. False if the system does not tell. */
static bool find_backings(uintptr_t first, uintptr_t second, struct backing ret[2])
{
	SCOPED_FILE FILE *maps = fopen("/proc/self/maps", "re");
	SCOPED_FREE char *line = NULL;
	size_t size = 0;
	bool found[2] = { false, false };
	while (maps && !(found[0] && found[1]) && getline(&line, &size, maps) > 0) {
		found[0] = found[0] || backing_of_line(line, first, &ret[0]);
		found[1] = found[1] || backing_of_line(line, second, &ret[1]);
	}
	return found[0] && found[1];
}

static bool first_segment(const struct mapped *mapped, uintptr_t *ret)
{
	for (size_t i = 0; i < mapped->header_count; i++)
		if (mapped->headers[i].p_type == PT_LOAD) {
			*ret = mapped->base + mapped->headers[i].p_vaddr;
			return true;
		}
	return false;
}

/*
 * Compares the kernel's own record of both mappings, since stat() may number the file
 * otherwise (overlayfs, btrfs). Slow: it is for when there is doubt.
 */
static bool same_backing(const struct mapped *mapped, int fd)
{
	uintptr_t loaded;
	struct backing backings[2];
	void *page = mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0);
	if (page == MAP_FAILED)
		return false;
	bool same = first_segment(mapped, &loaded) &&
		    find_backings(loaded, (uintptr_t)page, backings) &&
		    strcmp(backings[0].text, backings[1].text) == 0;
	munmap(page, 1);
	return same;
}

enum build_id_verdict {
	BUILD_ID_NONE,
	BUILD_ID_SAME,
	BUILD_ID_OTHER,
};

static enum build_id_verdict compare_build_id(const struct module *module)
{
	struct mapped_note note;
	if (!mapped_find_note(&module->mapped, ELF_NOTE_GNU, NT_GNU_BUILD_ID, &note))
		return module->build_id_size ? BUILD_ID_OTHER : BUILD_ID_NONE;
	return note.size == module->build_id_size &&
			       memcmp(note.desc, module->build_id, note.size) == 0
		       ? BUILD_ID_SAME
		       : BUILD_ID_OTHER;
}

enum file_verdict {
	/* Nobody has touched the file, so its name still leads to it: a name that is
	 * taken away or given to another file leaves its mark on the file. */
	FILE_QUIET,
	/* Something was done to it: renamed, linked, given other rights. */
	FILE_TOUCHED,
	FILE_WRITTEN,
};

static enum file_verdict compare_file(const struct file_identity *checked, int fd)
{
	struct stat status;
	if (fstat(fd, &status) != 0)
		return FILE_TOUCHED;
	struct file_identity now = file_identity(&status);
	if (!identity_same_content(&now, checked))
		return FILE_WRITTEN;
	return identity_untouched(&now, checked) ? FILE_QUIET : FILE_TOUCHED;
}

static struct hm_error *changed_error(const struct source *source)
{
	return error_new(
		HM_ERR_CHANGED,
		"%s: was replaced or changed after it had been checked and before "
		"it was loaded; code of the new file may have run; "
		"HM_OPEN_SEALED prevents that",
		source->path);
}

/*
 * Another thread may have written the record, in a dlopen() before ours. The C library's
 * lock orders that, but ThreadSanitizer does not see into the C library.
 */
__attribute__((no_sanitize("thread"))) static const void *
dynamic_section(const struct link_map *map)
{
	return map->l_ld;
}

/*
 * The build-id tells code apart, but not one stamp from another, and it may be missing;
 * the file's own record tells whether it was touched, but not whether the folders above
 * it were. Together they are enough; else the kernel is asked what it has mapped.
 */
struct hm_error *confirm_loaded(struct module *module, const struct source *source)
{
	struct link_map *map;
	if (dlinfo(module->handle, RTLD_DI_LINKMAP, &map) != 0)
		return error_new(HM_ERR_DLOPEN, "%s: %s", source->path, dlerror());
	TRY(mapped_at(dynamic_section(map), &module->mapped));
	enum build_id_verdict build_id = compare_build_id(module);
	enum file_verdict file = compare_file(&source->checked, source->fd);
	if (build_id == BUILD_ID_OTHER || file == FILE_WRITTEN)
		return changed_error(source);
	if (build_id == BUILD_ID_SAME && file == FILE_QUIET)
		return NULL;
	return same_backing(&module->mapped, source->fd) ? NULL : changed_error(source);
}
