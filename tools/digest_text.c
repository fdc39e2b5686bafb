// SPDX-License-Identifier: BSD-3-Clause
#include "tools/digest_text.h"

#include <stddef.h>

void digest_text(const struct digest *digest, char ret[DIGEST_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		ret[2 * i] = digits[digest->bytes[i] >> 4];
		ret[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	ret[2 * (size_t)DIGEST_SIZE] = '\0';
}
