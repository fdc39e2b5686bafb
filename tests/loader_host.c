// SPDX-License-Identifier: BSD-3-Clause
#include "hallmark/hallmark.h"
#include "loader_api.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A host that does what its command line says, one command after the other, and exits
 * with 1 at the first that does not come out as it should:
 *
 *	open PATH          succeeds
 *	fail CODE PATH     fails with that code
 *	says TEXT          the last error's message contains TEXT
 *	claims PACKAGE     the last error names the package
 *	finding RULE       the last error has a finding of that rule
 *	same PATH          gives the handle that the last open gave
 *	other PATH         gives another one
 *	close PATH         closes what an open of PATH gave
 *	close-fails CODE PATH
 *	call, typed, list  look up in what was opened last
 *	types all|none     it has symbols, whose types can be told, or cannot
 *	flags WORD,...     for the following: lazy, global, sealed, closable, exact,
 *	                   untyped, warnings; none
 *	entry NAME         for the following: the plugin must provide it; - for none
 *	accept PATTERN     for the following: the package must match; - for none
 *	shell COMMAND      succeeds
 *	plain PATH         a plain dlopen() of it succeeds
 *	marks FILE COUNT   so many marks were left in it
 *	mapped TEXT, unmapped TEXT   /proc/self/maps has a line with it, or none
 *	descriptors        are as many as at the start
 *	events COUNT       the observer was told so often
 *	threads COUNT PATH...        so many threads, each opening one of the paths;
 *	                   plain:PATH by a plain dlopen(), later:PATH a while
 *	                   later
 *	storm THREADS ROUNDS PREFIX FILES
 *	race-rename, race-overwrite ROUNDS GOOD BAD
 *	                   while another process changes the file race.so
 */

#define HANDLES 4096

static struct {
	struct hm_plugin *plugin;
	const char *path;
} handles[HANDLES];
static size_t handle_count;
static struct hm_error *last_error;
static struct hm_plugin *last_plugin;
static struct hm_open_options options = HM_OPEN_OPTIONS();
static const char *entry_point, *accepted;
static int descriptors_at_start;
static int event_count;

int host_level = 11;

int host_log(const struct config *config, const char *text)
{
	return (int)config->limit + config->mode + (int)strlen(text);
}

int host_open(const char *path)
{
	struct hm_plugin *plugin;
	struct hm_open_options closable = HM_OPEN_OPTIONS(.flags = HM_OPEN_CLOSABLE);
	struct hm_error *error = hm_open(path, &closable, &plugin);
	int code = (int)hm_error_code(error);
	if (error)
		fprintf(stderr, "host_open: %s\n", hm_error_message(error));
	hm_error_free(error);
	return code;
}

static pthread_mutex_t meeting_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t meeting = PTHREAD_COND_INITIALIZER;
static int met[8];

void host_meet(int place, int count)
{
	pthread_mutex_lock(&meeting_lock);
	met[place]++;
	pthread_cond_broadcast(&meeting);
	while (met[place] < count)
		pthread_cond_wait(&meeting, &meeting_lock);
	pthread_mutex_unlock(&meeting_lock);
}

static _Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nlast error: %s\n", hm_error_message(last_error));
	exit(1);
}

static void observe(const struct hm_event *event, void *context)
{
	(void)context;
	__atomic_add_fetch(&event_count, 1, __ATOMIC_RELAXED);
	if (!event->path || !event->verdict)
		fail("an event without path or verdict");
}

static int count_descriptors(void)
{
	int count = 0;
	for (int fd = 0; fd < 1024; fd++)
		count += !lseek(fd, 0, SEEK_CUR) || lseek(fd, 0, SEEK_CUR) > 0 ||
			 isatty(fd);
	return count;
}

static struct hm_plugin *try_open(const char *path)
{
	struct hm_plugin *plugin = NULL;
	hm_error_free(last_error);
	options.entry_points = &entry_point;
	options.entry_point_count = entry_point ? 1 : 0;
	options.accept = &accepted;
	options.accept_count = accepted ? 1 : 0;
	last_error = hm_open(path, &options, &plugin);
	return plugin;
}

