// SPDX-License-Identifier: BSD-3-Clause

/*
 * A host that opens a plugin in which it has damaged something, each time in another
 * place:
 *
 *	host PLUGIN FORM
 *
 * Prints lines of TAP, with FORM in their names. Each open happens in a child, so that a
 * crash, or more processor time than it may take, is one more outcome to count.
 */

#define _GNU_SOURCE
#include "hallmark/hallmark.h"
#include "loader_api.h"
#include "stamp_repair.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* One open of a small plugin; a busy machine or valgrind may be slow. */
#define SECONDS_MAX 5
/* What a host with one small plugin may have mapped. */
#define MEMORY_MAX_BYTES (1ull << 30)
#define SHOWN_MAX 10

int host_level = 11;

int host_log(const struct config *config, const char *text)
{
	return (int)config->limit + config->mode + (int)strlen(text);
}

int host_open(const char *path)
{
	return *path;
}

static uint8_t *bytes;
static size_t size;

/* Damages one thing of a copy of the file; `ret_size` is the file's, to be changed. */
typedef void damage_fn(uint8_t *copy, size_t start, size_t index, size_t *ret_size);

struct series {
	const char *name;
	damage_fn *damage;
	size_t start, count;
	/* What is accepted may say something else. */
	bool may_differ;
	/* Nothing in the file can contradict this one. NULL: none is such. */
	bool (*is_blind)(size_t index);
};

enum outcome { REFUSED, SAME, OTHER, SILENT, BLIND, OUTCOME_COUNT };

/* Shared with the children, which die. */
static struct state {
	size_t next;
	size_t outcomes[OUTCOME_COUNT];
} * state;

static void flip(uint8_t *copy, size_t start, size_t index, size_t *ret_size)
{
	(void)ret_size;
	copy[start + index / 8] ^= (uint8_t)(1 << index % 8);
}

static void cut(uint8_t *copy, size_t start, size_t index, size_t *ret_size)
{
	(void)copy;
	*ret_size = start + index;
}

/* The descriptor, which is as long as it says itself. */
static void flip_repaired(uint8_t *copy, size_t start, size_t index, size_t *ret_size)
{
	size_t length = stamp_repair_load(copy + start + 8);
	flip(copy, start, index, ret_size);
	stamp_fix_checksums(copy + start, length);
}

static void cut_repaired(uint8_t *copy, size_t start, size_t index, size_t *ret_size)
{
	(void)ret_size;
	for (unsigned i = 0; i < 4; i++)
		copy[start + 8 + i] = (uint8_t)(index >> 8 * i);
	stamp_fix_checksums(copy + start, index);
}

/*
 * How much of the thread-local data is in the file, and how much of a segment is
 * read-only once it is relocated: only the segment itself says so.
 */
static bool is_blind_segment_bit(size_t index)
{
	ElfW(Ehdr) header;
	ElfW(Phdr) segment;
	memcpy(&header, bytes, sizeof(header));
	size_t number = index / 8 / sizeof(segment), at = index / 8 % sizeof(segment);
	memcpy(&segment, bytes + header.e_phoff + number * sizeof(segment),
	       sizeof(segment));
	return (segment.p_type == PT_TLS && at >= offsetof(ElfW(Phdr), p_filesz) &&
		at < offsetof(ElfW(Phdr), p_filesz) + sizeof(segment.p_filesz)) ||
	       (segment.p_type == PT_GNU_RELRO && at >= offsetof(ElfW(Phdr), p_memsz) &&
		at < offsetof(ElfW(Phdr), p_memsz) + sizeof(segment.p_memsz));
}

static bool is_blind(const struct series *series, size_t index)
{
	return series->is_blind && series->is_blind(index);
}

static void must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	_exit(99);
}

/* A file of its own each time: the C library knows files by their inodes. */
static void write_file(const char *path, const uint8_t *contents, size_t length)
{
	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	must(fd >= 0, path);
	must(write(fd, contents, length) == (ssize_t)length, path);
	close(fd);
}

static bool behaves(struct hm_plugin *plugin)
{
	struct config config = { .mode = 5, .limit = 100 };
	int (*check)(const struct config *, const char *);
	struct hm_error *error = HM_LOOKUP(plugin, spell_check, &check);
	bool good = !error && check(&config, "word") == 120 &&
		    strcmp(hm_plugin_package(plugin), "example.org/spell") == 0 &&
		    hm_plugin_symbol_count(plugin) == 4;
	hm_error_free(error);
	return good;
}

static enum outcome open_once(const char *path)
{
	struct hm_plugin *plugin;
	struct hm_open_options options = HM_OPEN_OPTIONS(.flags = HM_OPEN_CLOSABLE);
	struct hm_error *error = hm_open(path, &options, &plugin);
	if (!error) {
		bool same = behaves(plugin);
		hm_error_free(hm_close(plugin));
		return same ? SAME : OTHER;
	}
	const char *message = hm_error_message(error);
	bool says = hm_error_code(error) != HM_OK && *message;
	if (says && getenv("VERBOSE"))
		printf("# %s\n", message);
	hm_error_free(error);
	return says ? REFUSED : SILENT;
}

