/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PROMISES_H
#define VERIFY_PROMISES_H

/* What the stamp of a plugin says of its own file, and hm_open() relies on. */

#include "notes/image.h"
#include "notes/stamp.h"

/* The file defines all that it provides: HM_ERR_SYMBOL. */
struct hm_error *promises_check_symbols(const struct stamp *stamp,
					const struct image *image);

/*
 * The init and fini functions are provided, and are int(void) or void(void).
 * HM_ERR_SYMBOL, HM_ERR_TYPE.
 */
struct hm_error *promises_check_entries(const struct stamp *stamp, const char *path);

#endif
