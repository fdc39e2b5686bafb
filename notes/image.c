// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/image_reader.h"
#include "notes/note.h"
#include "notes/segments.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* As much as an ELF header of either class; archives and bitcode show in less. */
#define MAGIC_SIZE 8
/* Files up to this size are read as a whole when they are read to be loaded: one system
 * call costs more than copying what nobody looks at. */
#define WHOLE_SIZE_MAX (96u << 10)
/*
 * Of one table, so that a header that claims a terabyte, which a sparse file has for
 * nothing, is refused. Strings and relocations of the largest programs take 200 MiB.
 */
#define TABLE_SIZE_MAX (1u << 30)

void image_reader_deinit(struct image_reader *reader)
{
	vector_deinit(&reader->segments);
	vector_deinit(&reader->dynamic.needed);
	vector_deinit(&reader->versions);
	vector_deinit(&reader->marks);
}

void image_deinit(struct image *image)
{
	if (image->elf)
		elf_end(image->elf);
	if (image->fd >= 0)
		close(image->fd);
	free(image->bytes);
	vector_deinit(&image->needed);
	vector_deinit(&image->symbols);
	arena_deinit(&image->arena);
	free(image->path);
	*image = (struct image){ .fd = -1 };
}

struct hm_error *image_error(const struct image *image, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct hm_error *error = error_new_v(HM_ERR_FORMAT, format, args);
	va_end(args);
	return error_set_path(error_prefix(error, "%s: ", image->path), image->path);
}

struct hm_error *image_bytes(const struct image *image, uint64_t offset, uint64_t size,
			     Elf_Type type, const char *what, Elf_Data **ret)
{
	uint64_t end;
	if (__builtin_add_overflow(offset, size, &end) || end > image->file_size)
		return image_error(image,
				   "truncated or damaged: %s should be %llu bytes at "
				   "offset %llu, the file ends at %llu",
				   what, (unsigned long long)size,
				   (unsigned long long)offset,
				   (unsigned long long)image->file_size);
	if (size > TABLE_SIZE_MAX)
		return image_error(image,
				   "damaged: %s at offset %llu should be %llu bytes, "
				   "more than %u",
				   what, (unsigned long long)offset,
				   (unsigned long long)size, TABLE_SIZE_MAX);
	Elf_Data *data = elf_getdata_rawchunk(image->elf, (int64_t)offset, size, type);
	/* The file was longer a moment ago, or memory ran out: libelf knows which. */
	if (!data || data->d_size < size || (size && !data->d_buf))
		return error_set_path(
			error_new(HM_ERR_IO, "%s: %s at offset %llu cannot be read: %s",
				  image->path, what, (unsigned long long)offset,
				  elf_errmsg(-1)),
			image->path);
	*ret = data;
	return NULL;
}

static struct hm_error *special_file(const char *path, mode_t mode)
{
	const char *what = S_ISDIR(mode)    ? "a directory"
			   : S_ISFIFO(mode) ? "a pipe"
			   : S_ISSOCK(mode) ? "a socket"
					    : "a device";
	return error_set_path(error_new(HM_ERR_IO, "%s: is %s, not a file", path, what),
			      path);
}

static struct hm_error *io_error(const char *path, const char *what)
{
	return error_set_path(error_errno(HM_ERR_IO, errno, "%s: %s", path, what), path);
}

static ssize_t read_magic(const struct image *image, char *magic)
{
	size_t size =
		image->file_size < MAGIC_SIZE ? (size_t)image->file_size : MAGIC_SIZE;
	if (!image->bytes)
		return pread(image->fd, magic, MAGIC_SIZE, 0);
	memcpy(magic, image->bytes, size);
	return (ssize_t)size;
}

/* What files that are not ELF are most often, said in words. */
static struct hm_error *check_magic(const struct image *image)
{
	char magic[MAGIC_SIZE] = { 0 };
	ssize_t size = read_magic(image, magic);
	if (size < 0)
		return io_error(image->path, "cannot be read");
	if (size == 0)
		return image_error(image, "the file is empty");
	if (memcmp(magic, ELFMAG, SELFMAG) == 0)
		return NULL;
	if (memcmp(magic, "!<arch>", 7) == 0 || memcmp(magic, "!<thin>", 7) == 0)
		return image_error(
			image, "an archive; only `hallmark stamp --object` takes one");
	if (memcmp(magic, "BC\xc0\xde", 4) == 0)
		return image_error(image,
				   "LLVM bitcode, as clang -flto writes it, has no "
				   "types to read; stamp the linked file instead");
	return image_error(image, "not an ELF file");
}

static struct hm_error *open_elf(struct image *image)
{
	if (elf_version(EV_CURRENT) == EV_NONE)
		return image_error(image, "libelf: %s", elf_errmsg(-1));
	image->elf = image->bytes ? elf_memory((char *)image->bytes, image->file_size)
				  : elf_begin(image->fd, ELF_C_READ, NULL);
	if (!image->elf)
		return image_error(image, "truncated or damaged: %s", elf_errmsg(-1));
	if (elf_kind(image->elf) != ELF_K_ELF)
		return image_error(image, "not an ELF file of a known class");
	return NULL;
}

