// SPDX-License-Identifier: BSD-3-Clause

/*
 * A host that opens a plugin again and again, each time with another call failing, until
 * there is no further call to fail:
 *
 *	host PLUGIN KIND [+] [sealed]
 *
 * Prints how many faults it has seen and how many opens failed of it. Exit status 1: an
 * error without a message, a block or descriptor left, or the plugin cannot be opened
 * once nothing fails any more.
 */

#include "hallmark/hallmark.h"
#include "loader_api.h"

#define _GNU_SOURCE
#include "failing_calls.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No open of a small plugin takes so many calls. */
#define NUMBER_MAX 100000

int host_level = 11;

int host_log(const struct config *config, const char *text)
{
	return (int)config->limit + config->mode + (int)strlen(text);
}

int host_open(const char *path)
{
	return *path;
}

static __typeof__(faults_arm) *arm;
static __typeof__(faults_disarm) *disarm;
static __typeof__(faults_live) *live;
static __typeof__(faults_descriptors) *descriptors;

static int fail(const char *fault, const char *what)
{
	fprintf(stderr, "%s: %s\n", fault, what);
	return 1;
}

/* With a fault armed: one that keeps hm_close() from closing is disarmed, and it again.
 */
static struct hm_error *open_and_close(const char *path, unsigned flags, bool *fired)
{
	struct hm_plugin *plugin;
	struct hm_open_options options =
		HM_OPEN_OPTIONS(.flags = HM_OPEN_CLOSABLE | flags);
	struct hm_error *error = hm_open(path, &options, &plugin);
	if (error)
		return error;
	error = hm_close(plugin);
	if (hm_error_code(error) != HM_ERR_NOMEM)
		return error;
	hm_error_free(error);
	*fired |= disarm();
	return hm_close(plugin);
}

/* 0: goes on. `refused` counts. */
static int try_once(const char *path, unsigned flags, const char *fault, bool *fired,
		    unsigned long *refused)
{
	long blocks = live();
	int open_before = descriptors();
	arm(fault);
	*fired = false;
	struct hm_error *error = open_and_close(path, flags, fired);
	*fired |= disarm();
	if (error && (!*hm_error_message(error) || hm_error_code(error) == HM_OK))
		return fail(fault, "an error that says nothing");
	if (error && !*fired)
		return fail(fault, hm_error_message(error));
	*refused += error != NULL;
	if (getenv("VERBOSE") && error)
		fprintf(stderr, "%s: %s\n", fault, hm_error_message(error));
	hm_error_free(error);
	bool again;
	error = open_and_close(path, flags, &again);
	if (error)
		return fail(fault, hm_error_message(error));
	if (live() > blocks)
		return fail(fault, "a block is left");
	if (descriptors() != open_before)
		return fail(fault, "a descriptor is left");
	return 0;
}

static bool find_faults(void)
{
	arm = (__typeof__(arm))dlsym(RTLD_DEFAULT, "faults_arm");
	disarm = (__typeof__(disarm))dlsym(RTLD_DEFAULT, "faults_disarm");
	live = (__typeof__(live))dlsym(RTLD_DEFAULT, "faults_live");
	descriptors = (__typeof__(descriptors))dlsym(RTLD_DEFAULT, "faults_descriptors");
	return arm && disarm && live && descriptors;
}

int main(int argc, char **argv)
{
	if (argc < 3 || !find_faults())
		return fail("host", "give PLUGIN KIND, with failing_calls.so preloaded");
	const char *path = argv[1];
	bool all = false;
	unsigned flags = 0;
	for (int i = 3; i < argc; i++) {
		all |= strcmp(argv[i], "+") == 0;
		flags |= strcmp(argv[i], "sealed") == 0 ? HM_OPEN_SEALED : 0;
	}
	/* What the first open keeps, like the host's own stamps, is no leak. */
	bool again;
	struct hm_error *error = open_and_close(path, flags, &again);
	if (error)
		return fail("without a fault", hm_error_message(error));
	unsigned long number = 1, refused = 0;
	for (bool fired = true; fired && number < NUMBER_MAX; number++) {
		char fault[64];
		snprintf(fault, sizeof(fault), "%s:%lu%s", argv[2], number,
			 all ? "+" : "");
		if (try_once(path, flags, fault, &fired, &refused))
			return 1;
	}
	printf("%lu %lu\n", number - 2, refused);
	return 0;
}
