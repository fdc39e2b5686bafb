/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_DWARF_PROBE_H
#define TESTS_DWARF_PROBE_H

/*
 * What dwarf_read() finds in a file that a test has compiled, in words.
 *
 *	SCOPED_PROBE struct probe probe = probe_new();
 *	probe_read(&probe, &fixture, "a.so");
 *	CU_ASSERT_STRING_EQUAL(probe_symbol(&probe, "f"), "int f(struct s *)");
 */

#include "tests/fixture.h"
#include "verify/dwarf_read.h"

struct probe {
	/* To be set before reading; all wants are for what the file's symbol table has if
	 * there is none. */
	VECTOR(struct dwarf_want) wants;
	const char *debug_dir;
	/* The outcome. */
	struct draft *draft;
	struct dwarf_result result;
	struct hm_error *error;
	struct graph graph;
	struct type_ref *types, *marker_types;
	struct arena arena;
};

struct probe probe_new(void);
void probe_end(struct probe *probe);

#define SCOPED_PROBE SCOPED(probe_end)

/* Asks for a symbol that need not be in a symbol table, or for a type. */
void probe_want(struct probe *probe, enum want_kind kind, const char *name);

/* Reads a file of the fixture; what fails is in probe->error. */
void probe_read(struct probe *probe, const struct fixture *fixture, const char *name);

/* "ok", or the error's code and message. */
const char *probe_outcome(struct probe *probe);

/*
 * The best sightings of a name, "int f(struct s *)": "noreturn " in front where it is,
 * several that differ joined by " | " in the order of their text. "untyped" if there is
 * none, "not asked" if there was no such want.
 */
const char *probe_symbol(struct probe *probe, const char *name);

/* The rank of the best sighting: "definition", "address", "declaration", "none". */
const char *probe_rank(struct probe *probe, const char *name);

/* What HM_INTERFACE marks of that name, likewise. */
const char *probe_marker(struct probe *probe, const char *name);

/*
 * The one body of a tag, "struct s": "size 8 align 4: a int @0, b int @32:3". "opaque" if
 * it has none, "several" if there are more, "absent" if no symbol reaches it.
 */
const char *probe_body(struct probe *probe, const char *tag);

/* All that was found, in an order that does not depend on that of the units. */
const char *probe_everything(struct probe *probe);

#endif
