/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_SHOW_TEXT_H
#define TOOLS_SHOW_TEXT_H

#include "tools/subject.h"

/* Prints a stamp for people on stdout. `form`: where it stands, in words. */
struct hm_error *show_text(const struct subject *subject, const char *form);

#endif
