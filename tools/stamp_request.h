/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_STAMP_REQUEST_H
#define TOOLS_STAMP_REQUEST_H

/* The options of `hallmark stamp`. */

#include "base/vector.h"
#include "notes/put.h"
#include "tools/command.h"
#include "tools/hosts.h"
#include "verify/derive.h"

#include <stdbool.h>

/* What the command line asks for. Strings are those of argv. */
struct stamp_request {
	/* `role` and `package` are set only if they were given. */
	struct derive_options derive;
	struct put_options put;
	/* The note object to write; NULL: the stamp goes into the file. */
	const char *object;
	bool role_given;
	/* The stamp is written only if it fits these; empty: it is not checked. */
	struct hosts against;
	/* The last option given that counts in a host's stamp only; NULL: none. */
	const char *host_option;
	/* What the arrays in `derive` point to. */
	VECTOR(const char *) exports, accepts;
	VECTOR(struct derive_expect) expects;
};

extern const struct option stamp_long_options[];

void stamp_request_deinit(struct stamp_request *request);

/* Takes one option, as getopt_long() gave it. HM_ERR_ARGUMENT: its value is wrong. */
struct hm_error *stamp_request_option(struct stamp_request *request, int option,
				      char *value);

/* Lets `derive` point to the lists; call it behind the last option. */
void stamp_request_finish(struct stamp_request *request);

#endif
