// SPDX-License-Identifier: BSD-3-Clause

/* Deriving a stamp from debug information: what is written can be read. */

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "notes/decode.h"
#include "notes/encode.h"
#include "verify/derive.h"

static void check_readable(const struct stamp *stamp)
{
	struct stamp again;
	SCOPED(buffer_deinit) struct buffer bytes = { 0 };
	SCOPED_ERROR struct hm_error *error = stamp_encode(stamp, &bytes);
	if (error || bytes.failed)
		return;
	error = stamp_decode(bytes.data, bytes.size, &again);
	target_expect(!error, error ? hm_error_message(error) : "");
	stamp_deinit(&again);
}

static void derive(const struct image *image)
{
	static const struct derive_expect expect = { .name = "plugin_run",
						     .optional = true };
	struct stamp stamp;
	const struct derive_options options = { .role = ROLE_HOST,
						.package = "example.org/fuzz",
						.expects = &expect,
						.expect_count = 1 };
	SCOPED_ERROR struct hm_error *error = derive_stamp(image, 1, &options, &stamp);
	if (error)
		return;
	check_readable(&stamp);
	stamp_deinit(&stamp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image image;
	if (!target_image(data, size, &image))
		return 0;
	derive(&image);
	image_deinit(&image);
	return 0;
}
