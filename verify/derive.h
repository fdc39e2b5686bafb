/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DERIVE_H
#define VERIFY_DERIVE_H

/*
 * Making a stamp from what a file says of itself: its dynamic symbols, its debug
 * information, its toolchain. Needs libdw and libcrypto; never part of a host.
 */

#include "notes/image.h"
#include "notes/stamp.h"

struct derive_expect {
	const char *name;
	/* A function, object, typedef, base type or "struct tag" of the file; NULL: of
	 * that name, untyped if there is none. */
	const char *type;
	/* QUAL_CONST and QUAL_VOLATILE that stand before the type. */
	uint8_t quals;
	bool optional;
};

struct derive_options {
	uint8_t role;	     /* enum stamp_role */
	const char *package; /* UTF-8 without control characters or spaces; not NULL */
	const char *package_version;
	const char *init, *fini;
	/* Patterns as of fnmatch(3): provide only what matches one; none: everything. */
	const char *const *exports;
	size_t export_count;
	const struct derive_expect *expects;
	size_t expect_count;
	/* A symbol of the boundary without a type is an error. */
	bool require_types;
	uint8_t toolchain_policy; /* enum toolchain_policy */
	bool deny_untyped, deny_warnings;
	const char *const *accept; /* package patterns */
	size_t accept_count;
	const char *debug_dir; /* NULL: the usual places only */
};

/*
 * Derives one stamp from one linked file, or from the relocatable objects of one link.
 * Strings of the options are copied. HM_ERR_NO_DEBUG_INFO, HM_ERR_FORMAT,
 * HM_ERR_ARGUMENT (an unknown init or expected type, a bad package name).
 */
struct hm_error *derive_stamp(const struct image *images, size_t count,
			      const struct derive_options *options, struct stamp *ret);

/* HM_ERR_ARGUMENT unless the name is 1 to 4095 bytes of UTF-8 without spaces and
 * controls. */
struct hm_error *derive_check_package(const char *name);

#endif