struct section_headers {
	uint64_t offset, entry_size, count;
};

/* As the file has it: libelf leaves out of its copy what makes no sense to it. */
static struct hm_error *find_section_headers(const struct image *image,
					     struct section_headers *ret)
{
	Elf_Data *data = NULL;
	TRY(image_bytes(image, 0, gelf_fsize(image->elf, ELF_T_EHDR, 1, EV_CURRENT),
			ELF_T_EHDR, "the ELF header", &data));
	const Elf64_Ehdr *wide = data->d_buf;
	const Elf32_Ehdr *narrow = data->d_buf;
	if (image->elf_class == ELFCLASS64)
		*ret = (struct section_headers){ wide->e_shoff, wide->e_shentsize,
						 wide->e_shnum };
	else
		*ret = (struct section_headers){ narrow->e_shoff, narrow->e_shentsize,
						 narrow->e_shnum };
	return NULL;
}

static struct hm_error *check_section_headers(const struct image *image)
{
	struct section_headers headers = { 0 };
	uint64_t end;
	TRY(find_section_headers(image, &headers));
	if (!headers.offset)
		return NULL;
	/* A count of 0 says that the first header has it. */
	uint64_t size = headers.entry_size * (headers.count ? headers.count : 1);
	if (__builtin_add_overflow(headers.offset, size, &end) || end > image->file_size)
		return image_error(image,
				   "truncated or damaged: %llu section headers should "
				   "stand at offset %llu, the file ends at %llu",
				   (unsigned long long)headers.count,
				   (unsigned long long)headers.offset,
				   (unsigned long long)image->file_size);
	return NULL;
}

static struct hm_error *read_type(struct image_reader *reader)
{
	struct image *image = reader->image;
	switch (reader->ehdr.e_type) {
	case ET_REL:
		image->type = IMAGE_RELOCATABLE;
		return NULL;
	case ET_EXEC:
		image->type = IMAGE_EXECUTABLE;
		return NULL;
	case ET_DYN:
		image->type = IMAGE_SHARED;
		return NULL;
	case ET_CORE:
		return image_error(image, "a core dump, not a program or library");
	default:
		return image_error(image, "unknown kind of ELF file (e_type %u)",
				   reader->ehdr.e_type);
	}
}

static struct hm_error *read_header(struct image_reader *reader)
{
	struct image *image = reader->image;
	GElf_Ehdr *ehdr = &reader->ehdr;
	if (!gelf_getehdr(image->elf, ehdr))
		return image_error(image, "truncated or damaged: ELF header: %s",
				   elf_errmsg(-1));
	image->elf_class = ehdr->e_ident[EI_CLASS];
	image->data = ehdr->e_ident[EI_DATA];
	image->os_abi = ehdr->e_ident[EI_OSABI];
	image->machine = ehdr->e_machine;
	image->e_flags = ehdr->e_flags;
	if ((image->elf_class != ELFCLASS32 && image->elf_class != ELFCLASS64) ||
	    (image->data != ELFDATA2LSB && image->data != ELFDATA2MSB))
		return image_error(image, "unknown ELF class %u or byte order %u",
				   image->elf_class, image->data);
	TRY(read_type(reader));
	return check_section_headers(image);
}

static struct hm_error *read_build_id(struct image_reader *reader)
{
	struct image *image = reader->image;
	vector_for_each (segment, &reader->segments) {
		Elf_Data *data;
		struct note note;
		if (segment->p_type != PT_NOTE || !segment->p_filesz)
			continue;
		TRY(image_bytes(image, segment->p_offset, segment->p_filesz, ELF_T_BYTE,
				"a note segment", &data));
		struct notes notes = { data->d_buf, data->d_size, segment->p_align,
				       image->data == ELFDATA2MSB, 0 };
		while (notes_next(&notes, &note)) {
			if (!note_is(&note, ELF_NOTE_GNU, NT_GNU_BUILD_ID) || !note.desc)
				continue;
			image->build_id = note.desc;
			image->build_id_size = note.desc_size;
			return NULL;
		}
	}
	return NULL;
}

/* A position-independent program is of the same ELF type as a library. */
static void tell_program_from_library(struct image_reader *reader)
{
	struct image *image = reader->image;
	const struct dynamic *dynamic = &reader->dynamic;
	if (image->type != IMAGE_SHARED)
		return;
	/* Linkers before binutils 2.26 do not set the flag; the C library itself has an
	 * interpreter, and a name. */
	if (!(dynamic->flags_1 & DF_1_PIE) &&
	    !(reader->has_interpreter && !dynamic->has_soname))
		return;
	image->type = IMAGE_EXECUTABLE;
	image->position_independent = true;
}

