/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_HASH_DIGEST_H
#define VERIFY_HASH_DIGEST_H

/* SHA-256 of libcrypto, cut to the size of a digest. */

#include "base/buffer.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

#include <openssl/evp.h>

/* To be freed with EVP_MD_CTX_free(). */
struct hm_error *digest_begin(EVP_MD_CTX **ret);

struct hm_error *digest_of(EVP_MD_CTX *context, const struct buffer *bytes,
			   struct digest *ret);

/* memcmp() of two, for qsort(). */
int digest_compare(const void *a, const void *b);

#endif