static void do_open(const char *path)
{
	struct hm_plugin *plugin = try_open(path);
	if (!plugin)
		fail("open %s", path);
	if (handle_count < HANDLES) {
		handles[handle_count].path = path;
		handles[handle_count++].plugin = plugin;
	}
	last_plugin = plugin;
}

static void do_fail(const char *code, const char *path)
{
	if (try_open(path))
		fail("%s was opened, not refused with %s", path, code);
	const char *got = hm_error_code_name(hm_error_code(last_error));
	if (strcmp(got, code) != 0)
		fail("open %s gave %s, not %s", path, got, code);
	if (!hm_error_path(last_error) || strcmp(hm_error_path(last_error), path) != 0)
		fail("the error's path is %s", hm_error_path(last_error));
}

static void do_says(const char *text)
{
	if (!strstr(hm_error_message(last_error), text))
		fail("the message does not say: %s", text);
}

static void do_claims(const char *package)
{
	const char *got = hm_error_package(last_error);
	if (!got || strcmp(got, package) != 0)
		fail("the error's package is %s, not %s", got ? got : "none", package);
}

static void do_finding(const char *rule)
{
	for (size_t i = 0; i < hm_error_finding_count(last_error); i++)
		if (strcmp(hm_error_finding(last_error, i)->rule, rule) == 0)
			return;
	fail("no finding %s", rule);
}

static void do_same(const char *path, bool same)
{
	struct hm_plugin *before = last_plugin;
	do_open(path);
	if ((last_plugin == before) != same)
		fail("%s: %s handle", path, same ? "another" : "the same");
}

static struct hm_plugin *take_handle(const char *path)
{
	for (size_t i = handle_count; i-- > 0;)
		if (handles[i].plugin && strcmp(handles[i].path, path) == 0) {
			struct hm_plugin *plugin = handles[i].plugin;
			handles[i].plugin = NULL;
			return plugin;
		}
	fail("%s is not open", path);
}

static void do_close(const char *code, const char *path)
{
	hm_error_free(last_error);
	last_error = hm_close(take_handle(path));
	const char *got = hm_error_code_name(hm_error_code(last_error));
	if (strcmp(got, code) != 0)
		fail("close %s gave %s, not %s", path, got, code);
	if (last_error && !hm_error_path(last_error))
		fail("the error of close %s names no path", path);
}

static void expect_ok(struct hm_error *error)
{
	hm_error_free(last_error);
	last_error = error;
	if (error)
		fail("lookup");
}

static void do_call(void)
{
	int (*check)(const struct config *, const char *);
	struct config config = { .name = "n", .mode = 10, .limit = 100 };
	expect_ok(HM_LOOKUP(last_plugin, spell_check, &check));
	if (check(&config, "word") != 118)
		fail("spell_check gave %d", check(&config, "word"));
}

static void *depth_of_thread(void *plugin)
{
	int *depth;
	if (HM_LOOKUP(plugin, spell_depth, &depth))
		return NULL;
	*depth += 1;
	return (void *)(long)(*depth == 6);
}

static void do_typed(void)
{
	int *count, *depth;
	void *address, *in_thread;
	pthread_t thread;
	expect_ok(HM_LOOKUP(last_plugin, spell_count, &count));
	expect_ok(HM_LOOKUP(last_plugin, spell_depth, &depth));
	expect_ok(hm_lookup(last_plugin, "spell_depth", &address));
	if (*count != 3 || *depth != 5 || address != depth)
		fail("variables: %d %d", *count, *depth);
	pthread_create(&thread, NULL, depth_of_thread, last_plugin);
	pthread_join(thread, &in_thread);
	if (!in_thread || *depth != 5)
		fail("thread-local: %d here", *depth);
	struct hm_error *error = hm_lookup(last_plugin, "nobody", &address);
	if (hm_error_code(error) != HM_ERR_SYMBOL)
		fail("a symbol that is not there was found");
	hm_error_free(error);
	error = hm_lookup_expected(last_plugin, "plugin_fini", &address);
	if (hm_error_code(error) != HM_ERR_TYPE)
		fail("a symbol that the host does not expect was given a type");
	hm_error_free(error);
}

