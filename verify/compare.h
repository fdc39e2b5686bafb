/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_COMPARE_H
#define VERIFY_COMPARE_H

/*
 * Comparing one use of a symbol: what the consumer was compiled for against what the
 * provider has. The rules that decide stand in verify/rules.c.
 */

#include "notes/stamp.h"
#include "verify/report.h"

/* One comparison of many symbols between the same two stamps: remembers what it has seen.
 */
struct comparison;

struct hm_error *comparison_create(const struct stamp *consumer,
				   const struct stamp *provider,
				   const char *provider_name, struct report *report,
				   struct comparison **ret);
void comparison_destroy(struct comparison *comparison);

/*
 * Compares kind, type, const-ness and noreturn of one symbol that both sides have, and
 * adds what it finds to the report. Equal hashes end it without a look at the types.
 */
struct hm_error *comparison_symbol(struct comparison *comparison,
				   const struct stamp_symbol *consumer,
				   const struct stamp_symbol *provider);

/*
 * The worst that the symbol compared last leads to, 0 for nothing: also of what was
 * reported under an earlier symbol, since every difference is reported once.
 */
uint8_t comparison_worst(const struct comparison *comparison);

#endif
