/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_RENDER_REST_H
#define VERIFY_RENDER_REST_H

/* What is said of findings that are too many to be shown: how many, and of which types.
 */

#include "base/buffer.h"
#include "verify/report.h"

/* `numbers` are those of findings. One line, and one for each of the worst types. */
struct hm_error *render_rest(const struct report *report, const uint32_t *numbers,
			     size_t count, struct buffer *ret);

#endif
