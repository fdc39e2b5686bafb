// SPDX-License-Identifier: BSD-3-Clause

/*
 * Asks the way that hm_open() takes for most plugins and the full comparison about the
 * same files, as they stand there: nothing is loaded.
 *
 *	quick_probe HOST PLUGIN
 *
 * Prints what both say. Exit status 1: the first takes a plugin about which the second
 * has more to say than that a type is opaque on one side.
 */

#include "base/error.h"
#include "base/scope.h"
#include "loader/failure.h"
#include "tests/quick_host.h"

#include <fcntl.h>
#include <stdio.h>

static struct hm_error *compare(const struct quick_host *host, const char *path,
				struct report *report)
{
	struct image image;
	struct stamp stamp;
	TRY(image_open(path, &image));
	struct hm_error *error = image_stamp(&image, &stamp);
	if (!error) {
		error = quick_host_compare(host, &image, &stamp, report);
		stamp_deinit(&stamp);
	}
	image_deinit(&image);
	return error;
}

static int ask(const struct quick_host *host, const char *path)
{
	static const char *const words[] = { "not told", "taken by closures",
					     "taken by faces" };
	struct report *report = NULL;
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	SCOPED_ERROR struct hm_error *error = report_create(&report);
	if (!error)
		error = compare(host, path, report);
	int status = 2;
	if (error) {
		fprintf(stderr, "quick_probe: %s\n", hm_error_message(error));
	} else {
		enum quick_word word = quick_host_ask(host, fd, true);
		size_t objections = quick_host_objections(report, word);
		printf("%s, %zu objections\n", words[word], objections);
		status = word != QUICK_NOT_TOLD && objections;
	}
	report_destroy(report);
	return status;
}

int main(int argc, char **argv)
{
	struct quick_host host;
	if (argc != 3) {
		fprintf(stderr, "usage: quick_probe HOST PLUGIN\n");
		return 2;
	}
	SCOPED_ERROR struct hm_error *error = quick_host_read(argv[1], &host);
	if (error) {
		fprintf(stderr, "quick_probe: %s\n", hm_error_message(error));
		return 2;
	}
	int status = ask(&host, argv[2]);
	quick_host_deinit(&host);
	return status;
}
