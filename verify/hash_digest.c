// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash_digest.h"

#include "base/error.h"

#include <openssl/crypto.h>
#include <string.h>

/*
 * Fetched, so that the administrator's openssl.cnf says which provider computes it: on a
 * machine in FIPS mode the validated one. Asking by EVP_sha256() would look for an engine
 * first. Nothing is asked for by the names of old, of which libcrypto would make tables.
 */
static EVP_MD *fetch_sha256(void)
{
	OPENSSL_init_crypto(
		OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS, NULL);
	return EVP_MD_fetch(NULL, "SHA2-256", NULL);
}

struct hm_error *digest_begin(EVP_MD_CTX **ret)
{
	EVP_MD *sha256 = fetch_sha256();
	EVP_MD_CTX *context = sha256 ? EVP_MD_CTX_new() : NULL;
	bool ready = context && EVP_DigestInit_ex2(context, sha256, NULL);
	/* The context has a reference of its own. */
	EVP_MD_free(sha256);
	if (!ready) {
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