/* Programs and kernels are not for dlopen(), and laid out as they please. */
static struct hm_error *check_shared(const struct image_reader *reader)
{
	const char *fault =
		reader->image->type == IMAGE_SHARED
			? segments_fault(reader->segments.data, reader->segments.count,
					 reader->ehdr.e_phoff)
			: NULL;
	return fault ? image_error(reader->image, "damaged: %s", fault) : NULL;
}

/* Calls would end in a segment that is not loaded, or may not run. */
static struct hm_error *check_code(const struct image_reader *reader)
{
	const struct image *image = reader->image;
	if (image->type != IMAGE_SHARED ||
	    segments_have_code(reader->segments.data, reader->segments.count))
		return NULL;
	vector_for_each (symbol, &image->symbols)
		if (symbol->defined && symbol->kind == SYMBOL_FUNCTION)
			return image_error(image,
					   "damaged: no loaded segment may be executed, "
					   "but %s is a function",
					   symbol->name);
	return NULL;
}

static struct hm_error *read_linked(struct image_reader *reader)
{
	bool found;
	TRY(read_dynamic(reader, &found));
	/* A kernel has an arm64 dynamic section to relocate itself; nobody links to it.
	 */
	if (!reader->has_interpreter && !reader->dynamic.needed.count &&
	    reader_is_kernel(reader)) {
		reader->image->kernel = true;
		return read_symtab(reader);
	}
	if (!found && reader->image->type == IMAGE_SHARED)
		return image_error(reader->image,
				   "damaged: a shared object without a dynamic section");
	if (!found)
		return NULL;
	TRY(check_shared(reader));
	tell_program_from_library(reader);
	TRY(read_versions(reader));
	TRY(read_relocations(reader));
	TRY(read_dynamic_symbols(reader));
	return check_code(reader);
}

static struct hm_error *read_relocatable(struct image_reader *reader)
{
	if (reader->segments.count)
		return image_error(reader->image,
				   "damaged: a relocatable object with segments");
	reader->image->kernel = reader_is_kernel(reader);
	return read_symtab(reader);
}

static struct hm_error *read_image(struct image *image)
{
	SCOPED(image_reader_deinit) struct image_reader reader = { .image = image };
	TRY(check_magic(image));
	TRY(open_elf(image));
	TRY(read_header(&reader));
	TRY(read_segments(&reader));
	TRY(read_build_id(&reader));
	return image->type == IMAGE_RELOCATABLE ? read_relocatable(&reader)
						: read_linked(&reader);
}

static struct hm_error *open_image(struct image image, struct image *ret)
{
	struct hm_error *error = image.path ? read_image(&image) : error_nomem();
	if (error) {
		/* What it was opened from is still the caller's. */
		image.fd = -1;
		image.bytes = NULL;
		image_deinit(&image);
		return error;
	}
	*ret = image;
	return NULL;
}

/* If it was cut short meanwhile, then what is missing counts as not there. */
static struct hm_error *read_whole(struct image *image)
{
	SCOPED_FREE uint8_t *bytes = malloc(image->file_size);
	uint64_t got = 0;
	if (!bytes)
		return error_nomem();
	while (got < image->file_size) {
		ssize_t more =
			pread(image->fd, bytes + got, image->file_size - got, (off_t)got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return io_error(image->path, "cannot be read");
		if (more == 0)
			break;
		got += (uint64_t)more;
	}
	image->bytes = TAKE(bytes);
	image->file_size = got;
	return NULL;
}

/* `for_load`: nothing but the image itself is going to read the file. */
static struct hm_error *open_descriptor(int fd, const char *path, bool for_load,
					struct image *ret)
{
	struct stat status;
	struct image image = { .fd = fd };
	if (fstat(fd, &status) != 0)
		return io_error(path, "cannot be examined");
	if (!S_ISREG(status.st_mode))
		return special_file(path, status.st_mode);
	image.file_size = (uint64_t)status.st_size;
	image.path = strdup(path);
	if (image.path && for_load && image.file_size &&
	    image.file_size <= WHOLE_SIZE_MAX) {
		struct hm_error *error = read_whole(&image);
		if (error) {
			free(image.path);
			return error;
		}
	}
	SCOPED_FREE uint8_t *bytes = image.bytes;
	TRY(open_image(image, ret));
	bytes = NULL;
	return NULL;
}

struct hm_error *image_open_fd(int fd, const char *path, struct image *ret)
{
	return open_descriptor(fd, path, true, ret);
}

struct hm_error *image_open_memory(uint8_t *bytes, size_t size, const char *path,
				   struct image *ret)
{
	const struct image image = {
		.fd = -1,
		.bytes = bytes,
		.path = strdup(path),
		.file_size = size,
	};
	return open_image(image, ret);
}

struct hm_error *image_open(const char *path, struct image *ret)
{
	/* A pipe without a writer must not make us wait. */
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return io_error(path, "cannot be opened");
	TRY(open_descriptor(fd, path, false, ret));
	(void)TAKE_FD(fd);
	return NULL;
}
