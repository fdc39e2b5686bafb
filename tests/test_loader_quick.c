// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/loader_fixture.h"
#include "tests/quick_host.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>

/* The whole comparison of all verdict cases is held against this in tests/cases.sh. */

static const char source[] =
	"struct inner;\n"
	"#ifdef INNER\n"
	"struct inner {\n"
	"	int number;\n"
	"#ifdef INNER_GROWN\n"
	"	long more;\n"
	"#endif\n"
	"};\n"
	"#endif\n"
	"struct outer {\n"
	"	struct inner *inner;\n"
	"	int number;\n"
	"#ifdef OUTER_GROWN\n"
	"	long more;\n"
	"#endif\n"
	"};\n"
	"int host_use(struct outer *outer);\n"
	"int host_count(int number);\n"
	"void host_take(struct inner inner);\n"
	"#ifdef HOST\n"
	"int host_use(struct outer *outer) { return outer->number; }\n"
	"int host_count(int number) { return number; }\n"
	"#ifdef INNER\n"
	"void host_take(struct inner inner) { (void)inner; }\n"
	"#endif\n"
	"#else\n"
	"void *volatile taken;\n"
	"#ifdef TEXT\n"
	"unsigned long strlen(const char *text);\n"
	"int plugin_length(const char *text);\n"
	"int plugin_length(const char *text) { return (int)strlen(text); }\n"
	"#endif\n"
	"int plugin_run(void);\n"
	"int plugin_run(void)\n"
	"{\n"
	"#ifdef TAKES\n"
	"	taken = (void *)host_take;\n"
	"#endif\n"
	"	return host_use(0) + host_count(1);\n"
	"}\n"
	"#endif\n";

static bool build(const struct fixture *fixture, const char *name, const char *flags)
{
	char compiler[256];
	bool host = strcmp(name, "host") == 0;
	snprintf(compiler, sizeof(compiler), "%s -g -O1 -shared -fPIC %s %s",
		 fixture_cc(), host ? "-DHOST" : "", flags);
	return fixture_compile(fixture, compiler, name, source) &&
	       fixture_run(
		       fixture,
		       "'%s' stamp --role %s --package example.org/%s %s && strip -g %s",
		       fixture_hallmark(), host ? "host" : "plugin", name, name,
		       name) == 0;
}

struct pair {
	const char *host, *plugin;
	enum quick_word word, without_faces;
};

