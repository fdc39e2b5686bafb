/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_LIBRARY_DIRS_H
#define VERIFY_LIBRARY_DIRS_H

/* Where the dynamic linker looks for libraries: ld.so(8). Nothing is run for it. */

#include "base/arena.h"
#include "base/vector.h"
#include "hallmark/error.h"

#include <stdint.h>

/* What a library must be built for. */
struct library_target {
	uint8_t elf_class, data;
	uint16_t machine;
};

struct library_dirs {
	VECTOR(const char *) list;
	struct arena arena;
};

/* A zeroed one is empty. */
void library_dirs_deinit(struct library_dirs *dirs);

/*
 * DT_RUNPATH or DT_RPATH of a file in the folder `origin` (NULL: unknown). $ORIGIN, $LIB
 * and $PLATFORM are filled in; $LIB differs between distributions, so all its values are.
 */
struct hm_error *library_dirs_add_runpath(struct library_dirs *dirs, const char *runpath,
					  const char *origin,
					  const struct library_target *target);

/* LD_LIBRARY_PATH, unless the process runs with raised privileges. */
struct hm_error *library_dirs_add_environment(struct library_dirs *dirs);

/* A configuration file such as /etc/ld.so.conf, with what it includes; none: nothing. */
struct hm_error *library_dirs_add_config(struct library_dirs *dirs, const char *path);

/* What is built into dynamic linkers for the target, and where cross tools keep it. */
struct hm_error *library_dirs_add_default(struct library_dirs *dirs,
					  const struct library_target *target);

#endif