static int count_plugin(const struct hm_plugin *plugin, void *context)
{
	if (plugin == last_plugin)
		++*(int *)context;
	return 0;
}

static void do_list(void)
{
	int found = 0;
	bool seen = false;
	char type[128];
	hm_plugins(count_plugin, &found);
	if (found != 1)
		fail("the plugin is listed %d times", found);
	for (size_t i = 0; i < hm_plugin_symbol_count(last_plugin); i++) {
		const struct hm_symbol *symbol = hm_plugin_symbol(last_plugin, i);
		hm_plugin_symbol_type(last_plugin, i, type, sizeof(type));
		printf("%s: %s\n", symbol->name, type);
		if (strcmp(symbol->name, "spell_check") == 0)
			seen = symbol->kind == HM_SYMBOL_FUNCTION && symbol->address &&
			       strstr(type, "const struct config *");
	}
	if (!seen || hm_plugin_symbol(last_plugin, 10000))
		fail("the list of symbols");
	printf("%s %s %s %s\n", hm_plugin_package(last_plugin),
	       hm_plugin_version(last_plugin) ? hm_plugin_version(last_plugin) : "-",
	       hm_plugin_path(last_plugin), hm_plugin_toolchain(last_plugin));
}

static void do_types(const char *wanted)
{
	char type[128];
	size_t known = 0, count = hm_plugin_symbol_count(last_plugin);
	for (size_t i = 0; i < count; i++)
		known += hm_plugin_symbol_type(last_plugin, i, type, sizeof(type)) > 0;
	if (!count || known != (strcmp(wanted, "all") == 0 ? count : 0))
		fail("%zu of %zu types can be told, not %s", known, count, wanted);
}

static void do_flags(char *words)
{
	static const struct {
		const char *word;
		unsigned flag;
	} known[] = {
		{ "lazy", HM_OPEN_LAZY },
		{ "global", HM_OPEN_GLOBAL },
		{ "sealed", HM_OPEN_SEALED },
		{ "closable", HM_OPEN_CLOSABLE },
		{ "exact", HM_OPEN_TOOLCHAIN_EXACT },
		{ "untyped", HM_OPEN_DENY_UNTYPED },
		{ "warnings", HM_OPEN_DENY_WARNINGS },
	};
	options.flags = 0;
	for (char *at = strtok(words, ","); at; at = strtok(NULL, ","))
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (strcmp(at, known[i].word) == 0)
				options.flags |= known[i].flag;
}

static long marks_in(const char *path)
{
	long size = 0;
	FILE *file = fopen(path, "re");
	if (file) {
		fseek(file, 0, SEEK_END);
		size = ftell(file);
		fclose(file);
	}
	return size;
}

static void do_marks(const char *path, const char *count)
{
	long size = marks_in(path);
	if (size != atol(count))
		fail("%s has %ld marks, not %s", path, size, count);
}

static void do_mapped(const char *text, bool wanted)
{
	char line[4096];
	bool found = false;
	FILE *maps = fopen("/proc/self/maps", "re");
	while (maps && fgets(line, sizeof(line), maps))
		found |= strstr(line, text) != NULL;
	if (maps)
		fclose(maps);
	if (found != wanted)
		fail("%s is %smapped", text, wanted ? "not " : "");
}

struct thread_work {
	pthread_t thread;
	const char *path;
	struct hm_plugin *plugin;
	enum hm_error_code code;
};

static void *open_in_thread(void *context)
{
	struct thread_work *work = context;
	if (strncmp(work->path, "plain:", 6) == 0) {
		dlopen(work->path + 6, RTLD_NOW);
		return NULL;
	}
	if (strncmp(work->path, "later:", 6) == 0) {
		usleep(200000);
		work->path += 6;
	}
	struct hm_error *error = hm_open(work->path, &options, &work->plugin);
	work->code = hm_error_code(error);
	if (error)
		fprintf(stderr, "thread: %s\n", hm_error_message(error));
	hm_error_free(error);
	return NULL;
}