static const struct pair pairs[] = {
	{ "-DINNER", "-DINNER", QUICK_BY_CLOSURES, QUICK_BY_CLOSURES },
	{ "", "", QUICK_BY_CLOSURES, QUICK_BY_CLOSURES },
	{ "-DINNER", "", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "", "-DINNER", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "", "-DINNER -DINNER_GROWN", QUICK_BY_FACES, QUICK_NOT_TOLD },
	{ "-DINNER", "-DINNER -DINNER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	{ "-DINNER", "-DOUTER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	{ "", "-DINNER -DOUTER_GROWN", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
	/* By value the two need not agree, whatever their faces say. */
	{ "-DINNER", "-DTAKES", QUICK_NOT_TOLD, QUICK_NOT_TOLD },
};

struct made {
	struct fixture fixture;
	struct quick_host host;
	int plugin;
};

static bool make(const struct pair *pair, struct made *made)
{
	*made = (struct made){ .fixture = fixture_new(), .plugin = -1 };
	if (!build(&made->fixture, "host", pair->host) ||
	    !build(&made->fixture, "plugin", pair->plugin))
		return false;
	SCOPED_FREE char *host = fixture_path(&made->fixture, "host");
	SCOPED_FREE char *plugin = fixture_path(&made->fixture, "plugin");
	SCOPED_ERROR struct hm_error *error = quick_host_read(host, &made->host);
	made->plugin = error ? -1 : open(plugin, O_RDWR | O_CLOEXEC);
	return made->plugin >= 0;
}

static void unmake(struct made *made)
{
	if (made->plugin >= 0) {
		quick_host_deinit(&made->host);
		close(made->plugin);
	}
	fixture_remove(&made->fixture);
}

static void test_agrees(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		SCOPED(unmake) struct made made;
		CU_ASSERT_FATAL(make(&pairs[i], &made));
		enum quick_word word = quick_host_ask(&made.host, made.plugin, true);
		CU_ASSERT_EQUAL(word, pairs[i].word);
		CU_ASSERT_EQUAL(quick_host_ask(&made.host, made.plugin, false),
				pairs[i].without_faces);
		if (word != pairs[i].word)
			printf("# host \"%s\", plugin \"%s\"\n", pairs[i].host,
			       pairs[i].plugin);
	}
}

/* Where the stamp's note is in the file; 0 if it is not. */
static size_t find_note(const char *bytes, size_t size, size_t *ret_size)
{
	uint32_t desc_size;
	const char *owner = memmem(bytes, size, "Hallmark", sizeof("Hallmark"));
	if (!owner)
		return 0;
	memcpy(&desc_size, owner - 8, sizeof(desc_size));
	*ret_size = 24 + desc_size;
	return (size_t)(owner - bytes) - 12;
}

/* Most of the stamp is read without its checksum, if at all. */
static void check_every_bit(const struct pair *pair)
{
	SCOPED(unmake) struct made made;
	CU_ASSERT_FATAL(make(pair, &made));
	size_t size, note_size = 0;
	SCOPED_FREE char *bytes = fixture_read(&made.fixture, "plugin", &size);
	size_t start = find_note(bytes, size, &note_size), accepted = 0;
	CU_ASSERT_FATAL(start && start + note_size <= size);
	for (size_t bit = 0; bit < note_size * 8; bit++) {
		off_t at = (off_t)(start + bit / 8);
		char changed = (char)(bytes[at] ^ 1 << bit % 8);
		CU_ASSERT_EQUAL_FATAL(pwrite(made.plugin, &changed, 1, at), 1);
		accepted +=
			quick_host_ask(&made.host, made.plugin, true) != QUICK_NOT_TOLD;
		CU_ASSERT_EQUAL_FATAL(pwrite(made.plugin, &bytes[at], 1, at), 1);
	}
	CU_ASSERT_EQUAL(accepted, 0);
}

static void test_damage_is_not_taken(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].word == QUICK_NOT_TOLD)
			check_every_bit(&pairs[i]);
}

/* A file of this machine in memory, to be damaged. */
struct file {
	char *bytes;
	ElfW(Ehdr) * header;
	ElfW(Shdr) * sections;
};

static ElfW(Shdr) * find_section(const struct file *file, unsigned type)
{
	for (size_t i = 1; i < file->header->e_shnum; i++)
		if (file->sections[i].sh_type == type)
			return &file->sections[i];
	return NULL;
}

/* The bytes of the section of that type; NULL if there is none. */
static void *find_table(const struct file *file, unsigned type)
{
	const ElfW(Shdr) *section = find_section(file, type);
	return section ? file->bytes + section->sh_offset : NULL;
}

static ElfW(Dyn) * find_dynamic(const struct file *file, ElfW(Sxword) tag)
{
	ElfW(Dyn) *entry = find_table(file, SHT_DYNAMIC);
	while (entry && entry->d_tag != tag)
		entry = entry->d_tag == DT_NULL ? NULL : entry + 1;
	return entry;
}

static bool leave_no_end(struct file *file)
{
	const ElfW(Shdr) *section = find_section(file, SHT_DYNAMIC);
	ElfW(Dyn) *entries = find_table(file, SHT_DYNAMIC);
	for (size_t i = 0; section && i < section->sh_size / sizeof(*entries); i++)
		if (entries[i].d_tag == DT_NULL)
			entries[i].d_tag = DT_DEBUG;
	return section != NULL;
}

