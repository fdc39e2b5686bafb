// SPDX-License-Identifier: BSD-3-Clause

/* hallmark unstamp: takes a stamp out of a file again. */

#include "base/error.h"
#include "notes/put.h"
#include "tools/command.h"
#include "tools/message.h"

enum {
	OPTION_FORCE = OPTION_LONG,
};

static const struct option options[] = {
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "output", required_argument, NULL, 'o' },
	COMMAND_COMMON_OPTIONS,
};

static struct hm_error *unstamp(const char *file, const struct put_options *put)
{
	struct image image;
	struct hm_error *error = image_open(file, &image);
	if (error)
		return error;
	error = note_remove(&image, put);
	image_deinit(&image);
	if (hm_error_code(error) != HM_ERR_NO_STAMP)
		return error;
	/* How to put one in is no advice here. */
	hm_error_free(error);
	return error_new(HM_ERR_NO_STAMP, "%s: has no stamp", file);
}

static enum status run(struct command_line *line)
{
	struct put_options put = { 0 };
	int option, count;
	while ((option = command_option(line)) >= 0) {
		if (option == OPTION_FORCE)
			put.force = true;
		else
			put.output = optarg;
	}
	if (option == OPTION_STOP)
		return line->status;
	char **files = command_operands(line, &count);
	if (count != 1)
		return command_misused(line, "unstamp: it takes one file");
	struct hm_error *error = unstamp(files[0], &put);
	if (!error)
		return STATUS_OK;
	message_error(files[0], error);
	return STATUS_UNKNOWN;
}

const struct command command_unstamp = {
	.name = "unstamp",
	.summary = "take the stamp out again: the file is what it was before",
	.usage = "unstamp [OPTION]... FILE",
	.help = "\n"
		"Takes out the stamp that `hallmark stamp FILE` added; the bytes are "
		"those\n"
		"from before. A stamp that was linked in stays: link again without it.\n"
		"\n"
		"  -o, --output OUT   write OUT and leave FILE alone\n"
		"  --force            in place although FILE has several hard links\n"
		"  -h, --help, -V, --version\n",
	.short_options = "ho:V",
	.long_options = options,
	.run = run,
};