/* Prints how each thread fared; threads of one path must have the same handle. */
static void do_threads(int count, char **paths, int path_count)
{
	struct thread_work *work = calloc((size_t)count, sizeof(*work));
	for (int i = 0; i < count; i++) {
		work[i].path = paths[i % path_count];
		if (pthread_create(&work[i].thread, NULL, open_in_thread, &work[i]) != 0)
			fail("no thread");
	}
	for (int i = 0; i < count; i++)
		pthread_join(work[i].thread, NULL);
	for (int i = 0; i < count; i++) {
		const struct thread_work *first = &work[i % path_count];
		printf("%s %s\n", work[i].path, hm_error_code_name(work[i].code));
		if (work[i].plugin != first->plugin)
			fail("threads have two handles of %s", first->path);
	}
	free(work);
}

struct storm {
	int rounds, file_count;
	const char *prefix;
	unsigned seed;
	bool failed;
};

/* Files whose number is a multiple of 3 are bad, the others good. */
static bool storm_round(struct storm *storm)
{
	char path[64];
	struct hm_plugin *plugin;
	int number = 1 + rand_r(&storm->seed) % storm->file_count;
	snprintf(path, sizeof(path), "%s%d.so", storm->prefix, number);
	struct hm_error *error = hm_open(path, &options, &plugin);
	enum hm_error_code code = hm_error_code(error);
	if (code != (number % 3 ? HM_OK : HM_ERR_FORMAT)) {
		fprintf(stderr, "%s: %s\n", path, hm_error_message(error));
		return false;
	}
	hm_error_free(error);
	if (code)
		return true;
	int (*check)(const struct config *, const char *);
	error = HM_LOOKUP(plugin, spell_check, &check);
	bool works = !error && check(&(struct config){ .limit = 1 }, "word") == 9;
	hm_error_free(error);
	if (works && options.flags & HM_OPEN_CLOSABLE) {
		error = hm_close(plugin);
		works = !error || hm_error_code(error) == HM_ERR_DLOPEN;
		hm_error_free(error);
	}
	return works;
}

static void *storm_thread(void *context)
{
	struct storm *storm = context;
	for (int i = 0; i < storm->rounds && !storm->failed; i++)
		storm->failed = !storm_round(storm);
	return NULL;
}

