// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rule.h"

struct rule_entry {
	const char *id;
	enum hm_severity severity;
};

/* In the order of doc/rules.md. Toolchain and package weigh what the policy says: where
 * they are reported at all, they reject. */
static const struct rule_entry rules[RULE_COUNT] = {
	[RULE_SYMBOL_MISSING] = { "symbol-missing", HM_BREAK },
	[RULE_SYMBOL_VERSION] = { "symbol-version", HM_BREAK },
	[RULE_SYMBOL_KIND] = { "symbol-kind", HM_BREAK },
	[RULE_SYMBOL_INTERPOSED] = { "symbol-interposed", HM_WARNING },
	[RULE_UNTYPED] = { "untyped", HM_WARNING },
	[RULE_OPAQUE] = { "opaque", HM_NOTE },
	[RULE_QUALIFIER] = { "qualifier", HM_NOTE },
	[RULE_OBJECT_BECAME_CONST] = { "object-became-const", HM_BREAK },
	[RULE_ATOMIC] = { "atomic", HM_BREAK },
	[RULE_SIZE] = { "size", HM_BREAK },
	[RULE_ALIGNMENT] = { "alignment", HM_BREAK },
	[RULE_MEMBER_MOVED] = { "member-moved", HM_BREAK },
	[RULE_BIT_SIZE] = { "bit-size", HM_BREAK },
	[RULE_MEMBER_TYPE] = { "member-type", HM_BREAK },
	[RULE_MEMBER_ADDED] = { "member-added", HM_BREAK },
	[RULE_MEMBER_REMOVED] = { "member-removed", HM_BREAK },
	[RULE_MEMBER_RENAMED] = { "member-renamed", HM_WARNING },
	[RULE_TAG_RENAMED] = { "tag-renamed", HM_WARNING },
	[RULE_KIND] = { "kind", HM_BREAK },
	[RULE_BASE_KIND] = { "base-kind", HM_BREAK },
	[RULE_UNION_MEMBER_ADDED] = { "union-member-added", HM_NOTE },
	[RULE_UNION_MEMBER_REMOVED] = { "union-member-removed", HM_BREAK },
	[RULE_ENUMERATOR_ADDED] = { "enumerator-added", HM_NOTE },
	[RULE_ENUMERATOR_REMOVED] = { "enumerator-removed", HM_BREAK },
	[RULE_ENUMERATOR_VALUE] = { "enumerator-value", HM_BREAK },
	[RULE_ENUMERATOR_RENAMED] = { "enumerator-renamed", HM_WARNING },
	[RULE_SIGNEDNESS] = { "signedness", HM_BREAK },
	[RULE_ENUM_INTEGER] = { "enum-integer", HM_NOTE },
	[RULE_FLOAT_FORMAT] = { "float-format", HM_BREAK },
	[RULE_POINTEE] = { "pointee", HM_BREAK },
	[RULE_ARRAY_BOUND] = { "array-bound", HM_BREAK },
	[RULE_PARAMETER_COUNT] = { "parameter-count", HM_BREAK },
	[RULE_VARIADIC] = { "variadic", HM_BREAK },
	[RULE_CALLING_CONVENTION] = { "calling-convention", HM_BREAK },
	[RULE_RETURN_TYPE] = { "return-type", HM_BREAK },
	[RULE_RETURN_IGNORED] = { "return-ignored", HM_WARNING },
	[RULE_NORETURN] = { "noreturn", HM_BREAK },
	[RULE_UNPROTOTYPED] = { "unprototyped", HM_WARNING },
	[RULE_SONAME] = { "soname", HM_WARNING },
	[RULE_TOOLCHAIN_EXACT] = { "toolchain-exact", HM_BREAK },
	[RULE_TOOLCHAIN_ABI] = { "toolchain-abi", HM_BREAK },
	[RULE_PACKAGE] = { "package", HM_BREAK },
};

const char *rule_id(enum rule rule)
{
	return (unsigned)rule < RULE_COUNT ? rules[rule].id : "unknown";
}

enum hm_severity rule_severity(enum rule rule)
{
	return (unsigned)rule < RULE_COUNT ? rules[rule].severity : HM_BREAK;
}
