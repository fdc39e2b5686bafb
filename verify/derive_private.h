/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DERIVE_PRIVATE_H
#define VERIFY_DERIVE_PRIVATE_H

/*
 * The steps of derive_stamp(): verify/candidate.c lists the symbols, verify/derive_read.c
 * asks the debug information for their types, verify/derive_symbol.c chooses among the
 * answers and fills the stamp, verify/derive.c puts the rest around it.
 */

#include "verify/candidate.h"
#include "verify/derive.h"
#include "verify/draft.h"
#include "verify/dwarf_read.h"

struct deriving {
	const struct image *images;
	size_t image_count;
	const struct derive_options *options;
	struct candidates candidates;
	struct draft *draft;
	/*
	 * What was asked: the candidates in their order, then for each expectation its
	 * name as a symbol and its type's name.
	 */
	VECTOR(struct dwarf_want) wants;
	struct dwarf_result result;
};

/* Where in `wants` the two questions of an expectation stand. */
static inline size_t derive_expect_symbol(const struct deriving *deriving, size_t expect)
{
	return deriving->candidates.list.count + 2 * expect;
}

static inline size_t derive_expect_type(const struct deriving *deriving, size_t expect)
{
	return derive_expect_symbol(deriving, expect) + 1;
}

/* Fills wants and result from all images. */
struct hm_error *derive_read(struct deriving *deriving);

/* Fills provides, requires, expects and the type graph of a stamp. */
struct hm_error *derive_symbols(struct deriving *deriving, struct stamp *stamp);

#endif
