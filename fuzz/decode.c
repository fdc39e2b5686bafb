// SPDX-License-Identifier: BSD-3-Clause

/* Decoding a stamp: what is accepted is the one encoding of what it says. */

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "fuzz/target.h"
#include "notes/decode.h"
#include "notes/encode.h"

#include <string.h>

/* The revision says nothing to this reader, which writes its own. */
#define REVISION_AT 6

static bool is_same(const uint8_t *data, size_t size, const struct buffer *again)
{
	if (again->failed || again->size != size)
		return false;
	if (memcmp(data + REVISION_AT, again->data + REVISION_AT, 2) != 0)
		return true;
	return memcmp(data, again->data, size) == 0;
}

static bool is_of_known_records(const uint8_t *data)
{
	size_t count = data[12] | data[13] << 8;
	for (size_t i = 0; i < count; i++) {
		const uint8_t *kind = data + 16 + i * 12;
		if (kind[1] || kind[0] > 8)
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stamp stamp;
	SCOPED(buffer_deinit) struct buffer again = { 0 };
	SCOPED_ERROR struct hm_error *refused = stamp_decode(data, size, &stamp);
	if (refused)
		return 0;
	SCOPED_ERROR struct hm_error *error = stamp_encode(&stamp, &again);
	target_expect(!error, "a stamp that was accepted can be written");
	if (is_of_known_records(data))
		target_expect(is_same(data, size, &again), "there is one encoding");
	stamp_deinit(&stamp);
	return 0;
}
