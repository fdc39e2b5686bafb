// SPDX-License-Identifier: BSD-3-Clause

/*
 * The verdict over two stamps, one behind the other: each as the other's host, and each
 * against itself, which must give no finding.
 */

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "notes/decode.h"
#include "verify/render.h"
#include "verify/verify.h"

static const char *const needed[] = { "libc.so.6", "libother.so.1" };
static const char *const wanted[] = { "spell_check" };

/* Any answer there is, and the same one every time. */
static int defines(void *context, const char *library, const char *symbol,
		   const char *version)
{
	(void)context;
	(void)version;
	return (library[3] + symbol[0]) % 3 - 1;
}

static struct party party_of(const char *name, const struct stamp *stamp)
{
	struct party party = { .name = name,
			       .stamp = stamp,
			       .soname = name,
			       .needed = needed,
			       .needed_count = 2 };
	return party;
}

static void render(const struct report *report)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	const struct render_options options = { .plugin = "a plugin", .host = "a host" };
	hm_error_free(render_report(report, &options, &text));
}

static void verify(const struct party *host, const struct party *plugin)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct verify_request request = { .hosts = host,
					  .host_count = 1,
					  .plugin = plugin,
					  .library_defines = defines,
					  .must_provide = wanted,
					  .must_provide_count = 1 };
	SCOPED_ERROR struct hm_error *error = verify_plugin(&request, &report);
	if (!error)
		render(&report);
}

static void diff(const struct party *old, const struct party *new)
{
	SCOPED(report_deinit) struct report report = { 0 };
	SCOPED_ERROR struct hm_error *error = verify_diff(old, new, &report);
	if (error)
		return;
	render(&report);
	if (old == new)
		target_expect(!report.findings.count, "a stamp fits itself");
}

static void judge(const struct stamp *first, const struct stamp *second)
{
	struct party a = party_of("first.so", first), b = party_of("second.so", second);
	verify(&a, &b);
	verify(&b, &a);
	diff(&a, &b);
	diff(&b, &a);
	diff(&a, &a);
	diff(&b, &b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t at = target_second_stamp(data, size);
	struct stamp first, second;
	SCOPED_ERROR struct hm_error *refused = stamp_decode(data, at, &first);
	if (refused)
		return 0;
	/* A single one is compared with itself. */
	const uint8_t *other = at < size ? data + at : data;
	size_t other_size = at < size ? size - at : size;
	SCOPED_ERROR struct hm_error *also = stamp_decode(other, other_size, &second);
	if (!also) {
		judge(&first, &second);
		stamp_deinit(&second);
	}
	stamp_deinit(&first);
	return 0;
}