static void do_storm(int threads, int rounds, const char *prefix, int files)
{
	pthread_t *ids = calloc((size_t)threads, sizeof(*ids));
	struct storm *storms = calloc((size_t)threads, sizeof(*storms));
	for (int i = 0; i < threads; i++) {
		storms[i] = (struct storm){ rounds, files, prefix, (unsigned)i, false };
		pthread_create(&ids[i], NULL, storm_thread, &storms[i]);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(ids[i], NULL);
	for (int i = 0; i < threads; i++)
		if (storms[i].failed)
			fail("storm");
	free(ids);
	free(storms);
}

static void copy_over(const char *from, const char *to)
{
	char bytes[65536];
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	size_t got;
	while (in && out && (got = fread(bytes, 1, sizeof(bytes), in)))
		fwrite(bytes, 1, got, out);
	if (in)
		fclose(in);
	if (out)
		fclose(out);
}

/* Puts good and bad files in turn where the plugin is, until it is killed. */
static _Noreturn void race_writer(const char *good, const char *bad, bool rename_over)
{
	for (unsigned i = 0;; i++) {
		const char *source = i % 2 ? bad : good;
		if (!rename_over) {
			copy_over(source, "race.so");
			continue;
		}
		unlink("race.tmp");
		if (link(source, "race.tmp") == 0)
			rename("race.tmp", "race.so");
	}
}

/*
 * Opens what a writer keeps changing. The bad file must never be open, and if its code
 * has run then HM_ERR_CHANGED said so.
 */
static void do_race(int rounds, const char *good, const char *bad, bool rename_over)
{
	int opened = 0, refused = 0, changed = 0;
	/* It may be a link to one of the two. */
	unlink("race.so");
	copy_over(good, "race.so");
	pid_t writer = fork();
	if (writer == 0)
		race_writer(good, bad, rename_over);
	for (int i = 0; i < rounds; i++) {
		struct hm_plugin *plugin;
		struct hm_error *error = hm_open("race.so", &options, &plugin);
		enum hm_error_code code = hm_error_code(error);
		hm_error_free(error);
		changed += code == HM_ERR_CHANGED;
		refused += code && code != HM_ERR_CHANGED;
		if (code)
			continue;
		opened++;
		last_plugin = plugin;
		do_call();
		hm_error_free(hm_close(plugin));
	}
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	printf("opened %d, refused %d, changed %d\n", opened, refused, changed);
	long bad_runs = marks_in("bad.constructor");
	if (bad_runs > changed)
		fail("the bad plugin ran %ld times, and %d were told", bad_runs, changed);
}

static const char *or_none(const char *word)
{
	return strcmp(word, "-") == 0 ? NULL : word;
}

/* The number of arguments that the command took, itself included. */
static int do_command(char **at, int left)
{
	const char *name = at[0], *first = left > 1 ? at[1] : "",
		   *second = left > 2 ? at[2] : "";
	if (strcmp(name, "open") == 0)
		return do_open(first), 2;
	if (strcmp(name, "fail") == 0)
		return do_fail(first, second), 3;
	if (strcmp(name, "says") == 0)
		return do_says(first), 2;
	if (strcmp(name, "claims") == 0)
		return do_claims(first), 2;
	if (strcmp(name, "finding") == 0)
		return do_finding(first), 2;
	if (strcmp(name, "same") == 0 || strcmp(name, "other") == 0)
		return do_same(first, name[0] == 's'), 2;
	if (strcmp(name, "close") == 0)
		return do_close("HM_OK", first), 2;
	if (strcmp(name, "close-fails") == 0)
		return do_close(first, second), 3;
	if (strcmp(name, "call") == 0)
		return do_call(), 1;
	if (strcmp(name, "typed") == 0)
		return do_typed(), 1;
	if (strcmp(name, "list") == 0)
		return do_list(), 1;
	if (strcmp(name, "types") == 0)
		return do_types(first), 2;
	if (strcmp(name, "flags") == 0)
		return do_flags(at[1]), 2;
	if (strcmp(name, "entry") == 0)
		return entry_point = or_none(first), 2;
	if (strcmp(name, "accept") == 0)
		return accepted = or_none(first), 2;
	if (strcmp(name, "marks") == 0)
		return do_marks(first, second), 3;
	if (strcmp(name, "mapped") == 0 || strcmp(name, "unmapped") == 0)
		return do_mapped(first, name[0] == 'm'), 2;
	if (strcmp(name, "threads") == 0)
		return do_threads(atoi(first), at + 2, left - 2), left;
	if (strcmp(name, "plain") == 0) {
		if (!dlopen(first, RTLD_NOW))
			fail("plain dlopen: %s", dlerror());
		return 2;
	}
	if (strcmp(name, "storm") == 0)
		return do_storm(atoi(first), atoi(second), at[3], atoi(at[4])), 5;
	if (strncmp(name, "race-", 5) == 0)
		return do_race(atoi(first), second, at[3], name[5] == 'r'), 4;
	if (strcmp(name, "shell") == 0) {
		if (system(first) != 0)
			fail("shell %s", first);
		return 2;
	}
	if (strcmp(name, "events") == 0) {
		if (event_count != atoi(first))
			fail("%d events, not %s", event_count, first);
		return 2;
	}
	if (strcmp(name, "descriptors") == 0) {
		if (count_descriptors() != descriptors_at_start)
			fail("%d descriptors, %d at the start", count_descriptors(),
			     descriptors_at_start);
		return 1;
	}
	fail("what is %s?", name);
}

int main(int argc, char **argv)
{
	descriptors_at_start = count_descriptors();
	hm_set_observer(observe, NULL);
	/* A deadlock is a failure, not a test that never ends. */
	alarm(60);
	for (int i = 1; i < argc;)
		i += do_command(argv + i, argc - i);
	hm_error_free(last_error);
	return 0;
}
