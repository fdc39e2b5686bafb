/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_OBSERVER_H
#define LOADER_OBSERVER_H

#include "loader/attempt.h"

/* Whether there is anybody to be told. */
bool observer_is_there(void);

/*
 * Tells the operator what hm_open() made of a file: by the callback, and by the file that
 * the environment names. Nothing if the plugin was simply open already,
 * or if nobody was there when the attempt began: it may not have collected findings.
 */
void observer_tell(const char *path, const struct attempt *attempt,
		   const struct hm_error *error);

#endif
