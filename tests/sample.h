/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

/*
 * Stamps made by hand, for tests of what compares them: no compiler, no file.
 *
 *	struct sample host;
 *	sample_init(&host, "editor", ROLE_HOST);
 *	sample_add(&host.stamp.provides, "host_beep", "V1", SYMBOL_DEFAULT, TAKES_INT);
 *	... verify with sample_party(&host) ...
 *	sample_deinit(&host);
 */

#include "notes/stamp.h"
#include "verify/verify.h"

/* Types of symbols, the same numbers in every sample. */
enum sample_type {
	TAKES_INT = 2,	/* int (int) */
	TAKES_LONG = 4, /* int (long) */
	UNTYPED = -1,
};

struct sample {
	const char *name;
	struct stamp stamp;
	const char *soname;
	const char *needed[4];
	size_t needed_count;
};

/* Exits when memory runs out: nothing could be tested. A little-endian 64-bit x86 file
 * by GCC 12.2.0, package example.org/NAME. */
void sample_init(struct sample *sample, const char *name, enum stamp_role role);
void sample_deinit(struct sample *sample);

/* Adds a symbol where it belongs in the order, and returns it. Strings are borrowed. */
struct stamp_symbol *sample_add(stamp_symbols *symbols, const char *name,
				const char *version, unsigned flags,
				enum sample_type type);

/* The same for requires: `file` is what verneed names. */
void sample_require(struct sample *sample, const char *name, const char *version,
		    const char *file, unsigned flags, enum sample_type type);

void sample_need(struct sample *sample, const char *library);
void sample_compiler(struct sample *sample, const char *family, const char *version);
void sample_option(struct sample *sample, const char *name, const char *value);

struct party sample_party(const struct sample *sample);

/* The finding of that rule, the first if there are several; NULL: none. */
const struct hm_finding *sample_finding(const struct report *report, enum rule rule);

#endif
