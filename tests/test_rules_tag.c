// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_compare.h"
#include "tests/suite.h"

static void test_rules_tag_renamed(void)
{
	static const struct graph_case cases[] = {
		{ "other tag", "struct a { int x, y; }; void f(struct a *);",
		  "struct b { int x, y; }; void f(struct b *);", "warning:tag-renamed" },
		{ "tag against none", "void f(struct { int w; } *);",
		  "struct e { int w; }; void f(struct e *);", "warning:tag-renamed" },
		{ "none against tag", "struct e { int w; }; void f(struct e *);",
		  "void f(struct { int w; } *);", "warning:tag-renamed" },
		{ "neither", "void f(struct { int w; } *);",
		  "void f(struct { int w; } *);", "" },
		{ "recursive",
		  "struct a { struct a *n, *p; int v; }; void f(struct a *);",
		  "struct b { struct b *n, *p; int v; }; void f(struct b *);",
		  "warning:tag-renamed" },
		{ "union", "union a { int x; }; void f(union a *);",
		  "union b { int x; }; void f(union b *);", "warning:tag-renamed" },
		{ "enum", "enum a { X }; void f(enum a);",
		  "enum b { X }; void f(enum b);", "warning:tag-renamed" },
		{ "other content", "struct a { int fd, eof; }; void f(struct a *);",
		  "struct b { int eof; long at; int fd; }; void f(struct b *);",
		  "break:alignment break:member-added break:member-moved "
		  "break:member-moved break:size" },
		{ "other type of a member", "struct a { int x; }; void f(struct a *);",
		  "struct b { float x; }; void f(struct b *);", "break:base-kind" },
		{ "change further down",
		  "struct t { int x; }; struct a { struct t *t; }; void f(struct a *);",
		  "struct t { long x; }; struct b { struct t *t; }; void f(struct b *);",
		  "break:alignment break:size break:size warning:tag-renamed" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_tag_opaque(void)
{
	static const struct graph_case cases[] = {
		{ "provider knows", "void f(struct e *);",
		  "struct e { int a; }; void f(struct e *);", "note:opaque" },
		{ "consumer knows", "struct e { int a; }; void f(struct e *);",
		  "void f(struct e *);", "note:opaque" },
		{ "neither", "void f(struct e *);", "void f(struct e *);", "" },
		{ "union", "void f(union e *);", "union e { int a; }; void f(union e *);",
		  "note:opaque" },
		{ "enum", "void f(enum e *);", "enum e { A }; void f(enum e *);",
		  "note:opaque" },
		{ "member of a known struct",
		  "struct e; struct c { int d; struct e *e; }; void f(struct c *);",
		  "struct e { int p; }; struct c { int d; struct e *e; }; void f(struct "
		  "c "
		  "*);",
		  "note:opaque" },
		{ "once for two symbols", "void f(struct e *); void g(struct e *);",
		  "struct e { int a; }; void f(struct e *); void g(struct e *);",
		  "note:opaque" },
		{ "beside a break",
		  "struct o { int a; }; void f(struct e *, struct o *);",
		  "struct e { int a; }; struct o { int n; int a; }; void f(struct e *, "
		  "struct o *);",
		  "break:member-added break:member-moved break:size note:opaque" },
		{ "other tag, both opaque", "void f(struct a *);", "void f(struct b *);",
		  "warning:tag-renamed" },
		{ "other tag, one opaque", "void f(struct a *);",
		  "struct b { int x; }; void f(struct b *);",
		  "note:opaque warning:tag-renamed" },
		{ "other kind", "void f(struct a *);", "void f(union a *);",
		  "break:kind" },
		{ "passed by value", "void f(struct a);",
		  "struct a { int x; }; void f(struct a);", "warning:opaque" },
		{ "held by value", "struct s { struct a m; }; void f(struct s *);",
		  "struct a { int x; }; struct s { struct a m; }; void f(struct s *);",
		  "break:alignment break:size warning:opaque" },
		{ "object", "struct a f;", "struct a { int x; }; struct a f;",
		  "note:opaque" },
		{ 0 }
	};
	graph_check_cases(cases);
}

#define ITEMS "struct item#1 { int key; }; struct item#2 { double weight; };"

static void test_rules_choice(void)
{
	static const struct graph_case cases[] = {
		{ "equal sets", ITEMS "void f(either(struct item#1, struct item#2) *);",
		  ITEMS "void f(either(struct item#1, struct item#2) *);", "" },
		{ "other order", ITEMS "void f(either(struct item#1, struct item#2) *);",
		  ITEMS "void f(either(struct item#2, struct item#1) *);", "" },
		{ "provider has one more", ITEMS "void f(struct item#1 *);",
		  ITEMS "void f(either(struct item#1, struct item#2) *);",
		  "break:alignment break:member-added break:member-removed break:size" },
		{ "consumer has one more",
		  ITEMS "void f(either(struct item#1, struct item#2) *);",
		  ITEMS "void f(struct item#2 *);",
		  "break:alignment break:member-added break:member-removed break:size" },
		{ "one alternative changed",
		  ITEMS "void f(either(struct item#1, struct item#2) *);",
		  "struct item#1 { int key; }; struct item#2 { double mass; }; "
		  "void f(either(struct item#1, struct item#2) *);",
		  "warning:member-renamed" },
		{ "qualifiers of the edge",
		  ITEMS "void f(either(struct item#1, struct item#2) *);",
		  ITEMS "void f(const either(struct item#1, struct item#2) *);",
		  "note:qualifier" },
		{ "recursive",
		  "struct n#1 { either(struct n#1, struct n#2) *next; int a; }; "
		  "struct n#2 { either(struct n#1, struct n#2) *next; long b; }; "
		  "void f(either(struct n#1, struct n#2) *);",
		  "struct n#1 { either(struct n#2, struct n#1) *next; int a; }; "
		  "struct n#2 { either(struct n#2, struct n#1) *next; long b; }; "
		  "void f(either(struct n#2, struct n#1) *);",
		  "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static const struct test_case cases[] = {
	{ "tag_renamed", test_rules_tag_renamed },
	{ "tag_opaque", test_rules_tag_opaque },
	{ "choice", test_rules_choice },
	{ NULL, NULL },
};

const struct test_suite suite_rules_tag = { .name = "rules_tag", .cases = cases };