static bool take_name_of_library(struct file *file)
{
	ElfW(Dyn) *needed = find_dynamic(file, DT_NEEDED);
	if (needed)
		needed->d_un.d_val = 0;
	return needed != NULL;
}

static bool move_dynamic_segment(struct file *file)
{
	ElfW(Phdr) *segments = (void *)(file->bytes + file->header->e_phoff);
	ElfW(Phdr) *found = NULL;
	for (size_t i = 0; i < file->header->e_phnum; i++)
		if (segments[i].p_type == PT_DYNAMIC)
			found = &segments[i];
	if (found)
		found->p_offset += 64;
	return found != NULL;
}

static bool leave_dynamic_out(struct file *file)
{
	ElfW(Shdr) *section = find_section(file, SHT_DYNAMIC);
	if (section)
		section->sh_type = SHT_NOBITS;
	return section != NULL;
}

/* Where the header gives no address to start at, it reads as one of no symbol. */
static bool put_relocations_first(struct file *file)
{
	bool addends = find_dynamic(file, DT_RELA) != NULL;
	ElfW(Dyn) *table = find_dynamic(file, addends ? DT_RELA : DT_REL);
	ElfW(Dyn) *size = find_dynamic(file, addends ? DT_RELASZ : DT_RELSZ);
	if (!table || !size)
		return false;
	table->d_un.d_ptr = offsetof(ElfW(Ehdr), e_entry) - sizeof(ElfW(Addr));
	size->d_un.d_val = addends ? sizeof(ElfW(Rela)) : sizeof(ElfW(Rel));
	return file->header->e_entry == 0;
}

static bool enlarge_hash_filter(struct file *file)
{
	uint32_t *header = find_table(file, SHT_GNU_HASH);
	if (header)
		header[2] = 0x10000000;
	return header != NULL;
}

static bool empty_hash_buckets(struct file *file)
{
	uint32_t *header = find_table(file, SHT_GNU_HASH);
	if (header)
		header[0] = 0;
	return header != NULL;
}

/* Of what the C library has: nothing else is asked about it. */
static bool lose_name_of_symbol(struct file *file)
{
	const ElfW(Shdr) *section = find_section(file, SHT_DYNSYM);
	const ElfW(Half) *versions = find_table(file, SHT_GNU_versym);
	ElfW(Sym) *symbols = find_table(file, SHT_DYNSYM);
	for (size_t i = 0; versions && i < section->sh_size / sizeof(*symbols); i++) {
		if (symbols[i].st_shndx != SHN_UNDEF || versions[i] < 2)
			continue;
		symbols[i].st_name = 0x10000000;
		return true;
	}
	return false;
}

static bool lose_name_of_version(struct file *file)
{
	ElfW(Verneed) *needed = find_table(file, SHT_GNU_verneed);
	ElfW(Vernaux) *version =
		needed ? (void *)((char *)needed + needed->vn_aux) : NULL;
	if (version)
		version->vna_name = 0x10000000;
	return version != NULL;
}

static bool lead_version_nowhere(struct file *file)
{
	ElfW(Verneed) *needed = find_table(file, SHT_GNU_verneed);
	if (needed)
		needed->vn_aux = 0;
	return needed != NULL;
}

static bool version_definition(struct file *file)
{
	const ElfW(Shdr) *section = find_section(file, SHT_DYNSYM);
	const ElfW(Sym) *symbols = find_table(file, SHT_DYNSYM);
	ElfW(Half) *versions = find_table(file, SHT_GNU_versym);
	for (size_t i = 1; versions && i < section->sh_size / sizeof(*symbols); i++) {
		if (symbols[i].st_shndx == SHN_UNDEF)
			continue;
		versions[i] = 2;
		return true;
	}
	return false;
}

