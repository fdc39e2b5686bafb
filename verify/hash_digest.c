// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash_digest.h"

#include "base/error.h"

#include <string.h>

struct hm_error *digest_begin(EVP_MD_CTX **ret)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (!context || !EVP_DigestInit_ex2(context, EVP_sha256(), NULL)) {
		EVP_MD_CTX_free(context);
		return error_new(HM_ERR_NOMEM, "libcrypto has no SHA-256");
	}
	*ret = context;
	return NULL;
}

struct hm_error *digest_of(EVP_MD_CTX *context, const struct buffer *bytes,
			   struct digest *ret)
{
	unsigned char full[EVP_MAX_MD_SIZE];
	if (bytes->failed)
		return error_nomem();
	if (!EVP_DigestInit_ex2(context, NULL, NULL) ||
	    !EVP_DigestUpdate(context, bytes->data, bytes->size) ||
	    !EVP_DigestFinal_ex(context, full, NULL))
		return error_new(HM_ERR_NOMEM, "libcrypto cannot compute SHA-256");
	memcpy(ret->bytes, full, sizeof(ret->bytes));
	return NULL;
}

int digest_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct digest));
}