static void limit_time(void)
{
	struct itimerval left = { .it_value.tv_sec = SECONDS_MAX };
	setitimer(ITIMER_PROF, &left, NULL);
}

/* The child: goes through the series until it dies or is done. */
static void go_through(const struct series *series)
{
	uint8_t *copy = malloc(size);
	must(copy != NULL, "memory");
	for (; state->next < series->count; state->next++) {
		size_t length = size;
		memcpy(copy, bytes, size);
		series->damage(copy, series->start, state->next, &length);
		write_file("damaged.so", copy, length);
		limit_time();
		enum outcome outcome = open_once("./damaged.so");
		if (outcome == OTHER && is_blind(series, state->next))
			outcome = BLIND;
		state->outcomes[outcome]++;
		if (outcome == SILENT || (outcome == OTHER && !series->may_differ))
			printf("# %s %zu: %s\n", series->name, state->next,
			       outcome == OTHER ? "accepted, but not the same"
						: "an error that says nothing");
	}
	fflush(stdout);
	_exit(0);
}

/* Whether nothing went wrong. */
static bool run(const struct series *series, const char *form)
{
	memset(state, 0, sizeof(*state));
	size_t crashes = 0;
	while (state->next < series->count) {
		fflush(stdout);
		pid_t child = fork();
		if (child == 0)
			go_through(series);
		int status;
		must(child > 0 && waitpid(child, &status, 0) == child, "a child");
		if (status == 0)
			break;
		if (is_blind(series, state->next)) {
			state->outcomes[BLIND]++;
			state->next++;
			continue;
		}
		if (crashes++ < SHOWN_MAX)
			printf("# %s %zu: %s %d\n", series->name, state->next,
			       WIFSIGNALED(status) ? "signal" : "exit status",
			       WIFSIGNALED(status) ? WTERMSIG(status)
						   : WEXITSTATUS(status));
		state->next++;
	}
	const size_t *outcomes = state->outcomes;
	bool good = !crashes && !outcomes[SILENT] &&
		    (series->may_differ || !outcomes[OTHER]) && series->count > 0;
	printf("%s - %s, %s: %zu tried, %zu refused, %zu the same, %zu other, "
	       "%zu that nothing contradicts, %zu crashed\n",
	       good ? "ok" : "not ok", form, series->name, series->count,
	       outcomes[REFUSED], outcomes[SAME], outcomes[OTHER], outcomes[BLIND],
	       crashes);
	return good;
}

static void read_plugin(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t end = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	must(end > 0, path);
	size = (size_t)end;
	bytes = malloc(size);
	must(bytes && pread(fd, bytes, size, 0) == end, path);
	close(fd);
}

/* Where the descriptor of the note begins. */
static size_t find_descriptor(void)
{
	static const char start[] = "Hallmark\0\0\0\0HMRK";
	const uint8_t *found = memmem(bytes, size, start, sizeof(start) - 1);
	must(found != NULL, "the note");
	return (size_t)(found - bytes) + 12;
}

int main(int argc, char **argv)
{
	must(argc == 3, "give PLUGIN FORM");
	read_plugin(argv[1]);
	state = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(state != MAP_FAILED, "memory");
	/* The host's own stamps are read before, once for all children. */
	write_file("damaged.so", bytes, size);
	if (open_once("./damaged.so") != SAME) {
		puts("Bail out! the plugin does not open as it is");
		return 1;
	}
	const struct rlimit memory = { MEMORY_MAX_BYTES, MEMORY_MAX_BYTES };
	if (!getenv("TEST_SANITIZE") || !*getenv("TEST_SANITIZE"))
		setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });

	ElfW(Ehdr) header;
	memcpy(&header, bytes, sizeof(header));
	size_t desc = find_descriptor(), note = desc - 24;
	size_t length = stamp_repair_load(bytes + desc + 8);
	const struct series all[] = {
		{ "bits of the note", flip, note, (24 + length) * 8, false },
		{ "bits of the stamp, checksums repaired", flip_repaired, desc,
		  length * 8, true },
		{ "cut stamps, checksums repaired", cut_repaired, desc, length, true },
		{ "bits of the ELF header", flip, 0, sizeof(header) * 8, false },
		{ "bits of the program headers", flip, header.e_phoff,
		  header.e_phnum * sizeof(ElfW(Phdr)) * 8, false, is_blind_segment_bit },
		{ "bits of the section headers", flip, header.e_shoff,
		  header.e_shnum * sizeof(ElfW(Shdr)) * 8, false },
		{ "cut files", cut, 0, size, false },
	};
	size_t count = sizeof(all) / sizeof(all[0]);
	bool good = true;
	for (size_t i = 0; i < count; i++)
		good = run(&all[i], argv[2]) && good;
	return !good;
}
