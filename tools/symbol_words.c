// SPDX-License-Identifier: BSD-3-Clause
#include "tools/symbol_words.h"

#include "notes/stamp.h"

const char *symbol_kind_word(unsigned kind)
{
	switch (kind) {
	case SYMBOL_FUNCTION:
		return "function";
	case SYMBOL_OBJECT:
		return "object";
	case SYMBOL_TLS:
		return "thread-local object";
	default:
		return "unknown";
	}
}

const char *symbol_flag_word(unsigned flag)
{
	switch (flag) {
	case SYMBOL_WEAK:
		return "weak";
	case SYMBOL_NORETURN:
		return "noreturn";
	case SYMBOL_OPTIONAL:
		return "optional";
	case SYMBOL_DEFAULT:
		return "default";
	case SYMBOL_INTERPOSABLE:
		return "interposable";
	case SYMBOL_OUTSIDE:
		return "outside";
	case SYMBOL_RETICENT:
		return "before DWARF 5";
	case SYMBOL_FIRST:
		return "first version";
	default:
		return NULL;
	}
}
