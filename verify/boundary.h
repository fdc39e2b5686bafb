/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_BOUNDARY_H
#define VERIFY_BOUNDARY_H

/*
 * Which of the symbols that a plugin requires belong to the boundary, and which
 * definition each of them will be bound to.
 *
 * The dynamic linker searches the host and what is linked with it first, then the plugin
 * and what that needs. So a definition in a host counts whoever the plugin meant; one
 * that only another library has is outside, unless a host uses that library as well: then
 * plugin and host share what it defines, and have to agree on it.
 */

#include "base/vector.h"
#include "verify/binding.h"
#include "verify/verify.h"

enum boundary_place {
	/* Of the C library, the compiler's run-time, or another library: not compared. */
	BOUNDARY_OUTSIDE,
	/* The plugin's own definition is the one that it gets. */
	BOUNDARY_OWN,
	/*
	 * Bound to a definition in a host, or in a library that a host needs: then the
	 * host's own reference stands for it.
	 */
	BOUNDARY_BOUND,
	/* A host has the name, but not in the version asked for. */
	BOUNDARY_OTHER_VERSION,
	BOUNDARY_MISSING,
	/*
	 * A library that could have it is not at hand, or it is one that a host needs
	 * whose type the host does not tell.
	 */
	BOUNDARY_UNDECIDED,
};

struct binding {
	enum boundary_place place;
	/* BOUND: who defines or shares it. OTHER_VERSION: who has the name. Else 0. */
	size_t host;
	/* BOUND. */
	const struct stamp_symbol *symbol;
	/* OTHER_VERSION. */
	struct definitions others;
};

struct boundary {
	const struct verify_request *request;
	/* One per host. */
	struct symbol_walk *walks;
	/*
	 * What the hosts need, then what the plugin needs, and what is no host, each
	 * once: the order in which they are searched.
	 */
	VECTOR(const char *) libraries;
	/* There were more of them than are looked at. */
	bool libraries_cut;
	/* How many more questions may be asked of `library_defines`. */
	size_t questions_left;
	/* The file that was classified last, since neighbours mostly name the same one.
	 */
	const char *last_file;
	bool last_is_runtime;
};

/* Borrows the request. A zeroed boundary may be deinitialised. */
struct hm_error *boundary_init(struct boundary *boundary,
			       const struct verify_request *request);
void boundary_deinit(struct boundary *boundary);

/* Places one required symbol. They must be asked for in the order of their names. */
void boundary_place(struct boundary *boundary, const struct stamp_symbol *required,
		    struct binding *ret);

/* Whether a DT_NEEDED or verneed name means this file. */
bool party_is_file(const struct party *party, const char *file);

#endif
