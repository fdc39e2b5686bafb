// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode.h"

#include "base/error.h"
#include "notes/decode_digests.h"
#include "notes/decode_tables.h"
#include "notes/decode_types.h"
#include "notes/directory.h"

static struct hm_error *decode_into(const uint8_t *desc, size_t size, struct stamp *stamp)
{
	struct directory directory;
	TRY(directory_read(desc, size, &directory));
	TRY(decode_tables(&directory, stamp));
	TRY(decode_types(&directory, stamp));
	return decode_tag_digests(&directory, stamp);
}

struct hm_error *stamp_decode(const uint8_t *desc, size_t size, struct stamp *ret)
{
	struct stamp stamp;
	TRY(stamp_init(&stamp));
	struct hm_error *error = decode_into(desc, size, &stamp);
	if (error) {
		stamp_deinit(&stamp);
		return error;
	}
	*ret = stamp;
	return NULL;
}
