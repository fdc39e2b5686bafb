// SPDX-License-Identifier: BSD-3-Clause

/*
 * The host that opens plugins and takes the time: hm_open() and HM_LOOKUP() against
 * dlopen() and dlsym() of the same file with the same flags, turn by turn, each closed
 * again. Prints both and the first hm_open(), in microseconds: the peer's median, and
 * ours by the median of what the two of a turn are to each other. A machine that is
 * shared runs at one speed now and at another then, and two medians may be of different
 * times.
 *
 *	open PLUGIN ROUNDS fits|breaks
 */

#include "hallmark/hallmark.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int bench_entry(void);
HM_INTERFACE(bench_entry);

static double now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "open: %s\n", what);
	exit(2);
}

static double open_plain(const char *path)
{
	double start = now_us();
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	void *entry = handle ? dlsym(handle, "bench_entry") : NULL;
	double end = now_us();
	if (!entry)
		fail(dlerror());
	dlclose(handle);
	return end - start;
}

static double open_checked(const char *path, bool fits)
{
	struct hm_open_options options = HM_OPEN_OPTIONS(.flags = HM_OPEN_CLOSABLE);
	struct hm_plugin *plugin = NULL;
	int (*entry)(void) = NULL;
	double start = now_us();
	struct hm_error *error = hm_open(path, &options, &plugin);
	if (!error)
		error = HM_LOOKUP(plugin, bench_entry, &entry);
	double end = now_us();
	if (fits == (error != NULL))
		fail(error ? hm_error_message(error) : "a plugin that breaks was opened");
	hm_error_free(error);
	if (plugin)
		error = hm_close(plugin);
	if (plugin && error)
		fail(hm_error_message(error));
	return end - start;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

int main(int argc, char **argv)
{
	if (argc != 4)
		fail("usage: open PLUGIN ROUNDS fits|breaks");
	size_t rounds = (size_t)atoi(argv[2]) | 1;
	bool fits = strcmp(argv[3], "fits") == 0;
	double *plain = calloc(rounds, sizeof(*plain));
	double *ratio = calloc(rounds, sizeof(*ratio));
	if (!plain || !ratio)
		fail("no memory");
	/* Reads the host's own stamps as well; the file is in the page cache by then. */
	open_plain(argv[1]);
	double first = open_checked(argv[1], fits);
	for (size_t i = 0; i < rounds; i++) {
		plain[i] = open_plain(argv[1]);
		ratio[i] = open_checked(argv[1], fits) / plain[i];
	}
	double peer = median(plain, rounds);
	printf("%.1f %.1f %.1f\n", median(ratio, rounds) * peer, peer, first);
	free(plain);
	free(ratio);
	return 0;
}