/* Nobody else looks at header number 0. */
static bool put_stamp_first(struct file *file)
{
	for (size_t i = 1; i < file->header->e_shnum; i++) {
		ElfW(Shdr) *section = &file->sections[i];
		if (section->sh_type != SHT_NOTE || section->sh_flags & SHF_ALLOC)
			continue;
		file->sections[0] = *section;
		section->sh_type = SHT_PROGBITS;
		return true;
	}
	return false;
}

/* One that is loaded, and has been read as part of its segment. */
static bool lengthen_note(struct file *file)
{
	for (size_t i = 1; i < file->header->e_shnum; i++) {
		ElfW(Shdr) *section = &file->sections[i];
		if (section->sh_type != SHT_NOTE || !(section->sh_flags & SHF_ALLOC))
			continue;
		section->sh_size = 0x10000000;
		return true;
	}
	return false;
}

static bool change_version_of_elf(struct file *file)
{
	file->header->e_ident[EI_VERSION] = EV_CURRENT + 1;
	return true;
}

static const struct damage {
	const char *name;
	bool (*apply)(struct file *file);
	/* The full comparison has to say what it means. */
	bool taken_in_full;
} damages[] = {
	{ "the dynamic section has no end", leave_no_end, false },
	{ "a needed library has no name", take_name_of_library, false },
	{ "the dynamic segment stands elsewhere", move_dynamic_segment, false },
	{ "a file of debug information", leave_dynamic_out, false },
	{ "relocations stand in the ELF header", put_relocations_first, false },
	{ "the filter of the hash table leads out of the file", enlarge_hash_filter,
	  false },
	{ "the hash table has no buckets", empty_hash_buckets, false },
	{ "a symbol's name leads out of the strings", lose_name_of_symbol, false },
	{ "a version's name leads out of the strings", lose_name_of_version, false },
	{ "a version leads nowhere", lead_version_nowhere, false },
	{ "a definition has a version of another file", version_definition, true },
	{ "the stamp is section 0", put_stamp_first, false },
	{ "a note leads out of the file", lengthen_note, false },
	{ "another version of ELF", change_version_of_elf, false },
};

/* NULL: it takes the file and its stamp. */
static struct hm_error *read_in_full(int fd)
{
	struct image image;
	struct stamp stamp;
	SCOPED_FD int again = dup(fd);
	TRY(image_open_fd(again, "plugin", &image));
	TAKE_FD(again);
	struct hm_error *error = image_stamp(&image, &stamp);
	if (!error)
		stamp_deinit(&stamp);
	image_deinit(&image);
	return error;
}

static bool write_file(int fd, const char *bytes, size_t size)
{
	return pwrite(fd, bytes, size, 0) == (ssize_t)size;
}

/* What the full reader refuses is left to it: it says why. */
static void test_refused_files_are_not_taken(void)
{
	const struct pair pair = {
		.host = "-DINNER",
		.plugin = "-DINNER -DTEXT -Wl,--hash-style=gnu,--build-id"
	};
	SCOPED(unmake) struct made made;
	CU_ASSERT_FATAL(make(&pair, &made));
	size_t size;
	SCOPED_FREE char *whole = fixture_read(&made.fixture, "plugin", &size);
	SCOPED_FREE char *bytes = malloc(size);
	CU_ASSERT_FATAL(whole && bytes);
	SCOPED_ERROR struct hm_error *error = read_in_full(made.plugin);
	CU_ASSERT(!error);
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct file file = { bytes, (void *)bytes, NULL };
		memcpy(bytes, whole, size);
		file.sections = (void *)(bytes + file.header->e_shoff);
		bool applied = damages[i].apply(&file);
		if (!applied)
			printf("# %s: not in this file\n", damages[i].name);
		CU_ASSERT_FATAL(applied);
		CU_ASSERT_FATAL(write_file(made.plugin, bytes, size));
		bool taken = quick_host_ask(&made.host, made.plugin, true);
		SCOPED_ERROR struct hm_error *refused = read_in_full(made.plugin);
		CU_ASSERT(!taken && !refused == damages[i].taken_in_full);
		if (taken || !refused != damages[i].taken_in_full)
			printf("# %s: quick %d, full %d\n", damages[i].name, taken,
			       !refused);
	}
	CU_ASSERT(write_file(made.plugin, whole, size));
	CU_ASSERT(quick_host_ask(&made.host, made.plugin, true) == QUICK_BY_CLOSURES);
}

