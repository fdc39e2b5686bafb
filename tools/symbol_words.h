/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_SYMBOL_WORDS_H
#define TOOLS_SYMBOL_WORDS_H

/* "function", "object", "thread-local object", "unknown"; static. */
const char *symbol_kind_word(unsigned kind);

/* The word for one enum symbol_flag, NULL for one that has none; static. */
const char *symbol_flag_word(unsigned flag);

#endif
