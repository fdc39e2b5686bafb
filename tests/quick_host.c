// SPDX-License-Identifier: BSD-3-Clause
#include "tests/quick_host.h"

#include "base/error.h"
#include "loader/quick.h"
#include "notes/decode.h"

#include <string.h>
#include <sys/stat.h>

static struct hm_error *fill(struct quick_host *host)
{
	struct party party = {
		.name = "host",
		.stamp = &host->stamp,
		.soname = host->image.soname,
		.needed = host->image.needed.data,
		.needed_count = host->image.needed.count,
	};
	TRY(mapped_all(&host->host.objects));
	if (!vector_push(&host->host.parties, party) ||
	    !host_index_init(&host->host.index, &party, 1))
		return error_nomem();
	return NULL;
}

struct hm_error *quick_host_read(const char *path, struct quick_host *ret)
{
	struct quick_host host = { 0 };
	TRY(image_open(path, &host.image));
	struct hm_error *error = image_stamp(&host.image, &host.stamp);
	if (error) {
		image_deinit(&host.image);
		return error;
	}
	*ret = host;
	error = fill(ret);
	if (error)
		quick_host_deinit(ret);
	return error;
}

struct hm_error *quick_host_decode(const uint8_t *desc, size_t size,
				   struct quick_host *ret)
{
	struct quick_host host = { .image.fd = -1 };
	TRY(stamp_decode(desc, size, &host.stamp));
	*ret = host;
	struct hm_error *error = fill(ret);
	if (error)
		quick_host_deinit(ret);
	return error;
}

void quick_host_deinit(struct quick_host *host)
{
	host_index_deinit(&host->host.index);
	mapped_list_deinit(&host->host.objects);
	vector_deinit(&host->host.parties);
	stamp_deinit(&host->stamp);
	image_deinit(&host->image);
}

enum quick_word quick_host_ask(const struct quick_host *host, int fd,
			       bool may_go_by_faces)
{
	struct stat status;
	struct quick_answer answer;
	if (fstat(fd, &status) != 0)
		return QUICK_NOT_TOLD;
	const struct quick_request request = {
		.host = &host->host,
		.fd = fd,
		.file_size = (uint64_t)status.st_size,
		.may_go_by_faces = may_go_by_faces,
	};
	if (!quick_agrees(&request, &answer))
		return QUICK_NOT_TOLD;
	glance_deinit(&answer.glance);
	return answer.by_face ? QUICK_BY_FACES : QUICK_BY_CLOSURES;
}

struct hm_error *quick_host_compare(const struct quick_host *host,
				    const struct image *plugin, const struct stamp *stamp,
				    struct report *report)
{
	const struct party party = {
		.name = "plugin",
		.stamp = stamp,
		.soname = plugin->soname,
		.needed = plugin->needed.data,
		.needed_count = plugin->needed.count,
	};
	const struct verify_request request = {
		.hosts = host->host.parties.data,
		.host_count = host->host.parties.count,
		.plugin = &party,
	};
	return verify_plugin(&request, report);
}

static bool is_about_types(const struct hm_finding *finding)
{
	return strncmp(finding->rule, "toolchain", strlen("toolchain")) != 0 &&
	       strcmp(finding->rule, "package") != 0;
}

size_t quick_host_objections(const struct report *report, enum quick_word word)
{
	size_t count = report->undecided.count;
	vector_for_each (finding, &report->findings) {
		bool harmless = word == QUICK_BY_FACES && finding->severity == HM_NOTE &&
				strcmp(finding->rule, "opaque") == 0;
		if (is_about_types(finding) && !harmless)
			count++;
	}
	return count;
}