/* Puts the dynamic strings at the end of the file, which has that many of them then. */
static bool move_strings(const struct file *file, int fd, size_t file_size, uint64_t size)
{
	const uint64_t page = 0x10000, address = 0x10000000;
	uint64_t offset = (file_size + page - 1) & ~(page - 1);
	ElfW(Phdr) *segments = (void *)(file->bytes + file->header->e_phoff);
	ElfW(Dyn) *strings = find_dynamic(file, DT_STRTAB);
	ElfW(Dyn) *strings_size = find_dynamic(file, DT_STRSZ);
	for (size_t i = 0; i < file->header->e_phnum; i++)
		if (segments[i].p_type == PT_GNU_STACK)
			segments[i] = (ElfW(Phdr)){
				.p_type = PT_LOAD,
				.p_flags = PF_R,
				.p_offset = offset,
				.p_vaddr = address,
				.p_filesz = size,
				.p_memsz = size,
				.p_align = page,
			};
	const char *old = file->bytes + strings->d_un.d_ptr;
	size_t old_size = strings_size->d_un.d_val;
	strings->d_un.d_ptr = address;
	strings_size->d_un.d_val = size;
	return pwrite(fd, file->bytes, file_size, 0) == (ssize_t)file_size &&
	       ftruncate(fd, (off_t)(offset + size)) == 0 &&
	       pwrite(fd, old, old_size, (off_t)offset) == (ssize_t)old_size;
}

/* A file with holes has as much of anything as it likes; the strings are the file's own.
 */
static void test_large_files_are_not_read(void)
{
	static const struct {
		uint64_t size;
		enum quick_word word;
		enum hm_error_code code;
	} sizes[] = {
		{ 4u << 20, QUICK_BY_CLOSURES, HM_OK },
		{ 17u << 20, QUICK_NOT_TOLD, HM_OK },
		{ 2u << 30, QUICK_NOT_TOLD, HM_ERR_FORMAT },
	};
	const struct pair pair = { .host = "-DINNER", .plugin = "-DINNER" };
	SCOPED(unmake) struct made made;
	CU_ASSERT_FATAL(make(&pair, &made));
	size_t size;
	SCOPED_FREE char *whole = fixture_read(&made.fixture, "plugin", &size);
	SCOPED_FREE char *bytes = malloc(size);
	CU_ASSERT_FATAL(whole && bytes);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct file file = { bytes, (void *)bytes, NULL };
		memcpy(bytes, whole, size);
		file.sections = (void *)(bytes + file.header->e_shoff);
		CU_ASSERT_FATAL(move_strings(&file, made.plugin, size, sizes[i].size));
		CU_ASSERT_EQUAL(quick_host_ask(&made.host, made.plugin, true),
				sizes[i].word);
		SCOPED_ERROR struct hm_error *error = read_in_full(made.plugin);
		CU_ASSERT_EQUAL(hm_error_code(error), sizes[i].code);
		CU_ASSERT(!error || strstr(hm_error_message(error),
					   "plugin: damaged: the dynamic string table"));
	}
}

static const struct test_case cases[] = {
	{ "agrees", test_agrees },
	{ "damage_is_not_taken", test_damage_is_not_taken },
	{ "refused_files_are_not_taken", test_refused_files_are_not_taken },
	{ "large_files_are_not_read", test_large_files_are_not_read },
	{ NULL, NULL },
};

const struct test_suite suite_loader_quick = { .name = "loader_quick", .cases = cases };
